/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compiles the entries of a list, with their choices, once for all lines that
 * are read by it. */
#include "care-wordlist.h"
#include <string.h>

#define L_STROKE 0x0142 /* Unicode does not decompose it */

/* One sign of an entry, or a group of choices, each an array of parts. */
typedef struct {
    CareStepKind kind; /* a group is a FORK */
    gunichar c;
    GPtrArray *choices;
} Part;

/* What is left of a choice while its steps are made. */
typedef struct {
    const GPtrArray *parts;
    guint from;
} Rest;

typedef struct {
    GArray *steps;   /* CareFormStep */
    GArray *starts;  /* CareStart */
    GArray *numbers; /* guint16 */
} Maker;

static void
free_part(gpointer data)
{
    Part *part = data;

    g_clear_pointer(&part->choices, g_ptr_array_unref);
    g_free(part);
}

static const char *parse_choice(const char *at, GPtrArray *out_parts);

/* "(a|b)" or "[a|b]", whose last choice is nothing; returns what follows. A bracket that is not
 * closed ends with the entry. */
static const char *
parse_group(const char *at, Part *group)
{
    const gboolean optional = *at == '[';

    group->choices = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    do {
        GPtrArray *choice = g_ptr_array_new_with_free_func(free_part);

        g_ptr_array_add(group->choices, choice);
        at = parse_choice(at + 1, choice);
    } while (*at == '|');
    if (optional)
        g_ptr_array_add(group->choices, g_ptr_array_new_with_free_func(free_part));
    return *at == '\0' ? at : at + 1;
}

/* Up to the `|` or the bracket that ends it. */
static const char *
parse_choice(const char *at, GPtrArray *out_parts)
{
    while (*at != '\0' && strchr("|)]", *at) == NULL) {
        Part *part = g_new0(Part, 1);

        g_ptr_array_add(out_parts, part);
        part->c = g_utf8_get_char(at);
        switch (part->c) {
        case '(':
        case '[':
            part->kind = CARE_FORM_STEP_FORK;
            at = parse_group(at, part);
            continue;
        case ' ':
            part->kind = CARE_FORM_STEP_GAP;
            break;
        case '#':
            part->kind = CARE_FORM_STEP_RATED;
            break;
        case '@':
            part->kind = CARE_FORM_STEP_SCALE;
            break;
        default:
            part->kind = CARE_FORM_STEP_CHAR;
        }
        at = g_utf8_next_char(at);
    }
    return at;
}

/* People leave accents out: "tres bien". */
static gunichar
without_accent(gunichar c)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH] = {0};

    if (c < 0x80)
        return 0;
    if (c == L_STROKE)
        return 'l';
    g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    return parts[0] < 0x80 && g_ascii_isalpha((char)parts[0]) ? parts[0] : 0;
}

static guint
add(Maker *maker, CareStepKind kind, gunichar c)
{
    const CareFormStep step = {.kind = (guint8)kind,
                               .is_letter = g_unichar_isalpha(c),
                               .loosens = !g_unichar_isalnum(c) && c != '\'',
                               .c = c,
                               .plain = without_accent(c)};

    g_array_append_val(maker->steps, step);
    return maker->steps->len - 1;
}

/* A fork or a jump gets its end once that is known. */
static void
lead_here(Maker *maker, guint step)
{
    g_array_index(maker->steps, CareFormStep, step).to = (guint16)maker->steps->len;
}

static const Part *
first_part(const Rest *rest)
{
    return rest->from < rest->parts->len ? g_ptr_array_index(rest->parts, rest->from) : NULL;
}

/* Groups are never the same: each has its own way on. */
static gboolean
begins_alike(const Rest *one, const Rest *other)
{
    const Part *a = first_part(one), *b = first_part(other);

    return a != NULL && b != NULL && a->kind == b->kind && a->c == b->c &&
           a->kind != CARE_FORM_STEP_FORK;
}

/* Takes out of @rests those that begin as the first one does, in their order. (transfer full) */
static GArray *
take_alike(GArray *rests)
{
    GArray *alike = g_array_new(FALSE, FALSE, sizeof(Rest));
    const Rest first = g_array_index(rests, Rest, 0);
    guint n = 0;

    for (guint i = 0; i < rests->len; i++) {
        const Rest rest = g_array_index(rests, Rest, i);

        if (i == 0 || begins_alike(&first, &rest))
            g_array_append_val(alike, rest);
        else
            g_array_index(rests, Rest, n++) = rest;
    }
    g_array_set_size(rests, n);
    return alike;
}

static void add_rests(Maker *maker, GArray *rests);

/* The steps of rests that begin alike: that beginning once, then what differs. */
static void
add_alike(Maker *maker, GArray *rests)
{
    const Part *part = first_part(&g_array_index(rests, Rest, 0));

    if (part == NULL)
        return;
    if (part->kind == CARE_FORM_STEP_FORK) {
        g_autoptr(GArray) choices = g_array_new(FALSE, FALSE, sizeof(Rest));

        for (guint i = 0; i < part->choices->len; i++) {
            const Rest choice = {g_ptr_array_index(part->choices, i), 0};

            g_array_append_val(choices, choice);
        }
        add_rests(maker, choices);
    } else {
        add(maker, part->kind, part->c);
    }
    for (guint i = 0; i < rests->len; i++)
        g_array_index(rests, Rest, i).from++;
    add_rests(maker, rests);
}

