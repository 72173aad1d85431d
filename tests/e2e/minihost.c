/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A headless libpurple client that tests drive, one command and one event a line.
 *
 * minihost -d USERDIR [-p PLUGINDIR]... [-l PLUGIN-ID]... -u USER@DOMAIN[/RES] -w PASSWORD
 *          -h HOST -P PORT [-v]
 * stdin; WHO and ROOM hold no blanks, TEXT is HTML as in any client:
 *   im WHO TEXT, cmd WHO /TEXT, chat ROOM TEXT, ccmd ROOM /TEXT, join ROOM NICK, close WHO,
 *   convs, load ID, unload ID, offline, online, raw XML, sleep MS, quit
 * stdout; TABs between fields:
 *   READY pid, WRITE kind conversation who flags text, CONV+ kind name, CONV- kind, ON account,
 *   OFF account, ERR account reason text, CMD status error, NOTIFY type title primary secondary,
 *   REQUEST title primary secondary, LOADED id ok error, UNLOADED id ok error, HAS kind name,
 *   DONE command, BYE
 * flags: s sent, r received, S system, A auto-reply, d delayed, N nick, L no-log, E error,
 *   I invisible, C active-only
 */
#include <libpurple/purple.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static GMainLoop *loop;
static PurpleAccount *account;

static void say(const char *format, ...) G_GNUC_PRINTF(1, 2);

static void
say(const char *format, ...)
{
    va_list args;
    g_autofree char *line = NULL;

    va_start(args, format);
    line = g_strdup_vprintf(format, args);
    va_end(args);
    g_strdelimit(line, "\r\n", ' ');
    puts(line);
    fflush(stdout);
}

static const char *
or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* --- libpurple's event loop on GLib's, the glue every client without a toolkit needs --- */

typedef struct {
    PurpleInputFunction call;
    gpointer data;
} Input;

static gboolean
on_input(GIOChannel *channel, GIOCondition condition, gpointer data)
{
    const Input *input = data;
    int seen = 0;

    if (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR))
        seen |= PURPLE_INPUT_READ;
    if (condition & (G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL))
        seen |= PURPLE_INPUT_WRITE;
    input->call(input->data, g_io_channel_unix_get_fd(channel), (PurpleInputCondition)seen);
    return G_SOURCE_CONTINUE;
}

static guint
add_input(gint fd, PurpleInputCondition wanted, PurpleInputFunction call, gpointer data)
{
    GIOChannel *channel = g_io_channel_unix_new(fd);
    Input *input = g_new(Input, 1);
    int condition = 0;
    guint id;

    *input = (Input){call, data};
    if (wanted & PURPLE_INPUT_READ)
        condition |= G_IO_IN | G_IO_HUP | G_IO_ERR;
    if (wanted & PURPLE_INPUT_WRITE)
        condition |= G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL;
    id = g_io_add_watch_full(channel, G_PRIORITY_DEFAULT, (GIOCondition)condition, on_input, input,
                             g_free);
    g_io_channel_unref(channel);
    return id;
}

static PurpleEventLoopUiOps loop_ops = {
    .timeout_add = g_timeout_add,
    .timeout_remove = g_source_remove,
    .input_add = add_input,
    .input_remove = g_source_remove,
    .timeout_add_seconds = g_timeout_add_seconds,
};

/* --- what a client shows: here everything is a line --- */

static const char *
kind_of(PurpleConversation *conv)
{
    return purple_conversation_get_type(conv) == PURPLE_CONV_TYPE_CHAT ? "chat" : "im";
}

static void
ui_write(PurpleConversation *conv, const char *who, const char *alias G_GNUC_UNUSED,
         const char *message, PurpleMessageFlags flags, time_t when G_GNUC_UNUSED)
{
    static const struct {
        PurpleMessageFlags bit;
        char letter;
    } letters[] = {
        {PURPLE_MESSAGE_SEND, 's'},      {PURPLE_MESSAGE_RECV, 'r'},
        {PURPLE_MESSAGE_SYSTEM, 'S'},    {PURPLE_MESSAGE_AUTO_RESP, 'A'},
        {PURPLE_MESSAGE_DELAYED, 'd'},   {PURPLE_MESSAGE_NICK, 'N'},
        {PURPLE_MESSAGE_NO_LOG, 'L'},    {PURPLE_MESSAGE_ERROR, 'E'},
        {PURPLE_MESSAGE_INVISIBLE, 'I'}, {PURPLE_MESSAGE_ACTIVE_ONLY, 'C'},
    };
    char shown[G_N_ELEMENTS(letters) + 1];
    gsize n = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        if (flags & letters[i].bit)
            shown[n++] = letters[i].letter;
    }
    shown[n] = '\0';
    say("WRITE\t%s\t%s\t%s\t%s\t%s", kind_of(conv), purple_conversation_get_name(conv),
        or_empty(who), n > 0 ? shown : "-", message);
}

