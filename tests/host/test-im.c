/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main job in one IM window: what is asked, kept, thanked for and shown, whatever comes along.
 */
#include "care-host.h"

#define ANNA "anna@example.org"

/* --- the whole path --- */

static gint64 stored_when_thanked = -1;

static void
note_thanks(const char *text)
{
    if (strstr(text, "that&apos;s saved") != NULL || strstr(text, "that&#39;s saved") != NULL)
        stored_when_thanked = host_query("SELECT count(*) FROM answer WHERE rating = 4");
}

static void
whole_path(void)
{
    const char *question;

    host_start(HOST_DESK);
    host.on_send = note_thanks;
    host_ask(ANNA);
    question = host_newest(host.sent, "how well did you feel understood by Maria?");
    HOST_CHECK(question != NULL && g_str_has_prefix(question, ANNA ": Automatic question"));
    HOST_CHECK(host_count(host.lines, "s " ANNA ": Automatic question") == 1);

    host_receive(ANNA "/phone", "4, thanks - you really listened MARKRATE");
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(stored_when_thanked == 1);
    HOST_CHECK(host_count(host.lines, "SL " ANNA ": " ANNA " answered: 4 of 5. They wrote:") == 1);
    HOST_CHECK(host_count(host.lines, "r " ANNA "/phone: 4") == 0);
    HOST_CHECK(host.sent->len == 3);

    HOST_CHECK(host_command(ANNA, "care score") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "1 answered of 1 asked: 4") == 1);
    host_stop();
    HOST_CHECK(host_files_hold("logs", "router is dead"));
    HOST_CHECK(!host_files_hold("logs", "MARKRATE"));
    HOST_CHECK(strstr(host.debug->str, "MARKRATE") == NULL);
    HOST_CHECK(strstr(host.debug->str, "router is dead") == NULL);
}

static void
im__asks_and_thanks__only_when_stored(void **state G_GNUC_UNUSED)
{
    host_run(whole_path);
}

/* --- what is no answer --- */

static void
conversation_goes_on(void)
{
    host_start(HOST_DESK);
    host_ask(ANNA);
    host_receive(ANNA, "5 minutes later it broke again");
    HOST_CHECK(host_count(host.lines, "r " ANNA ": 5 minutes later") == 1);
    host_sleep(100);
    HOST_CHECK(host_count(host.sent, "hank") == 0);
    HOST_CHECK(host_query("SELECT count(*) FROM answer") == 0);
    host_stop();
}

static void
im__shows__a_sentence_that_starts_with_a_digit(void **state G_GNUC_UNUSED)
{
    host_run(conversation_goes_on);
}

static void
old_lines(void)
{
    const time_t yesterday = time(NULL) - 24 * 3600;

    host_start(HOST_DESK);
    serv_got_im(host.connection, ANNA, "offline", PURPLE_MESSAGE_RECV, yesterday);
    serv_got_im(host.connection, ANNA, "history", PURPLE_MESSAGE_RECV | PURPLE_MESSAGE_DELAYED,
                time(NULL));
    serv_got_im(host.connection, ANNA, "away", PURPLE_MESSAGE_RECV | PURPLE_MESSAGE_AUTO_RESP,
                time(NULL));
    purple_conversation_write(host_window(ANNA), "", "system",
                              PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_RECV, time(NULL));
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(host_count(host.lines, "No chat is open here") == 1);

    host_ask(ANNA); /* and a delayed number is no answer either */
    serv_got_im(host.connection, ANNA, "3", PURPLE_MESSAGE_RECV | PURPLE_MESSAGE_DELAYED,
                time(NULL));
    HOST_CHECK(host_count(host.lines, "r " ANNA ": 3") == 1);
    host_stop();
}

static void
im__counts__no_delayed_automatic_or_system_line(void **state G_GNUC_UNUSED)
{
    host_run(old_lines);
}

/* --- the window closes --- */

static void
closed_window(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "thank you for the call yesterday, can I return it");
    host_type(ANNA, "yes you can");
    purple_conversation_destroy(host_window(ANNA));
    HOST_WAIT(host_count(host.sent, "how well did you feel") == 1);
    g_ptr_array_set_size(host.lines, 0);
    host_receive(ANNA, "5");
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(host.lines->len == 0); /* nothing to see: no window came up for it */
    HOST_CHECK(purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, ANNA, host.account) ==
               NULL);
    HOST_CHECK(host_query("SELECT count(*) FROM answer WHERE rating = 5") == 1);
    host_stop();
}

