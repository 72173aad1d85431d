/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes an audit for a lead at a terminal: one table for each pattern, agents by name, and what
 * kept trend lines from going on. */
#include "care-audit-text.h"
#include "care-audit.h"
#include "care-sections.h"
#include "care-table.h"
#include <string.h>

#define AGENTS_SHOWN 100
#define NAMES_SHOWN  20

static const struct {
    CareMeasure what;
    const char *title, *about;
} measures[] = {
    {CARE_MEASURE_ASKED, N_("Asked"),
     N_("Of the chats that could have been asked about: all asked, and those that the agent's own "
        "way of ending kept from it.")},
    {CARE_MEASURE_BY_HAND, N_("Asked by hand"),
     N_("Of the questions at a chat's end, those that the agent sent; the others went out by "
        "themselves.")},
    {CARE_MEASURE_QUIET, N_("Ended without asking"),
     N_("Of the chats that could have been asked about, those ended by /care end quiet.")},
    {CARE_MEASURE_EXPLICIT, N_("Ended by the agent"),
     N_("Of the chats that a client watched, those ended by /care end, its menu or its button.")},
    {CARE_MEASURE_CLOSED, N_("Ended by closing the window"), NULL},
    {CARE_MEASURE_IDLE, N_("Ended by going quiet"), NULL},
    {CARE_MEASURE_LOST, N_("Ended by a lost connection"), NULL},
    {CARE_MEASURE_AFTER_LONG, N_("Withheld after a long wait"),
     N_("Of the chats that could have been asked about and whose customer had waited long, those "
        "that the agent's own way of ending kept from it.")},
    {CARE_MEASURE_AFTER_USUAL, N_("Withheld after other waits"), NULL},
};
G_STATIC_ASSERT(G_N_ELEMENTS(measures) == CARE_MEASURE_COVERAGE);

/* "12 to 34", rounded outwards. (transfer full) */
static char *
limits_of(double low, double high)
{
    return g_strdup_printf(_("%.0f to %.0f"), care_words_down(low), care_words_up(high));
}

/* With a sign, but for 0. (transfer full) */
static char *
signed_text(double value)
{
    return value == 0 ? g_strdup("0") : g_strdup_printf("%+.0f", value);
}

/* "-12 to +3". (transfer full) */
static char *
signed_limits_of(const CareChange *change)
{
    g_autofree char *low = signed_text(care_words_down(change->low));
    g_autofree char *high = signed_text(care_words_up(change->high));

    return g_strdup_printf(_("%s to %s"), low, high);
}

static void
add_figure(CareTable *table, const char *name, const CareAuditFigure *figure, gboolean has_rest)
{
    g_autofree char *percent = g_strdup_printf("%u", care_words_percent(figure->k, figure->n));
    g_autofree char *rest =
        g_strdup_printf("%u", care_words_percent(figure->rest_k, figure->rest_n));
    g_autofree char *limits = limits_of(figure->share.low, figure->share.high);
    g_autofree char *difference = signed_limits_of(&figure->difference);
    const gboolean is_known = figure->n > 0;

    care_table_row(table, name);
    care_table_count(table, figure->k);
    care_table_count(table, figure->n);
    care_table_text(table, is_known ? percent : NULL);
    care_table_text(table, is_known ? limits : NULL);
    if (!has_rest)
        return;
    care_table_text(table, figure->rest_n > 0 ? rest : NULL);
    care_table_text(table, figure->has_difference ? difference : NULL);
}

/* The agents that are shown; (transfer none) names. */
static guint
first_agents(const CareReportOptions *options, char **agents)
{
    const guint n = g_strv_length(agents);

    return options->by == CARE_BY_AGENT ? n : MIN(n, AGENTS_SHOWN);
}

static void
print_measure(GString *out, const CareAuditData *data, const CareReportOptions *options,
              const GPtrArray *views, char **agents, guint at)
{
    const char *const heads[] = {_("chats"), _("of"), "%", _("about 95 %"), NULL};
    const gboolean has_rest = views->len > 2;
    const CareAuditView *desk = g_ptr_array_index(views, 0);
    g_autoptr(CareTable) table = care_table_new(heads);

    if (desk->figures[measures[at].what].n == 0)
        return;
    if (has_rest) {
        care_table_head(table, _("others %"));
        care_table_head(table, _("difference"));
    }
    care_section_title(out, _(measures[at].title), options->colour);
    if (measures[at].about != NULL) {
        g_string_append_printf(out, "  %s", _(measures[at].about));
        care_words_end(out, 2);
    }
    if (measures[at].what == CARE_MEASURE_AFTER_LONG) {
        g_autofree char *wait = care_words_duration(data->audit->long_ms);

        g_string_append_printf(
            out,
            _("  Long is a longest wait of %s or more: in three of four chats it was shorter."),
            wait);
        care_words_end(out, 2);
    }
    for (guint i = 0; agents[i] != NULL && i + 1 < views->len; i++) {
        const CareAuditView *view = g_ptr_array_index(views, i + 1);

        if (options->agent == NULL || g_strcmp0(options->agent, agents[i]) == 0)
            add_figure(table, agents[i], &view->figures[measures[at].what], has_rest);
    }
    add_figure(table, _("all"), &desk->figures[measures[at].what], FALSE);
    care_table_print(table, out);
}

