/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the table is sound, every built-in value is the documented one, and slips are guessed
 * right. */
#include "care-settings-table.h"
#include "care-test.h"
#include <string.h>

/* docs: purple-care-policy(5). Written out once more here, so that no default changes unseen. */
static const char *const documented[] = {
    "policy.locked=",
    "policy.name=",
    "policy.version=",
    "desk.accounts=",
    "desk.exclude=",
    "desk.agents=",
    "desk.key=",
    "desk.timezone=",
    "desk.agent-name=",
    "desk.autoload=no",
    "chat.idle-end=15min",
    "chat.offline-end=5min",
    "ask.mode=live",
    "ask.steps=item;comment",
    "ask.follow-ups=1",
    "ask.on-close=yes",
    "ask.on-idle=no",
    "ask.min-messages=1",
    "ask.answered-interval=30d",
    "ask.silent-interval=30d",
    "ask.refused-interval=90d",
    "ask.yearly-cap=4",
    "ask.sample-percent=100",
    "ask.hours=always",
    "ask.expiry=1h",
    "ask.late=72h",
    "ask.several-in-room=no",
    "show.rating=yes",
    "show.comment=yes",
    "language.default=auto",
    "remind.first-answer=30;60;180",
    "remind.next-answer=60;120;240",
    "remind.double-text=45",
    "remind.promise=120",
    "remind.open-question=on",
    "remind.last-impression=on",
    "remind.returning=on",
    "remind.low-before=on",
    "remind.feeling=on",
    "remind.stock-text=on",
    "remind.empowerment=on",
    "remind.value=on",
    "remind.hold=on",
    "remind.per-conversation=2",
    "remind.per-hour=6",
    "vision.sentence=",
    "vision.values=",
    "benchmark.sector=",
    "privacy.keep-comments=180d",
    "privacy.keep-notes=365d",
    "privacy.keep-chats=730d",
    "privacy.notes=yes",
    "privacy.typed-erase=yes",
    "privacy.smallest-group=5",
    "team.service=",
    "team.group=",
    "team.comments=no",
};

static void
care_settings_nth__lists__every_key_with_its_default(void **state G_GNUC_UNUSED)
{
    const char *group, *key, *initial, *help;
    guint n = 0;

    for (; care_settings_nth(n, &group, &key, &initial, &help); n++) {
        g_autofree char *line = g_strdup_printf("%s.%s=%s", group, key, initial);
        assert_true(n < G_N_ELEMENTS(documented));
        assert_string_equal(line, documented[n]);
        assert_true(strlen(help) > 5 && strlen(help) < 90);
    }
    assert_int_equal(n, G_N_ELEMENTS(documented));
}

static void
care_key_find__knows__itself_and_the_free_keys(void **state G_GNUC_UNUSED)
{
    const CareKey *row;

    for (guint n = 0; (row = care_key_nth(n)) != NULL; n++) {
        if (strchr(row->key, '*') == NULL)
            assert_ptr_equal(care_key_find(row->group, row->key), row);
    }
    assert_string_equal(care_key_find("ask", "text-question")->key, "text-*");
    assert_string_equal(care_key_find("ask", "text-question[de]")->key, "text-*");
    assert_null(care_key_find("ask", "text-"));
    assert_null(care_key_find("ask", "text-questoin"));
    assert_string_equal(care_key_find("vision", "cue-speed")->key, "cue-*");
    assert_null(care_key_find("vision", "cue-"));
    assert_string_equal(care_key_find("empowerment", "refund")->key, "*");
    assert_null(care_key_find("desk", "account"));
    assert_null(care_key_find("Desk", "accounts"));
    assert_true(care_key_has_group("empowerment"));
    assert_false(care_key_has_group("desks"));
}

static void
care_key_is_near__sees__slips_in_any_group(void **state G_GNUC_UNUSED)
{
    const CareKey *exclude = care_key_find("desk", "exclude");

    assert_true(care_key_is_near(exclude, "exclude"));
    assert_true(care_key_is_near(exclude, "Exlude[de]"));
    assert_false(care_key_is_near(exclude, "include-all"));
    assert_false(care_key_is_near(care_key_find("desk", "key"), "day"));
}

static void
care_key_nearest__guesses__what_was_meant(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *group, *key, *meant_group, *meant_key;
    } slips[] = {
        {"desk", "account", "desk", "accounts"},
        {"desk", "exlude", "desk", "exclude"},
        {"ask", "idle-end", "chat", "idle-end"},
        {"ask", "Mode", "ask", "mode"},
        {"privacy", "keep-coments", "privacy", "keep-comments"},
        {"ask", "yearlycap", "ask", "yearly-cap"},
        {"privacy", "comments", "team", "comments"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(slips); i++) {
        const CareKey *near = care_key_nearest(slips[i].group, slips[i].key);
        assert_non_null(near);
        assert_string_equal(near->group, slips[i].meant_group);
        assert_string_equal(near->key, slips[i].meant_key);
    }
    assert_null(care_key_nearest("desk", "colour-of-the-sky"));
    g_autofree char *endless = g_strnfill(5000, 'a');
    assert_null(care_key_nearest("desk", endless));
    assert_string_equal(care_group_nearest("Desk"), "desk");
    assert_string_equal(care_group_nearest("privcy"), "privacy");
    assert_null(care_group_nearest("weather"));
    assert_string_equal(care_group_nearest(" ask "), "ask");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_settings_nth__lists__every_key_with_its_default),
        cmocka_unit_test(care_key_find__knows__itself_and_the_free_keys),
        cmocka_unit_test(care_key_is_near__sees__slips_in_any_group),
        cmocka_unit_test(care_key_nearest__guesses__what_was_meant),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
