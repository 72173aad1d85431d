/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs all patterns of a list over a line at once, one item after the other and never back: however
 * a pattern is written, a line costs no more than items times steps. */
#include "care-cue-list.h"
#include <string.h>

typedef struct { /* a step that waits for the item at hand */
    guint16 step;
    guint16 from; /* the item where its entry began */
} Thread;

typedef struct {
    const CareCueList *list;
    const CareCueLine *line;
    Thread *now, *later; /* in order of `from`; which end comes first is the caller's choice */
    guint n_now, n_later;
    guint64 bits;  /* of the item that is waited for */
    guint16 *seen; /* of each step: the item, counted from 1, for which it waits already */
    guint8 *begun; /* of each entry: whether it has and `seen` of its steps is set */
    gboolean wide;
    CareCueFound found;
    gpointer data;
} Run;

const CareCueStart *
care_cue_list_start(const CareCueList *list, guint32 hash)
{
    guint from = 0, to = list->n_starts;

    if ((list->hashes[hash >> 6 & 3] >> (hash & 63) & 1) == 0)
        return NULL;
    while (from < to) {
        const guint middle = (from + to) / 2;

        if (list->starts[middle].hash < hash)
            from = middle + 1;
        else
            to = middle;
    }
    return from < list->n_starts && list->starts[from].hash == hash ? &list->starts[from] : NULL;
}

/* Whether what takes no item may be passed before item @at. */
static gboolean
stands(const Run *run, CareCueStepKind kind, guint at)
{
    const CareCueItem *item = &run->line->items[at];

    switch (kind) {
    case CARE_CUE_STEP_BEGINS_CLAUSE:
        return (item->flags & CARE_CUE_BEGINS_CLAUSE) != 0;
    case CARE_CUE_STEP_BEGINS_SENTENCE:
        return (item->flags & CARE_CUE_BEGINS_SENTENCE) != 0;
    case CARE_CUE_STEP_ENDS_CLAUSE:
        return item->kind >= CARE_CUE_ITEM_CLAUSE || (item->flags & CARE_CUE_ENDS_SENTENCE) != 0;
    default:
        return (item->flags & CARE_CUE_ENDS_SENTENCE) != 0;
    }
}

/* Waits at @step, or where it leads without taking an item, for item @at. FALSE: no more. */
static gboolean
follow(Run *run, guint step, guint from, guint at)
{
    for (; run->seen[step] != at + 1; step++) {
        const CareCueStep *next = &run->list->steps[step];

        if ((next->firsts & run->bits) == 0) /* as most that may begin */
            return TRUE;
        run->seen[step] = (guint16)(at + 1);
        switch (next->kind) {
        case CARE_CUE_STEP_FORK:
            if (!follow(run, step + 1, from, at))
                return FALSE;
            step = next->to - 1u;
            break;
        case CARE_CUE_STEP_JUMP:
            step = next->to - 1u;
            break;
        case CARE_CUE_STEP_BEGINS_CLAUSE:
        case CARE_CUE_STEP_BEGINS_SENTENCE:
        case CARE_CUE_STEP_ENDS_CLAUSE:
        case CARE_CUE_STEP_ENDS_SENTENCE:
            if (!stands(run, next->kind, at))
                return TRUE;
            break;
        case CARE_CUE_STEP_END:
            return run->found(run->data, next->to, from, at);
        default:
            run->later[run->n_later++] = (Thread){(guint16)step, (guint16)from};
            return TRUE;
        }
    }
    return TRUE;
}

static gboolean
takes(const CareCueList *list, const CareCueLine *line, const CareCueStep *step,
      const CareCueItem *item)
{
    const char *word = line->folded + item->text, *wanted = list->folded + step->text;

    switch (step->kind) {
    case CARE_CUE_STEP_SKIP:
        return item->kind <= CARE_CUE_ITEM_HIDDEN;
    case CARE_CUE_STEP_MARK:
        return item->kind == CARE_CUE_ITEM_CLAUSE || (item->flags & CARE_CUE_SOFT) != 0;
    default:
        break;
    }
    if (item->kind != CARE_CUE_ITEM_WORD || step->size > item->size)
        return FALSE;
    switch (step->kind) {
    case CARE_CUE_STEP_WORD:
        return step->hash == item->hash && step->size == item->size &&
               memcmp(word, wanted, item->size) == 0;
    case CARE_CUE_STEP_PREFIX:
        return memcmp(word, wanted, step->size) == 0;
    case CARE_CUE_STEP_SUFFIX:
        return memcmp(word + item->size - step->size, wanted, step->size) == 0;
    default:
        return step->kind == CARE_CUE_STEP_ANY;
    }
}

static gboolean
begin_entry(Run *run, guint at, guint entry)
{
    const CareCueEntry *begun = &run->list->entries[entry];

    if (!run->begun[entry]) /* few are, so no more is cleared */
        memset(run->seen + begun->first, 0, sizeof(guint16) * (gsize)(begun->end - begun->first));
    run->begun[entry] = TRUE;
    return follow(run, begun->first, at, at);
}