/* --- coverage, score, weights --- */

/* @is_beside: an agent beside others, whose score few answers keep out: they would compare luck. */
static gboolean
is_held_back(const CareScore *score, gboolean is_beside)
{
    return is_beside && score->n > 0 && !care_audit_is_comparable(score->n);
}

/* Returns whether a score was held back. */
static gboolean
add_coverage(CareTable *table, const char *name, const CareAuditView *view, gboolean is_beside)
{
    const CareAuditFigure *coverage = &view->figures[CARE_MEASURE_COVERAGE];
    g_autofree char *percent = g_strdup_printf("%u", care_words_percent(coverage->k, coverage->n));
    g_autofree char *limits = limits_of(coverage->share.low, coverage->share.high);
    g_autofree char *shown = care_words_shown(&view->part.score);
    g_autofree char *score = care_words_limits(&view->part.score);
    const gboolean is_out = is_held_back(&view->part.score, is_beside);

    care_table_row(table, name);
    care_table_count(table, coverage->n);
    care_table_count(table, coverage->k);
    care_table_text(table, coverage->n > 0 ? percent : NULL);
    care_table_text(table, coverage->n > 0 ? limits : NULL);
    care_table_text(table, is_out ? NULL : shown);
    care_table_text(table, is_out ? NULL : score);
    return is_out;
}

static gboolean
add_weighted(CareTable *table, const char *name, const CareAuditView *view, gboolean is_beside)
{
    const CareScale scale = {view->part.tally.min, view->part.tally.max};
    CareWeighed weighed;
    CareTally tally;
    CareScore plain;

    care_weights_tally(&view->weights, scale, &tally);
    care_score_of(&tally, &plain);
    const gboolean is_out = is_held_back(&plain, is_beside);
    const gboolean is_shown = care_weighed_of(&view->weights, scale, &weighed) && !is_out &&
                              plain.rule >= CARE_RULE_PERCENT_ONLY;
    g_autofree char *shown = care_words_shown(&plain);
    g_autofree char *limits = care_words_limits(&plain);
    g_autofree char *value =
        is_shown ? g_strdup_printf("%.0f", care_words_down(weighed.value)) : NULL;
    g_autofree char *its = is_shown ? limits_of(weighed.low, weighed.high) : NULL;
    g_autofree char *effective = g_strdup_printf("%.1f", weighed.n_effective);

    care_table_row(table, name);
    care_table_count(table, plain.n);
    care_table_text(table, is_out ? NULL : shown);
    care_table_text(table, is_out ? NULL : limits);
    care_table_text(table, value);
    care_table_text(table, its);
    care_table_text(table, weighed.n > 0 ? effective : NULL);
    return is_out;
}

/* What kind of scores these are, and why some are not there. */
static void
say_plain(GString *out, gboolean is_beside, gboolean is_held)
{
    if (!is_beside)
        return;
    g_string_append(out, _("  Agents' scores are plain, not drawn towards the desk's."));
    if (is_held)
        g_string_append_printf(out, " %s",
                               _("\"-\": fewer than 35 answers, which would compare luck."));
    care_words_end(out, 2);
}

