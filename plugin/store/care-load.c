/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads chats back as the records they were, and the facts about the store. */
#include "care-load.h"
#include <string.h>

#define MIN_PREFIX 4

enum { /* where CARE_LOAD_CHAT has what is not read in a row */
       COLUMN_END = 12,
       COLUMN_OUTCOME,
       COLUMN_REASON,
       COLUMN_NO_SURVEY = 18,
       COLUMN_SURVEY,
       COLUMN_STATE = COLUMN_SURVEY + 12,
       COLUMN_STEP,
       COLUMN_ITEM,
};

static guint
column_uint(sqlite3_stmt *query, int column)
{
    return (guint)CLAMP(sqlite3_column_int64(query, column), 0, G_MAXINT);
}

static void
read_chat(sqlite3_stmt *query, CareChatRecord *chat)
{
    chat->id = care_db_column_text(query, 0);
    chat->agent = care_db_column_text(query, 1);
    chat->protocol = care_db_column_text(query, 2);
    chat->account = care_db_column_text(query, 3);
    chat->address = care_db_column_text(query, 4);
    chat->room = sqlite3_column_int(query, 5) != 0;
    chat->customer = care_db_column_text(query, 6);
    chat->started_ms = sqlite3_column_int64(query, 7);
    chat->last_ms = sqlite3_column_int64(query, 8);
    chat->ended_ms = sqlite3_column_int64(query, 9);
    chat->agent_lines = column_uint(query, 10);
    chat->customer_lines = column_uint(query, 11);
    chat->guards = care_db_column_text(query, 15);
}

static void
read_survey(sqlite3_stmt *query, CareSurveyRecord *survey)
{
    int at = COLUMN_SURVEY;

    survey->id = care_db_column_text(query, at++);
    survey->asked_ms = sqlite3_column_int64(query, at++);
    survey->changed_ms = sqlite3_column_int64(query, at++);
    survey->rounds = column_uint(query, at++);
    survey->clarified = sqlite3_column_int(query, at++) != 0;
    survey->by_agent = sqlite3_column_int(query, at++) != 0;
    survey->probability = sqlite3_column_double(query, at++);
    survey->definition = care_db_column_text(query, at++);
    survey->who = care_db_column_text(query, at++);
    survey->answers = column_uint(query, at++);
    survey->rating = sqlite3_column_int(query, at++);
    survey->rated_seq = column_uint(query, at++);
    at = COLUMN_ITEM + 1;
    survey->item_rating = sqlite3_column_int(query, at++);
    survey->language = care_db_column_text(query, at++);
    survey->is_pulse = sqlite3_column_int(query, at++) != 0;
}

/* A name's number; -1: it is unknown here. */
static gint
read_name(sqlite3_stmt *query, int column, gint (*from_name)(const char *name))
{
    return from_name((const char *)sqlite3_column_text(query, column));
}

/* FALSE: a name is unknown. No other stands in for it: a figure would change by that. Only the
   reasons of imported chats are another system's. */
static gboolean
read_names(sqlite3_stmt *query, gboolean has_survey, CareRecord *record)
{
    const char *client = (const char *)sqlite3_column_text(query, CARE_LOAD_CLIENT);
    const gboolean is_imported = client != NULL && g_str_has_prefix(client, "import-");
    const gint end = read_name(query, COLUMN_END, care_end_from_name);
    const gint outcome = read_name(query, COLUMN_OUTCOME, care_outcome_from_name);
    gint reason = read_name(query, COLUMN_REASON, care_reason_from_name);
    gint state = CARE_SURVEY_NONE, step = CARE_STEP_RATING, item = CARE_ITEM_NONE;

    if (has_survey) {
        state = read_name(query, COLUMN_STATE, care_survey_state_from_name);
        step = read_name(query, COLUMN_STEP, care_step_from_name);
        item = read_name(query, COLUMN_ITEM, care_item_from_name);
    }
    if (reason < 0 && is_imported)
        reason = CARE_REASON_OTHER;
    if (end < 0 || outcome < 0 || reason < 0 || state < 0 || step < 0 || item < 0)
        return FALSE;
    record->chat.end = (CareEnd)end;
    record->chat.outcome = (CareOutcome)outcome;
    record->chat.reason = (CareReason)reason;
    record->survey.state = (CareSurveyState)state;
    record->survey.step = (CareStep)step;
    record->survey.item = (CareItem)item;
    return TRUE;
}

CareRecord *
care_load_record(sqlite3_stmt *query)
{
    const gboolean has_survey = !sqlite3_column_int(query, COLUMN_NO_SURVEY);
    g_autoptr(CareRecord) record = g_new0(CareRecord, 1);

    if (!read_names(query, has_survey, record))
        return NULL;
    read_chat(query, &record->chat);
    if (has_survey)
        read_survey(query, &record->survey);
    record->at_ms = record->chat.last_ms;
    record->seen_asked_ms = -1;
    return g_steal_pointer(&record);
}

/* The one chat that is so named or, if @or_begins, begins so; NULL without @error: there is none.
 */
static CareRecord *
load_begun(CareDb *db, const char *prefix, gboolean or_begins, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(CareRecord) record = NULL;
    g_autofree char *ext = NULL;
    sqlite3_stmt *query;
    gboolean found, several;

    /* '~' comes after every character of a UUID: this is the index's range of that beginning. */
    query = care_db_query(
        db, CARE_LOAD_CHAT " WHERE c.ext BETWEEN ?1 AND ?1 || ?2 ORDER BY c.ext LIMIT 2", error,
        CARE_TEXT(prefix), CARE_TEXT(or_begins ? "~" : ""));
    if (query == NULL)
        return NULL;
    found = care_db_step(query, &failed);
    if (found) {
        ext = care_db_column_text(query, 0);
        record = care_load_record(query);
    }
    several = found && care_db_step(query, &failed) && strcmp(ext, prefix) != 0;
    sqlite3_reset(query);
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    else if (several)
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING,
                    _("more than one chat begins so: give more of its id"));
    else if (found && record == NULL)
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT,
                    _("this chat has an unknown outcome or state: someone edited the file"));
    else
        return g_steal_pointer(&record);
    return NULL;
}

CareRecord *
care_load_chat(CareDb *db, const char *id, GError **error)
{
    g_autofree char *lower = g_ascii_strdown(id, -1);
    g_autoptr(CareRecord) record = NULL;
    g_autoptr(GError) failed = NULL;

    record = load_begun(db, id, strlen(id) >= MIN_PREFIX, &failed); /* an imported one may have
                                                                       capitals, or be short */
    if (record == NULL && failed == NULL && strlen(id) < MIN_PREFIX)
        g_set_error(&failed, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING,
                    _("no such chat; a chat is named by its id or the first 4 characters of it"));
    if (record == NULL && failed == NULL && strcmp(id, lower) != 0)
        record = load_begun(db, lower, TRUE, &failed);
    if (record == NULL && failed == NULL)
        g_set_error(&failed, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING, _("no such chat"));
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    return g_steal_pointer(&record);
}

char *
care_load_key(CareDb *db, GError **error)
{
    sqlite3_stmt *query = care_db_query(db, "SELECT value FROM meta WHERE key = 'key'", error);
    g_autoptr(GError) failed = NULL;
    char *key = NULL;

    if (query == NULL)
        return NULL;
    if (care_db_step(query, &failed)) {
        key = care_db_column_text(query, 0);
        sqlite3_reset(query);
    }
    if (failed != NULL)
        g_propagate_error(error, g_steal_pointer(&failed));
    else if (key == NULL)
        care_db_fail(SQLITE_CORRUPT, error);
    return key;
}
