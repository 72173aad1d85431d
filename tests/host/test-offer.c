/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another plug-in that is none: what it may ask and have done by libpurple's types alone, and that
 * nothing breaks whatever it does while it is told. */
#include "care-host.h"

#define ANNA "anna@example.org"
#define BOB  "bob@example.org"

static GPtrArray *told; /* of char *: "ended pending", "asked", "answered 4" */
static void (*meanwhile)(const char *what);

static gboolean
call(const char *name, PurpleConversation *window, const char *text)
{
    gboolean ok = FALSE;
    gpointer result = purple_plugin_ipc_call(purple_plugins_find_with_id("core-purple-care"), name,
                                             &ok, window, text);

    HOST_CHECK(ok);
    return GPOINTER_TO_INT(result);
}

static void
tell(const char *what)
{
    g_ptr_array_add(told, g_strdup(what));
    if (meanwhile != NULL)
        meanwhile(what);
}

static void
on_ended(PurpleAccount *account, const char *address, const char *outcome,
         gpointer data G_GNUC_UNUSED)
{
    g_autofree char *what = g_strdup_printf("ended %s", outcome);

    HOST_CHECK(account == host.account && strcmp(address, ANNA) == 0);
    tell(what);
}

static void
on_asked(PurpleAccount *account, const char *address, gpointer data G_GNUC_UNUSED)
{
    HOST_CHECK(account == host.account && strcmp(address, ANNA) == 0);
    tell("asked");
}

static void
on_answered(PurpleAccount *account, const char *address, guint rating, gpointer data G_GNUC_UNUSED)
{
    g_autofree char *what = g_strdup_printf("answered %u", rating);

    HOST_CHECK(account == host.account && strcmp(address, ANNA) == 0);
    tell(what);
}

static void
start(const char *policy, void (*then)(const char *what))
{
    static int handle;

    told = g_ptr_array_new_with_free_func(g_free);
    meanwhile = then;
    host_start(policy);
    purple_signal_connect(host.plugin, "care-chat-ended", &handle, PURPLE_CALLBACK(on_ended), NULL);
    purple_signal_connect(host.plugin, "care-asked", &handle, PURPLE_CALLBACK(on_asked), NULL);
    purple_signal_connect(host.plugin, "care-answered", &handle, PURPLE_CALLBACK(on_answered),
                          NULL);
}

static guint
was_told(const char *part)
{
    return host_count(told, part);
}

/* --- the calls --- */

static void
states(void)
{
    PurpleConversation *window;

    start(HOST_DESK, NULL);
    HOST_CHECK(call("is", NULL, "shows-ratings"));
    HOST_CHECK(!call("is", NULL, "open") && !call("is", NULL, NULL));
    host_receive(ANNA, "hello, my router is dead");
    window = host_window(ANNA);
    HOST_CHECK(call("is", window, "served") && call("is", window, "open"));
    HOST_CHECK(!call("is", window, "asked") && !call("is", window, "room"));
    HOST_CHECK(!call("is", window, "opne")); /* no such name: said in the debug output */
    HOST_CHECK(strstr(host.debug->str, "no such name") != NULL);
    host_type(ANNA, "hi");
    HOST_CHECK(call("run", window, "end"));
    HOST_WAIT(was_told("asked") == 1);
    HOST_CHECK(call("is", window, "asked") && !call("is", window, "open"));
    host_receive(ANNA, "4");
    HOST_WAIT(was_told("answered 4") == 1);
    HOST_CHECK(!call("is", window, "asked"));
    HOST_CHECK(told->len == 3 && was_told("ended pending") == 1);
    HOST_CHECK(call("run", window, "private") && call("is", window, "private"));
    HOST_CHECK(!call("is", window, "served"));
    purple_conversation_destroy(window);
    HOST_CHECK(!call("is", window, "private") && !call("run", window, "end")); /* not followed */
    host_stop();
}

static void
offer__says_how_a_window_stands__from_first_line_to_answer(void **state G_GNUC_UNUSED)
{
    host_run(states);
}

static void
refused(void)
{
    start(HOST_DESK "[show]\nrating=no\n", NULL);
    HOST_CHECK(!call("is", NULL, "shows-ratings"));
    host_receive(ANNA, "hello, my router is dead");
    HOST_CHECK(!call("run", host_window(ANNA), "nonsense"));
    HOST_CHECK(host_count(host.lines, "/care help") == 1); /* why, to the agent */
    HOST_CHECK(!call("run", NULL, "end") && !call("run", host_window(ANNA), NULL));
    HOST_CHECK(host.sent->len == 0);
    host_unload();
    {
        gboolean ok = TRUE;

        purple_plugin_ipc_call(host.plugin, "is", &ok, NULL, "shows-ratings");
        HOST_CHECK(!ok); /* gone with the plug-in, and back with it */
    }
    host_load();
    HOST_CHECK(!call("is", NULL, "shows-ratings"));
    host_stop();
}

