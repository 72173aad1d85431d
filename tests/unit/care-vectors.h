/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads tests/data/score-misc.tsv, figures that were computed by other means than our code. */
#pragma once

#include "care-test.h"
#include <math.h>
#include <purple-care/engine-score.h>
#include <string.h>

#define CARE_VECTORS   "tests/data/score-misc.tsv"
#define CARE_TOLERANCE 2e-6

/* (transfer full): the value of @key in "key=value key=value"; that of `verdict` is the last and
 * may hold spaces. */
static inline char *
care_vector_text(const char *pairs, const char *key)
{
    g_autofree char *start = g_strconcat(key, "=", NULL);
    const char *at = g_str_has_prefix(pairs, start) ? pairs : NULL;

    if (at == NULL) {
        g_autofree char *later = g_strconcat(" ", start, NULL);

        at = strstr(pairs, later);
        if (at == NULL)
            fail_msg("no %s in \"%s\"", key, pairs);
        at++;
    }
    at += strlen(start);
    return strcmp(key, "verdict") == 0 ? g_strdup(at) : g_strndup(at, strcspn(at, " "));
}

static inline guint64
care_vector_count(const char *pairs, const char *key)
{
    g_autofree char *text = care_vector_text(pairs, key);

    return g_ascii_strtoull(text, NULL, 10);
}

static inline double
care_vector_number(const char *pairs, const char *key)
{
    g_autofree char *text = care_vector_text(pairs, key);

    return g_ascii_strtod(text, NULL);
}

/* "-" stands for no value, as @is_there says. */
static inline void
care_vector_agrees(const char *pairs, const char *key, gboolean is_there, double value)
{
    g_autofree char *text = care_vector_text(pairs, key);

    assert_int_equal(is_there, strcmp(text, "-") != 0);
    if (is_there && fabs(value - g_ascii_strtod(text, NULL)) > CARE_TOLERANCE)
        fail_msg("%s is %.9f in \"%s\"", key, value, pairs);
}

/* Five counts on 1 to 5. */
static inline CareTally
care_vector_tally(const char *pairs, const char *key)
{
    g_autofree char *text = care_vector_text(pairs, key);
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);
    CareTally tally = {.min = 1, .max = 5};

    assert_int_equal(g_strv_length(parts), 5);
    for (guint t = 0; t < 5; t++)
        tally.counts[t] = g_ascii_strtoull(parts[t], NULL, 10);
    return tally;
}

/* Calls @check for every row of @kind; there must be @n_rows. */
static inline void
care_vectors_check(const char *kind, guint n_rows,
                   void (*check)(const char *input, const char *expected))
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    guint checked = 0;

    assert_true(g_file_get_contents(CARE_VECTORS, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        g_auto(GStrv) row = g_strsplit(lines[i], "\t", -1);

        assert_int_equal(g_strv_length(row), 3);
        if (strcmp(row[0], kind) != 0)
            continue;
        check(row[1], row[2]);
        checked++;
    }
    assert_int_equal(checked, n_rows);
}
