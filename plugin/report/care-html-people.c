/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page's breakdowns: items, protocols, definitions, and agents without ranking them. */
#include "care-html-part.h"

#define AGENTS_SHOWN 100 /* as in the text: where nobody asked for more */

static void
append_items_table(GString *out, const CarePart *whole, const char *caption)
{
    const char *const heads[] = {_("item"), _("answers"), _("score"), _("about 95 %"), NULL};

    care_html_table(out, "items-table", caption, heads);
    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        CareTally tally;
        CareScore score;

        care_part_item(whole, (CareItem)item, &tally, &score);
        care_html_row(out, care_report_item((CareItem)item), FALSE, NULL);
        care_html_count(out, score.n);
        care_html_score(out, &score);
        care_html_row_end(out);
    }
    care_html_table_end(out);
}

void
care_html_items(GString *out, const CarePart *whole, gboolean always)
{
    const CareChart chart = {.kind = CARE_CHART_ITEMS, .part = whole};
    const CareHtmlFigure figure = {"items", _("Score of each follow-up item"),
                                   care_chart_caption(CARE_CHART_ITEMS), _("The follow-up items")};
    guint64 answers = 0;

    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        CareTally tally;
        CareScore score;

        care_part_item(whole, (CareItem)item, &tally, &score);
        answers += score.n;
    }
    if (answers == 0 && !always)
        return;
    care_html_section(out, "follow-ups", _("Follow-up items: never in the score"));
    g_string_append(out, "<div class=\"pair\">\n");
    if (care_chart_has_figures(&chart)) /* else it would be five empty frames */
        care_html_figure(out, &chart, &figure);
    append_items_table(out, whole, figure.table);
    g_string_append(out, "</div>\n");
    care_html_section_end(out);
}

void
care_html_protocols(GString *out, const CareCube *cube)
{
    const char *const heads[] = {_("protocol"), _("ended"),      _("asked"), _("answers"),
                                 _("score"),    _("about 95 %"), NULL};
    g_autoptr(GPtrArray) parts = care_part_protocols(cube);

    const guint n = MIN(parts->len, CARE_HTML_ROWS_MAX);

    if (n == 0)
        return;
    care_html_section(out, "by-protocol", _("By protocol"));
    care_html_table(out, "protocols-table", _("The score by protocol"), heads);
    for (guint i = 0; i < n; i++) {
        const CareCube *of_one = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(of_one->rows, 0);
        CarePart part;

        care_part_of(of_one, NULL, &part);
        care_html_row(out, row->protocol, TRUE, NULL);
        care_html_count(out, care_counts_chats(&part.counts));
        care_html_count(out, part.asked);
        care_html_count(out, part.score.n);
        care_html_score(out, &part.score);
        care_html_row_end(out);
    }
    care_html_table_end(out);
    care_html_left_out(out, n, parts->len, _("--format csv has all of them"));
    care_html_section_end(out);
}

void
care_html_definitions(GString *out, const CareCube *cube)
{
    const char *const heads[] = {_("version"), _("scale"),      _("asked"), _("answers"),
                                 _("score"),   _("about 95 %"), NULL};
    g_autoptr(GPtrArray) parts = care_part_definitions(cube);

    const guint n = MIN(parts->len, CARE_HTML_ROWS_MAX);

    if (n < 2)
        return;
    care_html_section(out, "by-version", _("By version of the question and its rules"));
    care_html_table(out, "versions-table", _("The score of each version, on its own scale"), heads);
    for (guint i = 0; i < n; i++) {
        const CareCube *of_one = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(of_one->rows, 0);
        g_autofree char *scale = g_strdup_printf("%d-%d", of_one->scale.min, of_one->scale.max);
        CarePart part;

        care_part_of(of_one, NULL, &part);
        care_html_row(out, row->definition, TRUE, NULL);
        care_html_cell(out, scale);
        care_html_count(out, part.asked);
        care_html_count(out, part.score.n);
        care_html_score(out, &part.score);
        care_html_row_end(out);
    }
    care_html_table_end(out);
    care_html_left_out(out, n, parts->len, _("--format csv has all of them"));
    care_html_section_end(out);
}

typedef struct { /* the agents of one report */
    const CareReportData *data;
    char **names;
    guint n_shown, n_team;
    CarePart desk;
} Agents;

static void
append_counts(GString *out, const Agents *agents)
{
    const CareScale scale = agents->data->cube->scale;
    g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(heads, g_strdup(_("agent")));
    g_ptr_array_add(heads, g_strdup(_("ended")));
    g_ptr_array_add(heads, g_strdup(_("asked")));
    g_ptr_array_add(heads, g_strdup(_("pending")));
    g_ptr_array_add(heads, g_strdup(_("answered")));
    for (gint rating = scale.min; rating <= scale.max; rating++)
        g_ptr_array_add(heads, g_strdup_printf(_("gave %d"), rating));
    g_ptr_array_add(heads, NULL);
    care_html_table(out, "agents-table", _("By name, no ranking"),
                    (const char *const *)heads->pdata);
    for (guint i = 0; i < agents->n_shown; i++) {
        CarePart part;

        care_part_of(agents->data->cube, agents->names[i], &part);
        care_html_row(out, agents->names[i], TRUE, NULL);
        care_html_count(out, care_counts_chats(&part.counts));
        care_html_count(out, part.asked);
        care_html_count(out, part.counts.outcomes[CARE_OUTCOME_PENDING]);
        care_html_count(out, part.counts.outcomes[CARE_OUTCOME_ANSWERED]);
        for (gint t = 0; t <= scale.max - scale.min; t++)
            care_html_count(out, part.tally.counts[t]);
        care_html_row_end(out);
    }
    care_html_table_end(out);
}

