/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the page says what JSON says, hides what the sample rule hides, and that nothing of a
 * store gets into it as markup. */
#include "care-report-quarters.h"

static char *
page_of(const History *history, const CareReportOptions *options)
{
    const CareReportData data = history_data(history);

    return care_report_html(&data, options);
}

/* --- well-formed --- */

static void
hear_element(GMarkupParseContext *context G_GNUC_UNUSED, const char *element G_GNUC_UNUSED,
             const char **names, const char **values, gpointer seen, GError **error G_GNUC_UNUSED)
{
    for (guint i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], "id") == 0 && !g_hash_table_add(seen, g_strdup(values[i])))
            fail_msg("the id %s is there twice", values[i]);
    }
}

/* As XML: all tags close in order, and what is no tag is escaped. HTML's own elements that never
 * close are closed first. */
static void
assert_well_formed(const char *page)
{
    const GMarkupParser parser = {.start_element = hear_element};
    g_autoptr(GRegex) open = g_regex_new("<(meta[^>]*|br)>", 0, 0, NULL);
    g_autofree char *closed = g_regex_replace(open, page, -1, 0, "<\\1/>", 0, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, seen, NULL);
    g_autoptr(GError) error = NULL;

    assert_true(g_str_has_prefix(closed, "<!DOCTYPE html>\n"));
    if (!g_markup_parse_context_parse(context, closed + strlen("<!DOCTYPE html>\n"), -1, &error) ||
        !g_markup_parse_context_end_parse(context, &error))
        fail_msg("%s", error->message);
    assert_true(g_hash_table_size(seen) > 0);
}

static void
care_report_html__is__well_formed_and_asks_nothing_of_a_network(void **state G_GNUC_UNUSED)
{
    static const char *const bad[] = {"<script",     "<link", "<img",  "url(", "@import",
                                      "href=\"http", "rgb(",  "xlink", NULL};
    g_auto(History) history = history_new();
    g_autofree char *page = NULL;

    history_rate(&history, 0, "anna", (guint64[]){1, 2, 2, 0, 1}, 3, 0);
    history_rate(&history, 1, "bruno", (guint64[]){0, 4, 2, 12, 42}, 0, 2);
    page = page_of(&history, &whole);
    assert_well_formed(page);
    for (guint i = 0; bad[i] != NULL; i++)
        assert_keeps_quiet(page, bad[i]);
    assert_says(page, "<html lang=\"en\">");
    assert_says(page, "default-src 'none'");
}

static void
care_report_html__is__a_page_where_nothing_has_ended(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = care_cube_new();
    const CareReportData data = {.cube = cube};
    g_autofree char *page = NULL;

    cube->scale = CARE_SCALE_ASKED;
    page = care_report_html(&data, &whole);
    assert_well_formed(page);
    assert_says(page, "No chat has ended here yet");
    assert_keeps_quiet(page, "<svg");
}

/* --- figures --- */

/* "–" where JSON has null. (transfer full) */
static char *
shown_at(JsonNode *root, const char *path)
{
    g_autoptr(JsonNode) node = at(root, path);

    return g_strdup(JSON_NODE_HOLDS_NULL(node) ? "–" : json_node_get_string(node));
}

static gint64
int_at(JsonNode *root, const char *path)
{
    g_autoptr(JsonNode) node = at(root, path);

    return json_node_get_int(node);
}

static void
assert_ratings(const char *page, JsonNode *root)
{
    for (gint rating = 1; rating <= CARE_RATINGS; rating++) {
        g_autofree char *path = g_strdup_printf("$.score.counts[%d]", rating - 1);
        g_autofree char *cell =
            g_strdup_printf("<tr><th scope=\"row\">%d%s</th><td>%" G_GINT64_FORMAT "</td>", rating,
                            rating == 1              ? " not at all"
                            : rating == CARE_RATINGS ? " completely"
                                                     : "",
                            int_at(root, path));

        assert_says(page, cell);
    }
}

static void
assert_outcomes(const char *page, JsonNode *root)
{
    static const struct {
        const char *key, *words;
    } outcomes[] = {{"answered", "answered"},
                    {"expired", "expired: no answer came"},
                    {"skipped", "skipped"},
                    {"opted_out", "opted out"},
                    {"not_asked", "not asked"}};

    for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++) {
        g_autofree char *path = g_strdup_printf("$.outcomes.%s", outcomes[i].key);
        g_autofree char *cell =
            g_strdup_printf("<th scope=\"row\">%s</th><td>%" G_GINT64_FORMAT "</td>",
                            outcomes[i].words, int_at(root, path));

        assert_says(page, cell);
    }
}

static void
assert_quarters(const char *page, JsonNode *root)
{
    for (guint i = 0; i < 2; i++) {
        g_autofree char *chats = g_strdup_printf("$.by_quarter[%u].n_chats", i);
        g_autofree char *n = g_strdup_printf("$.by_quarter[%u].score.n", i);
        g_autofree char *score = g_strdup_printf("$.by_quarter[%u].score.shown", i);
        g_autofree char *shown = shown_at(root, score);
        g_autofree char *row = g_strdup_printf("<tr><th scope=\"row\">%s</th><td>%" G_GINT64_FORMAT
                                               "</td><td>%" G_GINT64_FORMAT "</td><td>%s</td>",
                                               i == 0 ? "2024-Q4" : "2025-Q1", int_at(root, chats),
                                               int_at(root, n), shown);

        assert_says(page, row);
    }
}

