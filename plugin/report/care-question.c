/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One table of questions, gravest first: the first three that the data raise are asked. */
#include "care-question.h"
#include "care-risk.h"
#include "care-say.h"
#include "care-sections.h"

#define FEW_PERCENT    30 /* of those asked, or of all chats: fewer answers leave much unheard */
#define FEW_FROM       20 /* asked, or chats */
#define LONG_WAIT_MS   240000 /* the last of the steps at which an agent is reminded */
#define MANY_CHATS     5      /* with figures of waiting: of fewer the text shows none */
#define TWO_LOW_FROM   3      /* a scale's span from which its two lowest ratings are low ones */
#define LOW_ITEMS_FROM 2      /* items with a score: one alone is not the weakest */

typedef struct {
    const CareReportData *data;
    const CareReportOptions *options;
    CarePart whole;
    CareRisk risks[CARE_N_RISKS];
} Look;

/* The data that raise a question, in words; NULL: they don't. (transfer full) */
typedef char *(*RaiseFunc)(const Look *look, const char **question);

static char *
raise_low_marks(const Look *look, const char **question G_GNUC_UNUSED)
{
    const CareTally *tally = &look->whole.tally;
    const gboolean two = tally->max - tally->min >= TWO_LOW_FROM;
    const guint64 low = tally->counts[0] + (two ? tally->counts[1] : 0);

    if (low == 0)
        return NULL;
    return g_strdup_printf(
        two ? _("%llu of %llu answers are %d or %d") : _("%llu of %llu answers are %d"),
        CARE_LLU(low), CARE_LLU(look->whole.score.n), tally->min, tally->min + 1);
}

static const char *const item_questions[CARE_N_ITEMS] = {
    [CARE_ITEM_IDEAL] = N_("What would the service look like that we would want for ourselves?"),
    [CARE_ITEM_CULTURE] = N_("Which of our values did customers not meet in these chats?"),
    [CARE_ITEM_ATTENTIVENESS] = N_("Where did we answer a question that was not the customer's?"),
    [CARE_ITEM_RESPONSIVENESS] = N_("What did customers wait for, and who could have told them "
                                    "sooner?"),
    [CARE_ITEM_EMPOWERMENT] = N_("What did agents have to ask permission for that they could have "
                                 "settled at once?"),
};

static char *
raise_weakest_item(const Look *look, const char **question)
{
    CareItem weakest, strongest;
    CareTally tally;
    CareScore lowest;
    g_autofree char *figures = NULL;

    if (care_part_item_ends(&look->whole, &weakest, &strongest) < LOW_ITEMS_FROM)
        return NULL;
    care_part_item(&look->whole, weakest, &tally, &lowest);
    *question = item_questions[weakest];
    figures = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%u of 100, about 95 %%: %.0f to %.0f, from %llu answer",
                    "%u of 100, about 95 %%: %.0f to %.0f, from %llu answers", (gulong)lowest.n),
        lowest.shown, care_words_down(lowest.low), care_words_up(lowest.high), CARE_LLU(lowest.n));
    /* Translators: a follow-up item, and "74 of 100, about 95 %: 70 to 79, from 90 answers". */
    return g_strdup_printf(care_part_item_is_lowest(&look->whole, weakest)
                               ? _("%s is the lowest item: %s")
                               : _("%s is the lowest item so far, which may be chance: %s"),
                           care_report_item(weakest), figures);
}

static char *
raise_promises(const Look *look, const char **question G_GNUC_UNUSED)
{
    const CareAttention *attention = look->data->attention;

    if (attention == NULL || attention->kept >= attention->promises)
        return NULL;
    return g_strdup_printf(_("%u of %u promises were not kept in their chat"),
                           attention->promises - attention->kept, attention->promises);
}

static char *
raise_waits(const Look *look, const char **question G_GNUC_UNUSED)
{
    const CareAttention *attention = look->data->attention;
    g_autofree char *longest = NULL;

    if (attention == NULL || look->data->n_attended < MANY_CHATS ||
        attention->longest_wait_ms < LONG_WAIT_MS)
        return NULL;
    longest = care_words_duration(attention->longest_wait_ms);
    return g_strdup_printf(_("the longest wait for a reply was %s"), longest);
}

