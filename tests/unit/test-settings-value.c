/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what each type of key takes, and that a refused text leaves the value alone. */
#include "care-settings-value.h"
#include "care-test.h"
#include <string.h>

static CareSettings *settings;

static gboolean
takes(const char *group, const char *key, const char *text)
{
    return care_value_set(settings, care_key_find(group, key), text) == NULL;
}

static int
set_up(void **state G_GNUC_UNUSED)
{
    settings = care_settings_new(NULL, 0);
    return 0;
}

static int
tear_down(void **state G_GNUC_UNUSED)
{
    g_clear_pointer(&settings, care_settings_unref);
    return 0;
}

static void
care_value_set__reads__yes_and_no(void **state G_GNUC_UNUSED)
{
    assert_true(takes("ask", "on-close", "NO") && !settings->ask.on_close);
    assert_true(takes("ask", "on-close", "on") && settings->ask.on_close);
    assert_false(takes("ask", "on-close", "maybe"));
    assert_false(takes("ask", "on-close", ""));
    assert_true(settings->ask.on_close);
    assert_true(takes("remind", "hold", "off") && !settings->remind.hold);
}

static void
care_value_set__holds__numbers_in_their_range(void **state G_GNUC_UNUSED)
{
    assert_true(takes("ask", "sample-percent", "0") && settings->ask.sample_percent == 0);
    assert_true(takes("ask", "sample-percent", "100") && settings->ask.sample_percent == 100);
    assert_false(takes("ask", "sample-percent", "101"));
    assert_false(takes("ask", "sample-percent", "-1"));
    assert_false(takes("ask", "sample-percent", "4294967296"));
    assert_false(takes("ask", "sample-percent", "99999999999999999999999"));
    assert_false(takes("ask", "sample-percent", "5%"));
    assert_int_equal(settings->ask.sample_percent, 100);
    assert_false(takes("ask", "min-messages", "0"));
    assert_true(takes("ask", "yearly-cap", "1000000") && settings->ask.yearly_cap == 1000000);
    assert_false(takes("ask", "yearly-cap", "1000001"));
    assert_true(takes("ask", "follow-ups", "2") && !takes("ask", "follow-ups", "3"));
}

static void
care_value_set__reads__durations_and_never(void **state G_GNUC_UNUSED)
{
    assert_true(takes("ask", "answered-interval", "0") && settings->ask.answered_interval == 0);
    assert_true(takes("chat", "idle-end", "1s") && settings->chat.idle_end == 1000);
    assert_false(takes("chat", "idle-end", "0"));
    assert_false(takes("chat", "idle-end", "never"));
    assert_false(takes("chat", "idle-end", "99999999999999999999s"));
    assert_int_equal(settings->chat.idle_end, 1000);
    assert_true(takes("privacy", "keep-comments", "never") && settings->privacy.keep_comments == 0);
    assert_false(takes("privacy", "keep-comments", "forever"));
}

static void
care_value_set__knows__words_only(void **state G_GNUC_UNUSED)
{
    assert_true(takes("ask", "mode", "Shadow") && settings->ask.mode == CARE_MODE_SHADOW);
    assert_true(takes("ask", "mode", "off") && settings->ask.mode == CARE_MODE_OFF);
    assert_false(takes("ask", "mode", "offf"));
    assert_true(takes("show", "rating", "after-5") && settings->show.rating == CARE_SHOW_AFTER_5);
    assert_false(takes("ask", "hours", "9-17"));
    assert_string_equal(settings->ask.hours, "always");
    assert_true(takes("ask", "steps", " Comment ;") && settings->ask.steps[1] == NULL);
    assert_string_equal(settings->ask.steps[0], "comment");
    assert_false(takes("ask", "steps", "item;poem"));
    assert_true(takes("language", "default", "pt_BR") && takes("language", "default", "auto"));
    assert_false(takes("language", "default", "german!"));
}