/* Begins the entries that may begin with item @at. */
static gboolean
begin(Run *run, guint at)
{
    const CareCueList *list = run->list;
    const CareCueItem *item = &run->line->items[at];
    const gboolean is_word = item->kind == CARE_CUE_ITEM_WORD;
    const guint32 first = is_word ? (guchar)run->line->folded[item->text] : 0;

    for (const CareCueStart *start = is_word ? care_cue_list_start(list, item->hash) : NULL;
         start != NULL && start < list->starts + list->n_starts && start->hash == item->hash;
         start++) {
        if (!begin_entry(run, at, start->entry))
            return FALSE;
    }
    for (guint i = 0; i < list->n_loose; i++) {
        const CareCueStart *start = &list->loose[i];

        if ((start->hash == 0 || start->hash == first) && !begin_entry(run, at, start->entry))
            return FALSE;
    }
    return TRUE;
}

/* Takes item @at with all that wait for it. */
static gboolean
take(Run *run, guint at)
{
    for (guint i = 0; i < run->n_now; i++) {
        const Thread thread = run->now[i];

        if (takes(run->list, run->line, &run->list->steps[thread.step], &run->line->items[at]) &&
            !follow(run, thread.step + 1u, thread.from, at + 1))
            return FALSE;
    }
    return TRUE;
}

static void
wait_for(Run *run, guint at)
{
    const CareCueItem *item = &run->line->items[at];

    if (item->kind == CARE_CUE_ITEM_WORD)
        run->bits =
            CARE_CUE_BIT_WORD(item->hash) | CARE_CUE_BIT_FIRST(run->line->folded[item->text]);
    else
        run->bits = CARE_CUE_BIT_MARK;
}

static void
swap(Run *run)
{
    Thread *now = run->now;

    run->now = run->later;
    run->n_now = run->n_later;
    run->later = now;
    run->n_later = 0;
}

/* A step keeps the first thread that comes to it: with new entries before old ones, matches are
 * short, else they are long. */
static gboolean
run_from(Run *run, guint at, gboolean once)
{
    wait_for(run, at);
    if (!begin(run, at))
        return FALSE;
    swap(run);
    for (; at < run->line->n && (!once || run->n_now > 0); at++) {
        const gboolean more = !once && at + 1 < run->line->n;

        wait_for(run, at + 1);
        if (more && !run->wide && !begin(run, at + 1))
            return FALSE;
        if (!take(run, at))
            return FALSE;
        if (more && run->wide && !begin(run, at + 1))
            return FALSE;
        swap(run);
    }
    return TRUE;
}

/* Whether any entry may begin in @line: most lines hold none, and cost no more than this. */
static gboolean
may_begin(const CareCueList *list, const CareCueLine *line, guint at, guint n)
{
    if (list == NULL || list->n_entries == 0)
        return FALSE;
    if (list->n_loose > 0)
        return n > 0;
    for (; n > 0; n--, at++) {
        if (line->items[at].kind == CARE_CUE_ITEM_WORD &&
            care_cue_list_start(list, line->items[at].hash) != NULL)
            return TRUE;
    }
    return FALSE;
}

static gboolean
run_list(const CareCueList *list, const CareCueLine *line, guint at, gboolean once, gboolean wide,
         CareCueFound found, gpointer data)
{
    if (!may_begin(list, line, at, once ? MIN(1, line->n - at) : line->n))
        return TRUE;
    g_autofree Thread *threads = g_new(Thread, 2 * (gsize)list->n_steps);
    g_autofree guint16 *seen = g_new(guint16, list->n_steps);
    g_autofree guint8 *begun = g_malloc0(list->n_entries);
    Run run = {.list = list,
               .line = line,
               .now = threads,
               .later = threads + list->n_steps,
               .seen = seen,
               .begun = begun,
               .wide = wide,
               .found = found,
               .data = data};

    return run_from(&run, at, once);
}

gboolean
care_cue_list_run(const CareCueList *list, const CareCueLine *line, gboolean wide,
                  CareCueFound found, gpointer data)
{
    return run_list(list, line, 0, FALSE, wide, found, data);
}

static gboolean
keep_end(gpointer data, guint entry G_GNUC_UNUSED, guint from G_GNUC_UNUSED, guint to)
{
    *(guint *)data = to;
    return TRUE;
}

guint
care_cue_list_end(const CareCueList *list, const CareCueLine *line, guint at)
{
    guint end = 0;

    run_list(list, line, at, TRUE, TRUE, keep_end, &end);
    return end;
}

static gboolean
stop(gpointer data G_GNUC_UNUSED, guint entry G_GNUC_UNUSED, guint from G_GNUC_UNUSED,
     guint to G_GNUC_UNUSED)
{
    return FALSE;
}

gboolean
care_cue_list_is_in(const CareCueList *list, const CareCueLine *line)
{
    return !care_cue_list_run(list, line, FALSE, stop, NULL);
}

gboolean
care_cue_list_matches(const CareCueList *list, const char *text)
{
    g_autoptr(CareCueLine) line = care_cue_line_new(text, FALSE);

    g_return_val_if_fail(list != NULL, FALSE);
    return care_cue_list_is_in(list, line);
}
