/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plug-in for tests that does inside Pidgin what no click can in time: loads and unloads others
 * again and again, counts widgets, times tabs. */
#include "driver.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <gtk/gtk.h>
#include <libpurple/purple.h>
#include <pidgin/gtkblist.h>
#include <pidgin/gtkconv.h>
#include <pidgin/gtkconvwin.h>
#include <pidgin/gtkplugin.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* It reads commands, a line each, from the FIFO $CARE_DRIVER.in and answers each with lines in
 * $CARE_DRIVER.out, the last of which is "DONE COMMAND":
 *
 *   load ID | unload ID       a plug-in; FAILED if it did not
 *   rounds N EACH ID...       loads all in this order and unloads them in the other, N times; in
 * every EACH-th round the last one's windows are open meanwhile (0: never) join ROOM a chat on the
 * first account, on its server's rooms open N [FROM]             N conversations on the first
 * account, named cFROM@localhost and on close                     closes what `open` opened action
 * ID TEXT            a plug-in's own action, by its label without mnemonics prefs ID its configure
 * frame, in a window of ours fatal | forgive           whether a warning of any library ends the
 * program widgets FILE              a line each: path, words, where it is shown: x y width height
 * on the screen, and the width and height that it wants unname WORDS              takes a button's
 * name away from who can't see it bytes                     allocated by now (under ASan; else 0)
 *   tooltip BUDDY             what plug-ins say of one, a line each
 *   tabs N [STEP]             ms for a switch, median of N rounds through each STEP-th tab of a
 *                             window
 */
#define SETTLE_MS 30 /* what a plug-in starts at its load is let happen before it is unloaded */

typedef struct {
    guint n, each, done;
    char **ids;
    gboolean loaded;
} Rounds;

static FILE *out;
static GIOChannel *in;
static guint in_watch;
static GList *opened; /* names */
static GtkWidget *prefs;

static void G_GNUC_PRINTF(1, 2) answer(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vfprintf(out, format, args);
    va_end(args);
    fputc('\n', out);
    fflush(out);
}

void
driver_drain(void)
{
    while (gtk_events_pending())
        gtk_main_iteration();
}

static gsize
bytes_now(void)
{
    gsize (*allocated)(void) = NULL;

    *(void **)&allocated = dlsym(RTLD_DEFAULT, "__sanitizer_get_current_allocated_bytes");
    return allocated != NULL ? allocated() : 0;
}

/* --- plug-ins --- */

static gboolean
set_loaded(const char *id, gboolean loaded)
{
    PurplePlugin *plugin = purple_plugins_find_with_id(id);

    if (plugin == NULL)
        return FALSE;
    if (purple_plugin_is_loaded(plugin) != loaded)
        loaded ? purple_plugin_load(plugin) : purple_plugin_unload(plugin);
    return purple_plugin_is_loaded(plugin) == loaded;
}

static void
do_action(const char *id, const char *text)
{
    PurplePlugin *plugin = purple_plugins_find_with_id(id);
    GList *actions = plugin != NULL ? PURPLE_PLUGIN_ACTIONS(plugin, NULL) : NULL;
    gboolean found = FALSE;

    for (GList *i = actions; i != NULL; i = i->next) {
        PurplePluginAction *action = i->data;
        g_auto(GStrv) parts = NULL;
        g_autofree char *label = NULL;

        if (action == NULL)
            continue;
        parts = g_strsplit(action->label, "_", -1);
        label = g_strjoinv("", parts);
        if (!found && g_str_has_prefix(label, text)) {
            found = TRUE;
            action->plugin = plugin;
            action->callback(action);
        }
        purple_plugin_action_free(action);
    }
    g_list_free(actions);
    if (!found)
        answer("FAILED no action %s", text);
}

static void
show_prefs(const char *id)
{
    PurplePlugin *plugin = purple_plugins_find_with_id(id);
    GtkWidget *frame = plugin != NULL ? pidgin_plugin_get_config_frame(plugin) : NULL;

    if (frame == NULL) {
        answer("FAILED no frame");
        return;
    }
    g_clear_pointer(&prefs, gtk_widget_destroy);
    prefs = gtk_dialog_new();
    gtk_window_set_title(GTK_WINDOW(prefs), "Configure");
    gtk_container_add(GTK_CONTAINER(gtk_dialog_get_content_area(GTK_DIALOG(prefs))), frame);
    g_signal_connect(prefs, "destroy", G_CALLBACK(gtk_widget_destroyed), &prefs);
    gtk_widget_show_all(prefs);
}

/* --- rounds --- */

static void
end_round(Rounds *rounds)
{
    g_clear_pointer(&prefs, gtk_widget_destroy);
    rounds->done++;
    if (rounds->done % 50 == 0)
        answer("ROUND %u %" G_GSIZE_FORMAT, rounds->done, bytes_now());
    if (rounds->done < rounds->n)
        return;
    answer("DONE rounds");
    g_strfreev(rounds->ids);
    g_free(rounds);
}

