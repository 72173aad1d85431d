/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Binds columns by name alone: a guess by position would count one agent's chats for another. */
#include "care-import-map.h"
#include "care-db.h"
#include <string.h>

#define NO_PLACE     (-1)
#define NAMES_SHOWN  12 /* of a header, where one of its names is missed */
#define NAME_MAX_LEN 40 /* characters; longer ones are cut */

struct _CareImportMap {
    gboolean is_given;
    char *theirs[CARE_N_COLUMNS];    /* the column's name in the file; NULL: none */
    char *constants[CARE_N_COLUMNS]; /* the same value in each row; NULL: none */
    gint places[CARE_N_COLUMNS];
    guint width;
};

static const char *const names[CARE_N_COLUMNS] = {
    [CARE_COLUMN_CHAT_ID] = "chat_id",   [CARE_COLUMN_AGENT] = "agent",
    [CARE_COLUMN_CUSTOMER] = "customer", [CARE_COLUMN_PROTOCOL] = "protocol",
    [CARE_COLUMN_ENDED_AT] = "ended_at", [CARE_COLUMN_OUTCOME] = "outcome",
    [CARE_COLUMN_REASON] = "reason",     [CARE_COLUMN_RATING] = "rating",
    [CARE_COLUMN_ITEM] = "item",         [CARE_COLUMN_ITEM_RATING] = "item_rating",
};

#define ALL_NAMES "chat_id,agent,customer,protocol,ended_at,outcome,reason,rating,item,item_rating"

const char *
care_column_name(CareColumn column)
{
    g_return_val_if_fail((guint)column < CARE_N_COLUMNS, "");

    return names[column];
}

static gboolean fail_map(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean
fail_map(GError **error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_propagate_error(
        error, g_error_new_valist(CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_MAP, format, arguments));
    va_end(arguments);
    return FALSE;
}

static gint
column_of(const char *name)
{
    for (gint i = 0; i < CARE_N_COLUMNS; i++) {
        if (strcmp(names[i], name) == 0)
            return i;
    }
    return NO_PLACE;
}

/* One pair, "rating=CSAT". */
static gboolean
take_pair(CareImportMap *map, char *pair, GError **error)
{
    char *equals = strchr(pair, '=');
    char *theirs = equals != NULL ? g_strstrip(equals + 1) : NULL;
    gint column;

    if (equals == NULL || *theirs == '\0')
        return fail_map(error, _("\"%s\" is no pair such as rating=CSAT"), pair);
    *equals = '\0';
    g_strstrip(pair);
    column = column_of(pair);
    if (column == NO_PLACE)
        return fail_map(error, _("\"%s\" is none of %s"), pair, ALL_NAMES);
    if (map->theirs[column] != NULL || map->constants[column] != NULL)
        return fail_map(error, _("%s is there twice"), names[column]);
    if (*theirs == ':')
        map->constants[column] = g_strdup(theirs + 1);
    else
        map->theirs[column] = g_strdup(theirs);
    return TRUE;
}

/* At each ";" that has no "\" before it. */
static gboolean
take_pairs(CareImportMap *map, const char *text, GError **error)
{
    g_autoptr(GString) pair = g_string_new(NULL);

    for (; TRUE; text++) {
        if (text[0] == '\\' && (text[1] == ';' || text[1] == '\\')) {
            g_string_append_c(pair, *++text);
            continue;
        }
        if (*text != ';' && *text != '\0') {
            g_string_append_c(pair, *text);
            continue;
        }
        g_strstrip(pair->str);
        if (*pair->str != '\0' && !take_pair(map, pair->str, error))
            return FALSE;
        if (*text == '\0')
            return TRUE;
        g_string_truncate(pair, 0);
    }
}

static gboolean
is_complete(const CareImportMap *map, GError **error)
{
    static const CareColumn needed[] = {CARE_COLUMN_CHAT_ID, CARE_COLUMN_AGENT,
                                        CARE_COLUMN_ENDED_AT, CARE_COLUMN_RATING};

    for (gsize i = 0; i < G_N_ELEMENTS(needed); i++) {
        const CareColumn column = needed[i];

        if (map->theirs[column] == NULL && map->constants[column] == NULL)
            return fail_map(error,
                            _("which column is %s? At least chat_id, agent, ended_at and "
                              "rating are needed"),
                            names[column]);
    }
    if (map->theirs[CARE_COLUMN_CHAT_ID] == NULL)
        return fail_map(error, _("chat_id can't be the same for all chats: name a column"));
    return TRUE;
}

CareImportMap *
care_import_map_new(const char *text, GError **error)
{
    g_autoptr(CareImportMap) map = g_new0(CareImportMap, 1);

    for (guint i = 0; i < CARE_N_COLUMNS; i++)
        map->places[i] = NO_PLACE;
    map->is_given = text != NULL;
    if (text == NULL) {
        for (guint i = 0; i < CARE_N_COLUMNS; i++)
            map->theirs[i] = g_strdup(names[i]);
        return g_steal_pointer(&map);
    }
    if (!g_utf8_validate(text, -1, NULL)) {
        fail_map(error, _("not valid UTF-8"));
        return NULL;
    }
    if (!take_pairs(map, text, error) || !is_complete(map, error))
        return NULL;
    return g_steal_pointer(&map);
}

void
care_import_map_free(CareImportMap *map)
{
    if (map == NULL)
        return;
    for (guint i = 0; i < CARE_N_COLUMNS; i++) {
        g_free(map->theirs[i]);
        g_free(map->constants[i]);
    }
    g_free(map);
}

gboolean
care_import_map_is_given(const CareImportMap *map)
{
    return map->is_given;
}

guint
care_import_map_width(const CareImportMap *map)
{
    return map->width;
}

static void
append_name(GString *list, const char *name)
{
    g_autofree char *cut = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), NAME_MAX_LEN));

    g_string_append_printf(list, "%s\"%s\"", list->len > 0 ? ", " : "", cut);
}

