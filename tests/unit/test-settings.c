/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves which layer wins, what locks hold, and that every mistake is named on its line and closes
 * what it must. */
#include "care-settings-table.h"
#include "care-test.h"
#include <string.h>

#define SYSTEM "/etc/policy.conf"
#define USER   "/home/policy.conf"

static CareSettings *
settings_of(const char *system, const char *user)
{
    const CareSettingsLayer layers[] = {
        {SYSTEM, system, system == NULL ? 0 : strlen(system), "gone", TRUE},
        {USER, user, user == NULL ? 0 : strlen(user), "gone", FALSE},
    };

    return care_settings_new(layers, 2);
}

static const char *
mistake(const CareSettings *settings, guint n)
{
    assert_true(n < settings->mistakes->len);
    return g_ptr_array_index(settings->mistakes, n);
}

static void
assert_strictest(const CareSettings *settings)
{
    assert_int_equal(settings->privacy.keep_comments, 0);
    assert_int_equal(settings->privacy.keep_notes, 0);
    assert_int_equal(settings->privacy.keep_chats, 0);
    assert_false(settings->privacy.notes);
    assert_true(settings->privacy.typed_erase);
    assert_true(settings->privacy.smallest_group >= 5);
}

static void
care_settings_new__sets__every_default(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s = care_settings_new(NULL, 0);
    const gint64 s1 = 1000, min = 60 * s1, h = 60 * min, d = 24 * h;

    assert_int_equal(s->mistakes->len, 0);
    assert_null(s->desk.accounts[0]);
    assert_null(s->desk.exclude[0]);
    assert_null(s->desk.agents[0]);
    assert_string_equal(s->desk.agent_name, "");
    assert_false(s->desk.autoload || s->desk.failed);
    assert_int_equal(s->chat.idle_end, 15 * min);
    assert_int_equal(s->chat.offline_end, 5 * min);
    assert_int_equal(s->ask.mode, CARE_MODE_LIVE);
    assert_string_equal(s->ask.steps[1], "comment");
    assert_true(s->ask.on_close && !s->ask.on_idle && !s->ask.several_in_room);
    assert_int_equal(s->ask.follow_ups, 1);
    assert_int_equal(s->ask.min_messages, 1);
    assert_int_equal(s->ask.yearly_cap, 4);
    assert_int_equal(s->ask.sample_percent, 100);
    assert_int_equal(s->ask.answered_interval, 30 * d);
    assert_int_equal(s->ask.silent_interval, 30 * d);
    assert_int_equal(s->ask.refused_interval, 90 * d);
    assert_int_equal(s->ask.expiry, h);
    assert_int_equal(s->ask.late, 72 * h);
    assert_string_equal(s->ask.hours, "always");
    assert_int_equal(s->show.rating, CARE_SHOW_YES);
    assert_true(s->show.comment);
    assert_string_equal(s->language.fallback, "auto");
    assert_int_equal(s->remind.next_answer.step_ms[2], 240 * s1);
    assert_int_equal(s->remind.double_text.step_ms[0], 45 * s1);
    assert_true(s->remind.promise.on && s->remind.hold && s->remind.open_question);
    assert_int_equal(s->remind.per_conversation, 2);
    assert_int_equal(s->remind.per_hour, 6);
    assert_int_equal(s->privacy.keep_comments, 180 * d);
    assert_int_equal(s->privacy.keep_chats, 730 * d);
    assert_true(s->privacy.notes && s->privacy.typed_erase && !s->team.comments);
    assert_int_equal(s->privacy.smallest_group, 5);
    assert_string_equal(care_settings_value(s, "ask", "expiry"), "1h");
    assert_null(care_settings_origin(s, "ask", "expiry"));
    assert_null(care_settings_value(s, "ask", "nonsense"));
}

static void
care_settings_new__lets__the_later_layer_win(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s = settings_of("[ask]\nexpiry=2h\nlate=1d\n", "[ask]\nexpiry = 3h \n");

    assert_int_equal(s->mistakes->len, 0);
    assert_int_equal(s->ask.expiry, 3 * 3600 * 1000);
    assert_int_equal(s->ask.late, 24 * 3600 * 1000);
    assert_string_equal(care_settings_value(s, "ask", "expiry"), "3h");
    assert_string_equal(care_settings_origin(s, "ask", "expiry"), USER);
    assert_string_equal(care_settings_origin(s, "ask", "late"), SYSTEM);
    assert_int_equal(s->files->len, 2);
}

