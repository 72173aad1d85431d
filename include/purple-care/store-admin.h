/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is done to a store from the command line: import, export, forget, verify, backup; on the
 * caller's thread, beside running clients. */
#pragma once

#include <purple-care/store.h>

/* Steps done of @total (0: not known), every so often; may be called from 0 to @total once more. */
typedef void (*CareProgressFunc)(guint64 done, guint64 total, gpointer data);

/* --- reading what the store holds, row by row: constant memory, texts valid until the callback
 * returns. The callback's FALSE ends the reading without an error. --- */

typedef struct {
    const char *id, *agent, *protocol;
    const char *customer; /* NULL: anonymous, erased, or no longer kept */
    const char *reason;   /* its own word for an imported chat; "" for none */
    gint64 started_ms, ended_ms;
    CareOutcome outcome;
    CareScale scale;
    gint rating; /* meant only if has_rating */
    gboolean has_rating, has_item_rating;
    CareItem item;
    gint item_rating;
    const char *definition; /* "" for chats that were not asked */
    gboolean is_imported, has_attention;
    CareAttention attention; /* meant only if has_attention */
} CareChatRow;
typedef gboolean (*CareChatRowFunc)(const CareChatRow *row, gpointer data);
/* Every ended chat, in order of its end, ties by id; @customer: (nullable): only theirs. */
gboolean care_reader_each_chat(CareReader *reader, const char *customer, CareChatRowFunc each,
                               gpointer data, GError **error);

typedef struct {
    const char *chat, *agent, *protocol, *customer;
    const char *kind; /* "final", "late", "correction", "item", "pulse" */
    const char *item; /* NULL: the main question */
    const char *comment;
    const char *definition, *language;
    gint rating;
    gint64 at_ms;
    gboolean counts; /* it is the one that figures count */
} CareAnswerRow;
typedef gboolean (*CareAnswerRowFunc)(const CareAnswerRow *row, gpointer data);
/* Every rating, pulses and corrected ones too, in order of time; those of imported chats with the
 * chat's end as their time. */
gboolean care_reader_each_answer(CareReader *reader, const char *customer, CareAnswerRowFunc each,
                                 gpointer data, GError **error);

typedef struct {
    gint64 seq, at_ms;
    const char *chat, *kind, *value, *hash; /* chat: NULL: about none */
} CareLedgerRow;
typedef gboolean (*CareLedgerRowFunc)(const CareLedgerRow *row, gpointer data);
gboolean care_reader_each_ledger(CareReader *reader, CareLedgerRowFunc each, gpointer data,
                                 GError **error);

typedef struct {
    const char *key, *language; /* language: NULL: not known */
    const char *name, *note;    /* what they want to be called, the agents' words; NULL: none */
    gboolean is_private;
    gint64 opted_out_ms, created_ms;
    gint64 last_chat_ms, last_asked_ms; /* 0: never */
    guint64 chats, asked, answered;
    gint last_rating;     /* of their last answered chat; meant only if answered > 0 */
    gint64 last_rated_ms; /* when that ended */
    guint stores;         /* of several that are read as one: how many know them */
} CareCustomerRow;
typedef gboolean (*CareCustomerRowFunc)(const CareCustomerRow *row, gpointer data);
/* Everybody of whom a row is kept, by key. Of several stores counts add up, and words are those of
 * the store in which the last chat was. */
gboolean care_reader_each_customer(CareReader *reader, CareCustomerRowFunc each, gpointer data,
                                   GError **error);

/* (transfer full), NULL-terminated: the keys that @name means: itself, or those of that address
 * under any protocol ("anna@example.org" for "xmpp:anna@example.org"), in any of several stores;
 * empty: nobody. */
char **care_reader_find_customers(CareReader *reader, const char *name, GError **error);

/* --- verify and backup --- */

typedef void (*CareFindingFunc)(const char *what, gpointer data); /* one line for people */

typedef struct {
    guint64 ledger_rows, chats, answers; /* looked at */
    gint64 first_bad_seq;                /* of the ledger; 0: the chain is whole */
    guint n_findings;
    guint n_sums; /* of them about the sums: care_editor_rebuild_sums() mends these */
} CareVerified;

/* Checks the file, the ledger's chain, the ledger against chats and answers, and the sums against
 * the chats; each fault is told once, in words. FALSE: could not be read. */
gboolean care_reader_verify(CareReader *reader, CareProgressFunc progress, CareFindingFunc found,
                            gpointer data, CareVerified *out_verified, GError **error);

