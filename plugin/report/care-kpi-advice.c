/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says what to ask, to try, to draw and to beware of, and what helps with it: the attributes that
 * are more than figures. */
#include "care-kpi.h"
#include "care-question.h"

#define WEEK_MS    (7 * G_GINT64_CONSTANT(86400000))
#define NAMES_SAID 5 /* protocols */

/* --- diagnostic questions --- */

void
care_kpi_say_questions(GPtrArray *said, const CareKpi *kpi)
{
    g_autoptr(GPtrArray) questions = care_questions_of(kpi->data, kpi->options);

    if (questions->len == 0)
        care_said_add(said, NULL,
                      g_strdup(_("None yet: no chat has ended in this period, so nothing raises a "
                                 "question.")));
    for (guint i = 0; i < questions->len; i++) {
        const CareQuestion *question = g_ptr_array_index(questions, i);

        /* Translators: number, question, the data that raise it. */
        care_said_add(
            said, NULL,
            g_strdup_printf(_("%u. %s Because %s."), i + 1, question->question, question->because));
    }
}

/* --- tips --- */

static const char *const risk_tips[CARE_N_RISKS] = {
    [CARE_RISK_UNREAD] = N_("read what customers said on a fixed day each week, and tell the "
                            "agents: purple-care comments --unread"),
    [CARE_RISK_UNEQUAL] = N_("ask the agents how their chats end before you conclude anything: "
                             "shifts differ; purple-care audit shows each"),
    [CARE_RISK_RESPONSE] = N_("see whether wording, hours or the kind of chats changed; a word of "
                              "goodbye before /care end makes the question expected"),
    [CARE_RISK_IDLE] = N_("agree on how a chat ends: sum up in one line, ask if that is all, then "
                          "/care end"),
    [CARE_RISK_WAITING] = N_("look at /care waiting before a window is closed, and before a shift "
                             "ends"),
    [CARE_RISK_SLOW_FALL] = N_("go through five recent low chats with the agents; ask for load and "
                               "tools first, for people last"),
};

GPtrArray *
care_kpi_tips(const CareKpi *kpi)
{
    GPtrArray *tips = care_said_new();

    care_said_add(tips, "next", care_say_next(kpi->data, kpi->options, &kpi->whole));
    if (kpi->n_items > 1)
        care_said_add(
            tips, care_item_name(kpi->lowest),
            /* Translators: a follow-up item, and "say in one line what you understood..." */
            g_strdup_printf(
                care_part_item_is_lowest(&kpi->whole, kpi->lowest)
                    ? _("%s is the lowest item; for a week, with the whole team: %s")
                    : _("%s is the lowest item so far, which may be chance; for a week, with the "
                        "whole team: %s"),
                care_report_item(kpi->lowest),
                care_practice_of(kpi->lowest, (gint)(kpi->data->cube->last_ms / WEEK_MS))));
    for (guint i = 0; i < CARE_N_RISKS; i++) {
        if (kpi->risks[i].state == CARE_RISK_RAISED && risk_tips[i] != NULL)
            care_said_add(
                tips, care_risk_name((CareRiskKind)i),
                g_strdup_printf(_("%s: %s"), care_risk_title((CareRiskKind)i), _(risk_tips[i])));
    }
    return tips;
}

void
care_kpi_say_tips(GPtrArray *said, const CareKpi *kpi)
{
    g_autoptr(GPtrArray) tips = care_kpi_tips(kpi);

    for (guint i = 0; i < tips->len; i++) {
        const CareSaid *tip = g_ptr_array_index(tips, i);

        care_said_add(said, i == 0 ? _("Next") : _("Try"), g_strdup(tip->text));
    }
    if (kpi->n_items < 2)
        care_said_add(said, _("Try"),
                      g_strdup(_("no practice is singled out: which of the five parts of empathy "
                                 "customers missed is not known yet")));
}

/* --- visualisation --- */

void
care_kpi_say_visualisation(GPtrArray *said, const CareKpi *kpi)
{
    const CareSampleRule rule = kpi->whole.score.rule;

    care_said_add(said, _("Draw"),
                  g_strdup(_("how many gave each rating; and the score quarter by quarter from 0 "
                             "to 100, with its interval, lines at 60 and 80, and a break where "
                             "the question or its rules changed")));
    care_said_add(said, _("Do not draw"),
                  g_strdup(_("a dial or a traffic light of one figure, a point without its "
                             "interval, agents in order of their scores")));
    if (rule == CARE_RULE_NO_RATINGS)
        care_said_add(said, _("Here"), g_strdup(_("no answer yet that could be drawn")));
    else if (rule == CARE_RULE_COUNTS_ONLY)
        care_said_add(said, _("Here"), g_strdup(_("so few answers are drawn as counts alone")));
}

/* --- risk warnings --- */