static void
care_settings_new__takes__autoload_from_the_system_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) on = settings_of("[desk]\nautoload=yes\n", "[desk]\nautoload=no\n");
    assert_true(on->desk.autoload && !on->desk.failed); /* a user's slip closes no desk */
    assert_string_equal(mistake(on, 0),
                        USER ":2: [desk] autoload: only the system's policy may set it; "
                             "remove this line");
    g_autoptr(CareSettings) slip = settings_of("[desk]\nautoload=maybe\n", "");
    assert_true(slip->desk.failed && !slip->desk.autoload);
    g_autoptr(CareSettings) off = settings_of("", "[desk]\nautoload=yes\naccounts=*\n");
    assert_false(off->desk.autoload);
    assert_null(care_settings_origin(off, "desk", "autoload"));
    assert_string_equal(off->desk.accounts[0], "*");
    assert_int_equal(off->mistakes->len, 1);
    assert_true(care_settings_is_systems("desk", "autoload"));
    assert_false(care_settings_is_systems("desk", "accounts"));
}

static void
care_settings_new__holds__what_the_system_locked(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s = settings_of(
        "[policy]\nlocked=ask.sample-percent; exclude "
        ";vision;ask.text-question\n[ask]\nsample-percent=50\n",
        "[ask]\nsample-percent=1\ntext-question[de]=1 bis 5?\n[vision]\ncue-speed=fast\n"
        "[desk]\nexclude=\naccounts=*\n");

    assert_int_equal(s->ask.sample_percent, 50);
    assert_string_equal(care_settings_lock(s, "ask", "sample-percent"), SYSTEM);
    assert_string_equal(care_settings_lock(s, "desk", "exclude"), SYSTEM);
    assert_string_equal(care_settings_lock(s, "vision", "cue-anything"), SYSTEM);
    assert_null(care_settings_lock(s, "ask", "mode"));
    assert_null(care_settings_lock(s, "ask", "text-thanks"));
    assert_int_equal(s->mistakes->len, 4);
    assert_string_equal(mistake(s, 0),
                        USER ":2: [ask] sample-percent: locked by " SYSTEM "; remove this line");
    assert_null(care_settings_text(s, "question", "de"));
    assert_false(s->desk.failed); /* it could change nothing, so it closes nothing */
}

static void
care_settings_new__lets__nobody_else_lock(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s = settings_of("[policy]\nlocked=colour\n", "[policy]\nlocked=ask\n");

    assert_int_equal(s->mistakes->len, 2);
    assert_true(
        g_str_has_prefix(mistake(s, 0), SYSTEM ":2: [policy] locked: colour is no key or group; "));
    assert_true(g_str_has_prefix(mistake(s, 1),
                                 USER ":2: [policy] locked: only the system's policy may lock; "));
    assert_null(care_settings_lock(s, "ask", "mode"));
}