static char *
raise_open(const Look *look, const char **question G_GNUC_UNUSED)
{
    const CareAttention *attention = look->data->attention;

    if (attention == NULL || attention->open_questions == 0)
        return NULL;
    return g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%u question was unanswered at its chat's end",
                    "%u questions were unanswered at their chats' ends", attention->open_questions),
        attention->open_questions);
}

static char *
raise_risk(const Look *look, CareRiskKind kind)
{
    return look->risks[kind].state == CARE_RISK_RAISED ? care_risk_words(&look->risks[kind]) : NULL;
}

static char *
raise_course(const Look *look, const char **question G_GNUC_UNUSED)
{
    return raise_risk(look, CARE_RISK_SLOW_FALL);
}

static char *
raise_waiting(const Look *look, const char **question G_GNUC_UNUSED)
{
    return raise_risk(look, CARE_RISK_WAITING);
}

static char *
raise_asking(const Look *look, const char **question G_GNUC_UNUSED)
{
    return raise_risk(look, CARE_RISK_UNEQUAL);
}

static char *
raise_response(const Look *look, const char **question G_GNUC_UNUSED)
{
    return raise_risk(look, CARE_RISK_RESPONSE);
}

static char *
raise_idle(const Look *look, const char **question G_GNUC_UNUSED)
{
    return raise_risk(look, CARE_RISK_IDLE);
}

static char *
raise_silent(const Look *look, const char **question G_GNUC_UNUSED)
{
    const guint64 answered = look->whole.counts.outcomes[CARE_OUTCOME_ANSWERED];

    if (look->whole.asked < FEW_FROM ||
        care_words_percent(answered, look->whole.asked) >= FEW_PERCENT)
        return NULL;
    return g_strdup_printf(_("%llu of %llu asked answered: %u %%"), CARE_LLU(answered),
                           CARE_LLU(look->whole.asked),
                           care_words_percent(answered, look->whole.asked));
}

static char *
raise_coverage(const Look *look, const char **question G_GNUC_UNUSED)
{
    const guint64 answered = look->whole.counts.outcomes[CARE_OUTCOME_ANSWERED];
    const guint64 chats = care_counts_chats(&look->whole.counts);

    if (chats < FEW_FROM || care_words_percent(answered, chats) >= FEW_PERCENT)
        return NULL;
    return g_strdup_printf(_("%llu of %llu ended chats have an answer: %u %%"), CARE_LLU(answered),
                           CARE_LLU(chats), care_words_percent(answered, chats));
}

/* What is asked of every desk, where nothing else is pressing: the count is what it rests on. */
static char *
raise_best(const Look *look, const char **question G_GNUC_UNUSED)
{
    const CareTally *tally = &look->whole.tally;
    const guint64 top = tally->counts[tally->max - tally->min];

    if (top == 0 || top == look->whole.score.n) /* none, or all are such chats already */
        return NULL;
    return g_strdup_printf(_("%llu of %llu answers are %d"), CARE_LLU(top),
                           CARE_LLU(look->whole.score.n), tally->max);
}

static char *
raise_between(const Look *look, const char **question G_GNUC_UNUSED)
{
    const guint64 n = look->whole.score.n;
    const CareTally *tally = &look->whole.tally;
    const guint64 rest = n - tally->counts[tally->max - tally->min];

    if (rest == 0)
        return NULL;
    return g_strdup_printf(_("%llu of %llu answers are below %d"), CARE_LLU(rest), CARE_LLU(n),
                           tally->max);
}

static char *
raise_unasked(const Look *look, const char **question G_GNUC_UNUSED)
{
    const guint64 unasked = look->whole.counts.outcomes[CARE_OUTCOME_NOT_ASKED];

    if (unasked == 0)
        return NULL;
    return g_strdup_printf(_("%llu of %llu ended chats were not asked about"), CARE_LLU(unasked),
                           CARE_LLU(care_counts_chats(&look->whole.counts)));
}

static char *
raise_all_asked(const Look *look, const char **question G_GNUC_UNUSED)
{
    const guint64 chats = care_counts_chats(&look->whole.counts);

    if (look->whole.counts.outcomes[CARE_OUTCOME_NOT_ASKED] > 0)
        return NULL;
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "the one ended chat was asked about",
                                       "each of %llu ended chats was asked about", (gulong)chats),
                           CARE_LLU(chats));
}

