/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A store in a folder of its own for each test, with a second connection that looks at the file. */
#pragma once

#include "care-test.h"
#include <glib/gstdio.h>
#include <purple-care/store.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DAY_MS ((gint64)24 * 60 * 60 * 1000)
#define UNSET  (-1)
#define KEY    "xmpp:anna@example.org"
#define MARKER "zebra-marker" /* stands for a customer's words */

typedef struct {
    char *folder, *path;
    GMainContext *context;
} Place;

typedef struct { /* what a callback said, copied */
    gboolean called;
    gint status; /* CareStored, or UNSET */
    gint code;   /* CareStoreError, or UNSET: no error */
    CareCustomer customer;
    CareMemory *memory;
    CareRuleHistory rules[CARE_N_RULES];
    guint64 chats, ratings; /* of a cube */
    guint n_resumed;
    CareRecord *first; /* of the resumed */
    CareCustomer first_customer;
    char *set_aside, *key, *message;
} Said;

/* A test with a place of its own; the parameter's name pleases the lint, which knows what a test is
 * called. */
#define IN_PLACE(unit__verb__scenario) \
    cmocka_unit_test_setup_teardown(unit__verb__scenario, place_make, place_drop)

static inline int
place_make(void **state)
{
    Place *place = g_new0(Place, 1);

    place->folder = g_dir_make_tmp("care-store-XXXXXX", NULL);
    place->path = g_build_filename(place->folder, "care", "care.db", NULL);
    place->context = g_main_context_new();
    *state = place;
    return place->folder == NULL;
}

static inline void
remove_tree(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);

    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *child = g_build_filename(path, name, NULL);

        remove_tree(child);
    }
    g_clear_pointer(&dir, g_dir_close);
    g_remove(path);
}

static inline int
place_drop(void **state)
{
    Place *place = *state;

    remove_tree(place->folder);
    g_main_context_unref(place->context);
    g_free(place->folder);
    g_free(place->path);
    g_free(place);
    return 0;
}

static inline void
said_clear(Said *said)
{
    care_record_free(said->first);
    care_memory_free(said->memory);
    g_free(said->set_aside);
    g_free(said->key);
    g_free(said->message);
    *said = (Said){.status = UNSET, .code = UNSET};
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Said, said_clear)

static inline void
say_error(Said *said, const GError *error)
{
    assert_false(said->called); /* exactly once */
    said->called = TRUE;
    said->code = error != NULL ? error->code : UNSET;
    said->message = error != NULL ? g_strdup(error->message) : NULL;
}

static inline void
on_opened(const CareStoreOpened *opened, gpointer data)
{
    Said *said = data;

    say_error(said, opened->error);
    assert_non_null(opened->resumed);
    said->n_resumed = opened->resumed->len;
    said->set_aside = g_strdup(opened->set_aside);
    said->key = g_strdup(opened->key);
    assert_non_null(opened->rules);
    memcpy(said->rules, opened->rules, sizeof said->rules);
    if (opened->resumed->len > 0) {
        const CareResumed *first = g_ptr_array_index(opened->resumed, 0);

        said->first = care_record_copy(first->record);
        said->first_customer = first->customer;
    }
}

static inline void
on_stored(CareStored status, const GError *error, gpointer data)
{
    Said *said = data;

    say_error(said, error);
    said->status = (gint)status;
}

static inline void
on_customer(const CareCustomer *customer, const CareMemory *memory, const GError *error,
            gpointer data)
{
    Said *said = data;

    say_error(said, error);
    said->customer = *customer;
    said->memory = care_memory_copy(memory);
}

static inline void
on_cube(const CareCube *cube, const GError *error, gpointer data)
{
    Said *said = data;

    say_error(said, error);
    if (cube != NULL) {
        const CareCounts counts = care_cube_sum(cube, NULL);

        said->chats = care_counts_chats(&counts);
        for (gsize i = 0; i < CARE_RATINGS; i++)
            said->ratings += counts.ratings[i];
    }
}

static inline void
await(const Place *place, const Said *said)
{
    while (!said->called)
        g_main_context_iteration(place->context, TRUE);
}