/* Writes a whole copy to @to, 0600, put there only when it is complete and on disk; what is there
 * is replaced only if @replace. */
gboolean care_reader_backup(CareReader *reader, const char *to, gboolean replace,
                            CareProgressFunc progress, gpointer data, GError **error);

typedef enum { CARE_HEALTH_OK, CARE_HEALTH_NOTE, CARE_HEALTH_PROBLEM } CareHealth;
typedef void (*CareHealthFunc)(CareHealth health, const char *what, gpointer data);
/* Looks at the store's folder, files, rights, schema, clients and what is due, also where it can't
 * be opened; changes nothing. @keep: (nullable): how long what is to be kept. */
void care_store_examine(const char *path, const CareKeep *keep, gint64 now_ms, CareHealthFunc each,
                        gpointer data);

/* --- changing it --- */

typedef struct _CareEditor CareEditor;

/**
 * care_editor_open:
 * @create: make the store if there is none
 *
 * Opens the store to change it, as one more client: an older schema is brought up to date if no
 * other client runs. A damaged file is refused and stays where it is.
 */
CareEditor *care_editor_open(const char *path, gboolean create, GError **error);
void care_editor_close(CareEditor *editor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareEditor, care_editor_close)

/* Makes the sums that reports read anew from the chats, in one transaction. */
gboolean care_editor_rebuild_sums(CareEditor *editor, GError **error);

typedef struct {
    guint64 chats, comments; /* that lost their customer; that are gone */
    gboolean noted;          /* so are a note, or the name they wanted to be called */
    GPtrArray *cleaned;      /* (element-type filename): copies and set-aside files they are gone
                                from; NULL-free */
    GPtrArray *uncleaned;    /* such files that could not be cleaned: what they hold is unknown */
} CareForgotten;
void care_forgotten_clear(CareForgotten *forgotten);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CareForgotten, care_forgotten_clear)

/**
 * care_editor_forget:
 * @key: whom, as in the store; also one that only copies know
 * @out_forgotten: (out): set on success; to be cleared
 *
 * Erases a customer: from the file, its log and free pages, from copies made before migrations and
 * from set-aside files. Counts, and what keeps them from being asked, stay.
 */
gboolean care_editor_forget(CareEditor *editor, const char *key, gint64 now_ms,
                            CareForgotten *out_forgotten, GError **error);

/* --- import --- */

typedef struct {
    const char *id, *agent, *protocol;
    const char *customer; /* key; NULL: anonymous */
    const char *reason;   /* "": none; any word of the other system */
    gint64 ended_ms;
    CareOutcome outcome; /* ANSWERED, EXPIRED, SKIPPED, OPTED_OUT or NOT_ASKED */
    gboolean has_rating, has_item_rating;
    gint rating, item_rating;
    CareItem item;
} CareImportRow;

typedef struct _CareImport CareImport;
typedef void (*CareBadRowFunc)(guint64 line, const char *what, gpointer data);

typedef struct {
    guint64 added;    /* chats */
    guint64 answered; /* of them */
    guint agents;
    gint64 first_ms, last_ms; /* ends; 0: no chats */
} CareImported;

/**
 * care_import_new:
 * @editor: outlives the import; its store is neither changed nor locked before the commit
 * @definition: under which name the answers are kept apart from others
 */
CareImport *care_import_new(CareEditor *editor, const char *definition, CareScale scale,
                            GError **error);
/* One that can be checked and never committed. @reader: (nullable): outlives the import; NULL:
 * there is no store yet */
CareImport *care_import_new_dry(CareReader *reader, const char *definition, CareScale scale,
                                GError **error);
void care_import_free(CareImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareImport, care_import_free)
/* Sets a row aside, on disk; @line: where it stands in its file. FALSE: the disk. */
gboolean care_import_add(CareImport *import, const CareImportRow *row, guint64 line,
                         GError **error);
/* Tells each row whose id stands in the file before, or in the store, and drops it. */
gboolean care_import_check(CareImport *import, CareBadRowFunc bad, gpointer data,
                           guint64 *out_n_bad, GError **error);
/* What is to be stored, after care_import_check(). */
void care_import_sum(const CareImport *import, CareImported *out_imported);
/* Stores all rows in one transaction, with one row of the ledger. BUSY: another client is at it, or
 * there are so many rows that no client may run meanwhile. After care_import_check(). */
gboolean care_import_commit(CareImport *import, gint64 now_ms, CareProgressFunc progress,
                            gpointer data, CareImported *out_imported, GError **error);
