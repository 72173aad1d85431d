/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rooms: who in them is a customer, whose line is whose, and that private lines inside a room are
 * left alone. */
#include "care-host-prpl.h"
#include "care-host.h"

#define ROOM "help@rooms.example.org"

static PurpleConversation *
join_with_one_customer(void)
{
    PurpleConversation *room = host_join(ROOM, "maria");
    PurpleConvChat *chat = purple_conversation_get_chat_data(room);

    purple_conv_chat_add_user(chat, "Guest", NULL, PURPLE_CBFLAGS_NONE, FALSE);
    purple_conv_chat_add_user(chat, "boss", NULL, PURPLE_CBFLAGS_OP, FALSE);
    purple_conv_chat_add_user(chat, "mate", NULL, PURPLE_CBFLAGS_NONE, FALSE);
    return room;
}

static void
say(PurpleConversation *room, const char *text)
{
    purple_conv_chat_send(purple_conversation_get_chat_data(room), text);
    host_echo(room);
}

static void
one_customer(void)
{
    PurpleConversation *room;

    host_start(HOST_DESK);
    room = join_with_one_customer();
    host_room_receive(room, "Guest", "old", PURPLE_MESSAGE_DELAYED);
    host_room_receive(room, "Guest", "hello, my router is dead", 0);
    host_room_receive(room, "boss", "somebody take this please", 0);
    say(room, "hi, try again");
    HOST_CHECK(host_command(ROOM, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, ROOM ": Automatic question") == 1);
    host_echo(room); /* our own line comes back: it is no line of the agent's */

    host_room_receive(room, "boss", "5", 0); /* nobody asked the moderator */
    HOST_CHECK(host_count(host.lines, "r boss: 5") == 1);
    host_room_receive(room, "Guest", "4, thanks MARK", 0);
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(host_count(host.lines, "r Guest: 4") == 0);
    HOST_CHECK(host_query("SELECT count(*) FROM answer WHERE rating = 4") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM customer") == 0); /* a guest is not remembered */
    host_stop();
    HOST_CHECK(!host_files_hold("logs", "MARK"));
}

static void
room__asks__the_one_customer_who_wrote(void **state G_GNUC_UNUSED)
{
    host_run(one_customer);
}

static void
several_customers(void)
{
    PurpleConversation *room;

    host_start("[desk]\naccounts=*\n");
    room = join_with_one_customer();
    host_room_receive(room, "Guest", "hello, my router is dead", 0);
    host_room_receive(room, "mate", "mine as well", 0);
    say(room, "hi, try again");
    HOST_CHECK(host_command(ROOM, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "is not asked") == 1);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
room__is_not_asked__with_several_customers(void **state G_GNUC_UNUSED)
{
    host_run(several_customers);
}

static void
any_of_several(void)
{
    PurpleConversation *room;

    host_start(HOST_DESK "several-in-room=yes\n[desk]\nagents=eve@example.org\n");
    room = join_with_one_customer();
    purple_conv_chat_add_user(purple_conversation_get_chat_data(room), "eve", NULL,
                              PURPLE_CBFLAGS_NONE, FALSE);
    host_room_receive(room, "Guest", "hello, my router is dead", 0);
    host_room_receive(room, "mate", "mine as well", 0);
    say(room, "hi, try again");
    HOST_CHECK(host_command(ROOM, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, ROOM ": Automatic question") == 1);
    host_echo(room);
    host_room_receive(room, "boss", "5", 0); /* a moderator and a colleague are not asked */
    host_room_receive(room, "eve", "5", 0);
    HOST_CHECK(host_count(host.lines, "r boss: 5") == 1);
    HOST_CHECK(host_count(host.lines, "r eve: 5") == 1);
    host_sleep(100);
    HOST_CHECK(host_query("SELECT count(*) FROM answer") == 0);
    host_room_receive(room, "mate", "3", 0);
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(host_count(host.lines, "r mate: 3") == 0);
    HOST_CHECK(host_query("SELECT count(*) FROM answer WHERE rating = 3") == 1);
    host_stop();
}

static void
room__takes__the_answer_of_any_customer_where_policy_says_so(void **state G_GNUC_UNUSED)
{
    host_run(any_of_several);
}

static void
colleague_present(void)
{
    PurpleConversation *room;

    host_start("[desk]\naccounts=*\nagents=mate@example.org\n");
    room = join_with_one_customer();
    host_room_receive(room, "Guest", "hello, my router is dead", 0);
    host_room_receive(room, "mate", "I can help too", 0);
    say(room, "hi, try again");
    HOST_CHECK(host_command(ROOM, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, "Automatic question") == 1);
    host_stop();
}

static void
room__counts__colleagues_as_no_customers(void **state G_GNUC_UNUSED)
{
    host_run(colleague_present);
}

static void
customer_left(void)
{
    PurpleConversation *room;

    host_start("[desk]\naccounts=*\n");
    room = join_with_one_customer();
    host_room_receive(room, "Guest", "hello, my router is dead", 0);
    say(room, "hi, try again");
    purple_conv_chat_remove_user(purple_conversation_get_chat_data(room), "Guest", NULL);
    HOST_CHECK(host_command(ROOM, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_query("SELECT count(*) FROM chat WHERE reason = 'left'") == 1);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
room__is_not_asked__when_the_customer_left(void **state G_GNUC_UNUSED)
{
    host_run(customer_left);
}

static void
private_lines(void)
{
    static const char inner[] = ROOM "/Guest";

    host_start("[desk]\naccounts=*\n");
    join_with_one_customer();
    host_receive(inner, "psst");
    purple_conv_im_send(purple_conversation_get_im_data(host_window(inner)), "yes?");
    host_receive(inner, "5");
    host_receive(inner, "!rate off");
    HOST_CHECK(host_command(inner, "care end") == PURPLE_CMD_STATUS_FAILED);
    purple_conversation_destroy(host_window(inner));
    host_sleep(200);
    HOST_CHECK(host.sent->len == 1);
    HOST_CHECK(host_count(host.lines, "r ") >= 3); /* all of it was shown */
    host_stop();
}

static void
room__leaves_alone__private_lines_inside_it(void **state G_GNUC_UNUSED)
{
    host_run(private_lines);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(room__asks__the_one_customer_who_wrote),
        cmocka_unit_test(room__is_not_asked__with_several_customers),
        cmocka_unit_test(room__takes__the_answer_of_any_customer_where_policy_says_so),
        cmocka_unit_test(room__counts__colleagues_as_no_customers),
        cmocka_unit_test(room__is_not_asked__when_the_customer_left),
        cmocka_unit_test(room__leaves_alone__private_lines_inside_it),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
