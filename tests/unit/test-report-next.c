/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that what a report says to do next can be done. */
#include "care-report-test.h"
#include <purple-care/report.h>

/* 2025-Q1 in UTC. */
static CareCube *
cube_new(void)
{
    CareCube *cube = care_cube_new();

    cube->from_ms = G_GINT64_CONSTANT(1735689600000);
    cube->to_ms = G_GINT64_CONSTANT(1743465600000);
    cube->scale = CARE_SCALE_ASKED;
    return cube;
}

static void
care_report_text__tells__an_empty_period_from_an_empty_desk(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *kind, *agent, *says, *next;
    } rows[] = {
        {"quarter", NULL, "No chat has ended in this period\n", "Next: look wider"},
        {"quarter", "anna", "No such chat has ended in this period\n", "Next: look wider"},
        {"all", NULL, "No chat has ended here yet\n", "Next: end a chat"},
        {"all", "anna", "No such chat has ended yet\n", "Next: look at all chats"},
    };
    g_autoptr(CareCube) cube = cube_new();
    const CareReportData data = {.cube = cube, .sector = care_sector_named("hotels")};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CareReportOptions options = {.kind = rows[i].kind,
                                           .timezone = "UTC",
                                           .agent = rows[i].agent,
                                           .now_ms = cube->to_ms + 1};
        g_autofree char *text = care_report_text(&data, &options);

        assert_says(text, rows[i].says);
        assert_says(text, rows[i].next);
        assert_says(text, "Nothing is compared");
        if (strcmp(rows[i].kind, "all") == 0)
            assert_keeps_quiet(text, "--period all");
    }
}

static void
care_report_text__names__a_list_that_has_the_low_marks(void **state G_GNUC_UNUSED)
{
    static const char *const says[] = {"(purple-care export --what chats)",
                                       "(purple-care comments --low; imported ones: purple-care "
                                       "export --what chats)",
                                       "(purple-care comments --low)"};
    g_autoptr(CareCube) cube = cube_new();
    g_autoptr(CareVoices) voices = care_voices_new();
    const CareReportData data = {.cube = cube, .voices = voices};
    const CareReportOptions plain = {.kind = "quarter", .timezone = "UTC"};
    CareCounts counts = {.ratings = {1, 1}};

    counts.outcomes[CARE_OUTCOME_ANSWERED] = 2;
    care_cube_add(cube, "anna", "xmpp", "d", CARE_SCALE_ASKED, &counts);
    for (gsize i = 0; i < G_N_ELEMENTS(says); i++) {
        g_autofree char *text = NULL;

        voices->low = i;
        text = care_report_text(&data, &plain);
        assert_tells(text, says[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report_text__tells__an_empty_period_from_an_empty_desk),
        cmocka_unit_test(care_report_text__names__a_list_that_has_the_low_marks),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