/* Opens and waits; @said tells how it went. */
static inline CareStore *
open_store(const Place *place, Said *said)
{
    CareStore *store;

    *said = (Said){.status = UNSET, .code = UNSET};
    store = care_store_open(place->path, place->context, on_opened, said);
    await(place, said);
    return store;
}

static inline CareStore *
open_well(const Place *place)
{
    g_auto(Said) said;
    CareStore *store = open_store(place, &said);

    assert_int_equal(said.code, UNSET);
    return store;
}

static inline void
close_well(CareStore *store)
{
    assert_true(care_store_close(store, 60000)); /* a full queue on a slow machine, too */
}

/* Puts a copy and waits. */
static inline CareStored
put(const Place *place, CareStore *store, const CareRecord *record)
{
    g_auto(Said) said = {.status = UNSET, .code = UNSET};

    care_store_put(store, care_record_copy(record), on_stored, &said);
    await(place, &said);
    assert_int_equal(said.code == UNSET, said.status != CARE_STORED_FAILED);
    return (CareStored)said.status;
}

static inline CareCustomer
customer_of(const Place *place, CareStore *store, const char *key, gint64 now_ms)
{
    g_auto(Said) said = {.status = UNSET, .code = UNSET};

    care_store_load_customer(store, key, now_ms, on_customer, &said);
    await(place, &said);
    assert_int_equal(said.code, UNSET);
    return said.customer;
}

/* (transfer full): NULL: nobody who is remembered. */
static inline CareMemory *
memory_of(const Place *place, CareStore *store, const char *key)
{
    g_auto(Said) said = {.status = UNSET, .code = UNSET};

    care_store_load_customer(store, key, 0, on_customer, &said);
    await(place, &said);
    assert_int_equal(said.code, UNSET);
    return g_steal_pointer(&said.memory);
}

/* A chat of @key that was answered with 4, the answer with its words. @id: one hex digit for the
 * chat. */
static inline CareRecord *
answered(guint id, const char *key, gint64 at_ms)
{
    CareRecord *record = g_new0(CareRecord, 1);

    record->chat = (CareChatRecord){.id = g_strdup_printf("%08x-0000-4000-8000-000000000000", id),
                                    .agent = g_strdup("Bea"),
                                    .protocol = g_strdup("xmpp"),
                                    .account = g_strdup("bea@example.org"),
                                    .address = g_strdup("anna@example.org"),
                                    .customer = g_strdup(key),
                                    .started_ms = at_ms - 60000,
                                    .last_ms = at_ms - 1000,
                                    .ended_ms = at_ms,
                                    .agent_lines = 3,
                                    .customer_lines = 2,
                                    .end = CARE_END_EXPLICIT,
                                    .outcome = CARE_OUTCOME_ANSWERED,
                                    .guards = g_strdup("desk=yes;private=no")};
    record->survey =
        (CareSurveyRecord){.id = g_strdup_printf("%08x-0000-4000-9000-000000000000", id),
                           .state = CARE_SURVEY_ANSWERED,
                           .asked_ms = at_ms,
                           .changed_ms = at_ms + 5000,
                           .rounds = 1,
                           .clarified = TRUE,
                           .probability = 0.5,
                           .definition = g_strdup("d1"),
                           .answers = 1,
                           .rating = 4,
                           .rated_seq = 1};
    record->answer = (CareAnswerRecord){
        .seq = 1, .rating = 4, .at_ms = at_ms + 5000, .comment = g_strdup(MARKER)};
    record->at_ms = at_ms + 5000;
    record->seen_asked_ms = -1;
    return record;
}

/* The same chat while its question is about to go out. */
static inline CareRecord *
asking(guint id, const char *key, gint64 at_ms)
{
    CareRecord *record = answered(id, key, at_ms);

    record->chat.outcome = CARE_OUTCOME_PENDING;
    record->survey.state = CARE_SURVEY_ASKING;
    record->survey.answers = 0;
    record->survey.rating = 0;
    record->survey.rated_seq = 0;
    g_clear_pointer(&record->answer.comment, g_free);
    record->answer = (CareAnswerRecord){0};
    record->at_ms = at_ms;
    return record;
}