static void
append_drawn(GString *out, const Agents *agents)
{
    const char *const heads[] = {_("agent"), _("answers"), _("score"), NULL};
    g_autofree char *caption = g_strdup_printf(
        _("By name; scores drawn towards the desk's %u, the more the fewer answers there are"),
        agents->desk.score.shown);

    care_html_table(out, "beside-table", caption, heads);
    for (guint i = 0; i < agents->n_shown; i++) {
        g_autofree char *drawn = NULL;
        CareBeside beside;
        CarePart part;

        care_part_of(agents->data->cube, agents->names[i], &part);
        care_part_beside(&part, &agents->desk, agents->n_team, &beside);
        if (beside.has_desk && beside.shrunk.comparable)
            drawn = g_strdup_printf("%.0f", care_words_down(beside.shrunk.value));
        care_html_row(out, agents->names[i], TRUE, drawn != NULL ? NULL : care_say_too_few());
        care_html_count(out, part.score.n);
        care_html_cell(out, drawn);
        care_html_row_end(out);
    }
    care_html_table_end(out);
}

/* Percents as they are would rank people by chance: only who has enough answers stands here. */
static void
append_beside(GString *out, const Agents *agents, guint n_comparable)
{
    if (agents->n_team < 2)
        return;
    care_html_element(out, "h3", _("Side by side"));
    if (n_comparable > 0)
        append_drawn(out, agents);
    else
        care_html_element(out, "p", care_say_none_beside());
}

static void
append_asking(GString *out, const Agents *agents)
{
    const char *const heads[] = {_("agent"), _("asked"), _("could ask"), _("share"), NULL};

    if (agents->n_team < 2)
        return;
    care_html_element(out, "h3", _("Does everybody ask alike?"));
    care_html_table(out, "asking-table",
                    _("Customers asked, of those that the agent could have asked"), heads);
    for (guint i = 0; i < agents->n_shown; i++) {
        g_autofree char *share = NULL;
        CareBeside beside;
        CarePart part;

        care_part_of(agents->data->cube, agents->names[i], &part);
        care_part_beside(&part, &agents->desk, agents->n_team, &beside);
        if (beside.parity.could > 0)
            share = g_strdup_printf("%.0f %%", care_words_down(beside.parity.share.value));
        care_html_row(out, agents->names[i], TRUE, NULL);
        care_html_count(out, beside.parity.asked);
        care_html_count(out, beside.parity.could);
        care_html_cell(out, share);
        care_html_row_end(out);
    }
    care_html_table_end(out);
}

/* Returns how many may stand side by side. */
static guint
look_at_all(const Agents *agents, GPtrArray *asking)
{
    guint n_comparable = 0;

    for (guint i = 0; agents->names[i] != NULL; i++) {
        CareBeside beside;
        CarePart part;

        care_part_of(agents->data->cube, agents->names[i], &part);
        care_part_beside(&part, &agents->desk, agents->n_team, &beside);
        n_comparable += beside.has_desk && beside.shrunk.comparable;
        if (i < agents->n_shown && beside.has_parity)
            care_say_parity(asking, agents->names[i], &beside.parity);
    }
    return n_comparable;
}

void
care_html_agents(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    g_auto(GStrv) names = care_cube_agents(data->cube);
    g_auto(GStrv) team = care_cube_agents(care_part_team(data));
    const guint n = g_strv_length(names);
    const gboolean by_agent = options->by == CARE_BY_AGENT;
    Agents agents = {.data = data,
                     .names = names,
                     .n_shown = MIN(n, by_agent ? CARE_HTML_ROWS_MAX : AGENTS_SHOWN),
                     .n_team = g_strv_length(team)};
    g_autoptr(GPtrArray) doubts = care_said_new();
    g_autoptr(GPtrArray) asking = care_said_new();
    guint n_comparable;

    care_part_of(care_part_team(data), NULL, &agents.desk);
    n_comparable = look_at_all(&agents, asking);
    care_html_section(out, "agents", _("Agents"));
    append_counts(out, &agents);
    care_html_left_out(out, agents.n_shown, n,
                       by_agent ? _("--agent shows one by name, --format csv has all of them")
                                : _("--by agent shows more"));
    append_beside(out, &agents, n_comparable);
    care_say_agents_doubts(doubts, data, &agents.desk);
    care_html_said(out, doubts);
    append_asking(out, &agents);
    care_html_said(out, asking);
    care_html_section_end(out);
}
