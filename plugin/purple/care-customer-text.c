/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the words customers read: the desk's own before the catalogue's, in the customer's
 * language, and only as far as policy makes them true. */
#include "care-adapter.h"
#include <string.h>

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT(1000))

/* Names of po/customer/catalogue.in, and of [ask] text-NAME. */
static const char *const names[CARE_N_SAYS] = {
    [CARE_SAY_QUESTION] = "question",
    [CARE_SAY_PULSE] = "pulse",
    [CARE_SAY_ITEM] = "item",
    [CARE_SAY_COMMENT_LOW] = "comment-low",
    [CARE_SAY_COMMENT_HIGH] = "comment-high",
    [CARE_SAY_THANKS] = "thanks",
    [CARE_SAY_THANKS_LOW] = "thanks-low",
    [CARE_SAY_CLARIFY] = "clarify",
    [CARE_SAY_HELP] = "help",
    [CARE_SAY_SKIPPED] = "skipped",
    [CARE_SAY_CHANGED] = "changed",
    [CARE_SAY_LATE] = "late",
    [CARE_SAY_EXPIRED] = "expired",
    [CARE_SAY_OPTED_OUT] = "opted-out",
    [CARE_SAY_OPTED_IN] = "opted-in",
    [CARE_SAY_ERASE] = "erase",
    [CARE_SAY_ERASED] = "erased",
    [CARE_SAY_NOT_SAVED] = "not-saved",
};

typedef struct {
    const CareSettings *settings;
    const CareLanguage *language;
} Wording;

static const char *
text_of(const Wording *wording, const char *name)
{
    const char *own = care_settings_text(wording->settings, name, wording->language->tag);
    const char *text = own != NULL ? own : care_language_text(wording->language, name);

    g_return_val_if_fail(text != NULL, "");
    return text;
}

static void
append_text(GString *out, const Wording *wording, const char *name)
{
    g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", text_of(wording, name));
}

/* What is kept, and who sees it. */
static const char *
help_name(const CareSettings *settings)
{
    const gboolean comments = settings->privacy.keep_comments > 0;

    if (settings->show.rating == CARE_SHOW_NO)
        return comments ? "help-team" : "help-least";
    return comments ? "help-all" : "help-number";
}

static void
append_help(GString *out, const Wording *wording)
{
    const char *own = care_settings_text(wording->settings, "help", wording->language->tag);

    if (own != NULL) {
        g_string_append(out, own);
        return;
    }
    append_text(out, wording, "help");
    append_text(out, wording, help_name(wording->settings));
    append_text(out, wording, "help-stop");
    if (wording->settings->privacy.typed_erase)
        append_text(out, wording, "help-erase");
}

/* Comments left out of reports are read by whoever sat at the window: that needs no saying. */
static void
append_seen(GString *out, const Wording *wording)
{
    if (wording->settings->show.comment)
        append_text(out, wording,
                    wording->settings->show.rating == CARE_SHOW_NO ? "comment-seen-team"
                                                                   : "comment-seen");
}

/* The whole text with its places still open. */
static GString *
template_of(const Wording *wording, CareMessageId message, gboolean terse)
{
    GString *out = g_string_new(NULL);

    if (message == CARE_SAY_HELP)
        append_help(out, wording);
    else if (message == CARE_SAY_QUESTION && terse)
        append_text(out, wording, "question-short");
    else
        append_text(out, wording, names[message]);
    if (message == CARE_SAY_COMMENT_LOW || message == CARE_SAY_COMMENT_HIGH)
        append_seen(out, wording);
    return out;
}

static char *
item_text(const Wording *wording, CareItem item, const CareFill *fill)
{
    g_autofree char *name = g_strconcat("item-", care_item_name(item), NULL);

    return care_text_fill(text_of(wording, name), fill);
}

/**
 * care_customer_text:
 * @action: a SEND
 * @agent: whom the customer knows the agent as
 * @terse: the protocol carries one short line only
 *
 * Returns: (transfer full): what the customer reads, plain
 */
char *
care_customer_text(const CareSettings *settings, const CareAction *action, const char *agent,
                   gboolean terse)
{
    const Wording wording = {settings,
                             action->language != NULL ? action->language : care_language_of(NULL)};
    const gint64 days = (settings->privacy.keep_comments + DAY_MS - 1) / DAY_MS;
    CareFill fill = {.agent = agent, .number = action->number, .days = (gint)MAX(days, 1)};
    g_autoptr(GString) template = NULL;
    g_autofree char *item = NULL;
    char *text;

    g_return_val_if_fail(action->message > CARE_SAY_NOTHING && action->message < CARE_N_SAYS, NULL);

    template = template_of(&wording, action->message, terse);
    fill.isolate = care_text_is_right_to_left(template->str);
    if (action->message == CARE_SAY_ITEM)
        fill.item = item = item_text(&wording, action->item, &fill);
    text = care_text_fill(template->str, &fill);
    return terse ? g_strdelimit(text, "\r\n", ' ') : text;
}

/* The desk's own questions, in all languages; where one is not its own, ours stands for all. */
static void
append_questions(GString *out, const CareSettings *settings)
{
    g_autoptr(GList) keys =
        g_list_sort(g_hash_table_get_keys(settings->ask.texts), (GCompareFunc)strcmp);

    if (g_hash_table_lookup(settings->ask.texts, "question") == NULL)
        g_string_append(out, "builtin-1"); /* counts on when ours changes its meaning */
    for (GList *key = keys; key != NULL; key = key->next) {
        if (g_str_has_prefix(key->data, "question"))
            g_string_append_printf(
                out, "\n%s=%s", (const char *)key->data,
                (const char *)g_hash_table_lookup(settings->ask.texts, key->data));
    }
}

/**
 * care_definition_hash:
 *
 * Answers compare only when wording, scale, follow-ups and the choice of whom to ask were the same.
 * A language is a breakdown of one definition, and how other texts are put changes nothing.
 *
 * Returns: (transfer full): 16 hexadecimal digits
 */
char *
care_definition_hash(const CareSettings *settings)
{
    static const char *const rules[] = {"on-close",        "on-idle",
                                        "min-messages",    "answered-interval",
                                        "silent-interval", "refused-interval",
                                        "yearly-cap",      "sample-percent",
                                        "several-in-room", "hours",
                                        "steps",           "follow-ups"};
    g_autoptr(GString) text = g_string_new(NULL);
    char *hash;

    append_questions(text, settings);
    g_string_append(text, "\n1-5");
    for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
        const char *value = care_settings_value(settings, "ask", rules[i]);

        g_string_append_printf(text, "\n%s=%s", rules[i], value != NULL ? value : "");
    }
    hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, -1);
    hash[16] = '\0';
    return hash;
}