static gboolean
half_round(gpointer data)
{
    Rounds *rounds = data;
    const guint n = g_strv_length(rounds->ids);
    gboolean is_last;

    for (guint i = 0; i < n; i++) {
        const char *id = rounds->ids[rounds->loaded ? n - 1 - i : i];

        if (!set_loaded(id, !rounds->loaded))
            answer("FAILED %s in round %u", id, rounds->done + 1);
    }
    rounds->loaded = !rounds->loaded;
    if (rounds->loaded && rounds->each > 0 && rounds->done % rounds->each == 0) {
        do_action(rounds->ids[n - 1], "Empathy");
        show_prefs(rounds->ids[n - 1]);
    }
    if (rounds->loaded)
        return G_SOURCE_CONTINUE;
    is_last = rounds->done + 1 == rounds->n;
    end_round(rounds);
    return is_last ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
start_rounds(char **words)
{
    Rounds *rounds = g_new0(Rounds, 1);

    rounds->n = (guint)g_ascii_strtoull(words[1], NULL, 10);
    rounds->each = (guint)g_ascii_strtoull(words[2], NULL, 10);
    rounds->ids = g_strdupv(words + 3);
    g_timeout_add(SETTLE_MS, half_round, rounds);
}

/* --- conversations --- */

static void
join(const char *room)
{
    PurpleConnection *connection = purple_account_get_connection(purple_accounts_get_all()->data);
    GHashTable *where = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    g_hash_table_insert(where, g_strdup("room"), g_strdup(room));
    g_hash_table_insert(where, g_strdup("server"), g_strdup("rooms.localhost"));
    g_hash_table_insert(where, g_strdup("handle"), g_strdup("agent"));
    serv_join_chat(connection, where);
    g_hash_table_unref(where);
}

static void
open_some(guint n, guint from)
{
    PurpleAccount *account = purple_accounts_get_all()->data;

    for (guint i = 0; i < n; i++) {
        char *name = g_strdup_printf("c%u@localhost", from + i);

        purple_conversation_new(PURPLE_CONV_TYPE_IM, account, name);
        opened = g_list_prepend(opened, name);
    }
    driver_drain();
}

static void
command_all(const char *text)
{
    g_autofree char *line = g_strconcat("care ", text, NULL);

    for (GList *i = purple_get_conversations(); i != NULL; i = i->next) {
        g_autofree char *error = NULL;

        if (purple_cmd_do_command(i->data, line, line, &error) != PURPLE_CMD_STATUS_OK)
            answer("FAILED %s", error != NULL ? error : line);
    }
}

static void
say_all(const char *text)
{
    for (GList *i = purple_get_conversations(); i != NULL; i = i->next)
        if (purple_conversation_get_type(i->data) == PURPLE_CONV_TYPE_IM)
            purple_conv_im_send(PURPLE_CONV_IM(i->data), text);
}

static void
close_all(void)
{
    PurpleAccount *account = purple_accounts_get_all()->data;

    for (GList *i = opened; i != NULL; i = i->next) {
        PurpleConversation *conversation =
            purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, i->data, account);

        if (conversation != NULL)
            purple_conversation_destroy(conversation);
    }
    g_list_free_full(g_steal_pointer(&opened), g_free);
    driver_drain();
}

static gint
by_size(gconstpointer a, gconstpointer b)
{
    const double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* Until the tab is drawn: a switch is not over before. */
static double
through_all(GtkNotebook *notebook, gint step)
{
    const gint n = gtk_notebook_get_n_pages(notebook);
    const gint64 start = g_get_monotonic_time();

    for (gint i = 0; i < n; i += step) {
        gtk_notebook_set_current_page(notebook, i);
        driver_drain();
        gdk_window_process_all_updates();
        gdk_display_sync(gdk_display_get_default());
    }
    return (double)(g_get_monotonic_time() - start) / 1000 / ((n + step - 1) / step);
}

static void
time_tabs(guint rounds, guint step)
{
    GList *windows = pidgin_conv_windows_get_list();
    PidginWindow *window = windows != NULL ? windows->data : NULL;
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(double));

    if (window == NULL || rounds == 0 || step == 0) {
        answer("FAILED no window");
        return;
    }
    for (guint i = 0; i < rounds; i++) {
        const double ms = through_all(GTK_NOTEBOOK(window->notebook), (gint)step);

        g_array_append_val(times, ms);
    }
    g_array_sort(times, by_size);
    answer("TABS %d %.3f", gtk_notebook_get_n_pages(GTK_NOTEBOOK(window->notebook)),
           g_array_index(times, double, times->len / 2));
}

/* --- the buddy list --- */