static void
print_both(GString *out, const CareAuditData *data, const CareReportOptions *options,
           const GPtrArray *views, char **agents)
{
    const char *const heads[] = {_("ended"), _("answered"),   "%", _("about 95 %"),
                                 _("score"), _("about 95 %"), NULL};
    const char *const weighed[] = {
        _("answers"), _("plain"), _("about 95 %"), _("weighed"), _("about 95 %"), _("worth"), NULL};
    const CareAuditView *desk = g_ptr_array_index(views, 0);
    g_autoptr(CareTable) coverage = care_table_new(heads);
    g_autoptr(CareTable) weights = care_table_new(weighed);
    const gboolean is_beside = views->len > 2;
    gboolean is_held = FALSE, is_weight_held = FALSE;

    for (guint i = 0; agents[i] != NULL && i + 1 < views->len; i++) {
        if (options->agent != NULL && g_strcmp0(options->agent, agents[i]) != 0)
            continue;
        const CareAuditView *view = g_ptr_array_index(views, i + 1);

        is_held |= add_coverage(coverage, agents[i], view, is_beside);
        is_weight_held |= add_weighted(weights, agents[i], view, is_beside);
    }
    add_coverage(coverage, _("all"), desk, FALSE);
    add_weighted(weights, _("all"), desk, FALSE);
    care_section_title(out, _("Coverage beside the score"), options->colour);
    say_plain(out, is_beside, is_held);
    care_table_print(coverage, out);
    care_section_title(out, _("Weighed by how likely it was to be asked"), options->colour);
    g_string_append(out, _("  An answer asked for with probability p stands for 1/p, so that times "
                           "in which fewer were asked count in full. Worth: as many answers of one "
                           "weight say as much."));
    care_words_end(out, 2);
    if (desk->weights.unknown > 0) {
        g_string_append_printf(out,
                               ngettext("  Of %llu answer the probability is not known; it is "
                                        "in neither figure.",
                                        "  Of %llu answers the probability is not known; they are "
                                        "in neither figure.",
                                        (gulong)desk->weights.unknown),
                               CARE_LLU(desk->weights.unknown));
        care_words_end(out, 2);
    }
    if (desk->weights.unknown < desk->figures[CARE_MEASURE_COVERAGE].k) {
        say_plain(out, is_beside, is_weight_held);
        care_table_print(weights, out);
    }
    if (data->audit->long_ms < 0) {
        care_section_title(out, _("Withheld after a long wait"), options->colour);
        g_string_append(out, _("  Too few chats have their waits measured to say what is long."));
        care_words_end(out, 2);
    }
}

/* (transfer full): of CareAuditView, the desk's first, then the shown agents'. */
static GPtrArray *
view_all(const CareAuditData *data, const CareReportOptions *options, char **agents)
{
    GPtrArray *views = g_ptr_array_new_with_free_func(g_free);
    const guint n = options->agent != NULL ? g_strv_length(agents) : first_agents(options, agents);

    CareAuditSums desk;

    care_audit_sums(data, NULL, &desk);
    for (guint i = 0; i <= n; i++) {
        CareAuditView *view = g_new0(CareAuditView, 1);
        const char *agent = i > 0 ? agents[i - 1] : NULL;

        if (options->agent == NULL || agent == NULL || g_strcmp0(agent, options->agent) == 0)
            care_audit_view(data, &desk, agent, view);
        g_ptr_array_add(views, view);
    }
    return views;
}

static void
print_text(GString *out, const CareAuditData *data, const CareReportOptions *options)
{
    g_autofree char *period = care_words_period(data->cube, options);
    g_auto(GStrv) agents = care_cube_agents(data->cube);
    g_autoptr(GPtrArray) views = view_all(data, options, agents);

    care_words_bold(out, _("How asking went"), options->colour);
    g_string_append_c(out, '\n');
    care_words_line(out, _("Period"), period);
    if (strcmp(options->kind, "all") != 0 && options->now_ms != 0 &&
        options->now_ms < data->cube->to_ms) {
        g_string_append(out, _("This period still runs: its figures will change."));
        care_words_end(out, 0);
    }
    if (data->cube->rows->len == 0) {
        g_string_append(out, _("\nNo chat has ended in this period.\n"));
        return;
    }
    g_string_append(out, _("\nA share that differs is a reason to ask, not a finding: customers, "
                           "hours and tasks differ, too. Of twenty differences one leaves out 0 by "
                           "chance alone."));
    care_words_end(out, 0);
    for (guint i = 0; i < G_N_ELEMENTS(measures); i++)
        print_measure(out, data, options, views, agents, i);
    print_both(out, data, options, views, agents);
    if (options->agent == NULL && views->len - 1 < g_strv_length(agents)) {
        const guint left = g_strv_length(agents) - (views->len - 1);

        g_string_append_printf(out,
                               ngettext("\n%u more agent: --format json has all.",
                                        "\n%u more agents: --format json has all.", left),
                               left);
        care_words_end(out, 0);
    }
}

char *
care_audit_text(const CareAuditData *data, const CareReportOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);

    g_return_val_if_fail(data != NULL && options != NULL, NULL);

    care_words_lay_out(options);
    print_text(out, data, options);
    care_audit_definitions(out, data->audit, options);
    if (data->stores != NULL)
        care_audit_stores(out, data->stores, data->has_all_names ? G_MAXUINT : NAMES_SHOWN,
                          options);
    care_words_lay_out(NULL);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
