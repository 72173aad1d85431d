/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets rows aside in a temporary table, so that neither the store nor the memory is touched before
 * all of a file is known to be good. */
#include "care-import.h"
#include "care-reader-private.h"
#include <string.h>

#define DEFINITION_MAX 256    /* bytes */
#define NAMES_MAX      65536  /* agents, or protocols: more are rather the chats' numbers */
#define KINDS_MAX      500000 /* of rows, by what figures tell apart: 80 MB */
#define PERSONS_MAX    400000 /* that are remembered by their number: 40 MB at most */

/* Sorts of a million rows need room; what does not fit goes into files that SQLite makes private
 * and unlinks at once. Larger caches sort no faster: then the processor waits for memory. */
static const char set_up[] =
    "PRAGMA temp_store = MEMORY; PRAGMA temp_store = FILE;" /* each empties what was there */
    "PRAGMA temp.journal_mode = OFF; PRAGMA cache_size = -8192; PRAGMA temp.cache_size = -8192;"
    "CREATE TABLE temp.staged (n INTEGER PRIMARY KEY, line INTEGER, ext TEXT, person INTEGER,"
    " ended_ms INTEGER, reason TEXT, kind INTEGER);"
    "CREATE TABLE temp.person (n INTEGER PRIMARY KEY, key TEXT, row INTEGER);"
    "CREATE TABLE temp.bad (n INTEGER PRIMARY KEY, first INTEGER)";
static const char clean_up[] = "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -512";

static guint
kind_hash(gconstpointer data)
{
    const CareImportKind *kind = data;

    return (((guint)kind->agent * 31 + (guint)kind->protocol) * 31 + (guint)kind->reason) * 1009 +
           (guint)(kind->outcome * 64 + kind->rating * 8 + kind->item * 97 + kind->item_rating);
}

static gboolean
kind_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(CareImportKind)) == 0;
}

gboolean
care_import_seen(CareImport *import, gint64 *out_seen, GError **error)
{
    return care_db_int(import->db, "PRAGMA main.data_version", 0, out_seen, error);
}

gboolean
care_import_find_definition(CareImport *import, gint64 *out_row, GError **error)
{
    gint64 is_other = 0;

    *out_row = CARE_NO_ROW;
    if (!import->has_store)
        return TRUE;
    if (!care_db_int(import->db,
                     "SELECT count(*) FROM definition WHERE hash = ?1 AND (min <> ?2 OR max <> ?3)",
                     0, &is_other, error, CARE_TEXT(import->definition),
                     CARE_INT(import->scale.min), CARE_INT(import->scale.max)))
        return FALSE;
    if (is_other != 0) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN,
                    _("answers by the definition \"%s\" are there on another scale: give these "
                      "another name"),
                    import->definition);
        return FALSE;
    }
    return care_db_int(import->db, "SELECT id FROM definition WHERE hash = ?1", CARE_NO_ROW,
                       out_row, error, CARE_TEXT(import->definition));
}

static CareImport *
import_new(CareDb *db, gboolean has_store, const char *definition, CareScale scale)
{
    CareImport *import = g_new0(CareImport, 1);

    import->db = db;
    import->has_store = has_store;
    import->definition = g_strdup(definition);
    import->scale = scale;
    import->agents = g_ptr_array_new_with_free_func(g_free);
    import->protocols = g_ptr_array_new_with_free_func(g_free);
    import->agent_of = g_hash_table_new(g_str_hash, g_str_equal);
    import->protocol_of = g_hash_table_new(g_str_hash, g_str_equal);
    import->groups = g_array_new(FALSE, TRUE, sizeof(CareImportGroup));
    import->group_of = g_hash_table_new_full(kind_hash, kind_equal, g_free, NULL);
    import->person_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return import;
}

static gboolean
is_sound(const char *definition, CareScale scale, GError **error)
{
    if (scale.min >= 0 && scale.max > scale.min && scale.max - scale.min < CARE_STEPS_MAX &&
        *definition != '\0' && strlen(definition) <= DEFINITION_MAX &&
        g_utf8_validate(definition, -1, NULL))
        return TRUE;
    g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN,
                _("a scale has at most %d steps from 0 up, a definition's name 1 to %d bytes"),
                CARE_STEPS_MAX, DEFINITION_MAX);
    return FALSE;
}

/* Ready for rows, or not at all. */
static CareImport *
prepare(CareImport *unready, GError **error)
{
    g_autoptr(CareImport) import = unready;
    gint64 row;

    if (!is_sound(import->definition, import->scale, error) ||
        !care_import_find_definition(import, &row, error) ||
        !care_db_exec(import->db, set_up, error) || !care_db_exec(import->db, "BEGIN", error))
        return NULL;
    import->is_open = TRUE;
    return g_steal_pointer(&import);
}

CareImport *
care_import_new(CareEditor *editor, const char *definition, CareScale scale, GError **error)
{
    CareImport *import;

    g_return_val_if_fail(editor != NULL && definition != NULL, NULL);

    import = import_new(editor->session->db, TRUE, definition, scale);
    import->editor = editor;
    return prepare(import, error);
}

CareImport *
care_import_new_dry(CareReader *reader, const char *definition, CareScale scale, GError **error)
{
    CareDb *db = reader != NULL ? reader->db : NULL;
    CareImport *import;

    g_return_val_if_fail(definition != NULL, NULL);

    if (db == NULL)
        db = care_db_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
    if (db == NULL)
        return NULL;
    import = import_new(db, reader != NULL, definition, scale);
    import->owns_db = reader == NULL;
    return prepare(import, error);
}

