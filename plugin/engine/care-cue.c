/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weighs what a line holds against what voids it; in doubt there is no cue, for a reminder without
 * reason costs more than one that is missed. */
#include "care-cue-list.h"
#include <string.h>

#define SHOWN_BYTES 60 /* of an entry that decided */
#define NAME_WORDS  2  /* between a greeting and the comma after it: "hallo frau kern," */

typedef struct {
    const CareCueList *openings;
    CareCueLine *line;
} Frame;

typedef struct { /* what one cue's lists say of a line */
    const CareCueList *list, *vetoes;
    const CareCueLine *line;
    guint8 *clauses;       /* one byte each: voided */
    guint8 *sentences;     /* the same */
    gboolean all;          /* the line is */
    guint entry, from, to; /* what was found last */
} Weighing;

/* After the greetings and polite words at @at, with what is between them. */
static guint
after_openings(const Frame *frame, guint at)
{
    for (;;) {
        const guint end = care_cue_list_end(frame->openings, frame->line, at);

        if (end <= at)
            return at;
        frame->line->items[end].flags |= CARE_CUE_BEGINS_CLAUSE;
        at = end;
    }
}

static guint
kind_at(const Frame *frame, guint at)
{
    return frame->line->items[at].kind;
}

/* After the name and the comma that may follow a greeting, or stand alone: "anna, ..."; @at: there
 * is none. */
static guint
after_name(const Frame *frame, guint at, guint most)
{
    guint to = at;

    while (to - at < most && kind_at(frame, to) < CARE_CUE_ITEM_CLAUSE)
        to++;
    return kind_at(frame, to) == CARE_CUE_ITEM_CLAUSE ? to + 1 : at;
}

/* A sentence begins after its greeting, too: "hello frau kern, when ...", "hi when ...". */
static void
mark_beginning(const Frame *frame, guint at)
{
    const guint flags = CARE_CUE_BEGINS_CLAUSE | CARE_CUE_BEGINS_SENTENCE;

    for (guint parts = 0; parts < 3; parts++) {
        const guint greeted = after_openings(frame, at);
        const guint most = greeted > at ? NAME_WORDS : 1;

        frame->line->items[greeted].flags |= (guint8)flags;
        at = after_name(frame, greeted, most);
        frame->line->items[at].flags |= (guint8)flags;
        if (at == greeted)
            break;
    }
}

/* A sentence ends before its thanks, too: "when does it come, thanks". @end: its mark. */
static void
mark_ending(const Frame *frame, guint end)
{
    guint at = end;

    for (guint back = 1; back <= 5 && back <= at; back++) {
        const guint from = at - back;

        const guint kind = kind_at(frame, from);

        if (kind == CARE_CUE_ITEM_SENTENCE || (kind == CARE_CUE_ITEM_CLAUSE && back > 1))
            return;
        if (kind != CARE_CUE_ITEM_CLAUSE &&
            care_cue_list_end(frame->openings, frame->line, from) != at)
            continue;
        frame->line->items[from].flags |= CARE_CUE_ENDS_SENTENCE;
        at = from;
        back = 0;
    }
}

static void
mark_openings(const Frame *frame)
{
    for (guint i = 0; i < frame->line->n; i++) {
        if (kind_at(frame, i) == CARE_CUE_ITEM_SENTENCE)
            continue;
        if (i == 0 || kind_at(frame, i - 1) == CARE_CUE_ITEM_SENTENCE)
            mark_beginning(frame, i);
        else if (kind_at(frame, i - 1) == CARE_CUE_ITEM_CLAUSE)
            after_openings(frame, i);
    }
    for (guint i = 0; i <= frame->line->n; i++) {
        if (kind_at(frame, i) == CARE_CUE_ITEM_SENTENCE)
            mark_ending(frame, i);
    }
}

static gboolean
found_any(gpointer data G_GNUC_UNUSED, guint entry G_GNUC_UNUSED, guint from G_GNUC_UNUSED,
          guint to G_GNUC_UNUSED)
{
    return FALSE;
}

static gboolean
found_veto(gpointer data, guint entry, guint from, guint to)
{
    Weighing *weighing = data;
    const CareCueItem *first = &weighing->line->items[from];
    const CareCueItem *last = &weighing->line->items[to - 1];

    switch (weighing->vetoes->entries[entry].reach) {
    case CARE_CUE_REACH_CLAUSE:
        memset(weighing->clauses + first->clause, TRUE, last->clause - first->clause + 1u);
        break;
    case CARE_CUE_REACH_SENTENCE:
        memset(weighing->sentences + first->sentence, TRUE, last->sentence - first->sentence + 1u);
        break;
    default:
        weighing->all = TRUE;
    }
    return TRUE;
}

/* Goes on while what is found is void. */
static gboolean
found_cue(gpointer data, guint entry, guint from, guint to)
{
    Weighing *weighing = data;
    const CareCueItem *first = &weighing->line->items[from];
    const CareCueItem *last = &weighing->line->items[to - 1];
    gboolean is_void = FALSE;

    if (!weighing->list->entries[entry].is_strong)
        is_void =
            memchr(weighing->clauses + first->clause, 1, last->clause - first->clause + 1u) != NULL;
    is_void = is_void || memchr(weighing->sentences + first->sentence, 1,
                                last->sentence - first->sentence + 1u) != NULL;
    weighing->entry = entry;
    weighing->from = from;
    weighing->to = to;
    return is_void;
}