static void
ui_created(PurpleConversation *conv)
{
    say("CONV+\t%s\t%s", kind_of(conv), purple_conversation_get_name(conv));
}

static void
ui_destroyed(PurpleConversation *conv)
{
    say("CONV-\t%s", kind_of(conv));
}

static PurpleConversationUiOps conversation_ops = {
    .create_conversation = ui_created,
    .destroy_conversation = ui_destroyed,
    .write_conv = ui_write,
};

static void *
ui_notify(PurpleNotifyMsgType type, const char *title, const char *primary, const char *secondary)
{
    say("NOTIFY\t%d\t%s\t%s\t%s", (int)type, or_empty(title), or_empty(primary),
        or_empty(secondary));
    return NULL;
}

static PurpleNotifyUiOps notify_ops = {.notify_message = ui_notify};

static void *
ui_request(const char *title, const char *primary, const char *secondary,
           int default_action G_GNUC_UNUSED, PurpleAccount *of G_GNUC_UNUSED,
           const char *who G_GNUC_UNUSED, PurpleConversation *conv G_GNUC_UNUSED,
           void *data G_GNUC_UNUSED, size_t n_actions G_GNUC_UNUSED, va_list args G_GNUC_UNUSED)
{
    say("REQUEST\t%s\t%s\t%s", or_empty(title), or_empty(primary), or_empty(secondary));
    return NULL;
}

static PurpleRequestUiOps request_ops = {.request_action = ui_request};

static void
ui_init(void)
{
    purple_conversations_set_ui_ops(&conversation_ops);
    purple_notify_set_ui_ops(&notify_ops);
    purple_request_set_ui_ops(&request_ops);
}

static PurpleCoreUiOps core_ops = {.ui_init = ui_init};

static void
on_signed(PurpleConnection *gc, gpointer what)
{
    say("%s\t%s", (const char *)what,
        purple_account_get_username(purple_connection_get_account(gc)));
}

static void
on_error(PurpleConnection *gc, PurpleConnectionError reason, const char *text,
         gpointer data G_GNUC_UNUSED)
{
    say("ERR\t%s\t%d\t%s", purple_account_get_username(purple_connection_get_account(gc)),
        (int)reason, text);
}

/* --- commands: each gets its first word and the rest, never NULL --- */

static PurpleConversation *
im_with(const char *who)
{
    PurpleConversation *conv =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);

    return conv != NULL ? conv : purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
}

static PurpleConversation *
room_of(const char *room)
{
    return purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, room, account);
}

static void
do_im(const char *who, const char *text)
{
    purple_conv_im_send(PURPLE_CONV_IM(im_with(who)), text);
}

static void
do_chat(const char *room, const char *text)
{
    PurpleConversation *conv = room_of(room);

    if (conv != NULL)
        purple_conv_chat_send(PURPLE_CONV_CHAT(conv), text);
}

static void
run_command(PurpleConversation *conv, const char *text)
{
    static const char *const names[] = {"OK",         "FAILED",     "NOT_FOUND",
                                        "WRONG_ARGS", "WRONG_PRPL", "WRONG_TYPE"};
    const char *plain = text + (*text == '/');
    g_autofree char *markup = g_markup_escape_text(plain, -1);
    g_autofree char *error = NULL;
    PurpleCmdStatus status;

    if (conv == NULL)
        return;
    status = purple_cmd_do_command(conv, plain, markup, &error);
    say("CMD\t%s\t%s", names[status], or_empty(error));
}

static void
do_cmd(const char *who, const char *text)
{
    run_command(im_with(who), text);
}

static void
do_ccmd(const char *room, const char *text)
{
    run_command(room_of(room), text);
}

