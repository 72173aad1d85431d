/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Follows a customer's language onto the wire: from policy, from their own lines, from memory; and
 * a wish that was said before any question. */
#include "care-host-prpl.h"
#include "care-host.h"
#include <purple-care/engine-answer.h>

#define ANNA   "anna@example.org"
#define GERMAN "Guten Tag, mein Router verbindet sich seit heute Morgen nicht mehr mit dem Internet"

/* How often the text @name of @tag went to Anna. */
static guint
sent(const char *tag, const char *name)
{
    g_autofree char *text = g_strdup(care_language_text(care_language_find(tag), name));
    g_autofree char *html = NULL;
    g_autofree char *line = NULL;
    char *place = strchr(text, '{');

    if (place != NULL)
        *place = '\0'; /* what stands before a name is enough to know it by */
    html = g_markup_escape_text(text, -1);
    line = g_strconcat(ANNA ": ", html, NULL);
    return host_count(host.sent, line);
}

static void
chat(const char *first)
{
    host_receive(ANNA, first);
    host_type(ANNA, "let me look, that is soon solved");
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
}

/* --- where nothing else is known --- */

static void
speak(const char *tag)
{
    g_autofree char *policy = g_strconcat(HOST_DESK "[language]\ndefault=", tag, "\n", NULL);

    host_start(policy);
    chat("router 7");
    HOST_WAIT(sent(tag, "question") == 1);
    host_receive(ANNA, "?");
    HOST_CHECK(sent(tag, "help") == 1);
    host_receive(ANNA, "4");
    HOST_WAIT(sent(tag, "thanks") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM answer WHERE rating = 4") == 1);
    host_stop();
}

static void
speak_german(void)
{
    speak("de");
}

static void
speak_arabic(void)
{
    speak("ar");
    HOST_CHECK(host_count(host.sent, "\342\201\250Maria\342\201\251") == 2);
}

static void
speak_japanese(void)
{
    speak("ja");
}

static void
language__is__policys_where_nothing_is_known(void **state G_GNUC_UNUSED)
{
    host_run(speak_german);
    host_run(speak_arabic);
    host_run(speak_japanese);
}

/* --- their own lines --- */

static void
heard_and_remembered(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "hallo");
    chat(GERMAN);
    HOST_WAIT(sent("de", "question") == 1);
    HOST_CHECK(sent("en", "question") == 0);
    host_receive(ANNA, "5");
    HOST_WAIT(sent("de", "thanks") == 1);
    HOST_WAIT(host_query("SELECT count(*) FROM customer WHERE language = 'de'") == 1);
    host_stop();
    HOST_CHECK(strstr(host.debug->str, "Router") == NULL);
}

static void
remembered(void)
{
    host_start(HOST_DESK "answered-interval=0\n");
    chat("router 7");
    HOST_WAIT(sent("de", "question") == 1);
    host_stop();
}

static void
language__is__heard_in_their_lines_and_remembered(void **state G_GNUC_UNUSED)
{
    host_run_twice(heard_and_remembered, remembered);
}

static void
closed_window(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, GERMAN);
    do { /* until it is known who they are */
        HOST_CHECK(host_command(ANNA, "care score") == PURPLE_CMD_STATUS_OK);
        host_sleep(20);
    } while (host_count(host.lines, "This chat: ") == 0);
    host_type(ANNA, "let me look, that is soon solved");
    purple_conversation_destroy(host_window(ANNA));
    HOST_WAIT(host.sent->len == 2);
    HOST_CHECK(sent("de", "question") == 1);
    host_stop();
}

static void
language__is__heard_in_a_window_that_closes(void **state G_GNUC_UNUSED)
{
    host_run(closed_window);
}

