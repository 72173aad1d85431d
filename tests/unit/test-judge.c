/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a reply can be meant for the question that is out. */
#include "care-desk.h"

static void
care_judge__reads__a_number_only_as_the_first_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) first = desk_new(NULL);
    g_autoptr(Desk) later = desk_new(NULL);
    g_autoptr(Desk) drawn = desk_new(NULL);

    desk_ask(first);
    assert_true(desk_customer(first, "4"));
    desk_ask(later);
    desk_customer(later, "the router is still red");
    assert_false(desk_customer(later, "4"));
    desk_ask(drawn);
    desk_agent(drawn, "how many lamps are red?");
    assert_false(desk_customer(drawn, "4"));
}

static void
care_judge__reads__an_item_only_as_the_first_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\nfollow-ups=1\n");

    desk_ask(desk);
    desk_customer(desk, "4");
    desk_customer(desk, "the router is still red");
    assert_false(desk_customer(desk, "4"));
    assert_int_equal(desk_last(desk)->survey.item_rating, 0);
}

static gboolean
say_in_room(Desk *desk, const char *who, const char *text)
{
    const guint told = desk->told->len;
    CareEvent line = {
        .type = CARE_EVENT_REPLY, .conversation = desk->anna, .who = who, .text = text};

    line.role = CARE_ROLE_CUSTOMER;
    desk_event(desk, line);
    if (desk->told->len > told)
        return TRUE;
    line.type = CARE_EVENT_LINE;
    desk_event(desk, line);
    return FALSE;
}

static Desk *
room_of_two(const char *policy)
{
    static const CareOccupant present[] = {{"anna", "anna@example.org"}, {"ben", NULL}, {0}};
    Desk *desk = desk_new(policy);

    desk->anna = desk_conversation(desk, "help@rooms.example.org", TRUE);
    say_in_room(desk, "anna", "hello, our router is dead");
    say_in_room(desk, "ben", "it blinks red");
    desk_agent(desk, "hi you two");
    desk_event(desk, (CareEvent){.type = CARE_EVENT_COMMAND,
                                 .conversation = desk->anna,
                                 .command = CARE_COMMAND_END,
                                 .present = present});
    return desk;
}

static void
care_judge__asks__several_only_where_policy_says_so(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) one = room_of_two(NULL);
    g_autoptr(Desk) several = room_of_two("[ask]\nseveral-in-room=yes\n");

    assert_int_equal(desk_last(one)->chat.reason, CARE_REASON_SEVERAL);
    assert_int_equal(one->said->len, 0);
    assert_int_equal(desk_count(several->said, CARE_SAY_QUESTION), 1);
    assert_true(say_in_room(several, "ben", "4"));
    assert_string_equal(desk_last(several)->survey.who, "ben");
    assert_null(desk_last(several)->chat.customer);  /* nobody is remembered for another's answer */
    assert_false(say_in_room(several, "carl", "4")); /* he wrote nothing before */
    assert_false(say_in_room(several, "anna", "5")); /* the chat has its answer */
    assert_int_equal(desk_last(several)->survey.rating, 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_judge__reads__a_number_only_as_the_first_line),
        cmocka_unit_test(care_judge__reads__an_item_only_as_the_first_line),
        cmocka_unit_test(care_judge__asks__several_only_where_policy_says_so),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
