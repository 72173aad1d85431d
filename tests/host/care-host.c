/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings libpurple up and down in a process per test, and records all that windows, dialogs and
 * debug output show. */
#define _GNU_SOURCE /* memmem */
#include "care-host.h"
#include "care-host-prpl.h"
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define UI "care-host"

Host host;
static char *user_folder, *plugin_path;

void
host_init(int argc G_GNUC_UNUSED, char **argv)
{
    const char *filter = g_getenv("CMOCKA_TEST_FILTER");
    g_autofree char *self =
        g_file_read_link("/proc/self/exe", NULL); /* BUILD/test/host/test-name */
    g_autofree char *folder = g_path_get_dirname(self != NULL ? self : argv[0]);

    plugin_path = g_build_filename(folder, "..", "..", "purple-care.so", NULL);
    if (filter != NULL && *filter != '\0')
        cmocka_set_test_filter(filter);
}

void
host_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    for (guint i = 0; host.lines != NULL && i < host.lines->len; i++)
        fprintf(stderr, "  shown: %.300s\n", (char *)host.lines->pdata[i]);
    for (guint i = 0; host.sent != NULL && i < host.sent->len; i++)
        fprintf(stderr, "  sent: %.300s\n", (char *)host.sent->pdata[i]);
    _exit(1);
}

/* --- a process per body --- */

static void
run_child(void (*body)(void))
{
    int status = -1;
    const pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        alarm(300); /* a hang is a failure; a busy machine under a sanitizer is none */
        body();
        fflush(NULL);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("the test's process ended with status 0x%x", status);
}

static void
remove_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;

    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            remove_folder(inner);
        else
            g_unlink(inner);
    }
    g_rmdir(path);
}

void
host_run_twice(void (*body)(void), void (*again)(void))
{
    user_folder = g_dir_make_tmp("care-host-XXXXXX", NULL);
    assert_non_null(user_folder);
    run_child(body);
    if (again != NULL)
        run_child(again);
    remove_folder(user_folder); /* kept when a check failed: it tells why */
    g_clear_pointer(&user_folder, g_free);
}

void
host_run(void (*body)(void))
{
    host_run_twice(body, NULL);
}

/* --- what libpurple wants of a client --- */

typedef struct {
    PurpleInputFunction function;
    gpointer data;
} Input;

static gboolean
input_ready(GIOChannel *channel, GIOCondition condition, gpointer data)
{
    const Input *input = data;
    int bits = 0;

    bits |= (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR)) != 0 ? PURPLE_INPUT_READ : 0;
    bits |= (condition & (G_IO_OUT | G_IO_HUP | G_IO_ERR)) != 0 ? PURPLE_INPUT_WRITE : 0;
    input->function(input->data, g_io_channel_unix_get_fd(channel), bits);
    return TRUE;
}

static guint
input_add(gint fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data)
{
    GIOChannel *channel = g_io_channel_unix_new(fd);
    Input *input = g_new(Input, 1);
    guint id;

    *input = (Input){function, data};
    id = g_io_add_watch_full(
        channel, G_PRIORITY_DEFAULT,
        ((condition & PURPLE_INPUT_READ) != 0 ? G_IO_IN | G_IO_HUP | G_IO_ERR : 0) |
            ((condition & PURPLE_INPUT_WRITE) != 0 ? G_IO_OUT | G_IO_HUP | G_IO_ERR : 0),
        input_ready, input, g_free);
    g_io_channel_unref(channel);
    return id;
}

static PurpleEventLoopUiOps loop_ops = {
    .timeout_add = g_timeout_add,
    .timeout_remove = g_source_remove,
    .input_add = input_add,
    .input_remove = g_source_remove,
    .timeout_add_seconds = g_timeout_add_seconds,
};

static void
write_conversation(PurpleConversation *window G_GNUC_UNUSED, const char *who,
                   const char *alias G_GNUC_UNUSED, const char *html, PurpleMessageFlags flags,
                   time_t at G_GNUC_UNUSED)
{
    g_ptr_array_add(host.lines, g_strdup_printf("%s%s%s%s %s: %s",
                                                (flags & PURPLE_MESSAGE_SEND) != 0 ? "s" : "",
                                                (flags & PURPLE_MESSAGE_RECV) != 0 ? "r" : "",
                                                (flags & PURPLE_MESSAGE_SYSTEM) != 0 ? "S" : "",
                                                (flags & PURPLE_MESSAGE_NO_LOG) != 0 ? "L" : "",
                                                who != NULL ? who : "", html));
}