/* The same chat while it is still open, with a rating of 2 asked for in its middle. */
static inline CareRecord *
pulsed(guint id, const char *key, gint64 at_ms)
{
    CareRecord *record = answered(id, key, at_ms);

    record->chat.outcome = CARE_OUTCOME_OPEN;
    record->chat.ended_ms = 0;
    record->survey.is_pulse = TRUE;
    g_free(record->survey.id);
    record->survey.id = g_strdup_printf("%s/%" G_GINT64_FORMAT, record->chat.id, at_ms);
    record->survey.rating = record->answer.rating = 2;
    record->survey.step = CARE_STEP_DONE;
    record->answer.kind = CARE_ANSWER_PULSE;
    g_clear_pointer(&record->answer.comment, g_free);
    return record;
}

/* What the engine sends for "yes, erase": the chat as it is, naming nobody any more. */
static inline CareRecord *
erasing(const CareRecord *last, const char *key)
{
    CareRecord *record = care_record_copy(last);

    g_clear_pointer(&record->chat.customer, g_free);
    g_clear_pointer(&record->chat.address, g_free);
    g_clear_pointer(&record->survey.who, g_free);
    g_clear_pointer(&record->answer.comment, g_free);
    record->answer = (CareAnswerRecord){0};
    record->survey.step = CARE_STEP_DONE;
    g_free(record->customer);
    record->customer = g_strdup(key);
    record->change = CARE_CUSTOMER_ERASE;
    record->at_ms += 60000;
    return record;
}

/* Another connection to the file, as another program would have it. */
static inline sqlite3 *
look(const Place *place)
{
    sqlite3 *sql = NULL;

    assert_int_equal(sqlite3_open_v2(place->path, &sql, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(sql, 2000);
    return sql;
}

/* (transfer full): the first value that @query gives. */
static inline char *
ask_text(const Place *place, const char *query)
{
    sqlite3 *sql = look(place);
    sqlite3_stmt *statement = NULL;
    char *text = NULL;

    assert_int_equal(sqlite3_prepare_v2(sql, query, -1, &statement, NULL), SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW)
        text = g_strdup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(sql);
    return text;
}

static inline gint64
ask_number(const Place *place, const char *query)
{
    g_autofree char *text = ask_text(place, query);

    return text != NULL ? g_ascii_strtoll(text, NULL, 10) : G_MININT64;
}

static inline void
assert_sound(const Place *place)
{
    g_autofree char *verdict = ask_text(place, "PRAGMA integrity_check");

    assert_string_equal(verdict, "ok");
}

static inline void
edit(const Place *place, const char *change)
{
    sqlite3 *sql = look(place);

    assert_int_equal(sqlite3_exec(sql, change, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(sql);
}

static inline int
append_row(void *all, int n, char **values, char **names)
{
    for (int i = 0; i < n; i++)
        g_string_append_printf(all, "%s=%s;", names[i], values[i] != NULL ? values[i] : "NULL");
    g_string_append_c(all, '\n');
    return 0;
}

/* (transfer full): every value that is stored. */
static inline char *
dump(const Place *place)
{
    static const char *const tables[] = {"agent",     "definition", "customer",        "chat",
                                         "survey",    "answer",     "comment",         "ledger",
                                         "tombstone", "meta",       "tombstone_asked", "reminder",
                                         "mark"};
    GString *all = g_string_new(NULL);
    sqlite3 *sql = look(place);

    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_autofree char *query = g_strdup_printf("SELECT * FROM %s", tables[i]);

        assert_int_equal(sqlite3_exec(sql, query, append_row, all, NULL), SQLITE_OK);
    }
    sqlite3_close(sql);
    return g_string_free(all, FALSE);
}

/* Forks what is another client, so that it needs dice of its own: its run's UUID. */
static inline pid_t
fork_client(void)
{
    const pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0)
        g_random_set_seed((guint32)getpid());
    return child;
}

/* Forks a client that does @work on the store and is then killed in mid-flight. */
static inline void
kill_client(const Place *place, void (*work)(const Place *place, CareStore *store))
{
    const pid_t child = fork_client();
    int status;

    if (child == 0) {
        work(place, open_well(place));
        raise(SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}
