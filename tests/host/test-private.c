/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that private people are never written to, and that mistyped commands never leave. */
#include "care-host.h"

#define DORA "dora@example.org"

/* --- private people --- */

/* All an agent and a contact could type, and the window closed on top. */
static void
try_everything(void)
{
    static const char *const commands[] = {
        "care",     "care end",   "care end quiet", "care end",  "care undo",
        "care why", "care score", "care status",    "care help", "care nonsense"};
    static const char *const replies[] = {"5",         "stop",     "?",    "!rate 5",
                                          "!rate off", "!rate on", "skip", "4/5"};

    host_receive(DORA, "dinner tonight?");
    host_type(DORA, "sure");
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        host_command(DORA, commands[i]);
        host_sleep(20);
        host_receive(DORA, replies[i % G_N_ELEMENTS(replies)]);
    }
    host_type(DORA, "see you");
    purple_conversation_destroy(host_window(DORA));
    host_sleep(200);
    HOST_CHECK(host.sent->len == 2); /* what the agent typed */
    for (gsize i = 0; i < G_N_ELEMENTS(replies); i++)
        HOST_CHECK(host_count(host.lines, replies[i]) >=
                   1); /* and nothing was kept from the window */
    HOST_CHECK(host_query("SELECT count(*) FROM chat") <= 0);
}

static void
no_desk(void)
{
    host_start("[desk]\naccounts=silc:" HOST_OTHER "\n");
    try_everything();
    host_stop();
}

static void
private__is_left_alone__on_an_account_that_is_no_desk(void **state G_GNUC_UNUSED)
{
    host_run(no_desk);
}

static void
excluded(void)
{
    host_start("[desk]\naccounts=*\nexclude=" DORA "\n");
    try_everything();
    host_stop();
}

static void
private__is_left_alone__when_excluded(void **state G_GNUC_UNUSED)
{
    host_run(excluded);
}

static void
excluded_group(void)
{
    PurpleGroup *family;

    host_start_without_plugin("[desk]\naccounts=*\nexclude=Family\n");
    family = purple_group_new("Family");
    purple_blist_add_group(family, NULL);
    purple_blist_add_buddy(purple_buddy_new(host.account, DORA, "Dora"), NULL, family, NULL);
    host_load();
    try_everything();
    host_stop();
}

static void
private__is_left_alone__in_an_excluded_group(void **state G_GNUC_UNUSED)
{
    host_run(excluded_group);
}

static void
broken_settings(void)
{
    host_start("[desk]\naccounts=*\nexclude=\xff\xfe;\x01\n[ask\nsample-percent=lots\n");
    HOST_CHECK(host_count(host.notes, "policy.conf") == 1); /* told once, where */
    try_everything();
    host_stop();
}

static void
private__is_left_alone__when_the_settings_are_broken(void **state G_GNUC_UNUSED)
{
    host_run(broken_settings);
}