static void
do_join(const char *room, const char *nick)
{
    g_auto(GStrv) parts = g_strsplit(room, "@", 2);
    PurpleConnection *gc = purple_account_get_connection(account);
    g_autoptr(GHashTable) fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    g_hash_table_insert(fields, g_strdup("room"), g_strdup(or_empty(parts[0])));
    g_hash_table_insert(fields, g_strdup("server"), g_strdup(parts[0] ? or_empty(parts[1]) : ""));
    g_hash_table_insert(fields, g_strdup("handle"), g_strdup(nick));
    if (gc != NULL)
        serv_join_chat(gc, fields);
}

static void
do_close(const char *who, const char *rest G_GNUC_UNUSED)
{
    PurpleConversation *conv =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_ANY, who, account);

    if (conv != NULL)
        purple_conversation_destroy(conv);
}

static void
do_convs(const char *word G_GNUC_UNUSED, const char *rest G_GNUC_UNUSED)
{
    for (const GList *at = purple_get_conversations(); at != NULL; at = at->next)
        say("HAS\t%s\t%s", kind_of(at->data), purple_conversation_get_name(at->data));
}

static void
report_plugin(const char *what, const char *id, gboolean (*act)(PurplePlugin *))
{
    PurplePlugin *plugin = purple_plugins_find_with_id(id);
    gboolean ok = plugin != NULL && act(plugin);

    say("%s\t%s\t%s\t%s", what, id, ok ? "ok" : "FAILED",
        plugin != NULL ? or_empty(plugin->error) : "");
}

static void
do_load(const char *id, const char *rest G_GNUC_UNUSED)
{
    report_plugin("LOADED", id, purple_plugin_load);
}

static void
do_unload(const char *id, const char *rest G_GNUC_UNUSED)
{
    report_plugin("UNLOADED", id, purple_plugin_unload);
}

static void
do_offline(const char *word G_GNUC_UNUSED, const char *rest G_GNUC_UNUSED)
{
    purple_account_set_enabled(account, purple_core_get_ui(), FALSE);
}

static void
do_online(const char *word G_GNUC_UNUSED, const char *rest G_GNUC_UNUSED)
{
    purple_account_set_enabled(account, purple_core_get_ui(), TRUE);
}

/* Lets the client live on for a while, then takes the next line. */
static void
do_sleep(const char *ms, const char *rest G_GNUC_UNUSED)
{
    const gint64 end_us = g_get_monotonic_time() + 1000 * g_ascii_strtoll(ms, NULL, 10);

    while (g_get_monotonic_time() < end_us) {
        if (!g_main_context_iteration(NULL, FALSE))
            g_usleep(2000);
    }
}

static void
do_quit(const char *word G_GNUC_UNUSED, const char *rest G_GNUC_UNUSED)
{
    g_main_loop_quit(loop);
}

static void
do_raw(const char *xml)
{
    PurpleConnection *gc = purple_account_get_connection(account);

    if (gc != NULL)
        PURPLE_PLUGIN_PROTOCOL_INFO(purple_connection_get_prpl(gc))
            ->send_raw(gc, xml, (int)strlen(xml));
}

static void
do_line(char *line)
{
    static const struct {
        const char *name;
        void (*act)(const char *word, const char *rest);
    } commands[] = {
        {"im", do_im},         {"chat", do_chat},       {"cmd", do_cmd},       {"ccmd", do_ccmd},
        {"join", do_join},     {"close", do_close},     {"convs", do_convs},   {"load", do_load},
        {"unload", do_unload}, {"offline", do_offline}, {"online", do_online}, {"quit", do_quit},
        {"sleep", do_sleep},
    };
    g_auto(GStrv) words = g_strsplit(line, " ", 3);
    const char *verb = or_empty(words[0]);
    const char *word = words[0] ? or_empty(words[1]) : "";
    const char *rest = *word != '\0' ? or_empty(words[2]) : "";

    if (strcmp(verb, "raw") == 0) {
        do_raw(line + strlen("raw "));
        say("DONE\traw");
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(verb, commands[i].name) == 0) {
            commands[i].act(word, rest);
            say("DONE\t%s", verb);
            return;
        }
    }
    say("BAD\t%s", verb);
}

static gboolean
on_stdin(GIOChannel *channel, GIOCondition condition G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
    static gboolean is_busy; /* `sleep` runs the loop: a line is never taken inside another */
    g_autofree char *line = NULL;
    gsize end = 0;

    if (is_busy) {
        g_usleep(1000);
        return G_SOURCE_CONTINUE;
    }
    if (g_io_channel_read_line(channel, &line, NULL, &end, NULL) != G_IO_STATUS_NORMAL) {
        g_main_loop_quit(loop);
        return G_SOURCE_REMOVE;
    }
    line[end] = '\0';
    is_busy = TRUE;
    do_line(line);
    is_busy = FALSE;
    return G_SOURCE_CONTINUE;
}