static void
care_settings_new__names__each_mistake_on_its_line(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *user, *said;
    } slips[] = {
        {"[ask]\n\nsample-percent=101\n",
         USER ":3: [ask] sample-percent: out of range; write a whole number from 0 to 100"},
        {"[ask]\nmode=on\n",
         USER ":2: [ask] mode: not one of the known words; write one of: live;shadow;off"},
        {"[ask]\nhours=9-17\n",
         USER ":2: [ask] hours: not one of the known words; write one of: always"},
        {"[ask]\nidle-end=1h\n",
         USER ":2: [ask] idle-end: unknown key; did you mean [chat] idle-end?"},
        {"[aks]\nmode=off\n",
         USER ":1: [aks]: unknown group; purple-care-policy(5) lists all groups"},
        {"[shows]\nrating=no\n", USER ":1: [shows]: unknown group; did you mean [show]?"},
        {"[ask]\nmode=off\nmode=live\n", USER ":3: [ask] mode: set twice; keep one of the lines"},
        {"[ask]\nanna@example.org=1\n",
         USER ":2: [ask] ?: unknown key; purple-care-policy(5) lists all keys"},
        {"[chat]\nidle-end=5m\n",
         USER ":2: [chat] idle-end: not a time; write a number with s, min, h or d "
              "(bare: seconds), from 1s to 30d"},
        {"[ask]\ntext-thanks=\\q\n",
         USER ":2: [ask] text-thanks: holds an unknown \\ escape; write one line of at "
              "most 500 bytes; {agent} is filled in, text-changed holds {rating}, text-item "
              "{item}, text-help-all and text-help-team {days}; a question, pulse or item keeps 1 "
              "and 5"},
        {"[ask]\nnonsense\n",
         USER ":2: no [group], no key=value and no # comment; nothing of this file is in "
              "force until it is mended"},
        {NULL, USER ": gone; nothing of this file is in force until it is mended"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(slips); i++) {
        g_autoptr(CareSettings) s = settings_of("", slips[i].user);
        assert_int_equal(s->mistakes->len, 1);
        assert_string_equal(mistake(s, 0), slips[i].said);
        assert_int_equal(s->ask.sample_percent, 100);
    }
}

static void
care_settings_new__closes__the_desk_on_any_mistake_in_it(void **state G_GNUC_UNUSED)
{
    const char *const bad[] = {
        "[desk]\naccounts=agent@example.org\n",
        "[desk]\naccounts=*\nexlude=anna@example.org\n",
        "[desk]\nexclude=a\nexclude=b\n",
        "[Desk]\nexclude=a\n",
        "[desk]\naccounts=*\nnonsense\n",
        "[ask]\nexcludes=a\n",
        "[ desk ]\nexclude=a\n",
        "[\xc2\xa0"
        "desk]\nnonsense=a\n",
        "[exclude]\nexclude=a\n",
        "[people]\nexlude=a\n",
        "[people]\nexclude[de]=a\n",
        "[desk]\naccounts=*\nexclude=a@x,b@x\n",
        NULL,
    };

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(CareSettings) user = settings_of("[desk]\naccounts=*\n", bad[i]);
        g_autoptr(CareSettings) system = settings_of(bad[i], "[desk]\naccounts=*\n");
        assert_true(user->desk.failed);
        assert_true(system->desk.failed);
        assert_false(care_settings_is_desk(user, "xmpp", "agent@example.org"));
    }
    g_autoptr(CareSettings) fine = settings_of("[desk]\naccounts=*\n", "[ask]\nmode=nonsense\n");
    assert_true(care_settings_is_desk(fine, "xmpp", "agent@example.org"));
}

static void
care_settings_new__keeps__privacy_strictest_until_mended(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) one = settings_of("[privacy]\nkeep-comments=some\nsmallest-group=10\n",
                                              "[privacy]\nkeep-comments=365d\nsmallest-group=x\n");
    assert_int_equal(one->privacy.keep_comments, 0);
    assert_string_equal(care_settings_value(one, "privacy", "keep-comments"), "never");
    assert_int_equal(one->privacy.smallest_group, 10);
    assert_int_equal(one->privacy.keep_notes, G_GINT64_CONSTANT(365) * 86400000);
    assert_int_equal(one->mistakes->len, 2);
    assert_false(one->desk.failed);

    g_autoptr(CareSettings) low =
        settings_of("[privacy]\nsmallest-group=2\n", "[privacy]\nsmallest-group=x\n");
    assert_int_equal(low->privacy.smallest_group, 5);

    g_autoptr(CareSettings) typo =
        settings_of("[privacy]\nkeep-coments=never\n", "[privacy]\nkeep-notes=1d\n");
    assert_strictest(typo);
    g_autoptr(CareSettings) spaced =
        settings_of("[ privacy ]\nkeep-comments=never\n", "[privacy]\nkeep-notes=1d\n");
    assert_strictest(spaced);
    assert_false(spaced->desk.failed);
    g_autoptr(CareSettings) group = settings_of("[keeping]\nkeep-coments=never\n", "");
    assert_strictest(group);
    g_autoptr(CareSettings) broken =
        settings_of("nonsense\n", "[privacy]\nkeep-notes=1d\nnotes=yes\n");
    assert_strictest(broken);
    g_autoptr(CareSettings) gone = settings_of("", NULL);
    assert_strictest(gone);

    g_autoptr(CareSettings) locked =
        settings_of("[policy]\nlocked=privacy\n[privacy]\nkeep-comments=30d\n", "nonsense\n");
    assert_int_equal(locked->privacy.keep_comments, G_GINT64_CONSTANT(30) * 86400000);
}

