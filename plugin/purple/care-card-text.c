/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts what is known of a customer into an agent's words: in a reminder, on the card, and for a
 * colleague. */
#include "care-adapter.h"

#define WORDS_MAX_CHARS   200 /* of the customer's last comment, and of a note, in one line */
#define LINE_MAX_CHARS    300
#define CARD_MAX_LINES    15
#define ENTRIES_MAX_LINES 5

static void
append_after(GString *out, const char *gap, const char *part)
{
    if (part == NULL || *part == '\0')
        return;
    g_string_append_printf(out, "%s%s", out->len > 0 ? gap : "", part);
}

static void
append_part(GString *out, const char *part)
{
    append_after(out, " ", part);
}

/* A note may be a whole sentence already: then @part, which goes on with a full stop, has two ends.
 */
static void
end_once(char *part, const char *words)
{
    static const char *const ends[] = {".", "!", "?", "\342\200\246", "\343\200\202"};
    g_autofree char *twice = g_strconcat(words, ".", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(ends) && g_str_has_suffix(part, twice); i++) {
        if (g_str_has_suffix(words, ends[i]))
            part[strlen(part) - 1] = '\0';
    }
}

static void
append_wish(GString *out, const char *gap, const char *template, const char *text)
{
    g_autofree char *words = NULL;
    g_autofree char *part = NULL;

    if (text == NULL || *text == '\0')
        return;
    words = care_text_one_line(text, WORDS_MAX_CHARS);
    part = care_text_fill(template, &(CareFill){.text = words});
    end_once(part, words);
    append_after(out, gap, part);
}

/* What came of the last chat's question, as far as policy lets it be seen. (transfer full) */
static char *
last_time(const CareCard *card)
{
    const CareMemory *memory = card->memory;
    g_autofree char *words = NULL;

    if (card->hides)
        return g_strdup(memory->last_rating > 0 || memory->rated_ms > 0 ? _("They answered before.")
                        : memory->last_asked ? _("They were asked last time.")
                                             : "");
    if (memory->last_rating > 0 && memory->last_comment != NULL && *memory->last_comment != '\0') {
        words = care_text_one_line(memory->last_comment, WORDS_MAX_CHARS);
        return g_strdup_printf(_("Last rating: %d of 5, \"%s\"."), memory->last_rating, words);
    }
    if (memory->last_rating > 0)
        return g_strdup_printf(_("Last rating: %d of 5."), memory->last_rating);
    return g_strdup(memory->last_asked ? _("They were asked last time and did not answer.") : "");
}

static void
append_wishes(GString *out, const char *gap, const CareCard *card)
{
    append_wish(out, gap, _("Wants to be called {text}."), card->memory->name);
    if (card->memory->own_language)
        append_wish(out, gap, _("Wants to be written to in: {text}."), card->language);
    else
        append_wish(out, gap, _("Writes: {text}."), card->language);
    append_wish(out, gap, _("Note: {text}."), card->memory->note);
}

static char *
memory_text(const CareCard *card, const char *gap)
{
    GString *out = g_string_new(NULL);

    if (card->memory != NULL) {
        g_autofree char *before = last_time(card);

        append_after(out, gap, before);
        append_wishes(out, gap, card);
    }
    return g_string_free(out, FALSE);
}

/* What an agent should know when this customer comes back, in one line; "": nothing. (transfer
 * full) */
char *
care_memory_words(const CareCard *card)
{
    return memory_text(card, " ");
}

/* The same, a fact a line. (transfer full) */
char *
care_memory_lines(const CareCard *card)
{
    return memory_text(card, "\n");
}

static char *
open_words(const CareOpen *open)
{
    g_autofree char *clock = care_text_clock(open->at_ms);

    switch (open->kind) {
    case CARE_OPEN_QUESTION:
        /* Translators: something still open in a chat; %s is a time of day */
        return g_strdup_printf(_("a question of %s"), clock);
    case CARE_OPEN_PROMISE:
        return g_strdup_printf(_("a promise of %s"), clock);
    default:
        return g_strdup_printf(_("your question of %s"), clock);
    }
}

/* "a promise of 12:31, a question of 12:33". (transfer full) */
char *
care_opens_words(const CareCard *card)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < MIN(card->n_opens, CARE_OPENS_MAX); i++) {
        g_autofree char *words = open_words(&card->opens[i]);

        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", words);
    }
    return g_string_free(out, FALSE);
}

static void
append_figure(GString *out, const char *template, gint64 ms)
{
    g_autofree char *part = ms >= 0 ? care_text_fill(template, &(CareFill){.ms = ms}) : NULL;

    if (part != NULL)
        g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", part);
}

/* How attentive a chat is so far; "": there is no figure yet. (transfer full) */
char *
care_attention_words(const CareAttention *attention)
{
    GString *out = g_string_new(NULL);

    if (attention->replies > 0) {
        append_figure(out, _("first reply {time}"), attention->first_reply_ms);
        append_figure(out, _("usually {time}"), attention->median_reply_ms);
    }
    if (attention->longest_wait_ms > 0)
        append_figure(out, _("longest wait {time}"), attention->longest_wait_ms);
    if (attention->promises > 0) {
        g_string_append(out, out->len > 0 ? ", " : "");
        g_string_append_printf(out,
                               g_dngettext(GETTEXT_PACKAGE, "%u of %u promise kept",
                                           "%u of %u promises kept", attention->promises),
                               attention->kept, attention->promises);
    }
    return g_string_free(out, FALSE);
}

/**
 * care_handover_text:
 * @agent: who hands over
 * @address: the customer's
 *
 * Nothing of ratings: a colleague is to meet the customer without them.
 *
 * Returns: (transfer full): what the colleague reads, a fact a line
 */