static void
begin_reason(GString *explain, const char *name)
{
    if (explain->len > 0)
        g_string_append(explain, "; ");
    g_string_append_printf(explain, "%s: ", name);
}

static void
tell_items(GString *explain, const CareCueLine *line, guint from, guint to)
{
    for (guint i = from; i < to; i++) {
        const CareCueItem *item = &line->items[i];

        if (i > from && item->kind <= CARE_CUE_ITEM_HIDDEN)
            g_string_append_c(explain, ' ');
        if (item->kind == CARE_CUE_ITEM_WORD)
            g_string_append_len(explain, line->folded + item->text, item->size);
        else
            g_string_append(explain, item->kind == CARE_CUE_ITEM_HIDDEN ? "..." : ",");
    }
}

/* How the entry begins, which is enough to find it. */
static void
tell_entry(GString *explain, const CareCueEntry *entry)
{
    gsize size = strlen(entry->text);
    const gboolean is_long = size > SHOWN_BYTES;

    for (size = MIN(size, SHOWN_BYTES); ((guchar)entry->text[size] & 0xC0) == 0x80; size--)
        continue;
    g_string_append(explain, " <");
    g_string_append_len(explain, entry->text, (gssize)size);
    g_string_append(explain, is_long ? "...>" : ">");
}

typedef struct {
    const Weighing *weighing;
    GString *explain;
} Telling;

static gboolean
tell_veto(gpointer data, guint entry, guint from, guint to)
{
    const Telling *telling = data;

    g_string_append(telling->explain, " | ");
    tell_items(telling->explain, telling->weighing->line, from, to);
    tell_entry(telling->explain, &telling->weighing->vetoes->entries[entry]);
    return TRUE;
}

static void
tell(GString *explain, const char *name, const Weighing *weighing, gboolean counts)
{
    Telling telling = {weighing, explain};

    begin_reason(explain, name);
    tell_items(explain, weighing->line, weighing->from, weighing->to);
    tell_entry(explain, &weighing->list->entries[weighing->entry]);
    if (counts)
        return;
    g_string_append(explain, " void for");
    care_cue_list_run(weighing->vetoes, weighing->line, TRUE, tell_veto, &telling);
}

/* Whether an entry of the list at @kind stands in the line and none of the list after it voids it.
 */
static gboolean
holds(const CareLanguage *language, CareCueListKind kind, const CareCueLine *line, const char *name,
      GString *explain)
{
    Weighing weighing = {
        .list = language->cues[kind], .vetoes = language->cues[kind + 1], .line = line};
    gboolean counts = FALSE;

    if (care_cue_list_run(weighing.list, line, FALSE, found_any, NULL))
        return FALSE;
    g_autofree guint8 *voided = g_malloc0(line->n_clauses + line->n_sentences);

    weighing.clauses = voided;
    weighing.sentences = voided + line->n_clauses;
    care_cue_list_run(weighing.vetoes, line, TRUE, found_veto, &weighing);
    counts = !care_cue_list_run(weighing.list, line, FALSE, found_cue, &weighing) && !weighing.all;
    if (explain != NULL)
        tell(explain, name, &weighing, counts);
    return counts;
}

static gboolean
has_question_mark(const CareCueLine *line)
{
    for (guint i = 0; i < line->n; i++) {
        if ((line->items[i].flags & CARE_CUE_ASKS) != 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
asks(const CareLanguage *language, gboolean is_agent, const CareCueLine *line, GString *explain)
{
    if (has_question_mark(line)) {
        if (explain != NULL) {
            begin_reason(explain, "question");
            g_string_append_c(explain, '?');
        }
        return TRUE;
    }
    return !is_agent && holds(language, CARE_CUE_LIST_QUESTION, line, "question", explain);
}

static gboolean
feels(const CareLanguage *language, const CareCueLine *line, GString *explain)
{
    if (line->is_angry && line->has_words) {
        if (explain != NULL) {
            begin_reason(explain, "feeling");
            g_string_append(explain, "angry face");
        }
        return TRUE;
    }
    return holds(language, CARE_CUE_LIST_FEELING, line, "feeling", explain);
}

guint
care_cues_read(const CareLanguage *language, gboolean is_agent, const char *text, GString *explain)
{
    g_return_val_if_fail(language != NULL && text != NULL, 0);

    g_autoptr(CareCueLine) line = care_cue_line_new(text, language->dot_is_ordinal);
    const Frame frame = {language->cues[CARE_CUE_LIST_OPENINGS], line};
    guint cues = 0;

    mark_openings(&frame);
    if (!is_agent && feels(language, line, explain))
        cues |= CARE_CUE_FEELING;
    if (is_agent && holds(language, CARE_CUE_LIST_PROMISE, line, "promise", explain))
        cues |= CARE_CUE_PROMISE;
    if (asks(language, is_agent, line, explain))
        cues |= CARE_CUE_QUESTION;
    return cues;
}

gboolean
care_cues_has_tables(const CareLanguage *language)
{
    const CareCueList *list = language->cues[CARE_CUE_LIST_PROMISE];

    return list != NULL && list->n_entries > 0;
}