static void
care_settings_new__switches__off_on_a_mistake_in_the_switch(void **state G_GNUC_UNUSED)
{
    const char *const bad[] = {"[ask]\nmode=of\n",
                               "[ask]\nmode=\n",
                               "[ask]\nmode=\\q\n",
                               "[ask]\nmode=off\nmode=live\n",
                               "[ask]\nMode=off\n",
                               "[aks]\nmode=off\n",
                               "[ ask ]\nmode=off\n",
                               "nonsense\n",
                               NULL};
    const char *const fine[] = {"[ask]\nmode=live\n", "[ask]\nsample-percent=x\n",
                                "[ask]\nidle-end=1h\n", "[shows]\nrating=no\n"};

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(CareSettings) user = settings_of("", bad[i]);
        g_autoptr(CareSettings) system = settings_of(bad[i], "[ask]\nmode=live\n");
        assert_int_equal(user->mistakes->len, 1);
        assert_int_equal(user->ask.mode, CARE_MODE_OFF);
        assert_string_equal(care_settings_value(user, "ask", "mode"), "off");
        assert_int_equal(system->ask.mode, CARE_MODE_OFF);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(fine); i++) {
        g_autoptr(CareSettings) s = settings_of("", fine[i]);
        assert_int_equal(s->ask.mode, CARE_MODE_LIVE);
    }
    g_autoptr(CareSettings) locked = settings_of("[policy]\nlocked=ask.mode\n", bad[0]);
    assert_int_equal(locked->ask.mode, CARE_MODE_LIVE); /* the user's line could change nothing */
}

/* Whether "group.key" is locked by a system file of this text, with so many mistakes. */
static void
assert_locks(const char *text, guint mistakes, const char *const *items)
{
    g_autoptr(CareSettings) s = settings_of(text, "");

    assert_int_equal(s->mistakes->len, mistakes);
    for (; *items != NULL; items++) {
        g_auto(GStrv) parts = g_strsplit(*items, ".", 2);
        if (care_settings_lock(s, parts[0], parts[1]) == NULL)
            fail_msg("%s is open after %s", *items, text);
    }
}

