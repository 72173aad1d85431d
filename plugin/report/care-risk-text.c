/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts warnings into words: what the data say, and what they need not mean. */
#include "care-risk.h"
#include "care-say.h"
#include "care-sections.h"

static char *
raised_asking(const CareRisk *risk)
{
    return g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE,
                    "%llu of %llu agents compared asks less than the others, beyond chance; of "
                    "twenty who ask alike about one would seem to",
                    "%llu of %llu agents compared ask less than the others, beyond chance; of "
                    "twenty who ask alike about one would seem to",
                    (gulong)risk->k),
        CARE_LLU(risk->k), CARE_LLU(risk->n));
}

static char *
raised_response(const CareRisk *risk)
{
    const double low = care_words_down(10 * risk->change.low) / 10 + 0.0;
    const double high = care_words_up(10 * risk->change.high) / 10 + 0.0;
    g_autofree char *words = g_strdup_printf(
        _("%llu of %llu asked answered in %s, %u %%; from %s that is %+.1f points, about 95 %%: "
          "%+.1f to %+.1f"),
        CARE_LLU(risk->k), CARE_LLU(risk->n), risk->now, care_words_percent(risk->k, risk->n),
        risk->before, care_words_down(10 * risk->change.value) / 10 + 0.0, low, high);

    if (risk->same_definitions)
        return g_steal_pointer(&words);
    return g_strdup_printf(_("%s; the question or its rules changed, which alone may be why"),
                           words);
}

static char *
raised_words(const CareRisk *risk)
{
    const guint percent = care_words_percent(risk->k, risk->n);

    switch (risk->kind) {
    case CARE_RISK_UNREAD:
        return g_strdup_printf(_("%llu of %llu comments were not read within a week: %u %%"),
                               CARE_LLU(risk->k), CARE_LLU(risk->n), percent);
    case CARE_RISK_UNEQUAL:
        return raised_asking(risk);
    case CARE_RISK_RESPONSE:
        return raised_response(risk);
    case CARE_RISK_IDLE:
        return g_strdup_printf(_("%llu of %llu chats went quiet and nobody ended them, %u %%: "
                                 "those customers were not asked"),
                               CARE_LLU(risk->k), CARE_LLU(risk->n), percent);
    case CARE_RISK_WAITING:
        return g_strdup_printf(
            _("%llu of %llu chats were closed while the customer waited for an answer: %u %%"),
            CARE_LLU(risk->k), CARE_LLU(risk->n), percent);
    case CARE_RISK_SLOW_FALL:
        return g_strdup_printf(
            _("since answer %llu of %llu in %s scores seem lower than in the quarters before"),
            CARE_LLU(risk->k), CARE_LLU(risk->n), risk->now);
    case CARE_RISK_ROBOTIC:
    case CARE_N_RISKS:
        break;
    }
    return NULL;
}

static const char *
unknown_words(CareRiskKind kind)
{
    static const char *const words[CARE_N_RISKS] = {
        [CARE_RISK_ROBOTIC] = N_("not measured: no text of a chat is stored; the client hints at "
                                 "stock text to the agent alone"),
        [CARE_RISK_UNREAD] = N_("not known: that needs 5 comments that are a week old"),
        [CARE_RISK_UNEQUAL] = N_("not compared: that needs two agents, and 20 chats of each that "
                                 "could have been asked about"),
        [CARE_RISK_RESPONSE] = N_("not compared: that needs two whole quarters with 20 customers "
                                  "asked in each"),
        [CARE_RISK_IDLE] = N_("not known: that needs 20 ended chats"),
        [CARE_RISK_WAITING] = N_("not known: that needs 20 ended chats"),
        [CARE_RISK_SLOW_FALL] = N_("not watched: that needs 50 answers before the last quarter, "
                                   "and the same question in it"),
    };

    return _(words[kind]);
}

char *
care_risk_words(const CareRisk *risk)
{
    g_return_val_if_fail(risk != NULL && (guint)risk->kind < CARE_N_RISKS, NULL);

    if (risk->state == CARE_RISK_RAISED)
        return raised_words(risk);
    return risk->state == CARE_RISK_UNKNOWN ? g_strdup(unknown_words(risk->kind)) : NULL;
}

/* Whether the quarters' own section has told of the course. */
static gboolean
is_course_told(const CareReportData *data, const CareReportOptions *options)
{
    const CareBucket *watched;

    return care_part_course(data, options, &watched) != CARE_COURSE_NONE;
}

/* The titles of those that nothing is known of, so that silence is not taken for safety. (transfer
 * full); NULL: there are none */
static char *
unknown_titles(const CareRisk *risks, gboolean is_told)
{
    g_autoptr(GString) titles = g_string_new(NULL);

    for (guint i = 0; i < CARE_N_RISKS; i++) {
        if (risks[i].state == CARE_RISK_UNKNOWN && !(i == CARE_RISK_SLOW_FALL && is_told))
            g_string_append_printf(titles, "%s%s", titles->len > 0 ? ", " : "",
                                   care_risk_title(risks[i].kind));
    }
    return titles->len > 0 ? g_string_free(g_steal_pointer(&titles), FALSE) : NULL;
}

/* With its doubt where no other section tells of it. (transfer full) */
static char *
words_with_doubt(const CareRisk *risk, const CareReportData *data, gboolean is_told)
{
    if (risk->kind != CARE_RISK_SLOW_FALL || is_told || data->history == NULL)
        return care_risk_words(risk);
    return care_say_fall(data->history->cusum, risk->now);
}

void
care_say_risks(GPtrArray *said, const CareReportData *data, const CareReportOptions *options)
{
    const gboolean is_told = is_course_told(data, options);
    const guint before = said->len;
    CareRisk risks[CARE_N_RISKS];
    char *titles;

    care_risks_of(data, options, risks);
    for (guint i = 0; i < CARE_N_RISKS; i++) {
        if (risks[i].state == CARE_RISK_RAISED)
            care_said_add(said, care_risk_title(risks[i].kind),
                          words_with_doubt(&risks[i], data, is_told));
    }
    if (said->len == before)
        care_said_add(said, _("None"), g_strdup(_("nothing in these figures warns")));
    titles = unknown_titles(risks, is_told);
    if (titles != NULL)
        care_said_add(said, _("Not known"), titles);
}

void
care_section_risks(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    g_autoptr(GPtrArray) said = care_said_new();

    care_say_risks(said, data, options);
    care_section_title(out, _("Warnings: reasons to look, no verdicts"), options->colour);
    care_said_print(out, said);
}