char *
care_handover_text(const CareCard *card, const char *agent, const char *address)
{
    g_autofree char *opens = care_opens_words(card);
    g_autofree char *name =
        care_text_one_line(card->name != NULL ? card->name : address, WORDS_MAX_CHARS);
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, _("%s hands over to you: %s"), agent, name);
    if (g_strcmp0(name, address) != 0)
        g_string_append_printf(out, " (%s)", address);
    if (card->memory != NULL) {
        g_autoptr(GString) wishes = g_string_new(NULL);

        append_wishes(wishes, " ", card);
        g_string_append_printf(out, "%s%s", wishes->len > 0 ? "\n" : "", wishes->str);
    }
    if (*opens != '\0') {
        g_string_append_c(out, '\n');
        g_string_append_printf(out, _("Still open: %s."), opens);
    }
    return g_string_free(out, FALSE);
}

/* --- the card --- */

typedef struct {
    GString *text;
    guint n_lines;
} Card;

static void
add_line(Card *card, const char *line)
{
    g_autofree char *fits = NULL;

    if (*line == '\0' || card->n_lines >= CARD_MAX_LINES)
        return;
    fits = care_text_one_line(line, LINE_MAX_CHARS);
    g_string_append_printf(card->text, "%s%s", card->n_lines > 0 ? "\n" : "", fits);
    card->n_lines++;
}

static void
add_who(Card *out, const CareCard *card)
{
    g_autofree char *memory = care_memory_words(card);
    g_autoptr(GString) line = g_string_new(card->name != NULL ? card->name : "");

    if (card->memory != NULL && card->memory->n_chats > 0)
        g_string_append_printf(line,
                               g_dngettext(GETTEXT_PACKAGE, ": %u chat before", ": %u chats before",
                                           card->memory->n_chats),
                               card->memory->n_chats);
    else
        g_string_append(line, _(": nothing is remembered of a chat before"));
    g_string_append_c(line, '.');
    append_part(line, memory);
    add_line(out, line->str);
}

static void
add_now(Card *out, const CareCard *card)
{
    g_autofree char *opens = care_opens_words(card);
    g_autofree char *attention = care_attention_words(&card->attention);
    g_autofree char *open = *opens != '\0' ? g_strdup_printf(_("Still open: %s."), opens)
                                           : g_strdup(_("Nothing looks open."));
    g_autofree char *time = care_text_duration(card->waits_ms);
    g_autofree char *waits =
        card->waits_ms > 0 ? g_strdup_printf(_("Waits for a reply: %s."), time) : NULL;
    g_autofree char *stock =
        card->stock > 0
            ? g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                          "The same long line of yours went to %u customer today.",
                                          "The same long line of yours went to %u customers today.",
                                          card->stock),
                              card->stock)
            : NULL;
    g_autofree char *chat =
        *attention != '\0' ? g_strdup_printf(_("This chat so far: %s."), attention) : NULL;

    add_line(out, open);
    add_line(out, waits != NULL ? waits : "");
    add_line(out, card->upset ? _("They sound upset.") : "");
    add_line(out, stock != NULL ? stock : "");
    add_line(out, chat != NULL ? chat : "");
}

static void
add_entry(Card *out, const GPtrArray *entries, guint i, gboolean fits)
{
    const CareCuedText *entry = g_ptr_array_index(entries, i);
    g_autofree char *line = g_strdup_printf(
        fits ? _("You may decide: %s (fits here)") : _("You may decide: %s"), entry->text);

    add_line(out, line);
}

/* Those whose cue was met; without any all, as far as there is room. */
static void
add_entries(Card *out, const GPtrArray *entries, guint32 met)
{
    guint left = ENTRIES_MAX_LINES;

    for (guint i = 0; i < MIN(entries->len, CARE_ENTRIES_MAX) && left > 0; i++) {
        const gboolean fits = (met & (1U << i)) != 0;

        if (met != 0 && !fits)
            continue;
        add_entry(out, entries, i, fits);
        left--;
    }
}

static void
add_values(Card *out, const GPtrArray *values, guint32 met)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (guint i = 0; i < MIN(values->len, CARE_ENTRIES_MAX); i++) {
        const CareCuedText *value = g_ptr_array_index(values, i);

        g_string_append_printf(line, "%s%u. %s%s", i > 0 ? ", " : _("Values: "), i + 1, value->text,
                               (met & (1U << i)) != 0 ? _(" (touched here)") : "");
    }
    add_line(out, line->str);
}

static void
add_quiet(Card *out, const CareCard *card)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (guint rule = 0; rule < CARE_N_RULES; rule++) {
        if (card->is_quiet[rule])
            g_string_append_printf(line, "%s%s",
                                   line->len > 0 ? ", " : _("Keep quiet by themselves: "),
                                   care_rule_words((CareRule)rule));
    }
    add_line(out, line->str);
}

/* All of it, at most fifteen lines. (transfer full) */
char *
care_card_text(const CareSettings *settings, const CareCard *card)
{
    Card out = {.text = g_string_new(NULL)};
    g_autofree char *vision =
        g_strdup_printf(_("What we stand for: %s"), settings->vision.sentence);

    add_who(&out, card);
    add_now(&out, card);
    if (settings->empowerment.entries != NULL)
        add_entries(&out, settings->empowerment.entries, card->entries);
    if (settings->vision.sentence != NULL && *settings->vision.sentence != '\0')
        add_line(&out, vision);
    if (settings->vision.values != NULL)
        add_values(&out, settings->vision.values, card->values);
    add_quiet(&out, card);
    return g_string_free(out.text, FALSE);
}