static void
care_settings_new__locks__all_that_an_item_can_mean(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *text;
        guint mistakes;
        const char *items[4];
    } locks[] = {
        {"[policy]\nlocked=empowerment\n", 0, {"empowerment.refund", "remind.empowerment"}},
        {"[policy]\nlocked=ask.text-*\n", 0, {"ask.text-question", "ask.text-thanks[de]"}},
        {"[policy]\nlocked=text-*\n", 0, {"ask.text-question[de]"}},
        {"[policy]\nlocked=text-thanks\n", 0, {"ask.text-thanks[de]"}},
        {"[policy]\nlocked=ask.text-question[de]\n",
         0,
         {"ask.text-question", "ask.text-question[de]", "ask.text-question[fr]"}},
        {"[policy]\nlocked=vision.cue-*;empowerment.*\n",
         0,
         {"vision.cue-speed", "empowerment.refund"}},
        {"[policy]\nlocked=ask.*\n", 1, {"ask.mode", "ask.text-thanks"}},
        {"[policy]\nlocked=ask.mode\nlocked=privacy\n", 1, {"ask.mode", "privacy.notes"}},
        {"[policy]\nlocked=ask.mode\n[show]\nrating=no\n[policy]\nlocked=desk\nlocked=late\n",
         1,
         {"ask.mode", "desk.exclude", "ask.late"}},
        {"[policy]\nlocked=ask.sample-percnt\n", 1, {"ask.sample-percent", "ask.mode"}},
        {"[policy]\nlocked=exlude\n", 1, {"desk.exclude", "desk.accounts"}},
        {"[policy]\nlocked=privcy\n", 1, {"privacy.notes", "privacy.keep-comments"}},
        {"[policy]\nlocked=Ask.Mode\n", 1, {"ask.mode"}},
        {"[policy]\nlocked=aks.mode\n", 1, {"ask.mode"}},
        {"[policy]\nlocked=desk.\n", 1, {"desk.exclude"}},
        {"[policy]\nlocked=ask.mode, privacy late\n", 1, {"ask.mode", "privacy.notes", "ask.late"}},
        {"[policy]\nlocked=ask.mode;\\qprivacy\n", 1, {"ask.mode", "privacy.notes"}},
        {"[policy]\nloked=ask.mode\n", 1, {"ask.mode"}},
        {"[ policy ]\nlocked=ask.mode\n", 1, {"ask.mode"}},
        {"[locks]\nlocked=ask.mode\n", 1, {"ask.mode"}},
        {"[policy]\nlocked[de]=ask.mode\n", 1, {"ask.mode"}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(locks); i++)
        assert_locks(locks[i].text, locks[i].mistakes, locks[i].items);
    g_autoptr(CareSettings) s = settings_of("[policy]\nlocked=ask.sample-percnt\n", "");
    assert_true(g_str_has_prefix(mistake(s, 0), SYSTEM
                                 ":2: [policy] locked: ask.sample-percnt is no key or group; "));
}

static void
care_settings_new__overrides__a_list_with_an_empty_one(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s = settings_of("[desk]\naccounts=*\nexclude=a@x\nagents=b@x\n",
                                            "[desk]\naccounts=\nexclude=\nagents= ; \n");

    assert_int_equal(s->mistakes->len, 0);
    assert_null(s->desk.accounts[0]);
    assert_null(s->desk.exclude[0]);
    assert_null(s->desk.agents[0]);
    assert_string_equal(care_settings_origin(s, "desk", "accounts"), USER);
    assert_false(care_settings_is_desk(s, "xmpp", "agent@example.org"));
}

static void
care_settings_new__keeps__the_free_keys(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s =
        settings_of("[vision]\nsentence=We "
                    "listen\nvalues=care;speed\ncue-speed=urgent\n[empowerment]\nrefund=Up to 20\n",
                    "[ask]\ntext-thanks=Thanks!\n");

    assert_int_equal(s->mistakes->len, 0);
    assert_string_equal(care_settings_value(s, "vision", "cue-speed"), "urgent");
    assert_string_equal(care_settings_value(s, "empowerment", "refund"), "Up to 20");
    assert_string_equal(care_settings_origin(s, "ask", "text-thanks"), USER);
}

static void
care_settings_new__bounds__size_and_mistakes(void **state G_GNUC_UNUSED)
{
    g_autofree char *line = g_strnfill(CARE_SETTINGS_MAX_BYTES - 5, 'a');
    g_autofree char *file = g_strconcat("[ask]", line, NULL);
    g_autofree char *large = g_strconcat(file, "a", NULL);
    g_autoptr(GString) noise = g_string_new("[ask]\n");

    g_autoptr(CareSettings) whole = settings_of("", file);
    assert_true(g_str_has_prefix(mistake(whole, 0), USER ":1: "));
    g_autoptr(CareSettings) refused = settings_of("", large);
    assert_true(g_str_has_prefix(mistake(refused, 0), USER ": larger than 1 MiB; "));
    assert_true(refused->desk.failed);
    for (guint n = 0; n < 5000; n++)
        g_string_append_printf(noise, "key-%u=1\n", n);
    g_autoptr(CareSettings) many = settings_of("", noise->str);
    assert_int_equal(many->mistakes->len, 101);
}

