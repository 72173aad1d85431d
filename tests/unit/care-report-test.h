/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the tests of reports look into a text and into JSON. */
#pragma once

#include "care-test.h"
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static inline void
assert_says(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" is missing in:\n%s", part, text);
}

static inline void
assert_keeps_quiet(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" must not be in:\n%s", part, text);
}

/* Whether a shape has such an attribute, as the one or the other of cairo's versions writes it: in
 * a style, or by itself. */
static inline gboolean
draws(const char *page, const char *name, const char *value)
{
    g_autofree char *styled = g_strconcat(name, ":", value, NULL);
    g_autofree char *itself = g_strconcat(name, "=\"", value, NULL);

    return strstr(page, styled) != NULL || strstr(page, itself) != NULL;
}

/* A row of a table, whatever its columns' widths. */
static inline void
assert_row(const char *text, const char *row)
{
    g_autoptr(GRegex) gaps = g_regex_new(" +", 0, 0, NULL);
    g_autofree char *squeezed = g_regex_replace_literal(gaps, text, -1, 0, " ", 0, NULL);
    g_autofree char *line = g_strconcat("\n ", row, "\n", NULL);

    assert_says(squeezed, line);
}

/* Words, wherever the lines break. */
static inline void
assert_tells(const char *text, const char *words)
{
    g_autoptr(GRegex) gaps = g_regex_new("\\s+", 0, 0, NULL);
    g_autofree char *joined = g_regex_replace_literal(gaps, text, -1, 0, " ", 0, NULL);

    assert_says(joined, words);
}

static inline void
assert_fits(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        if (g_utf8_strlen(lines[i], -1) > 80)
            fail_msg("more than 80 columns: %s", lines[i]);
        if (g_str_has_suffix(lines[i], " "))
            fail_msg("spaces at the end of \"%s\"", lines[i]);
    }
}

static inline JsonNode *
parse(const char *text)
{
    g_autoptr(JsonParser) parser = json_parser_new();

    assert_true(json_parser_load_from_data(parser, text, -1, NULL));
    return json_parser_steal_root(parser);
}

/* What is at a path as "$.change.verdict". */
static inline JsonNode *
at(JsonNode *root, const char *path)
{
    g_autoptr(JsonNode) found = json_path_query(path, root, NULL);

    if (json_array_get_length(json_node_get_array(found)) != 1)
        fail_msg("%s is not there once", path);
    return json_array_dup_element(json_node_get_array(found), 0);
}

static inline void
assert_text_at(JsonNode *root, const char *path, const char *expected)
{
    g_autoptr(JsonNode) node = at(root, path);

    assert_string_equal(json_node_get_string(node), expected);
}

static inline void
assert_int_at(JsonNode *root, const char *path, gint64 expected)
{
    g_autoptr(JsonNode) node = at(root, path);

    assert_int_equal(json_node_get_int(node), expected);
}

static inline void
assert_flag_at(JsonNode *root, const char *path, gboolean expected)
{
    g_autoptr(JsonNode) node = at(root, path);

    assert_int_equal(json_node_get_boolean(node), expected);
}

static inline void
assert_double_at(JsonNode *root, const char *path, double expected)
{
    g_autoptr(JsonNode) node = at(root, path);

    assert_true(fabs(json_node_get_double(node) - expected) <= 2e-6);
}

static inline void
assert_null_at(JsonNode *root, const char *path)
{
    g_autoptr(JsonNode) node = at(root, path);

    assert_true(JSON_NODE_HOLDS_NULL(node));
}