static void
care_report_html__says__the_figures_of_json(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(7);

    for (guint round = 0; round < 40; round++) {
        const gint32 most = (gint32[]){2, 4, 9, 30000}[round % 4];
        g_auto(History) history = history_new();
        g_autofree char *page = NULL, *big = NULL, *shown = NULL, *json = NULL;
        g_autoptr(JsonNode) root = NULL;

        for (guint i = 0; i < 4; i++) {
            guint64 ratings[CARE_RATINGS];

            for (guint t = 0; t < CARE_RATINGS; t++)
                ratings[t] = (guint64)g_rand_int_range(dice, 0, most);
            history_rate(&history, i % 2, i < 2 ? "anna" : "bruno", ratings,
                         (guint64)g_rand_int_range(dice, 0, most), 1);
        }
        const CareReportData data = history_data(&history);

        page = care_report_html(&data, &whole);
        json = care_report_json(&data, &whole);
        root = parse(json);
        shown = shown_at(root, "$.score.shown");
        big = strcmp(shown, "–") == 0 ? g_strdup("No score yet")
                                      : g_strdup_printf("<strong>%s</strong> of 100", shown);
        assert_says(page, big);
        if (int_at(root, "$.score.n") > 0)
            assert_ratings(page, root);
        assert_outcomes(page, root);
        assert_quarters(page, root);
        assert_well_formed(page);
    }
}

static void
care_report_html__hides__what_the_sample_rule_hides(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *page = NULL;

    history_rate(&history, 0, "anna", (guint64[]){0, 0, 1, 0, 2}, 0, 0);
    page = page_of(&history, &whole);
    assert_says(page, "No score yet");
    assert_keeps_quiet(page, "id=\"scale-t\"");
    assert_says(page, "not shown: 3 answers, and a percent needs 5");
    assert_keeps_quiet(page, ">83<"); /* which they would make */
    assert_keeps_quiet(page, "83 of 100");
    assert_keeps_quiet(page, "<li>bounds");
    assert_keeps_quiet(page, "id=\"quarters-t\""); /* a trend without a point */
}

static void
care_report_html__puts__no_agents_side_by_side_too_early(void **state G_GNUC_UNUSED)
{
    g_auto(History) few = history_new(), enough = history_new();
    g_autofree char *early = NULL, *late = NULL;

    history_rate(&few, 0, "anna", (guint64[]){0, 0, 0, 0, 34}, 0, 0);
    history_rate(&few, 0, "bruno", (guint64[]){0, 0, 0, 0, 3}, 0, 0);
    history_rate(&enough, 0, "anna", (guint64[]){0, 0, 0, 0, 35}, 0, 0);
    history_rate(&enough, 0, "bruno", (guint64[]){0, 0, 0, 0, 3}, 0, 0);
    early = page_of(&few, &whole);
    late = page_of(&enough, &whole);
    assert_says(early, "no agent has 35 answers");
    assert_keeps_quiet(early, "beside-table");
    assert_says(late, "<bdi>anna</bdi></th><td>35</td><td>100</td>");
    assert_says(late,
                "<bdi>bruno</bdi><br><small>too few: 35 are needed</small>\n</th><td>3</td><td>–");
}

/* --- strangers' text --- */

static void
care_report_html__shows__hostile_names_as_text(void **state G_GNUC_UNUSED)
{
    static const char *const names[] = {"</title><script>alert(1)</script>",
                                        "\"'><b onclick=x>&lt;", "anna\xe2\x80\xaegro",
                                        "\x1b[31m\x01", "\xff\xfe"};
    g_auto(History) history = history_new();
    g_autofree char *long_name = g_strnfill(10000, 'x');
    g_autofree char *page = NULL;
    CareReportOptions options = whole;

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        history_rate(&history, 0, names[i], (guint64[]){0, 0, 0, 0, 40}, 0, 0);
    history_rate(&history, 0, long_name, (guint64[]){0, 0, 0, 0, 40}, 0, 0);
    options.by = CARE_BY_AGENT;
    options.agent = names[0];
    page = page_of(&history, &options);
    assert_well_formed(page);
    assert_true(g_utf8_validate(page, -1, NULL));
    assert_keeps_quiet(page, "<script");
    assert_keeps_quiet(page, "<b ");
    assert_keeps_quiet(page, "\xe2\x80\xae");
    assert_keeps_quiet(page, "\x1b");
    assert_says(page, "<bdi>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi>");
    assert_says(page, "<bdi>anna\\u202egro</bdi>");
    assert_keeps_quiet(page, long_name);
    long_name[200] = '\0';
    assert_says(page, long_name);
    assert_true(strlen(page) < 60000);
}

