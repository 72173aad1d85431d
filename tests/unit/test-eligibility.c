/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the order of the guards, each guard's edge, and that the sample can't be chosen. */
#include "care-desk.h"

static CareReason
reason_for(const char *policy, CareCustomer customer)
{
    g_autoptr(Desk) desk = desk_new(policy);

    desk->customer = customer;
    if (customer.last_asked_ms != 0)
        desk->customer.last_asked_ms =
            desk->now.wall_ms - customer.last_asked_ms; /* given as "ago" */
    desk_ask(desk);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION),
                     desk_last(desk)->chat.reason == CARE_REASON_NONE);
    return desk_last(desk)->chat.reason;
}

static void
care_eligibility__waits__by_how_the_last_question_ended(void **state G_GNUC_UNUSED)
{
    const struct {
        CareSurveyState end;
        guint silent;
        gint64 days;
    } cases[] = {{CARE_SURVEY_ANSWERED, 0, 30},
                 {CARE_SURVEY_SKIPPED, 0, 90},
                 {CARE_SURVEY_OPTED_OUT, 0, 90},
                 {CARE_SURVEY_EXPIRED, 1, 30},
                 {CARE_SURVEY_EXPIRED, 2, 60}};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        CareCustomer customer = {.last_end = cases[i].end, .silent_in_row = cases[i].silent};

        customer.last_asked_ms = cases[i].days * DESK_DAY - 1;
        assert_int_equal(reason_for(NULL, customer), CARE_REASON_TOO_RECENT);
        customer.last_asked_ms = cases[i].days * DESK_DAY;
        assert_int_equal(reason_for(NULL, customer), CARE_REASON_NONE);
    }
}

static void
care_eligibility__names__the_first_guard_that_fails(void **state G_GNUC_UNUSED)
{
    const CareCustomer all_bad = {.is_private = TRUE, .is_opted_out = TRUE, .asked_in_year = 9};
    CareCustomer customer = all_bad;

    assert_int_equal(reason_for("[ask]\nmode=off\n", customer), CARE_REASON_PRIVATE);
    customer.is_private = FALSE;
    assert_int_equal(reason_for("[ask]\nmin-messages=2\nmode=off\n", customer),
                     CARE_REASON_NO_EXCHANGE);
    assert_int_equal(reason_for("[ask]\nmode=off\n", customer), CARE_REASON_OPTED_OUT);
    customer.is_opted_out = FALSE;
    assert_int_equal(reason_for("[ask]\nmode=off\n", customer), CARE_REASON_YEARLY_CAP);
    customer.asked_in_year = 3;
    assert_int_equal(reason_for("[ask]\nmode=off\n", customer), CARE_REASON_OFF);
    assert_int_equal(reason_for("[ask]\nmode=shadow\n", customer), CARE_REASON_SHADOW);
    assert_int_equal(reason_for("[ask]\nmode=off\nsample-percent=0\n", customer),
                     CARE_REASON_SAMPLED_OUT);
    assert_int_equal(reason_for(NULL, customer), CARE_REASON_NONE);
}

static void
care_eligibility__asks__when_idle_only_by_policy(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\non-idle=yes\non-close=no\n");

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "done");
    desk_pass(desk, 15 * DESK_MINUTE);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    desk->anna = desk_conversation(desk, "bob@example.org", FALSE);
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "done");
    desk_close(desk, "done");
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_CLOSED);
}

static void
care_eligibility__keeps__an_encrypted_chat_from_plain_questions(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_event(desk, (CareEvent){.type = CARE_EVENT_ENCRYPTED, .conversation = desk->anna});
    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "done");
    desk_close(desk, "done");
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_WEAKER_ENCRYPTION);
    assert_int_equal(desk->said->len, 0);
}

/* About a third of many customers is drawn at 33 percent, and the same ones each time. */
static void
care_eligibility__draws__a_sample_nobody_can_choose(void **state G_GNUC_UNUSED)
{
    guint drawn[2] = {0, 0}, changed = 0;

    for (guint i = 0; i < 600; i++) {
        gboolean asked[2];

        for (guint key = 0; key < 2; key++) {
            g_autofree char *policy = g_strdup_printf("key=%s\n[ask]\nsample-percent=33\n",
                                                      key == 0 ? "first" : "second");
            g_autofree char *address = g_strdup_printf("customer%u@example.org", i);
            g_autoptr(Desk) desk = desk_new(policy);

            desk->anna = desk_conversation(desk, address, FALSE);
            desk_ask(desk);
            asked[key] = desk->said->len == 1;
            drawn[key] += asked[key];
            if (asked[key])
                assert_true(desk_last(desk)->survey.probability == 0.33);
        }
        changed += asked[0] != asked[1];
    }
    assert_in_range(drawn[0], 160, 240);
    assert_in_range(drawn[1], 160, 240);
    assert_true(changed > 150); /* another key, another sample */
}

static void
care_eligibility__refuses__protocols_that_are_not_listed(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CarePeer peer = {.protocol = "pigeon",
                           .account = "agent",
                           .address = "anna",
                           .name = "Anna",
                           .agent = "Kim"};

    desk->anna = care_engine_attach(desk->engine, &peer);
    desk_ask(desk);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_PROTOCOL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_eligibility__waits__by_how_the_last_question_ended),
        cmocka_unit_test(care_eligibility__names__the_first_guard_that_fails),
        cmocka_unit_test(care_eligibility__asks__when_idle_only_by_policy),
        cmocka_unit_test(care_eligibility__keeps__an_encrypted_chat_from_plain_questions),
        cmocka_unit_test(care_eligibility__draws__a_sample_nobody_can_choose),
        cmocka_unit_test(care_eligibility__refuses__protocols_that_are_not_listed),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