/* --- set-up --- */

typedef struct {
    char *dir, *user, *password, *host;
    int port;
    gboolean verbose;
    char **paths, **plugins; /* NULL: none */
} Options;

static gboolean
read_options(int *argc, char ***argv, Options *out_options)
{
    const GOptionEntry entries[] = {
        {"dir", 'd', 0, G_OPTION_ARG_FILENAME, &out_options->dir, NULL, NULL},
        {"path", 'p', 0, G_OPTION_ARG_FILENAME_ARRAY, &out_options->paths, NULL, NULL},
        {"load", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &out_options->plugins, NULL, NULL},
        {"user", 'u', 0, G_OPTION_ARG_STRING, &out_options->user, NULL, NULL},
        {"password", 'w', 0, G_OPTION_ARG_STRING, &out_options->password, NULL, NULL},
        {"host", 'h', 0, G_OPTION_ARG_STRING, &out_options->host, NULL, NULL},
        {"port", 'P', 0, G_OPTION_ARG_INT, &out_options->port, NULL, NULL},
        {"verbose", 'v', 0, G_OPTION_ARG_NONE, &out_options->verbose, NULL, NULL},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);

    *out_options = (Options){.port = 5222};
    g_option_context_add_main_entries(context, entries, NULL);
    return g_option_context_parse(context, argc, argv, NULL) && out_options->dir != NULL &&
           out_options->user != NULL;
}

static gboolean
start_core(const Options *options)
{
    purple_util_set_user_dir(options->dir); /* before anything reads it */
    purple_debug_set_enabled(options->verbose);
    purple_core_set_ui_ops(&core_ops);
    purple_eventloop_set_ui_ops(&loop_ops);
    for (char **at = options->paths; at != NULL && *at != NULL; at++)
        purple_plugins_add_search_path(*at);
    if (!purple_core_init("minihost"))
        return FALSE;
    purple_set_blist(purple_blist_new());
    purple_blist_load();
    purple_prefs_load();
    return TRUE;
}

static void
sign_on(const Options *options)
{
    account = purple_accounts_find(options->user, "prpl-jabber");
    if (account == NULL) { /* else: a second run on the same folder */
        account = purple_account_new(options->user, "prpl-jabber");
        purple_accounts_add(account);
    }
    purple_account_set_password(account, options->password ? options->password : "secret");
    purple_account_set_remember_password(account, TRUE); /* for coming back online */
    purple_account_set_string(account, "connect_server",
                              options->host ? options->host : "127.0.0.1");
    purple_account_set_int(account, "port", options->port);
    /* The throwaway server has no certificate, and the default is require_tls. */
    purple_account_set_string(account, "connection_security", "opportunistic_tls");
    purple_account_set_bool(account, "auth_plain_in_clear", TRUE);
    purple_savedstatus_activate(purple_savedstatus_new(NULL, PURPLE_STATUS_AVAILABLE));
    purple_account_set_enabled(account, "minihost", TRUE);
}

int
main(int argc, char **argv)
{
    void *connections;
    Options options;

    if (!read_options(&argc, &argv, &options))
        return 2;
    loop = g_main_loop_new(NULL, FALSE);
    if (!start_core(&options))
        return 1;
    connections = purple_connections_get_handle();
    purple_signal_connect(connections, "signed-on", &options, PURPLE_CALLBACK(on_signed),
                          (gpointer) "ON");
    purple_signal_connect(connections, "signed-off", &options, PURPLE_CALLBACK(on_signed),
                          (gpointer) "OFF");
    purple_signal_connect(connections, "connection-error", &options, PURPLE_CALLBACK(on_error),
                          NULL);
    for (char **at = options.plugins; at != NULL && *at != NULL; at++)
        do_load(*at, "");
    sign_on(&options);
    g_io_add_watch(g_io_channel_unix_new(STDIN_FILENO), G_IO_IN | G_IO_HUP, on_stdin, NULL);
    say("READY\t%d", (int)getpid());
    g_main_loop_run(loop);
    purple_core_quit(); /* "quitting", sign-off, plugins unload, conversations go */
    say("BYE");
    return 0;
}
