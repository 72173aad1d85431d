/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compiles patterns of cues, ours and an admin's, with every size bound before it is reached. */
#include "care-cue-list.h"
#include "care-cue-ways.h"
#include "care-normal.h"
#include <string.h>

#define ENTRIES_MAX 2000
#define ENTRY_BYTES 4096
#define STEPS_MAX   32768 /* of a list: what one item of a line can cost */
#define DEPTH_MAX   16    /* brackets in brackets */
#define SHOWN_BYTES 40    /* of an entry in an error */

G_DEFINE_QUARK(care_cue_error, care_cue_error)

typedef struct {
    GArray *steps;   /* CareCueStep */
    GArray *entries; /* CareCueEntry */
    GArray *starts;  /* CareCueStart */
    GArray *loose;   /* CareCueStart */
    GString *folded;
    const char *fault; /* what is wrong with the entry; NULL: nothing */
    char *where;       /* at which part of it; nullable */
    CareCueError code;
} Maker;

static void
refuse(Maker *maker, CareCueError code, const char *fault)
{
    if (maker->fault == NULL) {
        maker->fault = fault;
        maker->code = code;
    }
}

/* The same of what begins at @at: a few characters of it are named. */
static void
refuse_at(Maker *maker, const char *fault, const char *at, const char *to)
{
    if (maker->fault == NULL)
        maker->where = g_strndup(at, MIN((gsize)(to - at), SHOWN_BYTES));
    refuse(maker, CARE_CUE_ERROR_NOTATION, fault);
}

static CareCueStep *
add(Maker *maker, CareCueStepKind kind)
{
    const CareCueStep step = {.kind = (guint8)kind};

    if (maker->steps->len >= STEPS_MAX)
        refuse(maker, CARE_CUE_ERROR_SIZE, "makes the list too long");
    else
        g_array_append_val(maker->steps, step);
    return &g_array_index(maker->steps, CareCueStep, maker->steps->len - 1);
}

/* Sets where the fork or jump @at goes: here. */
static void
lead_here(Maker *maker, guint at)
{
    g_array_index(maker->steps, CareCueStep, at).to = (guint16)maker->steps->len;
}

/* One word or, with a star, a part of one. */
static void
add_word(Maker *maker, CareCueStepKind kind, gsize from)
{
    CareCueStep *step;

    if (maker->folded->len == from)
        return;
    step = add(maker, kind);
    step->text = (guint32)from;
    step->size = (guint16)(maker->folded->len - from);
    step->hash = care_cue_hash(CARE_CUE_HASH_START, maker->folded->str + from, step->size);
}

static void
fold_into(GString *out, gunichar c, gsize size)
{
    char folded[8];

    g_string_append_len(out, folded, (gssize)care_cue_fold(c, size, folded));
}

/* Words parted by dashes: "est-ce". */
static void
parse_words(Maker *maker, const char *at, const char *to)
{
    const char *const word = at;
    gsize from = maker->folded->len;
    CareCueStepKind kind = CARE_CUE_STEP_WORD;

    for (; at < to; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        const gsize size = (gsize)(g_utf8_next_char(at) - at);
        const gboolean last = at + 1 == to || at[1] == '-';

        if (c == '*' && last && maker->folded->len == from && kind == CARE_CUE_STEP_WORD) {
            add(maker, CARE_CUE_STEP_ANY);
        } else if (c == '*' && last && kind == CARE_CUE_STEP_WORD) {
            add_word(maker, CARE_CUE_STEP_PREFIX, from);
            from = maker->folded->len;
        } else if (c == '*' && maker->folded->len == from && kind == CARE_CUE_STEP_WORD) {
            kind = CARE_CUE_STEP_SUFFIX;
        } else if (c == '*') {
            refuse_at(maker, "has a star inside a word or at both its ends", word, to);
        } else if (c == '-' || care_normal_is_unspaced(c)) {
            add_word(maker, kind, from);
            from = maker->folded->len;
            kind = CARE_CUE_STEP_WORD;
            if (c != '-') { /* a word of its own */
                fold_into(maker->folded, c, size);
                add_word(maker, kind, from);
                from = maker->folded->len;
            }
        } else if (!care_cue_is_apostrophe(c)) {
            fold_into(maker->folded, c, size);
        }
    }
    add_word(maker, kind, from);
}

static void parse_sequence(Maker *maker, const char *at, const char *to, guint depth);

