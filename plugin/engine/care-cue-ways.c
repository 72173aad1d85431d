/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brackets are spelled out on text, before words are made of it, so that they may stand in words.
 */
#include "care-cue-ways.h"

#define NEST_MAX 64 /* brackets in brackets; the list allows fewer */

/* After the bracket that closes the one at @at; NULL: none does. */
const char *
care_cue_ways_group_end(const char *at, const char *to)
{
    char close[NEST_MAX];
    guint depth = 0;

    for (; at < to; at++) {
        if (*at == '(' || *at == '[') {
            if (depth == NEST_MAX)
                return NULL;
            close[depth++] = *at == '(' ? ')' : ']';
        } else if (*at == ')' || *at == ']') {
            if (depth == 0 || *at != close[depth - 1])
                return NULL;
            depth--;
        }
        if (depth == 0)
            return at + 1;
    }
    return NULL;
}

/* Adds to @out the choices between @at, after the bracket, and @to, before its end. */
static void
split_choices(const char *at, const char *to, GPtrArray *out)
{
    const char *from = at;
    guint depth = 0;

    for (; at < to; at++) {
        depth += *at == '(' || *at == '[';
        depth -= *at == ')' || *at == ']';
        if (*at == '|' && depth == 0) {
            g_ptr_array_add(out, g_strndup(from, (gsize)(at - from)));
            from = at + 1;
        }
    }
    g_ptr_array_add(out, g_strndup(from, (gsize)(to - from)));
}

/* Puts each of @parts after each of @ways. (transfer full) of all; NULL: too many. */
static GPtrArray *
product(GPtrArray *ways, GPtrArray *parts)
{
    const gsize n = (gsize)ways->len * parts->len;
    GPtrArray *both = n <= CARE_CUE_WAYS_MAX ? g_ptr_array_new_with_free_func(g_free) : NULL;

    for (gsize i = 0; both != NULL && i < n; i++)
        g_ptr_array_add(both, g_strconcat(g_ptr_array_index(ways, i / parts->len),
                                          g_ptr_array_index(parts, i % parts->len), NULL));
    g_ptr_array_unref(ways);
    g_ptr_array_unref(parts);
    return both;
}

GPtrArray *
care_cue_ways(const char *at, const char *to)
{
    GPtrArray *ways = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(ways, g_strdup(""));
    while (at < to && ways != NULL) {
        GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
        const char *end = at;

        if (*at == '(' || *at == '[') {
            end = care_cue_ways_group_end(at, to);
            split_choices(at + 1, end - 1, parts);
            if (*at == '[')
                g_ptr_array_add(parts, g_strdup(""));
        } else {
            while (end < to && *end != '(' && *end != '[')
                end++;
            g_ptr_array_add(parts, g_strndup(at, (gsize)(end - at)));
        }
        ways = product(ways, parts);
        at = end;
    }
    return ways;
}