static void
im__asks_and_takes__without_a_window(void **state G_GNUC_UNUSED)
{
    host_run(closed_window);
}

static void
words_after_closing(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "thank you for the call yesterday, can I return it");
    host_type(ANNA, "yes you can");
    purple_conversation_destroy(host_window(ANNA));
    HOST_WAIT(host_count(host.sent, "how well did you feel") == 1);
    host_receive(ANNA, "4, but it is broken again, please call me");
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(host_count(host.lines, "please call me") == 1); /* a window opened for the words */
    host_stop();
}

static void
im__shows__words_to_a_rating_though_the_window_is_closed(void **state G_GNUC_UNUSED)
{
    host_run(words_after_closing);
}

static void
renamed(void)
{
    host_start(HOST_DESK);
    host_ask(ANNA);
    purple_conversation_set_name(host_window(ANNA),
                                 "bob@example.org"); /* as a change of nick does */
    g_ptr_array_set_size(host.sent, 0);
    host_receive("bob@example.org", "5");
    HOST_CHECK(host_query("SELECT count(*) FROM answer") == 0);
    HOST_CHECK(host_count(host.lines, "r bob@example.org: 5") == 1);
    host_command("bob@example.org", "care end");
    host_sleep(200);
    HOST_CHECK(host_count(host.sent, ANNA) == 0);
    host_stop();
}

static void
im__takes_nobodys_answer__for_somebody_elses(void **state G_GNUC_UNUSED)
{
    host_run(renamed);
}

static void
open_at_sign_off(void)
{
    host_start(HOST_DESK);
    host_ask(ANNA);
    host_type("bob@example.org", "hello"); /* a window without a question */
    purple_account_disconnect(host.account);
    HOST_CHECK(host_count(host.lines, "1 question is still open") == 1);
    host_stop();
}

static void
im__tells_the_agent__what_is_open_at_sign_off(void **state G_GNUC_UNUSED)
{
    host_run(open_at_sign_off);
}

static void
closed_on_waiting(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "hello");
    host_type(ANNA, "hi");
    host_receive(ANNA, "it is still broken");
    purple_conversation_destroy(host_window(ANNA));
    HOST_WAIT(host_count(host.notes, "still waiting") == 1);
    HOST_CHECK(host.sent->len == 1); /* the agent's own line */
    host_stop();
}

static void
im__tells_the_agent__when_closed_on_a_waiting_customer(void **state G_GNUC_UNUSED)
{
    host_run(closed_on_waiting);
}

/* --- an encrypting plug-in --- */

static char *
rot13(const char *text)
{
    char *turned = g_strdup(text);

    for (char *at = turned; *at != '\0'; at++) {
        if (g_ascii_isalpha(*at))
            *at =
                (char)((g_ascii_tolower(*at) - 'a' + 13) % 26 + (g_ascii_isupper(*at) ? 'A' : 'a'));
    }
    return turned;
}

static void
encrypt(PurpleAccount *account G_GNUC_UNUSED, const char *who G_GNUC_UNUSED, char **message,
        gpointer data G_GNUC_UNUSED)
{
    g_autofree char *plain = *message;
    g_autofree char *turned = rot13(plain);

    *message = g_strconcat("?OTR:", turned, NULL);
}

static gboolean
decrypt(PurpleAccount *account G_GNUC_UNUSED, char **who G_GNUC_UNUSED, char **message,
        PurpleConversation *window G_GNUC_UNUSED, PurpleMessageFlags *flags G_GNUC_UNUSED,
        gpointer data G_GNUC_UNUSED)
{
    char *plain;

    if (!g_str_has_prefix(*message, "?OTR:"))
        return FALSE;
    plain = rot13(*message + strlen("?OTR:"));
    g_free(*message);
    *message = plain;
    return FALSE;
}

static void
connect_encryption(void)
{
    static int handle;

    purple_signal_connect(purple_conversations_get_handle(), "sending-im-msg", &handle,
                          PURPLE_CALLBACK(encrypt), NULL);
    purple_signal_connect(purple_conversations_get_handle(), "receiving-im-msg", &handle,
                          PURPLE_CALLBACK(decrypt), NULL);
}