void
care_kpi_say_risks(GPtrArray *said, const CareKpi *kpi)
{
    guint raised = 0;

    for (guint i = 0; i < CARE_N_RISKS; i++)
        raised += kpi->risks[i].state == CARE_RISK_RAISED;
    care_said_add(
        said, NULL,
        raised == 0
            ? g_strdup(_("Nothing in these figures warns, as far as it is known."))
            : g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                          "%u of %d warns: a reason to look, no verdict.",
                                          "%u of %d warn: reasons to look, no verdicts.", raised),
                              raised, CARE_N_RISKS));
    for (guint i = 0; i < CARE_N_RISKS; i++) {
        char *words = care_risk_words(&kpi->risks[i]);

        care_said_add(said, care_risk_title((CareRiskKind)i),
                      words != NULL ? words : g_strdup(_("nothing seen")));
    }
}

/* --- tools --- */

/* What the list of comments is for now. (transfer full) */
static char *
comments_words(const CareVoices *voices)
{
    if (voices == NULL || voices->n + voices->low == 0)
        return g_strdup(_("what customers said, and low marks that nobody has handled"));
    return g_strdup_printf(_("what customers said: %llu unread; low marks to be handled: %llu"),
                           CARE_LLU(voices->unread), CARE_LLU(voices->open));
}

GPtrArray *
care_kpi_tools(const CareKpi *kpi)
{
    GPtrArray *tools = care_said_new();

    care_said_add(tools, "purple-care report",
                  g_strdup(_("all figures of the period, with its quarters "
                             "and agents")));
    care_said_add(tools, "purple-care comments --low --open", comments_words(kpi->data->voices));
    care_said_add(tools, "purple-care audit",
                  g_strdup(_("who asked whom, and how each chat was ended")));
    care_said_add(tools, "purple-care simulate",
                  g_strdup(_("what other guards or a sample would ask, before they do")));
    care_said_add(tools, "purple-care why CHAT",
                  g_strdup(_("why one chat was asked about or not")));
    care_said_add(tools, "/care end",
                  g_strdup(_("in the client: ends a chat and asks the customer")));
    care_said_add(tools, "/care pulse", g_strdup(_("asks in mid-chat; never in the score")));
    care_said_add(tools, "/care waiting", g_strdup(_("who waits, the longest first")));
    care_said_add(tools, "/care card",
                  g_strdup(_("what this customer needs, and what the agent may "
                             "decide alone")));
    care_said_add(tools, "/care score", g_strdup(_("the agent's own figures")));
    care_said_add(tools, "/care digest",
                  g_strdup(_("the agent's week: praise, the weakest item, one "
                             "practice")));
    return tools;
}

void
care_kpi_say_tools(GPtrArray *said, const CareKpi *kpi)
{
    g_autoptr(GPtrArray) tools = care_kpi_tools(kpi);

    for (guint i = 0; i < tools->len; i++) {
        const CareSaid *tool = g_ptr_array_index(tools, i);

        care_said_add(said, NULL, g_strdup_printf(_("%s: %s"), tool->label, tool->text));
    }
}

/* --- integration points --- */

/* "irc, xmpp"; of anybody's naming, so harmless and short. (transfer full); NULL: none */
static char *
protocols_words(const CareCube *cube)
{
    g_autoptr(GPtrArray) parts = care_part_protocols(cube);
    g_autoptr(GString) words = g_string_new(NULL);

    for (guint i = 0; i < MIN(parts->len, NAMES_SAID); i++) {
        const CareCube *part = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(part->rows, 0);
        g_autofree char *name = care_kpi_short_name(row->protocol);
        const CareCounts counts = care_cube_sum(part, NULL);

        g_string_append_printf(words, "%s%s (%llu)", i > 0 ? ", " : "", name,
                               CARE_LLU(care_counts_chats(&counts)));
    }
    if (parts->len > NAMES_SAID)
        g_string_append(words, ", ...");
    return words->len > 0 ? g_string_free(g_steal_pointer(&words), FALSE) : NULL;
}

void
care_kpi_say_integration(GPtrArray *said, const CareKpi *kpi)
{
    char *protocols = protocols_words(kpi->data->cube);

    care_said_add(said, _("Signals"),
                  g_strdup(_("care-chat-ended, care-asked and care-answered of the plug-in "
                             "core-purple-care, for other plug-ins of the client")));
    care_said_add(said, "IPC",
                  g_strdup(_("get-api of the same plug-in: reminders, score and commands for parts "
                             "that draw windows")));
    care_said_add(said, "JSON",
                  g_strdup(_("purple-care report --format json, purple-care kpi --format json")));
    care_said_add(said, "CSV",
                  g_strdup(_("purple-care import takes in chats of other systems; purple-care "
                             "report --format csv and purple-care export give figures and rows")));
    care_said_add(said, _("Timer"),
                  g_strdup(_("purple-care-report.timer writes each quarter's report when it has "
                             "ended")));
    care_said_add(said, _("Stores"),
                  g_strdup(_("--store, given again, adds up what several clients stored")));
    care_said_add(said, _("Here"),
                  protocols != NULL ? g_strdup_printf(_("chats came over %s"), protocols)
                                    : g_strdup(_("no chat has come in over any of these yet")));
    g_free(protocols);
}