/* The choices [@from, @to) of @ways: a fork for each half, so that whole halves are passed by where
 * no choice fits. All but the last end with one of @jumps. */
static void
add_halves(Maker *maker, GPtrArray *ways, guint from, guint to, guint depth, GArray *jumps)
{
    const guint middle = (from + to) / 2, fork = maker->steps->len;

    if (maker->fault != NULL)
        return;
    if (to - from == 1) {
        const char *way = g_ptr_array_index(ways, from);

        parse_sequence(maker, way, way + strlen(way), depth + 1);
        return;
    }
    add(maker, CARE_CUE_STEP_FORK);
    add_halves(maker, ways, from, middle, depth, jumps);

    const guint jump = maker->steps->len;

    add(maker, CARE_CUE_STEP_JUMP);
    g_array_append_val(jumps, jump);
    if (maker->fault == NULL)
        lead_here(maker, fork);
    add_halves(maker, ways, middle, to, depth, jumps);
}

static void
add_choices(Maker *maker, GPtrArray *ways, guint depth)
{
    g_autoptr(GArray) jumps = g_array_new(FALSE, FALSE, sizeof(guint));

    add_halves(maker, ways, 0, ways->len, depth, jumps);
    for (guint i = 0; i < jumps->len && maker->fault == NULL; i++)
        lead_here(maker, g_array_index(jumps, guint, i));
}

/* Up to @n items of any kind. */
static void
add_skips(Maker *maker, guint n)
{
    const guint end = maker->steps->len + 2 * n;

    for (guint i = 0; i < n; i++) {
        add(maker, CARE_CUE_STEP_FORK)->to = (guint16)end;
        add(maker, CARE_CUE_STEP_SKIP);
    }
}

/* A sign that stands for no word; returns what follows, or @at if it is none. */
static const char *
parse_sign(Maker *maker, const char *at, const char *to)
{
    const gboolean twice = at + 1 < to && at[1] == *at;

    switch (*at) {
    case ' ':
        return at + 1;
    case ',':
        add(maker, CARE_CUE_STEP_MARK);
        return at + 1;
    case '~':
        add_skips(maker, twice ? 8 : 3);
        return at + 1 + twice;
    case '^':
        add(maker, twice ? CARE_CUE_STEP_BEGINS_SENTENCE : CARE_CUE_STEP_BEGINS_CLAUSE);
        return at + 1 + twice;
    case '$':
        add(maker, twice ? CARE_CUE_STEP_ENDS_SENTENCE : CARE_CUE_STEP_ENDS_CLAUSE);
        return at + 1 + twice;
    default:
        return at;
    }
}

/* The end of the word at @at, with the brackets glued to it; @at itself: no word is there. */
static const char *
run_end(const char *at, const char *to, gboolean *out_has_groups)
{
    *out_has_groups = FALSE;
    while (at < to) {
        const gunichar c = g_utf8_get_char(at);

        if (c == '(' || c == '[') {
            const char *end = care_cue_ways_group_end(at, to);

            if (end == NULL)
                return at;
            *out_has_groups = TRUE;
            at = end;
        } else if (care_cue_is_letter(c) || care_cue_is_apostrophe(c) || c == '*' || c == '-') {
            at = g_utf8_next_char(at);
        } else {
            return at;
        }
    }
    return at;
}

static void
parse_sequence(Maker *maker, const char *at, const char *to, guint depth)
{
    if (depth > DEPTH_MAX)
        refuse(maker, CARE_CUE_ERROR_SIZE, "has too many brackets in brackets");
    while (at < to && maker->fault == NULL) {
        const char *after = parse_sign(maker, at, to);
        gboolean has_groups = FALSE;

        if (after == at) {
            after = run_end(at, to, &has_groups);
            if (after == at)
                refuse_at(maker, "has a bracket that is not closed, or a sign of no meaning", at,
                          to);
            else if (!has_groups)
                parse_words(maker, at, after);
        }
        if (has_groups && maker->fault == NULL) {
            g_autoptr(GPtrArray) ways = care_cue_ways(at, after);

            if (ways == NULL)
                refuse(maker, CARE_CUE_ERROR_SIZE, "has too many choices in one word");
            else
                add_choices(maker, ways, depth);
        }
        at = after;
    }
}

