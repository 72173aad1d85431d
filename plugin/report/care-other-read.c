/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes what a comparison needs from counts, or from a report's JSON, which may come from anybody.
 */
#define GETTEXT_PACKAGE "purple-care"
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <purple-care/report.h>
#include <string.h>

#define DEPTH_MAX  32 /* a report's JSON has 7 */
#define NAMES_MAX  10000
#define NUMBER_MAX (G_GINT64_CONSTANT(1) << 50) /* of chats: sums of it can't wrap */

G_DEFINE_QUARK(care_other_error, care_other_error)

void
care_other_free(CareOther *other)
{
    if (other == NULL)
        return;
    g_free(other->name);
    g_free(other->agent);
    g_free(other->protocol);
    g_strfreev(other->definitions);
    g_free(other);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, each once. (transfer full) */
static char **
names_of(GHashTable *set)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, set);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        g_ptr_array_add(names, key);
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return g_strdupv((char **)names->pdata);
}

CareOther *
care_other_of_cube(const char *name, const CareCube *cube, gboolean is_whole, const char *agent,
                   const char *protocol)
{
    g_autoptr(GHashTable) asked_under = NULL;
    CareOther *other = g_new0(CareOther, 1);
    const CareCounts sum = care_cube_sum(cube, NULL);

    g_return_val_if_fail(name != NULL && cube != NULL, NULL);

    asked_under = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);

        if (care_counts_asked(&row->counts) > 0) /* as JSON writes them, for files are compared */
            g_hash_table_add(asked_under, g_utf8_make_valid(row->definition, -1));
    }
    other->name = g_strdup(name);
    other->from_ms = cube->from_ms;
    other->to_ms = cube->to_ms;
    other->is_whole = is_whole;
    other->agent = g_strdup(agent);
    other->protocol = g_strdup(protocol);
    care_counts_tally(&sum, cube->scale, &other->tally);
    other->chats = care_counts_chats(&sum);
    other->asked = care_counts_asked(&sum);
    other->answered = sum.outcomes[CARE_OUTCOME_ANSWERED];
    other->definitions = names_of(asked_under);
    return other;
}

/* --- from a file --- */

/* All that JSON has outside of texts. The parser knows comments and other quotes, too. */
static gboolean
is_structure(char c)
{
    return g_ascii_isalnum(c) || (c != '\0' && strchr(" \t\r\n{}[]:,+-.", c) != NULL);
}

