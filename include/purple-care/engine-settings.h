/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A desk's settings: one immutable value made of layers of text, with the origin and lock of each
 * key. */
#pragma once

#include <glib.h>

typedef enum { CARE_MODE_LIVE, CARE_MODE_SHADOW, CARE_MODE_OFF } CareMode;
typedef enum { CARE_SHOW_YES, CARE_SHOW_NO, CARE_SHOW_AFTER_5 } CareShow;

#define CARE_REMIND_STEPS 3
typedef struct {
    gint64 step_ms[CARE_REMIND_STEPS]; /* quiet, shown, urgent; 0: this step is not used */
    gboolean on;
} CareRemindRule;

struct _CareCueList;
typedef struct {               /* a value of [vision], or an entry of [empowerment] */
    char *name;                /* "hotel-night"; of a value the same as its text */
    char *text;                /* "a night's stay", for the agent */
    struct _CareCueList *cues; /* NULL: never found by itself, shown on the card alone */
} CareCuedText;

typedef struct _CareSettings CareSettings;

/* Read-only for all but care-settings.c. Lists end with NULL and are never NULL themselves.
 * Durations: ms. */
struct _CareSettings {
    gint ref_count;
    struct {
        char **accounts, **exclude, **agents; /* folded to lower case */
        char *key, *timezone, *agent_name;    /* "" when not set */
        gboolean autoload;
        gboolean failed; /* a mistake in [desk]: no account is a desk account until it is mended */
    } desk;
    struct {
        gint64 idle_end, offline_end;
    } chat;
    struct {
        CareMode mode;
        char **steps;
        gint follow_ups;
        gboolean on_close, on_idle, several_in_room;
        gint min_messages, yearly_cap, sample_percent;
        gint64 answered_interval, silent_interval, refused_interval, expiry, late;
        char *hours;
        GHashTable *texts; /* "question" or "question[de]" to the desk's own wording */
    } ask;
    struct {
        CareShow rating;
        gboolean comment;
    } show;
    struct {
        char *fallback; /* [language] default */
    } language;
    struct {
        CareRemindRule first_answer, next_answer, double_text, promise;
        gboolean open_question, last_impression, returning, low_before, feeling, stock_text,
            empowerment, value, hold;
        gint per_conversation, per_hour;
    } remind;
    struct {
        char *sentence;    /* "" when not set */
        GPtrArray *values; /* of CareCuedText, in rank order, at most CARE_ENTRIES_MAX */
    } vision;
    struct {
        GPtrArray *entries; /* of CareCuedText, in the file's order, at most CARE_ENTRIES_MAX */
    } empowerment;
    struct {
        char *sector;
    } benchmark;
    struct {
        gint64 keep_comments, keep_notes, keep_chats; /* 0: never kept */
        gboolean notes, typed_erase;
        gint smallest_group;
    } privacy;
    struct {
        char *service, *group;
        gboolean comments;
    } team;
    char *name, *version; /* [policy] */
    GPtrArray *files;     /* of char *: the names of the layers that were there, weakest first */
    GPtrArray *mistakes;  /* of char *: "FILE:LINE: [group] key: what is wrong; what is allowed" */
    GHashTable *origins;  /* "group.key" to the layer's name it came from; absent: built-in */
    GHashTable *locks;    /* "group.key" to the layer's name that locked it */
    GHashTable *values;   /* "group.key" to the text in force, of every key of the table */
};

typedef struct {
    const char *name; /* the file's path, for messages */
    const char
        *text; /* untrusted bytes; NULL: the file is there but can't be read (@fault says why) */
    gsize size;
    const char *fault;
    gboolean
        may_lock; /* a file of /etc: its [policy] locked= freezes keys for the layers after it */
} CareSettingsLayer;

/**
 * care_settings_new:
 * @layers: (array length=n_layers): weakest first; built-in values lie under them
 *
 * Reads all layers. Never fails: a mistake is noted in `mistakes`, the value under it stays in
 * force, and in [desk] and [privacy] it fails closed (no desk account; the strictest privacy). Any
 * thread.
 *
 * Returns: (transfer full): a value that never changes
 */
CareSettings *care_settings_new(const CareSettingsLayer *layers, gsize n_layers);
CareSettings *care_settings_ref(CareSettings *settings);
void care_settings_unref(CareSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareSettings, care_settings_unref)

typedef struct {
    const char *group, *key, *value; /* value NULL: the key goes */
} CareSettingsChange;

/**
 * care_settings_fault:
 * @changes: (array length=n)
 *
 * Reads the changes as a file that says nothing else. Any thread.
 *
 * Returns: (transfer full) (nullable): "[group] key: what is wrong; what is allowed", of the first
 * that a settings file may not say so; NULL: it may say them all
 */
char *care_settings_fault(const CareSettingsChange *changes, gsize n);

/* Whether @account ("agent@example.org") of @protocol ("xmpp") serves customers. */
gboolean care_settings_is_desk(const CareSettings *settings, const char *protocol,
                               const char *account);

/* Whether `exclude` names @address, its domain, or one of @groups (nullable, NULL-terminated). */
gboolean care_settings_is_excluded(const CareSettings *settings, const char *address,
                                   const char *const *groups);

/* Whether @address is one of `[desk] agents`. */
gboolean care_settings_is_agent(const CareSettings *settings, const char *address);

/* The text of a key as it stands in force, "1h", and where from; NULL for an unknown key. (transfer
 * none) */
const char *care_settings_value(const CareSettings *settings, const char *group, const char *key);
const char *care_settings_origin(const CareSettings *settings, const char *group, const char *key);
const char *care_settings_lock(const CareSettings *settings, const char *group, const char *key);

/* The desk's own wording of a customer text ("question"), in @language if there is one; NULL: none.
 * (transfer none) */
const char *care_settings_text(const CareSettings *settings, const char *name,
                               const char *language);

/* Whether the key counts in the system's policy alone: what may be locked, and whether the plug-in
 * loads itself. */
gboolean care_settings_is_systems(const char *group, const char *key);

/* The table of all keys, in the order `policy show` prints them; n-th key, FALSE past the end. */
gboolean care_settings_nth(guint n, const char **out_group, const char **out_key,
                           const char **out_default, const char **out_help);

/* "90d", "15min", "30" (seconds) to ms; FALSE on anything else or more than 100 years. */
gboolean care_duration_parse(const char *text, gint64 *out_ms);
