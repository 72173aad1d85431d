/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a window hears what can be done in it from a chat's first line to its last answer,
 * and of a customer only what policy shows. */
#include "care-desk.h"

#define SERVED (CARE_STANDING_SERVED | CARE_STANDING_REMEMBERED)
#define TOLD   (SERVED | CARE_STANDING_KNOWN)

static guint
anna(const Desk *desk)
{
    return care_conversation_standing(desk->anna);
}

static void
care_conversation_standing__follows__a_chat_to_its_answer(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    assert_int_equal(anna(desk), SERVED);
    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_OPEN);
    desk_agent(desk, "let me check that");
    desk_scan(desk);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_ENDING | CARE_STANDING_UNDOABLE);
    desk_command(desk, CARE_COMMAND_UNDO);
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_OPEN);
    desk_command(desk, CARE_COMMAND_END);
    desk_command(desk, CARE_COMMAND_END);
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_ASKED);
    desk_customer(desk, "4");
    assert_int_equal(anna(desk), TOLD);
}

static void
care_conversation_standing__ends__with_the_questions_time(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_ASKED);
    desk_pass(desk, 2 * DESK_HOUR);
    assert_int_equal(anna(desk), TOLD);
}

static void
care_conversation_standing__counts__a_follow_up_as_asked(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[ask]\nfollow-ups=1\n");

    desk_ask(desk);
    desk_customer(desk, "4");
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_ASKED);
}

static void
care_conversation_standing__can_undo__a_quiet_end(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_agent(desk, "try it again");
    desk_command(desk, CARE_COMMAND_END_QUIET);
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_UNDOABLE);
    desk_command(desk, CARE_COMMAND_UNDO);
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_OPEN);
    desk_command(desk, CARE_COMMAND_END_QUIET);
    desk_pass(desk, DESK_HOUR);
    assert_int_equal(anna(desk), TOLD);
}

static void
care_conversation_standing__is__private_alone(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_customer(desk, "hello, my router is dead");
    desk_command(desk, CARE_COMMAND_PRIVATE);
    assert_int_equal(anna(desk), CARE_STANDING_PRIVATE);
    desk_command(desk, CARE_COMMAND_NOT_PRIVATE);
    assert_int_equal(anna(desk), TOLD | CARE_STANDING_OPEN);
}

static void
care_conversation_standing__is__nothing_off_the_desk(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("exclude=example.org\n"); /* still [desk] */

    desk_customer(desk, "hello, my router is dead");
    assert_int_equal(anna(desk), 0);
}

static void
care_conversation_standing__remembers__nobody_certain_in_a_room(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    CareConversation *room = desk_conversation(desk, "help@rooms.example.org", TRUE);

    assert_int_equal(care_conversation_standing(room), CARE_STANDING_SERVED);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_LINE,
                                 .conversation = room,
                                 .role = CARE_ROLE_CUSTOMER,
                                 .who = "anna",
                                 .text = "hello"});
    assert_int_equal(care_conversation_standing(room), SERVED | CARE_STANDING_OPEN);
}

/* --- what is remembered --- */

static void
care_conversation_memory__is_read__when_it_is_asked_for(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CareMemory memory = {
        .note = (char *)"likes tea", .own_language = TRUE, .last_rating = 2, .rated_ms = 1};
    g_autoptr(CareMemory) seen = NULL;
    const char *tag = NULL;

    desk->memory = &memory;
    g_strlcpy(desk->customer.language, "de", CARE_TAG_SIZE);
    assert_null(care_conversation_memory(desk->anna, &tag));
    assert_null(tag);
    desk->hold = TRUE;
    desk_command(desk, CARE_COMMAND_RECALL);
    desk_command(desk, CARE_COMMAND_RECALL);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_LOAD), 1); /* one answer is enough */
    desk_release(desk);
    seen = care_conversation_memory(desk->anna, &tag);
    assert_string_equal(seen->note, "likes tea");
    assert_null(seen->name);
    assert_int_equal(seen->last_rating, 2);
    assert_string_equal(tag, "de");
    assert_int_equal(desk->told->len, 0); /* nothing is shown of it */
    desk_command(desk, CARE_COMMAND_RECALL);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_LOAD), 1);
    assert_int_equal(anna(desk), TOLD);
}

static void
care_conversation_memory__is__empty_of_a_stranger(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    g_autoptr(CareMemory) seen = NULL;
    const char *tag = NULL;

    g_strlcpy(desk->customer.language, "de", CARE_TAG_SIZE); /* as heard */
    desk_customer(desk, "hello");
    seen = care_conversation_memory(desk->anna, &tag);
    assert_non_null(seen);
    assert_null(seen->note);
    assert_string_equal(tag, "");
}

static void
care_conversation_memory__hides__what_policy_hides(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[privacy]\nnotes=no\n[show]\nrating=no\n");
    const CareMemory memory = {.note = (char *)"likes tea",
                               .name = (char *)"Annie",
                               .last_rating = 2,
                               .rated_ms = 1,
                               .last_comment = (char *)"bad"};
    g_autoptr(CareMemory) seen = NULL;
    const char *tag = NULL;

    desk->memory = &memory;
    desk_command(desk, CARE_COMMAND_RECALL);
    seen = care_conversation_memory(desk->anna, &tag);
    assert_null(seen->note);
    assert_null(seen->name);
    assert_null(seen->last_comment);
    assert_int_equal(seen->last_rating, 0);
    desk_command(desk, CARE_COMMAND_PRIVATE);
    assert_null(care_conversation_memory(desk->anna, &tag));
}

static void
care_command_recall__reads__nothing_of_who_is_private(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_command(desk, CARE_COMMAND_PRIVATE);
    desk_command(desk, CARE_COMMAND_RECALL);
    assert_int_equal(desk_count_acts(desk, CARE_ACTION_LOAD), 0);
}

static void
care_language_tag__names__each_language_once(void **state G_GNUC_UNUSED)
{
    guint n = 0;

    for (; care_language_nth(n) != NULL; n++)
        assert_string_equal(care_language_tag(n), care_language_nth(n)->tag);
    assert_null(care_language_tag(n));
    assert_true(n > 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_conversation_standing__follows__a_chat_to_its_answer),
        cmocka_unit_test(care_conversation_standing__ends__with_the_questions_time),
        cmocka_unit_test(care_conversation_standing__counts__a_follow_up_as_asked),
        cmocka_unit_test(care_conversation_standing__can_undo__a_quiet_end),
        cmocka_unit_test(care_conversation_standing__is__private_alone),
        cmocka_unit_test(care_conversation_standing__is__nothing_off_the_desk),
        cmocka_unit_test(care_conversation_standing__remembers__nobody_certain_in_a_room),
        cmocka_unit_test(care_conversation_memory__is_read__when_it_is_asked_for),
        cmocka_unit_test(care_conversation_memory__is__empty_of_a_stranger),
        cmocka_unit_test(care_conversation_memory__hides__what_policy_hides),
        cmocka_unit_test(care_command_recall__reads__nothing_of_who_is_private),
        cmocka_unit_test(care_language_tag__names__each_language_once),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