static void
care_report_html__shows__what_customers_said_as_text(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autoptr(CareVoices) voices = care_voices_new();
    g_autofree char *long_text = g_strnfill(20000, 'y');
    g_autofree char *page = NULL, *masked = NULL;
    char loud[] = "<i>anna", quiet[] = "anna";
    char markup[] = "<img src=x onerror=alert(1)>\r\nback\xe2\x80\xaewards";
    const CareVoice hostile = {.agent = loud, .text = markup, .rating = 2};
    const CareVoice longest = {.agent = quiet, .text = long_text, .rating = 5};

    voices->n = 2;
    care_voices_add(voices->comments, &hostile);
    care_voices_add(voices->praise, &longest);
    history_rate(&history, 0, "anna", (guint64[]){0, 1, 0, 0, 1}, 0, 0);
    CareReportData data = history_data(&history);

    data.voices = voices;
    page = care_report_html(&data, &whole);
    assert_well_formed(page);
    assert_says(page, "<bdi>&lt;img src=x onerror=alert(1)&gt;</bdi><br>\n"
                      "<bdi>back\\u202ewards</bdi></p></blockquote>");
    assert_says(page, "2 of 5, <bdi>&lt;i&gt;anna</bdi>");
    assert_keeps_quiet(page, long_text);
    long_text[10000] = '\0';
    assert_says(page, long_text);
    voices->is_masked = TRUE;
    masked = care_report_html(&data, &whole);
    assert_well_formed(masked);
    assert_says(masked, "[show] comment=no");
    assert_keeps_quiet(masked, "onerror");
}

/* --- the same, and not the same --- */

static void
care_report_html__is__the_same_for_the_same(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new(), other = history_new();
    g_autofree char *first = NULL, *between = NULL, *second = NULL;
    CareReportOptions options = whole;

    options.now_ms = END_MS + DAY_MS;
    history_rate(&history, 0, "anna", (guint64[]){1, 2, 2, 0, 9}, 3, 0);
    history_rate(&history, 1, "anna", (guint64[]){1, 2, 2, 0, 9}, 3, 0);
    history_rate(&other, 0, "anna", (guint64[]){0, 0, 0, 0, 7}, 3, 0);
    first = page_of(&history, &options);
    between = page_of(&other, &options);
    second = page_of(&history, &options);
    assert_string_equal(first, second);
    assert_string_not_equal(first, between);
    assert_says(first, "<dt>Made on</dt>\n<dd>2025-04-02</dd>");
    assert_says(first, "purple-care " CARE_VERSION);
}

/* Lines from point to point: strokes without a filling, in the line's ink. */
static guint
count_joins(const char *page)
{
    g_autoptr(GRegex) join = g_regex_new("fill(:|=\")none\\b[^>]*stroke(:|=\")var\\(--care-line\\)",
                                         0, 0, NULL); /* in a style, or not */
    g_autoptr(GMatchInfo) match = NULL;
    guint n = 0;

    g_regex_match(join, page, 0, &match);
    for (; g_match_info_matches(match); n++)
        g_match_info_next(match, NULL);
    return n;
}

static void
care_report_html__breaks_the_line__where_the_question_changes(void **state G_GNUC_UNUSED)
{
    const CareCounts counts = history_counts((guint64[]){0, 0, 0, 5, 5}, 0, 0);
    g_auto(History) same = history_new(), changed = history_new();
    g_autofree char *whole_line = NULL, *broken = NULL;

    for (guint quarter = 0; quarter < 2; quarter++) {
        history_add(&same, quarter, "anna", "d", CARE_SCALE_ASKED, &counts);
        history_add(&changed, quarter, "anna", quarter == 0 ? "d" : "e", CARE_SCALE_ASKED, &counts);
    }
    whole_line = page_of(&same, &whole);
    broken = page_of(&changed, &whole);
    /* The dotted upright line, and no line from point to point. */
    assert_false(draws(whole_line, "stroke-dasharray", "2"));
    assert_keeps_quiet(whole_line, "question or rules changed");
    assert_true(draws(broken, "stroke-dasharray", "2"));
    assert_says(broken, "<th scope=\"row\">2025-Q1<br><small>question or rules changed</small>");
    assert_int_equal(count_joins(whole_line), 1);
    assert_int_equal(count_joins(broken), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report_html__is__well_formed_and_asks_nothing_of_a_network),
        cmocka_unit_test(care_report_html__is__a_page_where_nothing_has_ended),
        cmocka_unit_test(care_report_html__says__the_figures_of_json),
        cmocka_unit_test(care_report_html__hides__what_the_sample_rule_hides),
        cmocka_unit_test(care_report_html__puts__no_agents_side_by_side_too_early),
        cmocka_unit_test(care_report_html__shows__hostile_names_as_text),
        cmocka_unit_test(care_report_html__shows__what_customers_said_as_text),
        cmocka_unit_test(care_report_html__is__the_same_for_the_same),
        cmocka_unit_test(care_report_html__breaks_the_line__where_the_question_changes),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