static void
offer__tells_the_agent__what_it_could_not_do(void **state G_GNUC_UNUSED)
{
    host_run(refused);
}

/* What no client would let an agent type: by another plug-in it comes as it is. */
static void
unsound(void)
{
    start(HOST_DESK, NULL);
    host_receive(ANNA, "hello, my router is dead");
    HOST_CHECK(call("run", host_window(ANNA), "note \xff evil \xf0"));
    HOST_CHECK(call("run", host_window(ANNA), "name \xfc"));
    call("run", host_window(ANNA), "snooze \xf0");
    HOST_CHECK(!call("run", host_window(ANNA), "\xf0"));
    HOST_CHECK(call("run", host_window(ANNA), " note \t"));
    HOST_WAIT(host_count(host.lines, "evil") == 1);
    for (guint i = 0; i < host.lines->len; i++)
        HOST_CHECK(g_utf8_validate(host.lines->pdata[i], -1, NULL));
    host_stop();
}

static void
offer__takes__lines_that_are_no_utf8(void **state G_GNUC_UNUSED)
{
    host_run(unsound);
}

static void
skipped(void)
{
    start(HOST_DESK, NULL);
    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "hi");
    HOST_CHECK(call("run", host_window(ANNA), "end quiet"));
    HOST_WAIT(was_told("ended not_asked") == 1);
    HOST_CHECK(told->len == 1);
    host_stop();
}

static void
offer__tells_of_an_end__that_nobody_is_asked_about(void **state G_GNUC_UNUSED)
{
    host_run(skipped);
}

/* --- what others may do while they are told --- */

static PurpleConversation *
open_window(void) /* NULL: there is none; host_window() would make one */
{
    return purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, ANNA, host.account);
}

static void
close_window(const char *what)
{
    PurpleConversation *window = open_window();

    if (window != NULL && g_str_has_prefix(what, "ended"))
        purple_conversation_destroy(window);
}

static void
closing(void)
{
    start(HOST_DESK, close_window);
    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "hi");
    HOST_CHECK(call("run", host_window(ANNA), "end"));
    HOST_WAIT(was_told("asked") == 1);
    host_receive(ANNA, "5");
    HOST_WAIT(was_told("answered 5") == 1);
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    host_stop();
}

static void
act(const char *what)
{
    static const char *const lines[] = {"status", "why", "score", "card", "waiting"};

    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
        call("run", host_window(ANNA), lines[i]);
    if (strcmp(what, "asked") == 0)
        call("run", host_window(ANNA), "end"); /* it is already */
    if (g_str_has_prefix(what, "answered"))
        call("run", host_window(ANNA), "forget yes");
}

static void
acting(void)
{
    start(HOST_DESK, act);
    host_ask(ANNA);
    host_receive(ANNA, "2");
    HOST_WAIT(was_told("answered 2") == 1);
    HOST_WAIT(host_query("SELECT count(*) FROM customer") == 0);
    HOST_CHECK(host_query("SELECT count(*) FROM answer") == 1); /* a count, of nobody */
    HOST_CHECK(was_told("asked") == 1);
    host_stop();
}

static void
type_and_close(const char *what)
{
    if (g_str_has_prefix(what, "ended") && open_window() != NULL) {
        host_type(ANNA, "One more thing: your parcel is on its way.");
        purple_conversation_destroy(host_window(ANNA));
    }
}

static void
typing(void)
{
    start(HOST_DESK, type_and_close);
    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "hi");
    host_command(ANNA, "care end quiet");
    HOST_WAIT(was_told("ended not_asked") >= 1);
    host_sleep(200);
    host_receive(BOB, "hello");
    HOST_CHECK(host_count(host.sent, "on its way") >= 1);
    host_stop();
}

static void
offer__goes_on__when_a_listener_closes_the_window(void **state G_GNUC_UNUSED)
{
    host_run(closing);
}

static void
offer__goes_on__when_a_listener_runs_commands(void **state G_GNUC_UNUSED)
{
    host_run(acting);
}

static void
offer__goes_on__when_a_listener_writes_and_closes(void **state G_GNUC_UNUSED)
{
    host_run(typing);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offer__says_how_a_window_stands__from_first_line_to_answer),
        cmocka_unit_test(offer__tells_the_agent__what_it_could_not_do),
        cmocka_unit_test(offer__takes__lines_that_are_no_utf8),
        cmocka_unit_test(offer__tells_of_an_end__that_nobody_is_asked_about),
        cmocka_unit_test(offer__goes_on__when_a_listener_closes_the_window),
        cmocka_unit_test(offer__goes_on__when_a_listener_runs_commands),
        cmocka_unit_test(offer__goes_on__when_a_listener_writes_and_closes),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
