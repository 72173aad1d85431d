/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Coming up and going down: in mid-survey, a thousand times, on a file that is no database. */
#include "care-host.h"
#include <malloc.h>

#define ANNA   "anna@example.org"
#define CYCLES 500
#define ROUNDS 20

/* --- in mid-survey --- */

static void
reloaded(void)
{
    host_start(HOST_DESK);
    host_ask(ANNA);
    host_unload();
    host_load();
    HOST_WAIT(host_query("SELECT count(*) FROM survey WHERE state = 'asked'") == 1);
    host_sleep(200); /* what was left is taken up */
    HOST_CHECK(host_count(host.sent, "how well did you feel") == 1);
    host_receive(ANNA, "4");
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(host_count(host.lines, "r " ANNA ": 4") == 0);
    host_stop();
}

static void
life__goes_on__after_unload_in_mid_survey(void **state G_GNUC_UNUSED)
{
    host_run(reloaded);
}

static void
quit_while_asked(void)
{
    host_start(HOST_DESK);
    host_ask(ANNA);
    host_stop();
}

static void
answer_after_restart(void)
{
    host_start(NULL);
    host_sleep(200);
    HOST_CHECK(host.sent->len == 0); /* nobody is asked twice */
    host_receive(ANNA, "5, you listened");
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM answer WHERE rating = 5") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM chat") == 1);
    host_stop();
}

static void
life__resumes__a_survey_in_the_next_run(void **state G_GNUC_UNUSED)
{
    host_run_twice(quit_while_asked, answer_after_restart);
}

static void
quit_while_open(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "hi, try again");
    host_sleep(100);
    host_stop();
}

static void
end_after_restart(void)
{
    host_start(NULL);
    host_sleep(200);
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, "how well did you feel") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM chat") == 1);
    host_stop();
}

static void
life__resumes__an_open_chat_in_the_next_run(void **state G_GNUC_UNUSED)
{
    host_run_twice(quit_while_open, end_after_restart);
}

/* --- a thousand times --- */

static guint
count_entries(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    guint n = 0;

    while (folder != NULL && g_dir_read_name(folder) != NULL)
        n++;
    return n;
}

static void
cycle(guint times)
{
    for (guint i = 0; i < times; i++) {
        HOST_CHECK(purple_plugin_load(host.plugin));
        host_turn();
        HOST_CHECK(purple_plugin_unload(host.plugin));
        while (g_main_context_iteration(NULL, FALSE))
            ;
        g_string_truncate(host.debug,
                          0); /* libpurple tells of each unload; that is no leak of ours */
    }
}

static void
thousand_loads(void)
{
    guint threads, files;
    gsize growth = G_MAXSIZE;
    GList *commands;

    host_start_without_plugin(HOST_DESK);
    host_window(ANNA);
    cycle(CYCLES); /* caches of libpurple, GLib and SQLite, and threads' arenas, fill up */
    threads = count_entries("/proc/self/task");
    files = count_entries("/proc/self/fd");
    /* What still fills up does so more and more slowly; a leak is there each time. malloc's
     * smallest block takes 32 bytes: not one of them is left behind by each cycle. */
    for (guint round = 0; round < ROUNDS && growth > CYCLES * 16; round++) {
        const gsize before = mallinfo2().uordblks;
        cycle(CYCLES);
        const gsize after = mallinfo2().uordblks;
        growth = after - MIN(before, after);
    }
    HOST_CHECK(growth <= CYCLES * 16);
    HOST_WAIT(count_entries("/proc/self/task") <= threads); /* the last ones may still be ending */
    HOST_WAIT(count_entries("/proc/self/fd") <= files);
    commands = purple_cmd_list(NULL);
    HOST_CHECK(g_list_find_custom(commands, "care", (GCompareFunc)g_strcmp0) == NULL);
    g_list_free(commands);
    host_receive(ANNA, "5"); /* and no handler is left to see it */
    host_stop();
}

static void
life__leaves_nothing__after_a_thousand_loads(void **state G_GNUC_UNUSED)
{
    host_run(thousand_loads);
}

/* --- bad stores --- */

static void
no_database(void)
{
    g_autofree char *folder = host_path("care");
    g_autofree char *path = host_path("care/care.db");

    HOST_CHECK(g_mkdir_with_parents(folder, 0700) == 0);
    HOST_CHECK(g_file_set_contents(path, "this is no database, and it is somebody's", -1, NULL));
    host_start(HOST_DESK);
    host_ask(ANNA);
    HOST_CHECK(host_count(host.notes, "was damaged") == 1);
    host_receive(ANNA, "4");
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    HOST_CHECK(host_files_hold("care", "and it is somebody")); /* set aside, not deleted */
    host_stop();
}

static void
store__sets_aside__what_is_no_database(void **state G_GNUC_UNUSED)
{
    host_run(no_database);
}

static void
no_store(void)
{
    g_autofree char *path = host_path("care/care.db/in-the-way");

    HOST_CHECK(g_mkdir_with_parents(path, 0700) == 0);
    host_start(HOST_DESK);
    for (guint i = 0; i < 2; i++) {
        host_receive(ANNA, "hello, my router is dead");
        host_type(ANNA, "hi, try again");
        HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
        host_sleep(300);
    }
    HOST_CHECK(host.sent->len == 2); /* the chat goes on, and nobody is asked */
    HOST_CHECK(host_count(host.lines, "be saved at the moment") == 1); /* told once */
    host_stop();
}

static void
store__stops_the_questions__when_it_cannot_be_written(void **state G_GNUC_UNUSED)
{
    host_run(no_store);
}

/* --- other plug-ins --- */

static guint heard_asked, heard_ended, heard_rating;

static void
on_asked(PurpleAccount *account, const char *address, gpointer data G_GNUC_UNUSED)
{
    heard_asked += account == host.account && strcmp(address, ANNA) == 0;
}

static void
on_ended(PurpleAccount *account G_GNUC_UNUSED, const char *address G_GNUC_UNUSED,
         const char *outcome, gpointer data G_GNUC_UNUSED)
{
    heard_ended += strcmp(outcome, "pending") == 0;
}

static void
on_answered(PurpleAccount *account G_GNUC_UNUSED, const char *address G_GNUC_UNUSED, guint rating,
            gpointer data G_GNUC_UNUSED)
{
    heard_rating = rating;
}

static void
signals_heard(void)
{
    static int handle;

    host_start(HOST_DESK);
    purple_signal_connect(host.plugin, "care-asked", &handle, PURPLE_CALLBACK(on_asked), NULL);
    purple_signal_connect(host.plugin, "care-chat-ended", &handle, PURPLE_CALLBACK(on_ended), NULL);
    purple_signal_connect(host.plugin, "care-answered", &handle, PURPLE_CALLBACK(on_answered),
                          NULL);
    host_ask(ANNA);
    host_receive(ANNA, "3");
    HOST_WAIT(heard_rating == 3);
    HOST_CHECK(heard_asked == 1 && heard_ended == 1);
    host_stop();
}

static void
life__tells__other_plug_ins(void **state G_GNUC_UNUSED)
{
    host_run(signals_heard);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(life__goes_on__after_unload_in_mid_survey),
        cmocka_unit_test(life__resumes__a_survey_in_the_next_run),
        cmocka_unit_test(life__resumes__an_open_chat_in_the_next_run),
        cmocka_unit_test(life__leaves_nothing__after_a_thousand_loads),
        cmocka_unit_test(store__sets_aside__what_is_no_database),
        cmocka_unit_test(store__stops_the_questions__when_it_cannot_be_written),
        cmocka_unit_test(life__tells__other_plug_ins),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
