/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the breakdowns: items, protocols, definitions, and agents without ranking them. */
#include "care-say.h"
#include "care-sections.h"
#include "care-table.h"

#define AGENTS_SHOWN 100 /* where nobody asked for more */
#define STEPS_APART  5   /* a longer scale is shown as its two lowest, its two highest, the rest */

void
care_section_title(GString *out, const char *title, gboolean colour)
{
    g_autoptr(GString) lines = g_string_new(title);

    care_words_end(lines, 2);
    g_string_truncate(lines, lines->len - 1);
    g_string_append_c(out, '\n');
    care_words_bold(out, lines->str, colour);
    g_string_append_c(out, '\n');
}

/* Score and interval under the sample rule. */
static void
add_score(CareTable *table, const CareScore *score)
{
    g_autofree char *shown = care_words_shown(score);
    g_autofree char *limits = care_words_limits(score);

    care_table_text(table, shown);
    care_table_text(table, limits);
}

void
care_section_items(GString *out, const CarePart *whole, gboolean always, gboolean colour)
{
    const char *const heads[] = {_("answers"), _("score"), _("about 95 %"), NULL};
    g_autoptr(CareTable) table = care_table_new(heads);
    guint64 answers = 0;

    for (guint item = CARE_ITEM_NONE + 1; item < CARE_N_ITEMS; item++) {
        CareTally tally;
        CareScore score;

        care_part_item(whole, (CareItem)item, &tally, &score);
        answers += score.n;
        care_table_row(table, care_report_item((CareItem)item));
        care_table_count(table, score.n);
        add_score(table, &score);
    }
    if (answers == 0 && !always)
        return;
    care_section_title(out, _("Follow-up items: never in the score"), colour);
    if (answers > 0)
        care_table_print(table, out);
    else
        g_string_append_printf(out, "  %s\n", _("nobody has answered one"));
}

void
care_section_protocols(GString *out, const CareCube *cube, gboolean colour)
{
    const char *const heads[] = {_("ended"), _("asked"),      _("answers"),
                                 _("score"), _("about 95 %"), NULL};
    g_autoptr(GPtrArray) parts = care_part_protocols(cube);
    g_autoptr(CareTable) table = care_table_new(heads);

    if (parts->len == 0)
        return;
    for (guint i = 0; i < parts->len; i++) {
        const CareCube *of_one = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(of_one->rows, 0);
        CarePart part;

        care_part_of(of_one, NULL, &part);
        care_table_row(table, row->protocol);
        care_table_count(table, care_counts_chats(&part.counts));
        care_table_count(table, part.asked);
        care_table_count(table, part.score.n);
        add_score(table, &part.score);
    }
    care_section_title(out, _("By protocol"), colour);
    care_table_print(table, out);
}

void
care_section_definitions(GString *out, const CareCube *cube, gboolean colour)
{
    const char *const heads[] = {_("scale"), _("asked"),      _("answers"),
                                 _("score"), _("about 95 %"), NULL};
    g_autoptr(GPtrArray) parts = care_part_definitions(cube);
    g_autoptr(CareTable) table = care_table_new(heads);

    if (parts->len < 2)
        return;
    for (guint i = 0; i < parts->len; i++) {
        const CareCube *of_one = g_ptr_array_index(parts, i);
        const CareCubeRow *row = g_ptr_array_index(of_one->rows, 0);
        g_autofree char *scale = g_strdup_printf("%d-%d", of_one->scale.min, of_one->scale.max);
        CarePart part;

        care_part_of(of_one, NULL, &part);
        care_table_row(table, row->definition);
        care_table_text(table, scale);
        care_table_count(table, part.asked);
        care_table_count(table, part.score.n);
        add_score(table, &part.score);
    }
    care_section_title(out, _("By version of the question and its rules"), colour);
    care_table_print(table, out);
}

/* The columns of a tally's counts: each step, or of a long scale three groups. @from has the first
 * step of each, and one past the last. Returns how many. */
static guint
step_groups(CareScale scale, guint from[STEPS_APART + 1])
{
    const guint steps = (guint)(scale.max - scale.min) + 1;

    if (steps <= STEPS_APART) {
        for (guint t = 0; t <= steps; t++)
            from[t] = t;
        return steps;
    }
    from[0] = 0;
    from[1] = 2;
    from[2] = steps - 2;
    from[3] = steps;
    return 3;
}

static CareTable *
agents_table(CareScale scale)
{
    const char *const heads[] = {_("ended"), _("asked"), _("pending"), _("answered"), NULL};
    CareTable *table = care_table_new(heads);
    guint from[STEPS_APART + 1];
    const guint n = step_groups(scale, from);

    for (guint i = 0; i < n; i++) {
        const gint low = scale.min + (gint)from[i], high = scale.min + (gint)from[i + 1] - 1;
        g_autofree char *head =
            low == high ? g_strdup_printf("%d", low) : g_strdup_printf("%d-%d", low, high);

        care_table_head(table, head);
    }
    return table;
}

static void
add_agent(CareTable *table, const char *name, const CarePart *part)
{
    guint from[STEPS_APART + 1];
    const guint n = step_groups((CareScale){part->tally.min, part->tally.max}, from);

    care_table_row(table, name);
    care_table_count(table, care_counts_chats(&part->counts));
    care_table_count(table, part->asked);
    care_table_count(table, part->counts.outcomes[CARE_OUTCOME_PENDING]);
    care_table_count(table, part->counts.outcomes[CARE_OUTCOME_ANSWERED]);
    for (guint i = 0; i < n; i++) {
        guint64 count = 0;

        for (guint t = from[i]; t < from[i + 1]; t++)
            count += part->tally.counts[t];
        care_table_count(table, count);
    }
}