static PurpleConversationUiOps conversation_ops = {.write_conv = write_conversation};

static void *
notify_message(PurpleNotifyMsgType type G_GNUC_UNUSED, const char *title, const char *primary,
               const char *secondary)
{
    g_ptr_array_add(host.notes, g_strdup_printf("%s: %s: %s", title, primary,
                                                secondary != NULL ? secondary : ""));
    return NULL;
}

static PurpleNotifyUiOps notify_ops = {.notify_message = notify_message};

static void
debug_print(PurpleDebugLevel level G_GNUC_UNUSED, const char *category, const char *text)
{
    g_string_append_printf(host.debug, "%s: %s", category != NULL ? category : "", text);
}

static PurpleDebugUiOps debug_ops = {.print = debug_print};

static void
log_message(const char *domain, GLogLevelFlags level, const char *text, gpointer data G_GNUC_UNUSED)
{
    g_string_append_printf(host.debug, "%s: %s\n", domain != NULL ? domain : "", text);
    if (!host.is_up ||
        (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_ERROR)) == 0)
        return;
    fprintf(stderr, "GLib: %s: %s\n", domain != NULL ? domain : "", text);
    host.criticals++;
}

static void
ui_init(void)
{
    purple_conversations_set_ui_ops(&conversation_ops);
    purple_notify_set_ui_ops(&notify_ops);
}

static PurpleCoreUiOps core_ops = {.ui_init = ui_init};

static void
write_policy(const char *policy)
{
    g_autofree char *folder = host_path("care");
    g_autofree char *file = host_path("care/policy.conf");

    HOST_CHECK(g_mkdir_with_parents(folder, 0700) == 0);
    HOST_CHECK(g_file_set_contents(file, policy, -1, NULL));
}

static void
connect_agent(void)
{
    host.account = purple_accounts_find(HOST_AGENT, "prpl-silc");
    if (host.account == NULL) {
        host.account = purple_account_new(HOST_AGENT "/desk", "prpl-silc");
        purple_account_set_alias(host.account, "Maria");
        purple_accounts_add(host.account);
        purple_accounts_add(purple_account_new(HOST_OTHER, "prpl-silc"));
    }
    purple_savedstatus_activate(purple_savedstatus_new(NULL, PURPLE_STATUS_AVAILABLE));
    purple_account_set_enabled(host.account, UI, TRUE);
    HOST_WAIT(purple_account_is_connected(host.account));
    host.connection = purple_account_get_connection(host.account);
}

void
host_start_without_plugin(const char *policy)
{
    host.sent = g_ptr_array_new_with_free_func(g_free);
    host.lines = g_ptr_array_new_with_free_func(g_free);
    host.notes = g_ptr_array_new_with_free_func(g_free);
    host.debug = g_string_new(NULL);
    g_log_set_default_handler(log_message, NULL);
    if (policy != NULL)
        write_policy(policy);
    purple_util_set_user_dir(user_folder);
    purple_debug_set_ui_ops(&debug_ops);
    purple_debug_set_verbose(TRUE);
    purple_core_set_ui_ops(&core_ops);
    purple_eventloop_set_ui_ops(&loop_ops);
    host_prpl_register(); /* before the core looks for protocols */
    HOST_CHECK(purple_core_init(UI));
    host.is_up = TRUE; /* before, libpurple's D-Bus can't name the protocol, and says so */
    purple_set_blist(purple_blist_new());
    purple_prefs_load();
    purple_prefs_set_bool("/purple/logging/log_ims", TRUE);
    purple_prefs_set_bool("/purple/logging/log_chats", TRUE);
    connect_agent();
    host.plugin = purple_plugin_probe(plugin_path);
    HOST_CHECK(host.plugin != NULL);
}

/* The settings come from a worker: one of the two accounts serves customers as soon as they are
 * read. */
void
host_load(void)
{
    PurpleConversation *window;

    HOST_CHECK(purple_plugin_load(host.plugin));
    window = host_window("nobody@example.org");
    do {
        g_ptr_array_set_size(host.lines, 0);
        HOST_CHECK(host_command("nobody@example.org", "care desk") == PURPLE_CMD_STATUS_OK);
        host_sleep(5);
    } while (host_count(host.lines, ": yes") == 0 && host_count(host.notes, "mistakes") == 0);
    purple_conversation_destroy(window);
    g_ptr_array_set_size(host.lines, 0);
}