/* (transfer full): the header's names, for who has to find theirs among them. */
static char *
header_text(const CareCsv *csv)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < care_csv_n_cells(csv); i++) {
        if (i == NAMES_SHOWN) {
            g_string_append(list, ", ...");
            break;
        }
        append_name(list, care_csv_cell(csv, i));
    }
    return g_string_free(g_steal_pointer(&list), FALSE);
}

static gboolean
fail_missing(const CareImportMap *map, const CareCsv *csv, guint column, GError **error)
{
    g_autofree char *there = NULL;

    if (!map->is_given) {
        g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                    _("no column %s: the first line names %s; --map says which column of "
                      "another system's file is which"),
                    names[column], ALL_NAMES);
        return FALSE;
    }
    there = header_text(csv);
    g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                _("no column \"%s\" (for %s): there are %s"), map->theirs[column], names[column],
                there);
    return FALSE;
}

/* What else the first line may be, said before any name of it: it may be a customer's. */
static gboolean
is_header(const CareImportMap *map, const CareCsv *csv, GError **error)
{
    const char *first = care_csv_cell(csv, 0);

    if (care_csv_n_cells(csv) == 1 && (strchr(first, ';') != NULL || strchr(first, '\t') != NULL)) {
        g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                    _("columns are set apart by something else than commas: save the file with "
                      "commas"));
        return FALSE;
    }
    if (map->is_given)
        return TRUE;
    for (guint i = 0; i < care_csv_n_cells(csv); i++) {
        if (column_of(care_csv_cell(csv, i)) != NO_PLACE)
            return TRUE;
    }
    g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                _("no header: the first line names %s; --map says which column of another "
                  "system's file is which"),
                ALL_NAMES);
    return FALSE;
}

/* Where @column is; FALSE if its name is there twice. */
static gboolean
find_place(CareImportMap *map, const CareCsv *csv, guint column, GError **error)
{
    map->places[column] = NO_PLACE;
    for (guint i = 0; i < care_csv_n_cells(csv); i++) {
        g_autofree char *name = g_strstrip(g_strdup(care_csv_cell(csv, i)));

        if (strcmp(name, map->theirs[column]) != 0)
            continue;
        if (map->places[column] != NO_PLACE) {
            g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                        _("column \"%s\" is there twice"), map->theirs[column]);
            return FALSE;
        }
        map->places[column] = (gint)i;
    }
    return map->places[column] != NO_PLACE || fail_missing(map, csv, column, error);
}

gboolean
care_import_map_bind(CareImportMap *map, const CareCsv *csv, GError **error)
{
    if (!is_header(map, csv, error))
        return FALSE;
    map->width = care_csv_n_cells(csv);
    for (guint i = 0; !map->is_given && i < map->width; i++) {
        g_autoptr(GString) name = g_string_new(NULL);

        if (column_of(care_csv_cell(csv, i)) != NO_PLACE)
            continue;
        append_name(name, care_csv_cell(csv, i));
        g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_FILE,
                    _("unknown column %s: only %s may be there without --map"), name->str,
                    ALL_NAMES);
        return FALSE;
    }
    for (guint i = 0; i < CARE_N_COLUMNS; i++) {
        if (map->theirs[i] != NULL && !find_place(map, csv, i, error))
            return FALSE;
    }
    return TRUE;
}

const char *
care_import_map_cell(const CareImportMap *map, const CareCsv *csv, CareColumn column)
{
    const gint place = map->places[column];
    const char *cell;

    if (place == NO_PLACE)
        return map->constants[column];
    cell = care_csv_cell(csv, (guint)place);
    if (*cell != '\'')
        return cell;

    const char first = cell[strspn(cell, "'")];

    return first != '\0' && strchr("=+-@\t\r", first) != NULL ? cell + 1 : cell;
}