static char *
raise_next(const Look *look, const char **question G_GNUC_UNUSED)
{
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "there is %llu answer so far",
                                       "there are %llu answers so far",
                                       (gulong)look->whole.score.n),
                           CARE_LLU(look->whole.score.n));
}

static char *
raise_seen(const Look *look, const char **question G_GNUC_UNUSED)
{
    const guint64 chats = care_counts_chats(&look->whole.counts);

    return g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%llu chat has ended", "%llu chats have ended", (gulong)chats),
        CARE_LLU(chats));
}

/* Three of the last four can always be asked: some chats were not asked about, or all were. */
static const struct {
    const char *name, *question; /* question: NULL: raise() sets it */
    RaiseFunc raise;
} rules[] = {
    {"slow_fall",
     N_("What has changed for customers, or for us, since scores began to seem lower?"),
     raise_course},
    {"low_marks", N_("What did the customers with the lowest marks need that they did not get?"),
     raise_low_marks},
    {"left_waiting", N_("What made us close chats on customers who waited?"), raise_waiting},
    {"weakest_item", NULL, raise_weakest_item},
    {"promises", N_("Who sees to a promise that is still open when a chat ends?"), raise_promises},
    {"longest_wait", N_("What kept that customer waiting, and who could have stepped in?"),
     raise_waits},
    {"open_questions", N_("Which questions do we leave unanswered at the end, and why?"),
     raise_open},
    {"unequal_asking", N_("Which customers do we not ask, and who decides that?"), raise_asking},
    {"shrinking_response", N_("What makes the question less welcome than a quarter ago?"),
     raise_response},
    {"idle_ends", N_("How could these chats come to an end that both sides notice?"), raise_idle},
    {"silent", N_("What do those who did not answer think, and how could we hear of it?"),
     raise_silent},
    {"coverage", N_("Which customers do we never hear from?"), raise_coverage},
    {"best_chats", N_("What did we do in the best of these chats that we could do in all?"),
     raise_best},
    {"almost", N_("What kept these customers from giving the highest mark?"), raise_between},
    {"next_answers", N_("What would we like to know from the next customers?"), raise_next},
    {"unasked", N_("Would those who were not asked say the same?"), raise_unasked},
    {"all_asked", N_("Do customers find it right that they are asked after each chat?"),
     raise_all_asked},
    {"own_view", N_("Which of these chats would we ourselves have liked to have, as customers?"),
     raise_seen},
};

static void
question_free(gpointer data)
{
    CareQuestion *question = data;

    g_free(question->because);
    g_free(question);
}

GPtrArray *
care_questions_of(const CareReportData *data, const CareReportOptions *options)
{
    GPtrArray *questions = g_ptr_array_new_with_free_func(question_free);
    Look look = {.data = data, .options = options};

    care_part_of(data->cube, NULL, &look.whole);
    if (care_counts_chats(&look.whole.counts) == 0)
        return questions;
    care_risks_of(data, options, look.risks);
    for (gsize i = 0; i < G_N_ELEMENTS(rules) && questions->len < CARE_QUESTIONS; i++) {
        const char *question = rules[i].question;
        char *because = rules[i].raise(&look, &question);
        CareQuestion *asked;

        if (because == NULL)
            continue;
        asked = g_new(CareQuestion, 1);
        *asked = (CareQuestion){rules[i].name, _(question), because};
        g_ptr_array_add(questions, asked);
    }
    return questions;
}

void
care_section_questions(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GPtrArray) questions = care_questions_of(data, options);

    if (questions->len == 0)
        return;
    care_section_title(out, _("Questions for the team"), options->colour);
    for (guint i = 0; i < questions->len; i++) {
        const CareQuestion *question = g_ptr_array_index(questions, i);

        g_string_append_printf(out, "  %u. %s", i + 1, question->question);
        care_words_end(out, 5);
        /* Translators: the data that raise the question above. */
        g_string_append_printf(out, _("     Because %s."), question->because);
        care_words_end(out, 5);
    }
}