static void
tell_tooltip(const char *name)
{
    PurpleBuddy *buddy = purple_find_buddy(purple_accounts_get_all()->data, name);
    GString *text = g_string_new(NULL);
    g_auto(GStrv) lines = NULL;

    if (buddy == NULL)
        answer("FAILED no buddy %s", name);
    else
        purple_signal_emit(pidgin_blist_get_handle(), "drawing-tooltip", buddy, text, TRUE);
    lines = g_strsplit(text->str, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (*lines[i] != '\0')
            answer("TOOLTIP %s", lines[i]);
    }
    if (!pango_parse_markup(text->str, -1, 0, NULL, NULL, NULL, NULL))
        answer("FAILED that is no markup");
    g_string_free(text, TRUE);
}

/* --- commands --- */

static guint
number(char **words, guint at, guint otherwise)
{
    return g_strv_length(words) > at ? (guint)g_ascii_strtoull(words[at], NULL, 10) : otherwise;
}

static void
obey(const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    const guint n = g_strv_length(words);
    const char *verb = n > 0 ? words[0] : "", *object = n > 1 ? words[1] : "";

    if (strcmp(verb, "load") == 0 || strcmp(verb, "unload") == 0) {
        if (!set_loaded(object, *verb == 'l'))
            answer("FAILED %s", object);
    } else if (strcmp(verb, "rounds") == 0 && n > 3) {
        start_rounds(words);
        return; /* it tells when it is done */
    } else if (strcmp(verb, "open") == 0)
        open_some(number(words, 1, 1), number(words, 2, 1));
    else if (strcmp(verb, "join") == 0)
        join(object);
    else if (strcmp(verb, "say") == 0 && n > 1)
        say_all(line + strlen("say "));
    else if (strcmp(verb, "command") == 0 && n > 1)
        command_all(line + strlen("command "));
    else if (strcmp(verb, "close") == 0)
        close_all();
    else if (strcmp(verb, "action") == 0 && n > 2)
        do_action(object, words[2]);
    else if (strcmp(verb, "prefs") == 0)
        show_prefs(object);
    else if (strcmp(verb, "fatal") == 0)
        g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
    else if (strcmp(verb, "forgive") == 0)
        g_log_set_always_fatal(G_LOG_FATAL_MASK);
    else if (strcmp(verb, "widgets") == 0)
        driver_write_widgets(object);
    else if (strcmp(verb, "unname") == 0 && n > 1)
        driver_unname(words[1]);
    else if (strcmp(verb, "bytes") == 0)
        answer("BYTES %" G_GSIZE_FORMAT, bytes_now());
    else if (strcmp(verb, "tooltip") == 0)
        tell_tooltip(object);
    else if (strcmp(verb, "tabs") == 0)
        time_tabs(number(words, 1, 3), number(words, 2, 1));
    else
        answer("FAILED what is %s?", verb);
    answer("DONE %s", verb);
}

static gboolean
on_line(GIOChannel *source, GIOCondition condition G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
    g_autofree char *line = NULL;

    if (g_io_channel_read_line(source, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
        obey(g_strchomp(line));
    return G_SOURCE_CONTINUE;
}

static gboolean
plugin_load(PurplePlugin *plugin G_GNUC_UNUSED)
{
    const char *base = g_getenv("CARE_DRIVER");
    g_autofree char *in_name = g_strconcat(base != NULL ? base : "", ".in", NULL);
    g_autofree char *out_name = g_strconcat(base != NULL ? base : "", ".out", NULL);
    const int fd = base != NULL ? open(in_name, O_RDWR | O_NONBLOCK | O_CLOEXEC) : -1;

    if (fd < 0)
        return FALSE;
    out = fopen(out_name, "a");
    in = g_io_channel_unix_new(fd);
    g_io_channel_set_close_on_unref(in, TRUE);
    in_watch = g_io_add_watch(in, G_IO_IN, on_line, NULL);
    return out != NULL;
}

static gboolean
plugin_unload(PurplePlugin *plugin G_GNUC_UNUSED)
{
    g_source_remove(in_watch);
    g_io_channel_unref(in);
    fclose(out);
    g_list_free_full(g_steal_pointer(&opened), g_free);
    return TRUE;
}

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_STANDARD,
    .ui_requirement = (char *)PIDGIN_PLUGIN_TYPE,
    .priority = PURPLE_PRIORITY_DEFAULT,
    .id = (char *)"gtk-care-driver",
    .name = (char *)"Test driver",
    .version = (char *)CARE_VERSION,
    .load = plugin_load,
    .unload = plugin_unload,
};

static void
plugin_init(PurplePlugin *plugin G_GNUC_UNUSED)
{
}

__attribute__((visibility("default"))) gboolean purple_init_plugin(PurplePlugin *plugin);
PURPLE_INIT_PLUGIN(caredriver, plugin_init, info)