static void
care_value_set__refuses__accounts_that_never_match(void **state G_GNUC_UNUSED)
{
    const char *const good[] = {"",
                                "*",
                                "xmpp:*",
                                "xmpp:agent@example.org",
                                " XMPP:Agent@Example.org ; irc:anna@irc.example ;",
                                "xmpp:*@example.org"};
    const char *const bad[] = {"agent@example.org",
                               "xmpp",
                               "xmpp:",
                               ":a@b",
                               "xmpp:*@",
                               "xmpp:a*@example.org",
                               "xmpp:*.example.org",
                               "xmpp:a@b/desk",
                               "xmpp:a b@c",
                               "**",
                               "xmpp:a@b;nonsense",
                               "x mpp:a@b",
                               "xmpp:a@b,xmpp:c@d",
                               "xmpp:a@b,c@d",
                               "xmpp:*,irc:*",
                               "xmpp:a@b@c",
                               "xmpp:a@",
                               "xmpp:<a@b>",
                               "xmpp:a\xe2\x80\x8b@b", /* zero-width space */
                               "xmpp:a@b\xc2\xa0",     /* no-break space */
                               "xmpp:a\x01@b"};

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
        assert_true(takes("desk", "accounts", good[i]));
    assert_true(takes("desk", "accounts", good[4]));
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_false(takes("desk", "accounts", bad[i]));
    assert_string_equal(settings->desk.accounts[0], "xmpp:agent@example.org");
    assert_string_equal(settings->desk.accounts[1], "irc:anna@irc.example");
    assert_null(settings->desk.accounts[2]);
}

