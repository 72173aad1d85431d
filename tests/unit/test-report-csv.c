/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the CSV holds the JSON's figures, each on a line of its own, and nothing that a
 * spreadsheet would run. */
#include "care-report-quarters.h"

/* The value of a line; NULL: there is none. (transfer full) */
static char *
value_of(const char *csv, const char *line)
{
    g_autofree char *head = g_strconcat("\n", line, ",", NULL);
    const char *at = strstr(csv, head);

    return at != NULL ? g_strndup(at + strlen(head), strcspn(at + strlen(head), "\n")) : NULL;
}

static void
assert_value(const char *csv, const char *line, const char *expected)
{
    g_autofree char *value = value_of(csv, line);

    if (value == NULL)
        fail_msg("no line %s in:\n%s", line, csv);
    assert_string_equal(value, expected);
}

static void
care_report_csv__names__each_figure_once(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *csv = NULL;
    g_auto(GStrv) lines = NULL;

    history_rate(&history, 0, "anna", (guint64[]){13, 0, 2, 36, 9}, 3, 0);
    history_rate(&history, 1, "anna", (guint64[]){13, 1, 27, 0, 19}, 0, 4);
    const CareReportData data = history_data(&history);

    csv = care_report_csv(&data, &whole);
    assert_true(g_str_has_prefix(csv, "section,name,key,value\nformat,,,1\nperiod,,from,2024-"));
    assert_value(csv, "n_chats,,", "127");
    assert_value(csv, "score,,counts.1", "26");
    assert_value(csv, "score,,counts.5", "28");
    assert_value(csv, "score,,rule", "bands");
    assert_value(csv, "reasons,,agent_choice", "4");
    assert_value(csv, "by_agent,anna,n_chats", "127");
    assert_value(csv, "by_quarter,2024-Q4,score.counts.4", "36");
    assert_value(csv, "by_quarter,2025-Q1,running", "false");
    assert_value(csv, "by_item,culture,score", "");
    assert_value(csv, "change,,value", "-7.083333");
    assert_value(csv, "change,,low", "-19.454377");
    assert_value(csv, "change,,verdict", "no clear change");
    assert_value(csv, "cusum,,", "");
    assert_value(csv, "compare,,", "");
    assert_value(csv, "risks,idle_ends,state", "quiet");
    lines = g_strsplit(csv, "\n", -1);
    for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        g_autofree char *key = g_strndup(lines[i], strrchr(lines[i], ',') - lines[i]);

        for (guint j = 0; j < i; j++)
            assert_false(g_str_has_prefix(lines[j], key) && lines[j][strlen(key)] == ',');
    }
}

static void
care_report_csv__counts__from_the_lowest_rating_of_the_scale(void **state G_GNUC_UNUSED)
{
    CareCounts ten = history_counts((guint64[]){2, 0, 0, 0, 7}, 0, 0);
    g_auto(History) history = history_new();
    g_autofree char *csv = NULL;

    history_add(&history, 0, "anna", "ten", (CareScale){0, 10}, &ten);
    history_rate(&history, 1, "bruno", (guint64[]){1, 0, 0, 0, 2}, 0, 0);
    history.cube->scale = care_cube_main_scale(history.cube);
    for (guint i = 0; i < 2; i++)
        ((CareBucket *)g_ptr_array_index(history.quarters, i))->cube->scale = history.cube->scale;
    const CareReportData data = history_data(&history);

    csv = care_report_csv(&data, &whole);
    assert_value(csv, "score,,counts.0", "2");
    assert_value(csv, "score,,counts.4", "7");
    assert_value(csv, "by_definition,d,score.counts.1", "1");
    assert_value(csv, "by_definition,d,score.counts.5", "2");
    assert_value(csv, "by_definition,ten,score.counts.0", "2");
    assert_value(csv, "by_quarter,2024-Q4,score.counts.0", "2");
}

static void
care_report_csv__disarms__names_that_a_spreadsheet_would_run(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *name, *cell;
    } names[] = {
        {"=1+1", "'=1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"+49 30", "'+49 30"},
        {"-cmd", "'-cmd"},
        {"'=x", "''=x"},
        {"\ttab", "'\\u0009tab"},
        {"a,b", "\"a,b\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\""},
        {"two\nlines\r", "two\\u000alines\\u000d"},
        {"left\xe2\x80\xaeright", "left\\u202eright"},
        {"=\"1,2\"", "\"'=\"\"1,2\"\"\""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_auto(History) history = history_new();
        g_autofree char *csv = NULL, *line = NULL;

        history_rate(&history, 1, names[i].name, (guint64[]){0, 0, 0, 0, 5}, 0, 0);
        const CareReportData data = history_data(&history);

        csv = care_report_csv(&data, &whole);
        line = g_strdup_printf("by_agent,%s,n_chats", names[i].cell);
        assert_value(csv, line, "5");
    }
}

static void
care_report_csv__bears__a_name_of_ten_thousand_letters(void **state G_GNUC_UNUSED)
{
    g_autofree char *name = g_strnfill(10000, 'x'), *csv = NULL, *line = NULL;
    g_auto(History) history = history_new();

    history_rate(&history, 1, name, (guint64[]){0, 0, 0, 0, 5}, 0, 0);
    const CareReportData data = history_data(&history);

    csv = care_report_csv(&data, &whole);
    line = g_strdup_printf("by_agent,%s,n_chats", name);
    assert_value(csv, line, "5");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report_csv__names__each_figure_once),
        cmocka_unit_test(care_report_csv__counts__from_the_lowest_rating_of_the_scale),
        cmocka_unit_test(care_report_csv__disarms__names_that_a_spreadsheet_would_run),
        cmocka_unit_test(care_report_csv__bears__a_name_of_ten_thousand_letters),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