/* The parser calls itself for each level: what nests deep would be the end of the stack. */
static gboolean
is_shallow(const char *text, gsize length)
{
    guint depth = 0;
    gboolean in_text = FALSE;

    for (gsize i = 0; i < length; i++) {
        if (in_text && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            in_text = !in_text;
        else if (!in_text && (!is_structure(text[i]) ||
                              ((text[i] == '{' || text[i] == '[') && ++depth > DEPTH_MAX)))
            return FALSE;
        else if (!in_text && (text[i] == '}' || text[i] == ']') && depth > 0)
            depth--;
    }
    return TRUE;
}

/* (transfer none); NULL: there is no object of that name */
static JsonObject *
object_of(JsonObject *object, const char *key)
{
    JsonNode *node = object != NULL ? json_object_get_member(object, key) : NULL;

    return node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static JsonArray *
array_of(JsonObject *object, const char *key)
{
    JsonNode *node = object != NULL ? json_object_get_member(object, key) : NULL;

    return node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/* NULL: there is no text of that name. */
static const char *
text_of(JsonObject *object, const char *key)
{
    JsonNode *node = object != NULL ? json_object_get_member(object, key) : NULL;

    return node != NULL && JSON_NODE_HOLDS_VALUE(node) &&
                   json_node_get_value_type(node) == G_TYPE_STRING
               ? json_node_get_string(node)
               : NULL;
}

/* A text of that name, or what says that there is none. */
static gboolean
is_text_or_null(JsonObject *object, const char *key)
{
    JsonNode *node = json_object_get_member(object, key);

    return node == NULL || JSON_NODE_HOLDS_NULL(node) || text_of(object, key) != NULL;
}

static gboolean
read_whole_number(JsonNode *node, gint64 most, gint64 *out_number)
{
    if (node == NULL || !JSON_NODE_HOLDS_VALUE(node) ||
        json_node_get_value_type(node) != G_TYPE_INT64)
        return FALSE;
    *out_number = json_node_get_int(node);
    return *out_number >= 0 && *out_number <= most;
}

static gboolean
read_count(JsonObject *object, const char *key, guint64 *out_count)
{
    gint64 number;

    if (object == NULL ||
        !read_whole_number(json_object_get_member(object, key), NUMBER_MAX, &number))
        return FALSE;
    *out_count = (guint64)number;
    return TRUE;
}

static gboolean
read_time(JsonObject *period, const char *key, gint64 *out_ms)
{
    const char *text = text_of(period, key);
    g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601(text, NULL) : NULL;

    if (time == NULL)
        return FALSE;
    *out_ms = g_date_time_to_unix(time) * 1000 + g_date_time_get_microsecond(time) / 1000;
    return TRUE;
}

static gboolean
read_ratings(JsonObject *root, CareTally *out_tally)
{
    JsonObject *scale = object_of(root, "scale");
    JsonArray *counts = array_of(object_of(root, "score"), "counts");
    guint64 min, max;

    if (!read_count(scale, "min", &min) || !read_count(scale, "max", &max) || counts == NULL ||
        max <= min || max - min >= CARE_STEPS_MAX || max > CARE_SCALE_MAX_STEPS ||
        json_array_get_length(counts) != max - min + 1)
        return FALSE;
    out_tally->min = (gint)min;
    out_tally->max = (gint)max;
    for (guint t = 0; t <= max - min; t++) {
        gint64 count;

        if (!read_whole_number(json_array_get_element(counts, t), NUMBER_MAX, &count))
            return FALSE;
        out_tally->counts[t] = (guint64)count;
    }
    return TRUE;
}

static gboolean
read_definitions(JsonObject *root, CareOther *other)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    JsonArray *list = array_of(root, "by_definition");

    if (list == NULL || json_array_get_length(list) > NAMES_MAX)
        return FALSE;
    for (guint i = 0; i < json_array_get_length(list); i++) {
        JsonNode *node = json_array_get_element(list, i);
        const char *name =
            JSON_NODE_HOLDS_OBJECT(node) ? text_of(json_node_get_object(node), "definition") : NULL;

        if (name == NULL)
            return FALSE;
        g_hash_table_add(names, (gpointer)name);
    }
    other->definitions = names_of(names);
    return TRUE;
}

/* Answers on another scale are in no count. */
static gboolean
do_add_up(const CareOther *other)
{
    guint64 rated = 0;

    for (gsize t = 0; t < G_N_ELEMENTS(other->tally.counts); t++)
        rated += other->tally.counts[t];
    return rated <= other->answered && other->answered <= other->asked &&
           other->asked <= other->chats && other->from_ms <= other->to_ms;
}

/* What is wrong with @root; NULL: nothing. */
static const char *
read_report(JsonObject *root, CareOther *other)
{
    JsonObject *period = object_of(root, "period"), *filter = object_of(root, "filter");
    guint64 format;

    if (!read_count(root, "format", &format) || period == NULL)
        return _("it is no report of purple-care");
    if (format != 1)
        return _("a newer version wrote it");
    if (filter == NULL)
        return _("an older version wrote it, which did not note what it was filtered by");
    if (!read_count(root, "n_chats", &other->chats) || !read_count(root, "asked", &other->asked) ||
        !read_count(root, "answered", &other->answered) || !read_ratings(root, &other->tally) ||
        !read_definitions(root, other) || !is_text_or_null(filter, "agent") ||
        !is_text_or_null(filter, "protocol"))
        return _("figures are missing in it, or no figures");
    if (!read_time(period, "from", &other->from_ms) || !read_time(period, "to", &other->to_ms))
        other->from_ms = other->to_ms = 0; /* of no chats there is no period */
    if (!do_add_up(other))
        return _("its figures do not add up");
    other->is_whole = g_strcmp0(text_of(period, "kind"), "all") == 0;
    other->agent = g_strdup(text_of(filter, "agent"));
    other->protocol = g_strdup(text_of(filter, "protocol"));
    return NULL;
}

CareOther *
care_other_of_json(const char *name, const char *text, gsize length, GError **error)
{
    g_autoptr(CareOther) other = g_new0(CareOther, 1);
    g_autoptr(JsonParser) parser = json_parser_new();
    const char *wrong = NULL;
    JsonNode *root = NULL;

    g_return_val_if_fail(name != NULL && text != NULL, NULL);

    if (!g_utf8_validate_len(text, length, NULL) || !is_shallow(text, length) ||
        !json_parser_load_from_data(parser, text, (gssize)length, NULL))
        wrong = _("it is no JSON");
    else
        root = json_parser_get_root(parser);
    if (wrong == NULL)
        wrong = root != NULL && JSON_NODE_HOLDS_OBJECT(root)
                    ? read_report(json_node_get_object(root), other)
                    : _("it is no report of purple-care");
    if (wrong != NULL) {
        g_set_error(error, CARE_OTHER_ERROR, CARE_OTHER_ERROR_FORMAT, "%s", wrong);
        return NULL;
    }
    other->name = g_strdup(name);
    return g_steal_pointer(&other);
}