static void
care_value_set__refuses__addresses_that_never_match(void **state G_GNUC_UNUSED)
{
    const char *const good[] = {"",
                                "boss@example.org",
                                "*@example.org;@example.org",
                                "Freunde, Familie",
                                "J\xc3\xb6rg@example.org",
                                "@boss:example.org", /* Matrix */
                                "xmpp:boss@example.org"};
    const char *const bad[] = {"boss@example.org,anna@example.org",
                               "boss@example.org anna@example.org",
                               "Boss <boss@example.org>",
                               "\"boss\"@example.org",
                               "boss@example.org@example.org",
                               "boss@",
                               "xmpp:",
                               "xmpp://boss@example.org",
                               "bo\xe2\x80\x8bss@example.org", /* zero-width space */
                               "boss@exam\xc2\xadple.org",     /* soft hyphen */
                               "boss\xc2\xa0@example.org",     /* no-break space */
                               "boss.example,anna.example",
                               "boss.\xe2\x80\x8b"
                               "example",
                               "Friends;boss@example.org,"};

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (takes("desk", "exclude", bad[i]))
            fail_msg("\"%s\" was taken", bad[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        if (!takes("desk", "exclude", good[i]))
            fail_msg("\"%s\" was refused", good[i]);
    }
    assert_string_equal(settings->desk.exclude[0], "boss@example.org");
    assert_true(takes("desk", "exclude", "") && settings->desk.exclude[0] == NULL);
}

static void
care_value_set__takes__steps_that_rise(void **state G_GNUC_UNUSED)
{
    const CareRemindRule *rule = &settings->remind.first_answer;

    assert_true(takes("remind", "first-answer", "1;2;4"));
    assert_true(rule->on && rule->step_ms[0] == 1000 && rule->step_ms[2] == 4000);
    assert_true(takes("remind", "first-answer", "off") && !rule->on);
    assert_true(takes("remind", "first-answer", "1min") && rule->on); /* shown, not merely quiet */
    assert_true(rule->step_ms[0] == 0 && rule->step_ms[1] == 60000 && rule->step_ms[2] == 0);
    assert_true(takes("remind", "first-answer", "60;90"));
    assert_true(rule->step_ms[0] == 0 && rule->step_ms[1] == 60000 && rule->step_ms[2] == 90000);
    assert_true(takes("remind", "first-answer", "on") && rule->step_ms[2] == 180000);
    assert_true(takes("remind", "promise", "2") && settings->remind.promise.step_ms[0] == 2000);
    for (const char *const *bad =
             (const char *const[]){"", "0", "4;2;1", "1;1", "1;2;3;4", "1;x", "2d", ";", "-5",
                                   "30;-60;180", "9223372036854775807", "99999999999999999999d",
                                   "30,60", "1;2;4s4", "NaN", NULL};
         *bad != NULL; bad++) {
        assert_false(takes("remind", "first-answer", *bad));
        assert_false(takes("remind", "promise", *bad));
    }
    assert_false(takes("remind", "promise", "60;120")); /* it does not rise */
    assert_false(takes("remind", "double-text", "10;20;30"));
    assert_int_equal(settings->remind.promise.step_ms[0], 2000);
    assert_false(takes("remind", "per-hour", "-1") || takes("remind", "per-hour", "61"));
    assert_false(takes("remind", "per-conversation", "4294967298"));
    assert_int_equal(rule->step_ms[2], 180000);
}

static void
care_value_check_wording__guards__what_customers_read(void **state G_GNUC_UNUSED)
{
    g_autofree char *endless = g_strnfill(CARE_TEXT_MAX_BYTES + 1, 'a');

    assert_null(care_value_check_wording("question", "{agent}: 1 to 5?"));
    assert_null(care_value_check_wording("question[de]", "Von 1 bis 5?"));
    assert_null(care_value_check_wording("changed", "Now {rating}."));
    assert_non_null(care_value_check_wording("question", "How was it?"));
    assert_non_null(care_value_check_wording("question-short", "How was it?"));
    assert_non_null(care_value_check_wording("thanks", "Thanks, {agnet}!"));
    assert_non_null(care_value_check_wording("thanks", "Thanks}"));
    assert_non_null(care_value_check_wording("thanks", "a\nb"));
    assert_non_null(care_value_check_wording("thanks", ""));
    assert_non_null(care_value_check_wording("thanks", endless));
    assert_non_null(care_value_check_wording("thanks[!]", "Thanks"));
    assert_non_null(care_value_check_wording("thanks", "You gave {rating}.")); /* not there */
    assert_non_null(care_value_check_wording("thank", "Thanks"));
    assert_null(care_value_check_wording("item[de]", "Noch eins: {item} 1 bis 5"));
    assert_non_null(care_value_check_wording("item", "One more: 1 to 5"));
    assert_non_null(care_value_check_wording("changed", "Noted."));
    assert_null(care_value_check_wording("help", "We keep it {days} days; {agent} sees it."));
    assert_null(care_value_check_wording("help", "Sent by a machine."));
    assert_non_null(care_value_check_wording("help-all", "We keep it."));
}

static void
care_value_allowed__says__something_for_every_key(void **state G_GNUC_UNUSED)
{
    const CareKey *row;

    for (guint n = 0; (row = care_key_nth(n)) != NULL; n++) {
        g_autofree char *allowed = care_value_allowed(row);
        assert_true(strlen(allowed) > 10);
    }
    g_autofree char *percent = care_value_allowed(care_key_find("ask", "sample-percent"));
    assert_string_equal(percent, "write a whole number from 0 to 100");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_value_set__reads__yes_and_no),
        cmocka_unit_test(care_value_set__holds__numbers_in_their_range),
        cmocka_unit_test(care_value_set__reads__durations_and_never),
        cmocka_unit_test(care_value_set__knows__words_only),
        cmocka_unit_test(care_value_set__refuses__accounts_that_never_match),
        cmocka_unit_test(care_value_set__refuses__addresses_that_never_match),
        cmocka_unit_test(care_value_set__takes__steps_that_rise),
        cmocka_unit_test(care_value_check_wording__guards__what_customers_read),
        cmocka_unit_test(care_value_allowed__says__something_for_every_key),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