void
care_import_free(CareImport *import)
{
    if (import == NULL)
        return;
    if (import->is_open)
        care_db_exec(import->db, "ROLLBACK", NULL);
    if (import->owns_db)
        care_db_close(import->db);
    else
        care_db_exec(import->db, clean_up, NULL);
    g_free(import->definition);
    g_hash_table_unref(import->agent_of);
    g_hash_table_unref(import->protocol_of);
    g_hash_table_unref(import->group_of);
    g_hash_table_unref(import->person_of);
    g_ptr_array_unref(import->agents);
    g_ptr_array_unref(import->protocols);
    g_array_unref(import->groups);
    g_free(import);
}

/* The place of @name in @names, where it is put if need be. */
static gboolean
place_of(GPtrArray *names, GHashTable *places, const char *name, gint *out_place, GError **error)
{
    gpointer place;
    char *kept;

    if (g_hash_table_lookup_extended(places, name, NULL, &place)) {
        *out_place = GPOINTER_TO_INT(place);
        return TRUE;
    }
    if (names->len == NAMES_MAX) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN,
                    _("more than %d different agents or protocols: is that the right column?"),
                    NAMES_MAX);
        return FALSE;
    }
    kept = g_strdup(name);
    *out_place = (gint)names->len;
    g_ptr_array_add(names, kept);
    g_hash_table_insert(places, kept, GINT_TO_POINTER(*out_place));
    return TRUE;
}

/* A key's number. Of more customers than are remembered some get another number: both mean them. */
static gboolean
person_of(CareImport *import, const char *key, gint64 *out_person, GError **error)
{
    gpointer person;

    *out_person = CARE_NO_ROW;
    if (key == NULL)
        return TRUE;
    if (g_hash_table_lookup_extended(import->person_of, key, NULL, &person)) {
        *out_person = GPOINTER_TO_SIZE(person);
        return TRUE;
    }
    if (!care_db_run(import->db, "INSERT INTO temp.person (key) VALUES (?1)", error,
                     CARE_TEXT(key)))
        return FALSE;
    *out_person = sqlite3_last_insert_rowid(import->db->sql);
    if (g_hash_table_size(import->person_of) == PERSONS_MAX)
        g_hash_table_remove_all(import->person_of);
    g_hash_table_insert(import->person_of, g_strdup(key), GSIZE_TO_POINTER((gsize)*out_person));
    return TRUE;
}

/* Of a chat that was not asked, figures keep the reasons apart: see read_cell() in care-fact.c. */
static CareReason
reason_of(const CareImportRow *row)
{
    const gint reason = care_reason_from_name(row->reason);

    if (row->outcome != CARE_OUTCOME_NOT_ASKED)
        return CARE_REASON_NONE;
    return reason < 0 ? CARE_REASON_OTHER : (CareReason)reason;
}

static gboolean
group_of(CareImport *import, const CareImportKind *kind, guint *out_group, GError **error)
{
    CareImportGroup group = {.kind = *kind};
    CareImportKind *key;
    gpointer place;

    if (g_hash_table_lookup_extended(import->group_of, kind, NULL, &place)) {
        *out_group = GPOINTER_TO_UINT(place);
        return TRUE;
    }
    *out_group = import->groups->len;
    if (*out_group == KINDS_MAX) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN,
                    _("agents and protocols together are too many to be told apart: is each the "
                      "right column?"));
        return FALSE;
    }
    g_array_append_val(import->groups, group);
    key = g_new(CareImportKind, 1);
    *key = *kind;
    g_hash_table_insert(import->group_of, key, GUINT_TO_POINTER(*out_group));
    return TRUE;
}

gboolean
care_import_add(CareImport *import, const CareImportRow *row, guint64 line, GError **error)
{
    CareImportKind kind;
    gint64 person;
    guint group;

    g_return_val_if_fail(import != NULL && import->is_open && row != NULL, FALSE);

    memset(&kind, 0, sizeof kind);
    if (!place_of(import->agents, import->agent_of, row->agent, &kind.agent, error) ||
        !place_of(import->protocols, import->protocol_of, row->protocol, &kind.protocol, error) ||
        !person_of(import, row->customer, &person, error))
        return FALSE;
    kind.outcome = (gint)row->outcome;
    kind.reason = (gint)reason_of(row);
    kind.rating = row->has_rating ? row->rating : CARE_NO_RATING;
    kind.item = (gint)row->item;
    kind.item_rating = row->has_item_rating ? row->item_rating : CARE_NO_RATING;
    if (!group_of(import, &kind, &group, error) ||
        !care_db_run(import->db,
                     "INSERT INTO temp.staged (line, ext, person, ended_ms, reason, kind)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                     error, CARE_INT((gint64)line), CARE_TEXT(row->id), care_db_row(person),
                     CARE_INT(row->ended_ms), CARE_TEXT(row->reason), CARE_INT(group)))
        return FALSE;
    g_array_index(import->groups, CareImportGroup, group).n++;
    import->first_ms = import->n_rows == 0 ? row->ended_ms : MIN(import->first_ms, row->ended_ms);
    import->last_ms = MAX(import->last_ms, row->ended_ms);
    import->n_rows++;
    return TRUE;
}

gboolean
care_import_close_stage(CareImport *import, GError **error)
{
    if (!import->is_open)
        return TRUE;
    import->is_open = FALSE;
    return care_db_exec(import->db, "COMMIT", error);
}