static void
not_of_this_chat(void)
{
    host_start(HOST_DESK);
    serv_got_im(host.connection, ANNA, GERMAN, PURPLE_MESSAGE_RECV, time(NULL) - 24 * 3600);
    serv_got_im(host.connection, ANNA, GERMAN, PURPLE_MESSAGE_RECV | PURPLE_MESSAGE_DELAYED,
                time(NULL));
    serv_got_im(host.connection, ANNA, GERMAN, PURPLE_MESSAGE_RECV | PURPLE_MESSAGE_AUTO_RESP,
                time(NULL));
    host_receive(ANNA, "hello");
    host_type(ANNA, GERMAN); /* nor what the agent writes */
    host_type(ANNA, "let me look, that is soon solved");
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(sent("en", "question") == 1);
    host_stop();
}

static void
language__is__not_heard_in_other_lines(void **state G_GNUC_UNUSED)
{
    host_run(not_of_this_chat);
}

static void
room_of_two(void)
{
    PurpleConversation *room;

    host_start(HOST_DESK "[desk]\nagents=boss@example.org\n");
    room = host_join("desk@rooms.example.org", "maria");
    purple_conv_chat_add_user(purple_conversation_get_chat_data(room), "anna", NULL,
                              PURPLE_CBFLAGS_NONE, FALSE);
    purple_conv_chat_add_user(purple_conversation_get_chat_data(room), "boss", NULL,
                              PURPLE_CBFLAGS_OP, FALSE);
    host_room_receive(room, "boss", GERMAN, 0);
    host_room_receive(room, "anna",
                      "Bonjour, mon routeur ne se connecte plus à internet depuis ce "
                      "matin, pouvez-vous m'aider ?",
                      0);
    purple_conv_chat_send(purple_conversation_get_chat_data(room), "one moment");
    host_echo(room);
    HOST_CHECK(host_command("desk@rooms.example.org", "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, "Question automatique") == 1);
    host_stop();
}

static void
language__is__the_customers_in_a_room(void **state G_GNUC_UNUSED)
{
    host_run(room_of_two);
}

/* --- the desk's own words --- */

static void
own_words(void)
{
    host_start(HOST_DESK "text-question=1 to 5, {agent}?\ntext-question[de]=1 bis 5, {agent}?\n"
                         "text-thanks[fr]=Merci!\n");
    chat(GERMAN);
    HOST_WAIT(host_count(host.sent, ANNA ": 1 bis 5, Maria?") == 1);
    host_receive(ANNA, "5");
    HOST_WAIT(sent("de", "thanks") == 1);
    host_receive("bob@example.org", "hello");
    host_type("bob@example.org", "hi, try again please");
    HOST_CHECK(host_command("bob@example.org", "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, "bob@example.org: 1 to 5, Maria?") == 1);
    host_stop();
}

static void
language__chooses__among_the_desks_own_words(void **state G_GNUC_UNUSED)
{
    host_run(own_words);
}

/* --- a wish before the question --- */

static void
wish(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "hello, and please don't ask me again");
    chat("my router is dead");
    HOST_WAIT(host_query("SELECT count(*) FROM customer WHERE opted_out_ms > 0") == 1);
    host_sleep(100);
    HOST_CHECK(host_count(host.sent, "how well did you feel") == 0);
    HOST_CHECK(host_query("SELECT count(*) FROM chat WHERE outcome = 'not_asked' AND "
                          "reason = 'opted_out'") == 1);
    host_stop();
}

static void
hearing__heeds__a_wish_said_in_the_chat(void **state G_GNUC_UNUSED)
{
    host_run(wish);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(language__is__policys_where_nothing_is_known),
        cmocka_unit_test(language__is__heard_in_their_lines_and_remembered),
        cmocka_unit_test(language__is__heard_in_a_window_that_closes),
        cmocka_unit_test(language__is__not_heard_in_other_lines),
        cmocka_unit_test(language__is__the_customers_in_a_room),
        cmocka_unit_test(language__chooses__among_the_desks_own_words),
        cmocka_unit_test(hearing__heeds__a_wish_said_in_the_chat),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
