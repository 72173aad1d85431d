/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a page stays one that a browser opens at once, whatever a store holds, and says what
 * it left out. */
#include "care-report-quarters.h"

#define SIZE_MAX_BYTES 600000 /* of a page of any store, without words of customers */

static char *
page_of(const CareReportData *data, CareReportBy by)
{
    CareReportOptions options = whole;
    char *page;

    options.by = by;
    page = care_report_html(data, &options);
    assert_true(strlen(page) < SIZE_MAX_BYTES);
    return page;
}

static void
care_report_html__names__some_of_ten_thousand_agents(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *usual = NULL, *more = NULL;

    for (guint i = 0; i < 10000; i++) {
        g_autofree char *name = g_strdup_printf("agent%05u", i);

        history_rate(&history, i % 2, name, (guint64[]){i % 3, 1, 0, 4, 40}, 1, i % 4);
    }
    const CareReportData data = history_data(&history);

    usual = page_of(&data, CARE_BY_USUAL);
    assert_says(usual, "<bdi>agent00099</bdi>");
    assert_keeps_quiet(usual, "agent00100");
    assert_says(usual, "100 of 10000 are here; --by agent shows more.");
    more = page_of(&data, CARE_BY_AGENT);
    assert_says(more, "<bdi>agent00499</bdi>");
    assert_keeps_quiet(more, "agent00500");
    assert_says(more, "500 of 10000 are here; --agent shows one by name");
}

/* (transfer full): buckets with one answered chat in each */
static GPtrArray *
busy_buckets(CareBucketKind kind, guint n, History *history)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    const gint64 bucket_ms = (kind == CARE_BUCKET_WEEK ? 7 : 91) * DAY_MS;
    GPtrArray *buckets =
        care_period_buckets(kind, utc, BEGIN_MS, BEGIN_MS + n * (bucket_ms + DAY_MS));

    g_ptr_array_set_size(buckets, (gint)n);
    for (guint i = 0; i < n; i++) {
        CareBucket *bucket = g_ptr_array_index(buckets, i);
        const CareCounts counts = history_counts((guint64[]){1, 0, 2, 0, 7}, 2, 0);

        bucket->cube = care_cube_new();
        care_cube_add(bucket->cube, "anna", "xmpp", "d", CARE_SCALE_ASKED, &counts);
        care_cube_add(history->cube, "anna", "xmpp", "d", CARE_SCALE_ASKED, &counts);
    }
    return buckets;
}

static void
care_report_html__shows__the_newest_of_300_quarters(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autoptr(GPtrArray) few = busy_buckets(CARE_BUCKET_QUARTER, 300, &history);
    g_autoptr(GPtrArray) many = busy_buckets(CARE_BUCKET_QUARTER, 600, &history);
    CareReportData data = {.cube = history.cube, .quarters = few};
    g_autofree char *usual = page_of(&data, CARE_BY_USUAL);
    g_autofree char *more = page_of(&data, CARE_BY_QUARTER);
    g_autofree char *most = NULL;

    assert_says(usual, "12 of 300 are here; --by quarter shows more.");
    assert_keeps_quiet(usual, "The chart shows");
    assert_keeps_quiet(usual, ">2024-Q4");
    assert_keeps_quiet(more, "are here");
    assert_says(more, "<th scope=\"row\">2024-Q4");
    assert_says(more, "The chart shows the newest 54 alone");
    data.quarters = many;
    most = page_of(&data, CARE_BY_QUARTER);
    assert_says(most, "500 of 600 are here; --format csv has all of them.");
    assert_keeps_quiet(most, ">2024-Q4");
}

static void
care_report_html__shows__the_newest_of_many_weeks(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autoptr(GPtrArray) weeks = busy_buckets(CARE_BUCKET_WEEK, 2000, &history);
    const CareReportData data = {.cube = history.cube, .weeks = weeks};
    g_autofree char *page = page_of(&data, CARE_BY_WEEK);

    assert_says(page, "500 of 2000 are here; --format csv has all of them.");
    assert_says(page, ((const CareBucket *)g_ptr_array_index(weeks, 1999))->name);
    assert_keeps_quiet(page, ">2024-W40");
}

static void
care_report_html__bounds__what_strangers_name(void **state G_GNUC_UNUSED)
{
    const CareCounts counts = history_counts((guint64[]){1, 0, 2, 0, 7}, 2, 0);
    g_autoptr(CareCube) cube = care_cube_new();
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GPtrArray) parts =
        care_period_buckets(CARE_BUCKET_WEEK, utc, BEGIN_MS, BEGIN_MS + 700 * 7 * DAY_MS);
    const CareReportData data = {.cube = cube, .parts = parts, .n_left = 40};
    g_autofree char *protocols = NULL, *languages = NULL, *customers = NULL;

    cube->scale = CARE_SCALE_ASKED;
    for (guint i = 0; i < 700; i++) {
        g_autofree char *name = g_strdup_printf("p%03u", i);
        CareBucket *part = g_ptr_array_index(parts, i);

        care_cube_add(cube, "anna", name, name, CARE_SCALE_ASKED, &counts);
        part->cube = care_cube_new();
        care_cube_add(part->cube, "anna", "xmpp", "d", CARE_SCALE_ASKED, &counts);
    }
    g_ptr_array_set_size(parts, 700);
    protocols = page_of(&data, CARE_BY_PROTOCOL);
    assert_says(protocols, "<bdi>p499</bdi>");
    assert_keeps_quiet(protocols, "<bdi>p500</bdi>");
    assert_says(protocols, "500 of 700 are here; --format csv has all of them.");
    languages = page_of(&data, CARE_BY_LANGUAGE);
    assert_says(languages, "500 of 740 are here");
    customers = page_of(&data, CARE_BY_CUSTOMER);
    assert_says(customers, "50 of 740 are here; purple-care customers lists all of them.");
}

static void
care_report_html__shows__twenty_of_many_voices(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autoptr(CareVoices) voices = care_voices_new();
    char agent[] = "anna", praise[] = "well done", blame[] = "too slow";
    const CareVoice good = {.agent = agent, .text = praise, .rating = 5};
    const CareVoice bad = {.agent = agent, .text = blame, .rating = 2};
    CareReportData data;
    g_autofree char *page = NULL;

    history_rate(&history, 0, "anna", (guint64[]){0, 60, 0, 0, 60}, 0, 0);
    voices->n = 80;
    voices->kudos = 60;
    for (guint i = 0; i < CARE_VOICES_MAX; i++)
        care_voices_add(voices->praise, &good);
    for (guint i = 0; i < 20; i++)
        care_voices_add(voices->comments, &bad);
    data = history_data(&history);
    data.voices = voices;
    page = page_of(&data, CARE_BY_USUAL);
    assert_says(page, "20 of 60 are here; purple-care comments lists all of them.");
    assert_keeps_quiet(page, "20 of 20 are here");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report_html__names__some_of_ten_thousand_agents),
        cmocka_unit_test(care_report_html__shows__the_newest_of_300_quarters),
        cmocka_unit_test(care_report_html__shows__the_newest_of_many_weeks),
        cmocka_unit_test(care_report_html__bounds__what_strangers_name),
        cmocka_unit_test(care_report_html__shows__twenty_of_many_voices),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
