/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the language an agent sets is the one spoken, whatever is heard or answered. */
#include "care-desk.h"

static void
care_note_language__asks__in_the_language_set(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_command_with(desk, CARE_COMMAND_LANGUAGE, "DE_at");
    assert_int_equal(desk_last_told(desk), CARE_TELL_LANGUAGE_SAVED);
    assert_string_equal(desk_last_text(desk), "de");
    assert_int_equal(desk_last_stored(desk)->change, CARE_CUSTOMER_TONGUE);
    assert_string_equal(desk_last_stored(desk)->tag, "de");
    desk->heard = "fr"; /* what their lines look like changes nothing */
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END);
    assert_string_equal(desk->language, "de");
    assert_true(desk_customer(desk, "5"));
    assert_int_equal(desk_n_changes(desk, CARE_CUSTOMER_LANGUAGE), 0);
}

static void
care_note_language__is_not_changed__by_an_answer_in_another(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->heard = "fr";
    desk_ask(desk);
    assert_string_equal(desk->language, "fr");
    desk_command_with(desk, CARE_COMMAND_LANGUAGE, "de"); /* while the question is out */
    assert_true(desk_customer(desk, "5"));
    assert_int_equal(desk_n_changes(desk, CARE_CUSTOMER_LANGUAGE), 0);
    desk_assert_shows(desk, CARE_COMMAND_LANGUAGE, CARE_TELL_LANGUAGE, "de");
}

static void
care_note_language__is_heard_again__after_auto(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_command_with(desk, CARE_COMMAND_LANGUAGE, "de");
    desk_command_with(desk, CARE_COMMAND_LANGUAGE, "Auto");
    assert_int_equal(desk_last_told(desk), CARE_TELL_LANGUAGE_AUTO);
    assert_int_equal(desk_last_stored(desk)->change, CARE_CUSTOMER_TONGUE);
    assert_null(desk_last_stored(desk)->tag);
    desk_assert_shows(desk, CARE_COMMAND_LANGUAGE, CARE_TELL_LANGUAGE, NULL);
    desk->heard = "fr";
    desk_agent(desk, "hi anna");
    desk_command(desk, CARE_COMMAND_END);
    assert_string_equal(desk->language, "fr");
}

static void
care_note_language__refuses__what_is_none(void **state G_GNUC_UNUSED)
{
    g_autofree char *long_tag = g_strnfill(10000, 'd');
    const char *bad[] = {"xx", "german", "d", "-", "de de", "de;fr", "ü", "*", long_tag};
    g_autoptr(Desk) desk = desk_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        desk_command_with(desk, CARE_COMMAND_LANGUAGE, bad[i]);
        assert_int_equal(desk_last_told(desk), CARE_TELL_LANGUAGE_BAD);
    }
    assert_int_equal(desk->stored->len, 0);
}

static void
care_note_language__is_spoken__after_a_question_in_another(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk->heard = "fr";
    desk_ask(desk);
    assert_true(desk_customer(desk, "5"));
    desk_pass(desk, DESK_HOUR);
    desk_customer(desk, "hello again, the router");
    desk_command_with(desk, CARE_COMMAND_LANGUAGE, "de");
    assert_true(desk_customer(desk, "!rate erase"));
    assert_string_equal(desk->language, "de");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_note_language__asks__in_the_language_set),
        cmocka_unit_test(care_note_language__is_not_changed__by_an_answer_in_another),
        cmocka_unit_test(care_note_language__is_heard_again__after_auto),
        cmocka_unit_test(care_note_language__refuses__what_is_none),
        cmocka_unit_test(care_note_language__is_spoken__after_a_question_in_another),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