static void
care_settings_new__survives__random_bytes(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(7);
    const char *const parts[] = {"[desk]\n",    "[privacy]\n",  "[policy]\n",
                                 "accounts=",   "locked=",      "*",
                                 "keep-notes=", "\n",           ";",
                                 "=",           "\\",           "[de]",
                                 "9",           "text-question"};

    for (guint round = 0; round < 2000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (gint n = g_rand_int_range(dice, 0, 60); n > 0; n--) {
            if (round % 2 == 0)
                g_string_append_c(text, (char)g_rand_int_range(dice, 0, 256));
            else
                g_string_append(text, parts[g_rand_int_range(dice, 0, G_N_ELEMENTS(parts))]);
        }
        const CareSettingsLayer layers[] = {{"a", text->str, text->len, NULL, TRUE},
                                            {"b", text->str, text->len, NULL, FALSE}};
        g_autoptr(CareSettings) s = care_settings_new(layers, 2);
        for (guint n = 0; n < s->mistakes->len; n++)
            assert_true(g_utf8_validate(mistake(s, n), -1, NULL));
        /* Noise never opens anything: no desk account without a valid line that says so. */
        if (s->mistakes->len > 0 && strstr(mistake(s, 0), "in force") != NULL)
            assert_false(care_settings_is_desk(s, "xmpp", "agent@example.org"));
        assert_true(s->ask.sample_percent == 100 && s->chat.idle_end > 0);
    }
}

static void
care_settings_new__tells__nothing_of_a_value(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s = settings_of(
        "[desk]\nexclude=anna@example.org/SECRET\naccounts=SECRET\n[policy]\nlocked=SECRET "
        "SECRET\n[ask]\nhours=SECRET\n",
        "[ask]\nSECRET\n");

    assert_int_equal(s->mistakes->len, 5);
    for (guint n = 0; n < s->mistakes->len; n++)
        assert_null(strstr(mistake(s, n), "SECRET"));
}

static void
care_settings_fault__names__what_a_file_may_not_say(void **state G_GNUC_UNUSED)
{
    const CareSettingsChange fine[] = {{"ask", "expiry", "2h"}, {"ask", "mode", NULL}};
    const CareSettingsChange bad[] = {{"ask", "expiry", "2h"}, {"ask", "yearly-cap", "many"}};
    const CareSettingsChange list[] = {{"desk", "exclude", "a@b.c,d@e.f"}};
    const CareSettingsChange line[] = {{"desk", "agent-name", "Eve\n[ask]\nmode=off"}};
    g_autofree char *fault = care_settings_fault(bad, G_N_ELEMENTS(bad));
    g_autofree char *of_list = care_settings_fault(list, 1);
    g_autofree char *of_line = care_settings_fault(line, 1);

    assert_null(care_settings_fault(NULL, 0));
    assert_null(care_settings_fault(fine, G_N_ELEMENTS(fine)));
    assert_true(g_str_has_prefix(fault, "[ask] yearly-cap: "));
    assert_true(g_str_has_prefix(of_list, "[desk] exclude: "));
    assert_true(g_str_has_prefix(of_line, "[desk] agent-name: ")); /* and begins no other key */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_settings_new__sets__every_default),
        cmocka_unit_test(care_settings_new__lets__the_later_layer_win),
        cmocka_unit_test(care_settings_new__takes__autoload_from_the_system_alone),
        cmocka_unit_test(care_settings_new__holds__what_the_system_locked),
        cmocka_unit_test(care_settings_new__lets__nobody_else_lock),
        cmocka_unit_test(care_settings_new__names__each_mistake_on_its_line),
        cmocka_unit_test(care_settings_new__closes__the_desk_on_any_mistake_in_it),
        cmocka_unit_test(care_settings_new__keeps__privacy_strictest_until_mended),
        cmocka_unit_test(care_settings_new__switches__off_on_a_mistake_in_the_switch),
        cmocka_unit_test(care_settings_new__locks__all_that_an_item_can_mean),
        cmocka_unit_test(care_settings_new__overrides__a_list_with_an_empty_one),
        cmocka_unit_test(care_settings_new__keeps__the_free_keys),
        cmocka_unit_test(care_settings_new__bounds__size_and_mistakes),
        cmocka_unit_test(care_settings_new__survives__random_bytes),
        cmocka_unit_test(care_settings_new__tells__nothing_of_a_value),
        cmocka_unit_test(care_settings_fault__names__what_a_file_may_not_say),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
