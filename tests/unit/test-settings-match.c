/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that who is left out stays left out, however the address is written. */
#include "care-test.h"
#include "purple-care/engine-settings.h"
#include <string.h>

static CareSettings *
settings_of(const char *text)
{
    const CareSettingsLayer layer = {"policy.conf", text, strlen(text), NULL, TRUE};
    CareSettings *settings = care_settings_new(&layer, 1);

    assert_int_equal(settings->mistakes->len, 0);
    return settings;
}

static void
care_settings_is_desk__matches__accounts_and_wildcards(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) one =
        settings_of("[desk]\naccounts=xmpp:Agent@Example.org;xmpp:*@desk.example;irc:*\n");
    g_autoptr(CareSettings) all = settings_of("[desk]\naccounts=*\n");
    g_autoptr(CareSettings) none = settings_of("[desk]\naccounts=\n");

    assert_true(care_settings_is_desk(one, "xmpp", "agent@example.org"));
    assert_true(care_settings_is_desk(one, "XMPP", "AGENT@EXAMPLE.ORG/home"));
    assert_true(care_settings_is_desk(one, "xmpp", "anyone@desk.example"));
    assert_true(care_settings_is_desk(one, "irc", "nick@irc.example"));
    assert_false(care_settings_is_desk(one, "xmpp", "other@example.org"));
    assert_false(care_settings_is_desk(one, "silc", "agent@example.org"));
    assert_false(care_settings_is_desk(one, "xmpp", "anyone@evil-desk.example"));
    assert_false(care_settings_is_desk(one, "xmpp", "anyone@desk.example.evil"));
    assert_false(care_settings_is_desk(one, "xmpp", ""));
    assert_true(care_settings_is_desk(all, "silc", "anyone"));
    assert_false(care_settings_is_desk(all, "xmpp", "\xff"));
    assert_false(care_settings_is_desk(none, "xmpp", "agent@example.org"));
}

static void
care_settings_is_excluded__sees__addresses_domains_and_groups(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s =
        settings_of("[desk]\nexclude=Anna@Example.org;friends.example;@family.example;"
                    "*@club.example;xmpp:Bob@example.org;My Friends;J\xc3\xb6rg@example.org;"
                    "xmpp:boss.example;Team: night;\xc2\xa0Night shift\n");
    const char *const teams[] = {"team: Night", NULL}, *const shifts[] = {"Night shift", NULL};
    const char *const groups[] = {"Buddies", " my FRIENDS ", NULL};
    const char *const others[] = {"Buddies", "Friends", NULL};

    assert_true(care_settings_is_excluded(s, "anna@example.org", NULL));
    assert_true(care_settings_is_excluded(s, "ANNA@example.org/phone", NULL));
    assert_true(care_settings_is_excluded(s, "x@friends.example", NULL));
    assert_true(care_settings_is_excluded(s, "friends.example", NULL));
    assert_true(care_settings_is_excluded(s, "x@Family.example", NULL));
    assert_true(care_settings_is_excluded(s, "x@club.example", NULL));
    assert_true(care_settings_is_excluded(s, "bob@example.org", NULL));
    assert_true(care_settings_is_excluded(s, "jo\xcc\x88rg@example.org",
                                          NULL)); /* the same in other bytes */
    assert_true(care_settings_is_excluded(s, "c@example.org", groups));
    assert_true(care_settings_is_excluded(s, "\xff@example.org", NULL));
    assert_true(care_settings_is_excluded(s, "x@boss.example", NULL));
    assert_true(care_settings_is_excluded(s, "c@example.org", teams)); /* a group's own colon */
    assert_true(care_settings_is_excluded(s, "c@example.org", shifts));
    assert_false(care_settings_is_excluded(s, "c@example.org", others));
    assert_false(care_settings_is_excluded(s, "c@not-friends.example", NULL));
    assert_false(care_settings_is_excluded(s, "annanna@example.org", NULL));
}

static void
care_settings_is_agent__sees__colleagues(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s = settings_of("[desk]\nagents=eve@example.org;@staff.example\n");

    assert_true(care_settings_is_agent(s, "Eve@example.org/desk"));
    assert_true(care_settings_is_agent(s, "any@staff.example"));
    assert_false(care_settings_is_agent(s, "anna@example.org"));
    assert_false(care_settings_is_agent(s, "\xff"));
}

static void
care_settings_text__prefers__the_customers_language(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s = settings_of(
        "[ask]\ntext-question=1 to 5?\ntext-question[de]=1 bis 5?\ntext-question[pt_BR]=1 a 5?\n");

    assert_string_equal(care_settings_text(s, "question", "de"), "1 bis 5?");
    assert_string_equal(care_settings_text(s, "question", "de_AT"), "1 bis 5?");
    assert_string_equal(care_settings_text(s, "question", "pt_BR"), "1 a 5?");
    assert_string_equal(care_settings_text(s, "question", "pt"), "1 to 5?");
    assert_string_equal(care_settings_text(s, "question", NULL), "1 to 5?");
    assert_null(care_settings_text(s, "thanks", "de"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_settings_is_desk__matches__accounts_and_wildcards),
        cmocka_unit_test(care_settings_is_excluded__sees__addresses_domains_and_groups),
        cmocka_unit_test(care_settings_is_agent__sees__colleagues),
        cmocka_unit_test(care_settings_text__prefers__the_customers_language),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