static void
add_start(Maker *maker, GArray *starts, guint32 hash)
{
    const guint entry = maker->entries->len;
    const CareCueStart start = {hash, (guint16)entry};

    for (guint i = starts->len; i > 0; i--) {
        const CareCueStart *other = &g_array_index(starts, CareCueStart, i - 1);

        if (other->entry != entry)
            break;
        if (other->hash == hash)
            return;
    }
    g_array_append_val(starts, start);
}

/* All that the entry whose steps begin at @first may begin with, from step @at on; no step is @seen
 * twice. */
static void
add_starts(Maker *maker, guint first, guint at, guint8 *seen)
{
    for (; maker->fault == NULL && !seen[at - first]; at++) {
        const CareCueStep *step = &g_array_index(maker->steps, CareCueStep, at);

        seen[at - first] = TRUE;
        switch (step->kind) {
        case CARE_CUE_STEP_WORD:
            add_start(maker, maker->starts, step->hash);
            return;
        case CARE_CUE_STEP_PREFIX:
            add_start(maker, maker->loose, (guchar)maker->folded->str[step->text]);
            return;
        case CARE_CUE_STEP_SUFFIX:
        case CARE_CUE_STEP_MARK:
            add_start(maker, maker->loose, 0);
            return;
        case CARE_CUE_STEP_ANY:
        case CARE_CUE_STEP_SKIP:
            refuse(maker, CARE_CUE_ERROR_NOTATION, "begins with a word of any kind");
            return;
        case CARE_CUE_STEP_END:
            refuse(maker, CARE_CUE_ERROR_NOTATION, "may be no word at all");
            return;
        case CARE_CUE_STEP_FORK:
            add_starts(maker, first, at + 1, seen);
            at = step->to - 1u;
            break;
        case CARE_CUE_STEP_JUMP:
            at = step->to - 1u;
            break;
        default: /* what begins or ends here takes nothing */
            break;
        }
    }
}

/* Steps lead forward only, so that what follows one is known when they are gone through backward.
 */
static void
set_firsts(Maker *maker, guint first)
{
    for (guint at = maker->steps->len; at-- > first;) {
        CareCueStep *step = &g_array_index(maker->steps, CareCueStep, at);

        switch (step->kind) {
        case CARE_CUE_STEP_WORD:
            step->firsts = CARE_CUE_BIT_WORD(step->hash);
            break;
        case CARE_CUE_STEP_PREFIX:
            step->firsts = CARE_CUE_BIT_FIRST(maker->folded->str[step->text]);
            break;
        case CARE_CUE_STEP_MARK:
            step->firsts = CARE_CUE_BIT_MARK;
            break;
        case CARE_CUE_STEP_FORK:
            step->firsts = step[1].firsts | step[step->to - at].firsts;
            break;
        case CARE_CUE_STEP_JUMP:
            step->firsts = step[step->to - at].firsts;
            break;
        case CARE_CUE_STEP_BEGINS_CLAUSE:
        case CARE_CUE_STEP_BEGINS_SENTENCE:
        case CARE_CUE_STEP_ENDS_CLAUSE:
        case CARE_CUE_STEP_ENDS_SENTENCE:
            step->firsts = step[1].firsts;
            break;
        default:
            step->firsts = G_MAXUINT64;
        }
    }
}

/* The strength that an entry begins with; returns what follows it. */
static const char *
parse_strength(const char *at, CareCueEntry *entry)
{
    if (*at == '!') {
        entry->is_strong = TRUE;
        return at + 1;
    }
    for (; *at == '=' && entry->reach < CARE_CUE_REACH_LINE; at++)
        entry->reach++;
    return at;
}

static void
add_entry(Maker *maker, const char *text)
{
    CareCueEntry entry = {.text = NULL};
    const guint first = maker->steps->len;
    const char *at = parse_strength(text, &entry);

    if (maker->entries->len >= ENTRIES_MAX || strlen(text) > ENTRY_BYTES)
        refuse(maker, CARE_CUE_ERROR_SIZE, "is too long, or one of too many");
    else if (!g_utf8_validate(text, -1, NULL))
        refuse(maker, CARE_CUE_ERROR_NOTATION, "is not UTF-8");
    else
        parse_sequence(maker, at, at + strlen(at), 0);
    add(maker, CARE_CUE_STEP_END)->to = (guint16)maker->entries->len;
    if (maker->fault == NULL) {
        g_autofree guint8 *seen = g_malloc0(maker->steps->len - first);

        add_starts(maker, first, first, seen);
        set_firsts(maker, first);
    }
    if (maker->fault != NULL)
        return;
    entry.first = (guint16)first;
    entry.end = (guint16)maker->steps->len;
    g_array_append_val(maker->entries, entry);
    g_array_index(maker->entries, CareCueEntry, maker->entries->len - 1).text = g_strdup(text);
}