static void
encrypted(void)
{
    host_start(HOST_DESK);
    connect_encryption();
    host_receive(ANNA, "?OTR:uryyb");
    host_type(ANNA, "hi there");
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, "?OTR:Nhgbzngvp dhrfgvba") == 1);
    host_receive(ANNA, "?OTR:5, gunaxf ZNEX");
    HOST_WAIT(host_count(host.sent, "fnirq") == 1);
    HOST_CHECK(host_count(host.lines, "r " ANNA ": ") == 1); /* the first line alone */
    host_stop();
    HOST_CHECK(!host_files_hold("logs", "MARK") && !host_files_hold("logs", "ZNEX"));
    HOST_CHECK(host_count(host.sent, "Automatic question") == 0);
}

static void
im__goes_the_way_of_typed_lines__with_an_encrypting_plug_in(void **state G_GNUC_UNUSED)
{
    host_run(encrypted);
}

static void
encrypted_and_closed(void)
{
    host_start(HOST_DESK);
    connect_encryption();
    host_receive(ANNA, "?OTR:uryyb");
    host_type(ANNA, "hi there");
    purple_conversation_destroy(host_window(ANNA));
    HOST_WAIT(host_query("SELECT count(*) FROM chat WHERE ended_ms > 0") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM chat WHERE reason = 'weaker_encryption'") == 1);
    host_sleep(100);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
im__never_asks_in_the_clear__after_an_encrypted_window(void **state G_GNUC_UNUSED)
{
    host_run(encrypted_and_closed);
}

/* --- bad input --- */

static void
bad_input(void)
{
    g_autofree char *huge = g_strnfill(64 * 1024, '4');
    static const char *const lines[] = {
        "\xff\xfe\x80 5",
        "&#55296; 4",
        "\x01\x02\x1b[31m",
        "<b><i><font color='",
        "<html><body>&lt;script&gt;</body>",
        "&&&;&#x0;",
        "\xed\xa0\x80",
        "{agent} %s %n {name",
    };

    host_start(HOST_DESK);
    host_ask(ANNA);
    host_receive(ANNA, huge);
    HOST_CHECK(host_count(host.lines, "r " ANNA ": 4444") == 1);
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
        host_receive(ANNA, lines[i]);
    host_sleep(50);
    HOST_CHECK(host_query("SELECT count(*) FROM answer") == 0);
    HOST_CHECK(host_command(ANNA, "care \xff\xfe") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(host_command(ANNA, huge) != PURPLE_CMD_STATUS_OK);
    host_stop();
}

static void
im__survives__what_is_no_text(void **state G_GNUC_UNUSED)
{
    host_run(bad_input);
}

static void
names_with_markup(void)
{
    static const char alias[] = "<b>&anna</b> {agent}\n\"x\"";
    PurpleBuddy *buddy;

    host_start(HOST_DESK);
    buddy = purple_buddy_new(host.account, ANNA, alias);
    purple_blist_add_buddy(buddy, NULL, NULL, NULL);
    purple_account_set_alias(host.account, "<i>M&M</i>");
    host_ask(ANNA);
    HOST_CHECK(host_count(host.sent, "understood by &lt;i&gt;M&amp;M&lt;/i&gt;?") == 1);
    host_receive(ANNA, "4, a <b>bold</b> &lt;u&gt; word");
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(host_count(host.lines, "SL " ANNA ": &lt;b&gt;&amp;anna&lt;/b&gt; {agent}") == 1);
    HOST_CHECK(host_count(host.lines, "a bold &lt;u&gt; word") == 1);
    host_stop();
}

static void
im__escapes__names_and_words_with_markup(void **state G_GNUC_UNUSED)
{
    host_run(names_with_markup);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(im__asks_and_thanks__only_when_stored),
        cmocka_unit_test(im__shows__a_sentence_that_starts_with_a_digit),
        cmocka_unit_test(im__counts__no_delayed_automatic_or_system_line),
        cmocka_unit_test(im__asks_and_takes__without_a_window),
        cmocka_unit_test(im__tells_the_agent__when_closed_on_a_waiting_customer),
        cmocka_unit_test(im__shows__words_to_a_rating_though_the_window_is_closed),
        cmocka_unit_test(im__takes_nobodys_answer__for_somebody_elses),
        cmocka_unit_test(im__tells_the_agent__what_is_open_at_sign_off),
        cmocka_unit_test(im__goes_the_way_of_typed_lines__with_an_encrypting_plug_in),
        cmocka_unit_test(im__never_asks_in_the_clear__after_an_encrypted_window),
        cmocka_unit_test(im__survives__what_is_no_text),
        cmocka_unit_test(im__escapes__names_and_words_with_markup),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