void
host_start(const char *policy)
{
    host_start_without_plugin(policy);
    host_load();
}

void
host_unload(void)
{
    HOST_CHECK(purple_plugin_unload(host.plugin));
}

void
host_stop(void)
{
    purple_core_quit();
    HOST_CHECK(host.criticals == 0);
}

/* --- agent and customers --- */

void
host_turn(void)
{
    if (!g_main_context_iteration(NULL, FALSE))
        g_usleep(1000);
}

void
host_sleep(guint ms)
{
    const gint64 end_us = g_get_monotonic_time() + (gint64)ms * 1000;

    while (g_get_monotonic_time() < end_us)
        host_turn();
}

void
host_receive(const char *who, const char *html)
{
    serv_got_im(host.connection, who, html, PURPLE_MESSAGE_RECV, time(NULL));
}

PurpleConversation *
host_window(const char *who)
{
    PurpleConversation *window =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, host.account);

    return window != NULL ? window
                          : purple_conversation_new(PURPLE_CONV_TYPE_IM, host.account, who);
}

void
host_type(const char *who, const char *html)
{
    purple_conv_im_send(purple_conversation_get_im_data(host_window(who)), html);
}

static PurpleCmdStatus
command_in(PurpleConversation *window, const char *command)
{
    g_autofree char *markup = g_markup_escape_text(command, -1);
    char *error = NULL;
    const PurpleCmdStatus status = purple_cmd_do_command(window, command, markup, &error);

    if (error != NULL)
        g_ptr_array_add(host.lines, g_strdup_printf("error : %s", error));
    g_free(error);
    return status;
}

PurpleCmdStatus
host_command(const char *who, const char *command)
{
    PurpleConversation *room = NULL;

    if (strchr(who, '/') == NULL) /* else a private line inside a room */
        room = purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, who, host.account);
    return command_in(room != NULL ? room : host_window(who), command);
}

PurpleConversation *
host_join(const char *room, const char *nick)
{
    static int last_id;
    PurpleConversation *window = serv_got_joined_chat(host.connection, ++last_id, room);
    PurpleConvChat *chat = purple_conversation_get_chat_data(window);

    purple_conv_chat_set_nick(chat, nick);
    purple_conv_chat_add_user(chat, nick, NULL, PURPLE_CBFLAGS_NONE, FALSE);
    return window;
}

void
host_room_receive(PurpleConversation *room, const char *who, const char *html,
                  PurpleMessageFlags flags)
{
    serv_got_chat_in(host.connection,
                     purple_conv_chat_get_id(purple_conversation_get_chat_data(room)), who,
                     PURPLE_MESSAGE_RECV | flags, html, time(NULL));
}

void
host_ask(const char *who)
{
    const guint asked = host_count(host.sent, "how well did you feel");

    host_receive(who, "hello, my router is dead");
    host_type(who, "hi, try again");
    HOST_CHECK(host_command(who, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, "how well did you feel") == asked + 1);
}

/* --- looking --- */

guint
host_count(const GPtrArray *list, const char *part)
{
    guint n = 0;

    for (guint i = 0; i < list->len; i++)
        n += strstr(list->pdata[i], part) != NULL;
    return n;
}

const char *
host_newest(const GPtrArray *list, const char *part)
{
    for (guint i = list->len; i > 0; i--) {
        if (strstr(list->pdata[i - 1], part) != NULL)
            return list->pdata[i - 1];
    }
    return NULL;
}

char *
host_path(const char *name)
{
    return g_build_filename(user_folder, name, NULL);
}

gint64
host_query(const char *sql)
{
    g_autofree char *path = host_path("care/care.db");
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    gint64 value = -1; /* no such table yet */

    HOST_CHECK(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK);
    sqlite3_busy_timeout(database, 2000);
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return value;
}

static gboolean
file_holds(const char *path, const char *marker)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;

    return g_file_get_contents(path, &bytes, &size, NULL) &&
           memmem(bytes, size, marker, strlen(marker)) != NULL;
}

static gboolean
folder_holds(const char *path, const char *marker)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;

    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        if (g_file_test(inner, G_FILE_TEST_IS_DIR) ? folder_holds(inner, marker)
                                                   : file_holds(inner, marker))
            return TRUE;
    }
    return FALSE;
}

gboolean
host_files_hold(const char *folder, const char *marker)
{
    g_autofree char *path = host_path(folder);

    return folder_holds(path, marker);
}