static gint
compare_starts(gconstpointer a, gconstpointer b)
{
    const CareCueStart *one = a, *other = b;

    if (one->hash != other->hash)
        return one->hash < other->hash ? -1 : 1;
    return one->entry - other->entry;
}

static CareCueList *
take(Maker *maker)
{
    CareCueList *list = g_new0(CareCueList, 1);

    g_array_sort(maker->starts, compare_starts);
    for (guint i = 0; i < maker->starts->len; i++) {
        const guint32 hash = g_array_index(maker->starts, CareCueStart, i).hash;

        list->hashes[hash >> 6 & 3] |= G_GUINT64_CONSTANT(1) << (hash & 63);
    }
    list->n_steps = maker->steps->len;
    list->n_entries = maker->entries->len;
    list->n_starts = maker->starts->len;
    list->n_loose = maker->loose->len;
    list->steps = (CareCueStep *)(void *)g_array_free(maker->steps, FALSE);
    list->entries = (CareCueEntry *)(void *)g_array_free(maker->entries, FALSE);
    list->starts = (CareCueStart *)(void *)g_array_free(maker->starts, FALSE);
    list->loose = (CareCueStart *)(void *)g_array_free(maker->loose, FALSE);
    list->folded = g_string_free(maker->folded, FALSE);
    return list;
}

/* Adds all or, if it is @lenient, those that can be read. */
static void
add_entries(Maker *maker, const char *const *entries, gboolean lenient)
{
    for (; entries != NULL && *entries != NULL; entries++) {
        const guint steps = maker->steps->len, starts = maker->starts->len;
        const guint loose = maker->loose->len;

        add_entry(maker, *entries);
        if (maker->fault == NULL)
            continue;
        if (!lenient)
            return;
        g_array_set_size(maker->steps, steps);
        g_array_set_size(maker->starts, starts);
        g_array_set_size(maker->loose, loose);
        maker->fault = NULL;
        g_clear_pointer(&maker->where, g_free);
    }
}

static void
set_error(const Maker *maker, const char *entry, GError **error)
{
    g_autofree char *begin = g_strndup(entry, SHOWN_BYTES);
    g_autofree char *shown = g_utf8_make_valid(begin, -1);
    g_autofree char *part = maker->where != NULL ? g_utf8_make_valid(maker->where, -1) : NULL;

    g_set_error(error, CARE_CUE_ERROR, (gint)maker->code, "entry %u, \"%s%s\", %s%s%s%s",
                maker->entries->len + 1, shown, strlen(entry) > SHOWN_BYTES ? "..." : "",
                maker->fault, part != NULL ? ": \"" : "", part != NULL ? part : "",
                part != NULL ? "\"" : "");
}

static CareCueList *
list_new(const char *const *entries, gboolean lenient, GError **error)
{
    Maker maker = {.steps = g_array_new(FALSE, FALSE, sizeof(CareCueStep)),
                   .entries = g_array_new(FALSE, FALSE, sizeof(CareCueEntry)),
                   .starts = g_array_new(FALSE, FALSE, sizeof(CareCueStart)),
                   .loose = g_array_new(FALSE, FALSE, sizeof(CareCueStart)),
                   .folded = g_string_new(NULL)};
    CareCueList *list;

    add_entries(&maker, entries, lenient);
    if (maker.fault != NULL)
        set_error(&maker, entries[maker.entries->len], error);
    list = take(&maker);
    g_free(maker.where);
    if (maker.fault != NULL)
        g_clear_pointer(&list, care_cue_list_free);
    return list;
}

CareCueList *
care_cue_list_new(const char *const *entries, GError **error)
{
    return list_new(entries, FALSE, error);
}

CareCueList *
care_cue_list_new_lenient(const char *const *entries)
{
    return list_new(entries, TRUE, NULL);
}

void
care_cue_list_free(CareCueList *list)
{
    if (list == NULL)
        return;
    for (guint i = 0; i < list->n_entries; i++)
        g_free(list->entries[i].text);
    g_free(list->steps);
    g_free(list->entries);
    g_free(list->starts);
    g_free(list->loose);
    g_free(list->folded);
    g_free(list);
}