/* The steps of @rests, which are used up; all of them go on with what is added next. */
static void
add_rests(Maker *maker, GArray *rests)
{
    g_autoptr(GArray) jumps = g_array_new(FALSE, FALSE, sizeof(guint));

    for (gboolean more = TRUE; more;) {
        g_autoptr(GArray) alike = take_alike(rests);

        more = rests->len > 0;
        const guint fork = more ? add(maker, CARE_FORM_STEP_FORK, 0) : 0;

        add_alike(maker, alike);
        if (!more)
            break;
        const guint jump = add(maker, CARE_FORM_STEP_JUMP, 0);

        g_array_append_val(jumps, jump);
        lead_here(maker, fork);
    }
    for (guint i = 0; i < jumps->len; i++)
        lead_here(maker, g_array_index(jumps, guint, i));
}

static void
add_start(Maker *maker, gunichar c, guint entry)
{
    const CareStart start = {c, (guint16)entry};

    for (guint i = maker->starts->len; i > 0; i--) {
        const CareStart *other = &g_array_index(maker->starts, CareStart, i - 1);

        if (other->step != entry)
            break;
        if (other->first == c)
            return;
    }
    g_array_append_val(maker->starts, start);
}

/* All that the entry at step @entry may begin with, from step @at on. */
static void
add_starts(Maker *maker, guint entry, guint at)
{
    for (;; at++) {
        const CareFormStep *step = &g_array_index(maker->steps, CareFormStep, at);
        const guint16 number = (guint16)entry;

        switch (step->kind) {
        case CARE_FORM_STEP_CHAR:
            add_start(maker, step->c, entry);
            if (step->plain != 0)
                add_start(maker, step->plain, entry);
            if (step->c != '\'')
                return;
            break; /* people leave it out */
        case CARE_FORM_STEP_RATED:
        case CARE_FORM_STEP_SCALE:
            if (maker->numbers->len == 0 ||
                g_array_index(maker->numbers, guint16, maker->numbers->len - 1) != number)
                g_array_append_val(maker->numbers, number);
            return;
        case CARE_FORM_STEP_FORK:
            add_starts(maker, entry, step->to);
            break;
        case CARE_FORM_STEP_JUMP:
            at = step->to - 1u;
            break;
        case CARE_FORM_STEP_END:
            return;
        default:
            break;
        }
    }
}

static gint
compare_starts(gconstpointer a, gconstpointer b)
{
    const CareStart *one = a, *other = b;

    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return one->step - other->step;
}

/* Entries that begin alike become one, so that a line is compared with what they share once. */
static void
add_entries(Maker *maker, char **entries)
{
    g_autoptr(GPtrArray) choices =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GArray) rests = g_array_new(FALSE, FALSE, sizeof(Rest));

    for (; *entries != NULL; entries++) {
        GPtrArray *choice = g_ptr_array_new_with_free_func(free_part);
        const Rest rest = {choice, 0};

        g_ptr_array_add(choices, choice);
        parse_choice(*entries, choice);
        g_array_append_val(rests, rest);
    }
    while (rests->len > 0) {
        g_autoptr(GArray) alike = take_alike(rests);
        const guint first = maker->steps->len;

        add_alike(maker, alike);
        add(maker, CARE_FORM_STEP_END, 0);
        if (maker->steps->len > G_MAXUINT16)
            g_error("a list of words is too long"); /* our own data, proved by the tests */
        add_starts(maker, first, first);
    }
}

CareWords *
care_words_new(const char *const *entries)
{
    CareWords *words = g_new0(CareWords, 1);
    Maker maker = {g_array_new(FALSE, FALSE, sizeof(CareFormStep)),
                   g_array_new(FALSE, FALSE, sizeof(CareStart)),
                   g_array_new(FALSE, FALSE, sizeof(guint16))};

    words->entries = g_strdupv((char **)entries);
    add_entries(&maker, words->entries);
    g_array_sort(maker.starts, compare_starts);
    for (guint i = 0; i < maker.starts->len; i++)
        words->firsts |= G_GUINT64_CONSTANT(1)
                         << (g_array_index(maker.starts, CareStart, i).first & 63);
    words->n_starts = maker.starts->len;
    words->n_numbers = maker.numbers->len;
    words->steps = (CareFormStep *)(void *)g_array_free(maker.steps, FALSE);
    words->starts = (CareStart *)(void *)g_array_free(maker.starts, FALSE);
    words->numbers = (guint16 *)(void *)g_array_free(maker.numbers, FALSE);
    return words;
}

void
care_words_free(CareWords *words)
{
    if (words == NULL)
        return;
    g_strfreev(words->entries);
    g_free(words->steps);
    g_free(words->starts);
    g_free(words->numbers);
    g_free(words);
}

const char *const *
care_words_entries(const CareWords *words)
{
    return (const char *const *)words->entries;
}

const CareStart *
care_words_start(const CareWords *words, gunichar c)
{
    guint from = 0, to = words->n_starts;

    if ((words->firsts >> (c & 63) & 1) == 0)
        return NULL;
    while (from < to) {
        const guint middle = (from + to) / 2;

        if (words->starts[middle].first < c)
            from = middle + 1;
        else
            to = middle;
    }
    return from < words->n_starts && words->starts[from].first == c ? &words->starts[from] : NULL;
}