const char *
care_say_too_few(void)
{
    return _("too few: 35 are needed");
}

const char *
care_say_none_beside(void)
{
    return _("not yet: no agent has 35 answers, and fewer would compare luck");
}

/* Percents as they are would rank people by chance: each is drawn towards the desk's, and few
 * answers stay out. */
static void
add_beside(CareTable *table, const char *name, const CarePart *part, const CareBeside *beside)
{
    g_autofree char *drawn = NULL;

    care_table_row(table, name);
    care_table_count(table, part->score.n);
    if (beside->has_desk && beside->shrunk.comparable) {
        drawn = g_strdup_printf("%.0f", care_words_down(beside->shrunk.value));
        care_table_text(table, drawn);
    } else {
        care_table_text(table, NULL);
        care_table_note(table, care_say_too_few());
    }
}

void
care_say_parity(GPtrArray *said, const char *agent, const CareParity *parity)
{
    g_autofree char *safe = care_report_safe(agent);
    char *words;

    if (parity->verdict != CARE_PARITY_LESS && parity->verdict != CARE_PARITY_MORE)
        return;
    /* Translators: %s is an agent, "of twenty" agents. "They could have": the agent could have. */
    words = g_strdup_printf(
        parity->verdict == CARE_PARITY_LESS
            ? _("%s asks less than the others: in %llu of %llu chats they could have asked in, "
                "%.0f %%; the others %.0f %%. That may flatter the score; but of twenty who ask "
                "alike about one would seem to ask less or more.")
            : _("%s asks more than the others: in %llu of %llu chats they could have asked in, "
                "%.0f %%; the others %.0f %%. But of twenty who ask alike about one would seem to "
                "ask less or more."),
        safe, CARE_LLU(parity->asked), CARE_LLU(parity->could),
        care_words_down(parity->share.value), care_words_down(parity->rest.value));
    care_said_add(said, _("Asking"), words);
}

static void
append_beside(GString *out, const CareTable *table, const CarePart *desk, guint n_comparable,
              gboolean colour)
{
    g_autofree char *title = NULL;

    if (n_comparable == 0) {
        care_words_line(out, _("Side by side"), care_say_none_beside());
        return;
    }
    title = g_strdup_printf(_("Agents side by side, by name: scores drawn towards the desk's %u"),
                            desk->score.shown);
    care_section_title(out, title, colour);
    care_table_print(table, out);
}

void
care_say_agents_doubts(GPtrArray *said, const CareReportData *data, const CarePart *desk)
{
    g_autoptr(GHashTable) unlike = care_part_unlike(data->cube, care_part_team(data));

    if (g_hash_table_size(unlike) > 0)
        care_said_add(said, _("Mind"),
                      g_strdup(_("not all agents' answers are to the same question by the same "
                                 "rules: that alone may be the difference")));
    if (data->team != NULL && desk->n_other > 0)
        care_said_add(
            said, _("Mind"),
            g_strdup_printf(
                g_dngettext(GETTEXT_PACKAGE,
                            "%llu of the desk's answers is on another scale and left out of the "
                            "desk's figure",
                            "%llu of the desk's answers are on another scale and left out of the "
                            "desk's figure",
                            (gulong)desk->n_other),
                CARE_LLU(desk->n_other)));
}

static void
append_hidden(GString *out, guint n_hidden)
{
    if (n_hidden == 0)
        return;
    g_string_append_printf(
        out,
        g_dngettext(GETTEXT_PACKAGE, "  %u more agent is left out here; --by agent shows all",
                    "  %u more agents are left out here; --by agent shows all", n_hidden),
        n_hidden);
    care_words_end(out, 4);
}

void
care_section_agents(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const CareCube *cube = data->cube, *team = care_part_team(data);
    const char *const heads[] = {_("answers"), _("score"), NULL};
    g_auto(GStrv) agents = care_cube_agents(cube);
    g_auto(GStrv) colleagues = care_cube_agents(team);
    g_autoptr(CareTable) counts = agents_table(cube->scale);
    g_autoptr(CareTable) side = care_table_new(heads);
    g_autoptr(GPtrArray) doubts = care_said_new();
    g_autoptr(GPtrArray) asking = care_said_new();
    const guint n = g_strv_length(agents), n_team = g_strv_length(colleagues);
    const guint n_shown = options->by == CARE_BY_AGENT ? n : MIN(n, AGENTS_SHOWN);
    guint n_comparable = 0;
    CarePart desk;

    care_part_of(team, NULL, &desk);
    for (guint i = 0; i < n; i++) {
        CarePart part;
        CareBeside beside;

        care_part_of(cube, agents[i], &part);
        care_part_beside(&part, &desk, n_team, &beside);
        n_comparable += beside.has_desk && beside.shrunk.comparable;
        if (i >= n_shown)
            continue;
        add_agent(counts, agents[i], &part);
        add_beside(side, agents[i], &part, &beside);
        if (beside.has_parity)
            care_say_parity(asking, agents[i], &beside.parity);
    }
    care_section_title(out, _("Agents by name: counts, no ranking"), options->colour);
    care_table_print(counts, out);
    if (n_team > 1)
        append_beside(out, side, &desk, n_comparable, options->colour);
    append_hidden(out, n - n_shown);
    care_say_agents_doubts(doubts, data, &desk);
    care_said_print(out, doubts);
    care_said_print(out, asking);
}
