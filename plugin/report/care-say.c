/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps what a report says apart from how it is laid out, and prints it as text. */
#include "care-say.h"

static void
said_free(gpointer data)
{
    CareSaid *said = data;

    g_free(said->text);
    g_free(said);
}

GPtrArray *
care_said_new(void)
{
    return g_ptr_array_new_with_free_func(said_free);
}

void
care_said_add(GPtrArray *said, const char *label, char *text)
{
    CareSaid *line = g_new(CareSaid, 1);

    *line = (CareSaid){label, text};
    g_ptr_array_add(said, line);
}

void
care_said_print(GString *out, const GPtrArray *said)
{
    for (guint i = 0; i < said->len; i++) {
        const CareSaid *line = g_ptr_array_index(said, i);

        care_words_line(out, line->label, line->text);
    }
}

const char *
care_report_item(CareItem item)
{
    static const char *const names[CARE_N_ITEMS] = {
        [CARE_ITEM_IDEAL] = N_("Ideal service"),
        [CARE_ITEM_CULTURE] = N_("Culture"),
        [CARE_ITEM_ATTENTIVENESS] = N_("Attentiveness"),
        [CARE_ITEM_RESPONSIVENESS] = N_("Responsiveness"),
        [CARE_ITEM_EMPOWERMENT] = N_("Empowerment"),
    };

    return item == CARE_ITEM_NONE || (guint)item >= CARE_N_ITEMS ? NULL : _(names[item]);
}

const char *
care_say_outcome(CareOutcome outcome)
{
    static const char *const names[CARE_N_OUTCOMES] = {
        [CARE_OUTCOME_OPEN] = N_("open"),
        [CARE_OUTCOME_PENDING] = N_("pending: the question is still out"),
        [CARE_OUTCOME_ANSWERED] = N_("answered"),
        [CARE_OUTCOME_EXPIRED] = N_("expired: no answer came"),
        [CARE_OUTCOME_SKIPPED] = N_("skipped"),
        [CARE_OUTCOME_OPTED_OUT] = N_("opted out"),
        [CARE_OUTCOME_NOT_ASKED] = N_("not asked"),
    };

    return _(names[outcome]);
}

CareOutcome
care_say_nth_outcome(guint i)
{
    static const CareOutcome order[] = {CARE_OUTCOME_ANSWERED, CARE_OUTCOME_EXPIRED,
                                        CARE_OUTCOME_SKIPPED,  CARE_OUTCOME_OPTED_OUT,
                                        CARE_OUTCOME_PENDING,  CARE_OUTCOME_NOT_ASKED};

    return i < G_N_ELEMENTS(order) ? order[i] : CARE_OUTCOME_OPEN;
}

char *
care_say_brief(const CareScore *score)
{
    if (score->rule < CARE_RULE_PERCENT_ONLY)
        return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%llu answer: no percent",
                                           "%llu answers: no percent", (gulong)score->n),
                               CARE_LLU(score->n));
    return g_strdup_printf(_("%u (%.0f to %.0f)"), score->shown, care_words_down(score->low),
                           care_words_up(score->high));
}