static void
marked(void)
{
    host_start(HOST_DESK);
    host_receive(DORA, "hello");
    host_type(DORA, "hi");
    HOST_CHECK(host_command(DORA, "care private") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "is private from now on") == 1);
    HOST_CHECK(host_command(DORA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_query("SELECT count(*) FROM customer WHERE private = 1") == 1);
    host_sleep(100);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
marked_before(void)
{
    host_start(NULL);
    host_receive(DORA, "hello again");
    host_type(DORA, "hi");
    HOST_CHECK(host_command(DORA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "is not asked") == 1);
    HOST_CHECK(host.sent->len == 1);
    HOST_CHECK(host_command(DORA, "care why") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(host_count(host.lines, "private: yes (this decided") == 1);
    host_stop();
}

static void
private__stays__after_a_restart(void **state G_GNUC_UNUSED)
{
    host_run_twice(marked, marked_before);
}

/* --- mistyped commands --- */

static const char *const held_back[] = {
    " /care end", "//care end", "/care/end", "/care end",           "/care",        "\t/care",
    "/CARE END",  "/ care end", "/ care",    "<b>/care end</b>",    "&nbsp;/care",  "// care undo",
    "/care, end", "/care: end", "/care!",    "<FONT> /care</FONT>", "/care<br>end", "/care-end",
    "/care_undo", "/care.end",
};
static const char *const let_through[] = {
    "/careful now",
    "careful",
    "type /care end to end",
    "/ care about you",
    "/care-home is closed",
    "/care-free days",
    "/caretaker",
    "care",
    "/me waves at /care",
    "/carefree days",
    "https://example.org/care",
    "/care.example",
    "/",
    "//comment in my program",
};

static void
mistyped_in_im(void)
{
    host_start(HOST_DESK);
    for (gsize i = 0; i < G_N_ELEMENTS(held_back); i++) {
        host_type(DORA, held_back[i]);
        HOST_CHECK(host.sent->len == 0);
        HOST_CHECK(host_count(host.lines, "/care help lists them") == i + 1);
    }
    HOST_CHECK(host_count(host.lines, "s " DORA) == 0);
    for (gsize i = 0; i < G_N_ELEMENTS(let_through); i++) {
        host_type(DORA, let_through[i]);
        HOST_CHECK(host.sent->len == i + 1);
    }
    host_stop();
}

static void
guard__holds_back__mistyped_commands_in_an_im(void **state G_GNUC_UNUSED)
{
    host_run(mistyped_in_im);
}

static void
mistyped_in_room(void)
{
    PurpleConversation *room;

    host_start(HOST_DESK);
    room = host_join("room@example.org", "maria");
    for (gsize i = 0; i < G_N_ELEMENTS(held_back); i++)
        purple_conv_chat_send(purple_conversation_get_chat_data(room), held_back[i]);
    HOST_CHECK(host.sent->len == 0);
    for (gsize i = 0; i < G_N_ELEMENTS(let_through); i++)
        purple_conv_chat_send(purple_conversation_get_chat_data(room), let_through[i]);
    HOST_CHECK(host.sent->len == G_N_ELEMENTS(let_through));
    host_stop();
}

static void
guard__holds_back__mistyped_commands_in_a_room(void **state G_GNUC_UNUSED)
{
    host_run(mistyped_in_room);
}

/* --- commands --- */

static void
commands_answer(void)
{
    host_start(HOST_DESK);
    HOST_CHECK(host_command(DORA, "care ned") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(host_count(host.lines, "did you mean /care end?") == 1);
    HOST_CHECK(host_command(DORA, "care somethingelsealtogether") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(host_command(DORA, "care end now") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(host_command(DORA, "care") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(host_count(host.lines, "No chat is open with") == 1);
    HOST_CHECK(host_command(DORA, "care   END   quiet ") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(host_command(DORA, "care help") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(host_count(host.lines, "/care private [off]") == 1);
    HOST_CHECK(host.sent->len == 0);
    host_stop();
    HOST_CHECK(!host_files_hold("logs", "/care"));
}

static void
command__answers__the_agent_alone(void **state G_GNUC_UNUSED)
{
    host_run(commands_answer);
}

static void
desk_switched(void)
{
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;

    host_start("# my own\n[desk]\naccounts=silc:" HOST_OTHER "\n");
    HOST_CHECK(host_command(DORA, "care desk on") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "serves customers from now on") == 1);
    path = host_path("care/policy.conf");
    HOST_CHECK(g_file_get_contents(path, &text, NULL, NULL));
    HOST_CHECK(strstr(text, "# my own") != NULL && strstr(text, "silc:" HOST_AGENT) != NULL);
    HOST_CHECK(strstr(text, "silc:" HOST_OTHER) != NULL);
    do { /* the change is noticed by itself */
        HOST_CHECK(host_command(DORA, "care desk") == PURPLE_CMD_STATUS_OK);
        host_sleep(50);
    } while (host_count(host.lines, HOST_AGENT ": yes") == 0);
    host_ask(DORA);
    HOST_CHECK(host_command(DORA, "care desk on") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(host_command(DORA, "care desk off") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "serves no customers any more") == 1);
    host_stop();
}

static void
command__switches__the_account_on_and_off(void **state G_GNUC_UNUSED)
{
    host_run(desk_switched);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(private__is_left_alone__on_an_account_that_is_no_desk),
        cmocka_unit_test(private__is_left_alone__when_excluded),
        cmocka_unit_test(private__is_left_alone__in_an_excluded_group),
        cmocka_unit_test(private__is_left_alone__when_the_settings_are_broken),
        cmocka_unit_test(private__stays__after_a_restart),
        cmocka_unit_test(guard__holds_back__mistyped_commands_in_an_im),
        cmocka_unit_test(guard__holds_back__mistyped_commands_in_a_room),
        cmocka_unit_test(command__answers__the_agent_alone),
        cmocka_unit_test(command__switches__the_account_on_and_off),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
