/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the report as one flat table, made from its JSON: so the two cannot differ. */
#include "care-json.h"
#include <string.h>

typedef struct {
    GString *out;
    const char *section; /* the report's own key: "by_agent" */
    const char *name;    /* what of many in it: an agent, a quarter; "" where there is one */
    gint64 lowest;       /* rating that counts begin with */
} Table;

static void add_node(Table *table, const char *key, JsonNode *node);

void
care_report_cell(GString *out, const char *text, gboolean one_line)
{
    g_autofree char *safe = NULL;
    const char *shown = text;

    g_return_if_fail(out != NULL && text != NULL);

    /* One that looks marked already is marked once more, so that import can take one mark off. */
    const char first = text[strspn(text, "'")];
    const gboolean is_formula = first != '\0' && strchr("=+-@\t\r", first) != NULL;

    if (one_line)
        shown = safe = care_report_safe(text);
    /* A spreadsheet of another country parts cells at ";", or at tabs. */
    const gboolean needs_quotes = strpbrk(shown, ",;\t\"\r\n") != NULL;

    g_string_append(out, needs_quotes ? "\"" : "");
    g_string_append(out, is_formula ? "'" : "");
    for (const char *p = shown; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    g_string_append(out, needs_quotes ? "\"" : "");
}

/* Begins a line; its value follows. */
static void
begin_line(Table *table, const char *key)
{
    const char *const cells[] = {table->section, table->name, key};

    for (gsize i = 0; i < G_N_ELEMENTS(cells); i++) {
        care_report_cell(table->out, cells[i], TRUE);
        g_string_append_c(table->out, ',');
    }
}

/* Up to six decimals, as JSON was given them; a minus is a number's own here. */
static void
append_double(GString *out, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    gsize length;

    g_ascii_formatd(text, sizeof text, "%.6f", value);
    length = strlen(text);
    while (length > 0 && text[length - 1] == '0')
        length--;
    if (length > 0 && text[length - 1] == '.')
        length--;
    g_string_append_len(out, text, (gssize)length);
}

static void
add_value(Table *table, const char *key, JsonNode *node)
{
    const GType type = JSON_NODE_HOLDS_VALUE(node) ? json_node_get_value_type(node) : G_TYPE_NONE;

    begin_line(table, key);
    if (type == G_TYPE_STRING)
        care_report_cell(table->out, json_node_get_string(node), TRUE);
    else if (type == G_TYPE_BOOLEAN)
        g_string_append(table->out, json_node_get_boolean(node) ? "true" : "false");
    else if (type == G_TYPE_INT64)
        g_string_append_printf(table->out, "%" G_GINT64_FORMAT, json_node_get_int(node));
    else if (type == G_TYPE_DOUBLE)
        append_double(table->out, json_node_get_double(node));
    g_string_append_c(table->out, '\n'); /* of null: an empty cell */
}

/* "score" and "low": "score.low"; @outer: may be "". (transfer full) */
static char *
join(const char *outer, const char *inner)
{
    return *outer == '\0' ? g_strdup(inner) : g_strconcat(outer, ".", inner, NULL);
}

static void
add_members(Table *table, const char *key, JsonObject *object)
{
    g_autoptr(GList) members = json_object_get_members(object);
    JsonNode *scale = json_object_get_member(object, "scale");

    if (scale != NULL && JSON_NODE_HOLDS_OBJECT(scale)) /* a definition's own */
        table->lowest = json_object_get_int_member(json_node_get_object(scale), "min");
    for (const GList *member = members; member != NULL; member = member->next) {
        g_autofree char *inner = join(key, member->data);

        add_node(table, inner, json_object_get_member(object, member->data));
    }
}

/* Counts are named by their rating, all else by its place from 1 on. */
static void
add_elements(Table *table, const char *key, JsonArray *array)
{
    const gint64 first = g_str_has_suffix(key, "counts") ? table->lowest : 1;

    for (guint i = 0; i < json_array_get_length(array); i++) {
        g_autofree char *place = g_strdup_printf("%" G_GINT64_FORMAT, first + i);
        g_autofree char *inner = join(key, place);

        add_node(table, inner, json_array_get_element(array, i));
    }
}

static void
add_node(Table *table, const char *key, JsonNode *node)
{
    if (JSON_NODE_HOLDS_OBJECT(node))
        add_members(table, key, json_node_get_object(node));
    else if (JSON_NODE_HOLDS_ARRAY(node))
        add_elements(table, key, json_node_get_array(node));
    else
        add_value(table, key, node);
}

/* "by_quarter" and the like: what each is of is its first member. */
static void
add_list(Table *table, JsonArray *array)
{
    const gint64 lowest = table->lowest;

    for (guint i = 0; i < json_array_get_length(array); i++) {
        JsonNode *node = json_array_get_element(array, i);
        JsonObject *object = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
        g_autoptr(GList) members = object != NULL ? json_object_get_members(object) : NULL;
        g_autofree char *place = g_strdup_printf("%u", i + 1);
        JsonNode *first = members != NULL ? json_object_get_member(object, members->data) : NULL;

        table->name = first != NULL && JSON_NODE_HOLDS_VALUE(first) &&
                              json_node_get_value_type(first) == G_TYPE_STRING
                          ? json_node_get_string(first)
                          : place;
        add_node(table, "", node);
        table->lowest = lowest;
    }
}

/* "by_agent" and the like: what each is of is its key. */
static void
add_named(Table *table, JsonObject *object)
{
    g_autoptr(GList) members = json_object_get_members(object);

    for (const GList *member = members; member != NULL; member = member->next) {
        table->name = member->data;
        add_node(table, "", json_object_get_member(object, member->data));
    }
}

static void
add_section(Table *table, const char *section, JsonNode *node)
{
    table->section = section;
    table->name = "";
    if (JSON_NODE_HOLDS_ARRAY(node))
        add_list(table, json_node_get_array(node));
    else if (JSON_NODE_HOLDS_OBJECT(node) && g_str_has_prefix(section, "by_"))
        add_named(table, json_node_get_object(node));
    else
        add_node(table, "", node);
}

char *
care_json_csv(JsonNode *root, gint lowest)
{
    g_autoptr(GString) out = g_string_new("section,name,key,value\n");
    Table table = {.out = out, .lowest = lowest};
    g_autoptr(GList) members = json_object_get_members(json_node_get_object(root));

    for (const GList *member = members; member != NULL; member = member->next)
        add_section(&table, member->data,
                    json_object_get_member(json_node_get_object(root), member->data));
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
care_report_csv(const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(JsonNode) root = care_json_report(data, options);

    g_return_val_if_fail(root != NULL, NULL);

    return care_json_csv(root, data->cube->scale.min);
}
