/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines looked at again: what counts as said, by whom, and what never does. */
#include "care-host-prpl.h"
#include "care-host.h"

#define ANNA "anna@example.org"

static guint
shown(const char *part)
{
    return host_count(host.lines, part);
}

static void
said(void)
{
    host_start(HOST_DESK "[remind]\nper-conversation=9\n");
    host_receive(ANNA, "when will my parcel arrive?");
    host_type(ANNA, "let me check that for you");
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("SL " ANNA ": Still open for " ANNA ": a question of ") == 1);
    HOST_CHECK(shown(", a promise of ") == 1);
    HOST_CHECK(shown("(asking in 5 s, /care undo)") == 1);
    HOST_CHECK(host_command(ANNA, "care undo") == PURPLE_CMD_STATUS_OK);
    host_type(ANNA, "it will be there tomorrow");
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("Still open") == 1);
    HOST_WAIT(host_count(host.sent, "how well did you feel") == 1);
    host_stop();
}

static void
scan__finds__what_is_open_at_the_end(void **state G_GNUC_UNUSED)
{
    host_run(said);
}

static void
own_lines(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "hello");
    host_type(ANNA, "hi");
    HOST_WAIT(host_query("SELECT count(*) FROM chat") == 1); /* it is loaded by then */
    HOST_CHECK(host_command(ANNA, "care card") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(shown("Nothing looks open.") == 1);
    host_receive(ANNA, "when will my parcel arrive?");
    host_receive(ANNA, "!rate 4");
    HOST_WAIT(host_count(host.sent, "saved") == 1); /* newer than the question, and ours */
    HOST_CHECK(host_command(ANNA, "care card") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(shown("Still open: a question of ") == 1);
    host_type(ANNA, "tomorrow; where do you live?");
    HOST_CHECK(host_command(ANNA, "care card") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(shown("Still open: your question of ") == 1);
    host_stop();
}

static void
scan__leaves_out__our_own_lines(void **state G_GNUC_UNUSED)
{
    host_run(own_lines);
}

static void
old_lines(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "hello again");
    host_type(ANNA, "hi");
    serv_got_im(host.connection, ANNA, "is anybody there?", PURPLE_MESSAGE_RECV,
                time(NULL) - 3600); /* offline: no flag says so */
    HOST_CHECK(host_command(ANNA, "care card") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(shown("Nothing looks open.") == 1);
    host_receive(ANNA, "is anybody there?");
    HOST_CHECK(host_command(ANNA, "care card") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(shown("Still open: a question of ") == 1);
    host_stop();
}

static void
scan__leaves_out__lines_of_another_time(void **state G_GNUC_UNUSED)
{
    host_run(old_lines);
}

static void
typed_at_the_end(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "when will my parcel arrive?");
    host_type(ANNA, "let me check that for you");
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("Still open for") == 1);
    host_sleep(2000);
    purple_conv_im_start_send_typed_timeout(purple_conversation_get_im_data(host_window(ANNA)));
    HOST_WAIT(shown("The chat goes on; " ANNA " is not asked now.") == 1);
    HOST_CHECK(host_count(host.sent, "how well did you feel") == 0);
    host_stop();
}

static void
end__is_taken_back__when_the_agent_types_on(void **state G_GNUC_UNUSED)
{
    host_run(typed_at_the_end);
}

static void
closed(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "my parcel has not arrived");
    host_type(ANNA, "let me check that for you");
    purple_conversation_destroy(host_window(ANNA)); /* before anything was looked at */
    HOST_WAIT(host_query("SELECT count(*) FROM chat WHERE promises = 1 AND ended_ms > 0") == 1);
    host_stop();
}

static void
scan__reads__a_window_that_closes(void **state G_GNUC_UNUSED)
{
    host_run(closed);
}

/* Asks for the card until it knows of the promise. */
static gboolean
card_tells_promise(void)
{
    HOST_CHECK(host_command(ANNA, "care card") == PURPLE_CMD_STATUS_OK);
    return host_count(host.lines, "promise of ") > 0;
}

static void
heard_late(void)
{
    host_start(HOST_DESK "[remind]\nlast-impression=on\n");
    host_receive(ANNA, "Guten Tag, mein Router ist leider seit gestern Abend kaputt");
    host_type(ANNA, "ich schaue nach und melde mich gleich bei Ihnen");
    HOST_CHECK(host_command(ANNA, "care card") == PURPLE_CMD_STATUS_OK); /* looked at too early */
    host_sleep(5000);
    host_receive(ANNA, "das ist wirklich sehr nett von Ihnen, ich warte dann auf Ihre Nachricht");
    host_receive(ANNA, "ich habe schon alles versucht, was in der Anleitung steht");
    host_sleep(4500); /* the lines are looked at, and their language is listened for */
    for (guint i = 0; i < 60 && !card_tells_promise(); i++)
        host_sleep(500); /* a sanitizer makes a language slowly */
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("Still open for " ANNA ": a promise of ") == 1);
    host_stop();
}

static void
scan__reads_all_lines_again__when_their_language_is_heard(void **state G_GNUC_UNUSED)
{
    host_run(heard_late);
}

#define ROOM "help@rooms.example.org"

static void
in_a_room(void)
{
    PurpleConversation *room;
    PurpleConvChat *chat;

    host_start(HOST_DESK);
    room = host_join(ROOM, "maria");
    chat = purple_conversation_get_chat_data(room);
    purple_conv_chat_add_user(chat, "boss", NULL, PURPLE_CBFLAGS_OP, FALSE);
    purple_conv_chat_add_user(chat, "anna", NULL, PURPLE_CBFLAGS_NONE, FALSE);
    host_room_receive(room, "anna", "my parcel has not arrived", 0);
    purple_conv_chat_send(chat, "hi, it comes tomorrow");
    host_echo(room);
    host_room_receive(room, "boss", "who takes this?", 0); /* a colleague asks nobody */
    HOST_CHECK(host_command(ROOM, "care card") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(shown("Nothing looks open.") == 1);
    HOST_CHECK(host_command(ROOM, "care pulse") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, "how well do you feel understood so far?") == 1);
    host_room_receive(room, "anna", "when tomorrow?", 0);
    host_echo(room); /* what the server sends back now is ours still */
    HOST_CHECK(host_command(ROOM, "care card") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(shown("Still open: a question of ") == 1);
    host_stop();
}

static void
scan__knows__who_is_who_in_a_room(void **state G_GNUC_UNUSED)
{
    host_run(in_a_room);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scan__finds__what_is_open_at_the_end),
        cmocka_unit_test(scan__leaves_out__our_own_lines),
        cmocka_unit_test(scan__leaves_out__lines_of_another_time),
        cmocka_unit_test(end__is_taken_back__when_the_agent_types_on),
        cmocka_unit_test(scan__reads__a_window_that_closes),
        cmocka_unit_test(scan__reads_all_lines_again__when_their_language_is_heard),
        cmocka_unit_test(scan__knows__who_is_who_in_a_room),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
