/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who waits while the agent looks elsewhere, in the buddy list: one row each, longest first, and a
 * click opens that conversation. */
#include "care-pidgin.h"
#include <pidgin/gtkblist.h>
#include <pidgin/gtkconvwin.h>
#include <pidgin/gtkdialogs.h>
#include <pidgin/minidialog.h>
#include <pidgin/pidginstock.h>

#define ROWS      5
#define TICK_SECS 15 /* how long somebody waits is told by the minute */

typedef struct {
    GtkWidget *button, *name, *time;
    PurpleConversation *conversation; /* maybe gone: never followed before it is looked for */
    PurpleAccount *account;           /* the same; where no window is open */
    char *who;
} Row;

struct _CareHold {
    CarePidgin *care;
    GtkWidget *dialog; /* NULL: not shown */
    Row rows[ROWS];
    GtkWidget *more;
    GHashTable *waiting;   /* keys of those that wait now */
    GHashTable *dismissed; /* keys of those that waited when the agent closed it */
    guint idle, tick;
};

typedef struct { /* one look at all that wait */
    CareHold *hold;
    GArray *rows; /* of CareUiWaiter; strings owned by `strings` */
    GPtrArray *strings;
    gboolean is_urgent, is_new;
} Look;

/* --- the click --- */

static void
on_clicked(GtkButton *button G_GNUC_UNUSED, gpointer data)
{
    Row *row = data;
    PurpleConversation *conversation = row->conversation;
    PidginConversation *tab;

    if (g_list_find(purple_get_conversations(), conversation) == NULL) {
        if (g_list_find(purple_accounts_get_all(), row->account) != NULL)
            pidgin_dialogs_im_with_user(row->account, row->who);
        return;
    }
    purple_conversation_present(conversation); /* attaches it again where its window is hidden */
    if (!PIDGIN_IS_PIDGIN_CONVERSATION(conversation))
        return;
    tab = PIDGIN_CONVERSATION(conversation);
    pidgin_conv_window_switch_gtkconv(tab->win,
                                      tab); /* Pidgin does so after a mouse's click only */
    gtk_widget_grab_focus(tab->entry);
}

/* --- the dialog --- */

/* By its ✕, or with the buddy list. */
static void
on_destroyed(GtkWidget *dialog, gpointer data)
{
    CareHold *hold = data;

    if (hold->dialog != dialog)
        return;
    hold->dialog = NULL;
    g_clear_handle_id(&hold->tick, g_source_remove);
    g_hash_table_unref(hold->dismissed);
    hold->dismissed = g_hash_table_ref(hold->waiting);
}

static void
hide(CareHold *hold)
{
    GtkWidget *dialog = g_steal_pointer(&hold->dialog);

    g_clear_handle_id(&hold->tick, g_source_remove);
    if (dialog != NULL)
        gtk_widget_destroy(dialog);
}

static GtkWidget *
small_label(GtkBox *box, gboolean expand)
{
    GtkWidget *label = gtk_label_new(NULL);
    PangoAttrList *attributes = pango_attr_list_new();

    pango_attr_list_insert(attributes, pango_attr_scale_new(PANGO_SCALE_SMALL));
    gtk_label_set_attributes(GTK_LABEL(label), attributes);
    pango_attr_list_unref(attributes);
    gtk_misc_set_alignment(GTK_MISC(label), 0, 0.5);
    gtk_box_pack_start(box, label, expand, expand, 0);
    return label;
}

/* The buddy list shows all that is in there whenever it likes, so what is hidden says that it is
 * to stay so. */
static void
add_row(Row *row, GtkBox *contents)
{
    GtkWidget *box = gtk_hbox_new(FALSE, PIDGIN_HIG_BOX_SPACE);

    row->button = gtk_button_new();
    row->name = small_label(GTK_BOX(box), TRUE);
    gtk_label_set_ellipsize(GTK_LABEL(row->name), PANGO_ELLIPSIZE_END);
    row->time = small_label(GTK_BOX(box), FALSE);
    gtk_container_add(GTK_CONTAINER(row->button), box);
    gtk_widget_show_all(row->button);
    gtk_widget_hide(row->button);
    gtk_widget_set_no_show_all(row->button, TRUE);
    gtk_box_pack_start(contents, row->button, FALSE, FALSE, 0);
    g_signal_connect(row->button, "clicked", G_CALLBACK(on_clicked), row);
}

static void
name_image(GtkWidget *widget, gpointer title)
{
    if (GTK_IS_IMAGE(widget))
        care_look_name(widget, title, NULL);
    else if (GTK_IS_CONTAINER(widget))
        gtk_container_forall(GTK_CONTAINER(widget), name_image, title);
}

static gboolean
on_tick(gpointer data)
{
    care_hold_update(data);
    return G_SOURCE_CONTINUE;
}

static void
make_dialog(CareHold *hold)
{
    PidginMiniDialog *dialog = pidgin_mini_dialog_new("", NULL, PIDGIN_STOCK_DIALOG_INFO);

    hold->dialog = GTK_WIDGET(dialog);
    for (guint i = 0; i < ROWS; i++)
        add_row(&hold->rows[i], dialog->contents);
    hold->more = small_label(dialog->contents, FALSE);
    gtk_widget_set_no_show_all(hold->more, TRUE);
    g_signal_connect(dialog, "destroy", G_CALLBACK(on_destroyed), hold);
    hold->tick = g_timeout_add_seconds(TICK_SECS, on_tick, hold);
}

/* --- what it says --- */

static void
set_text(GtkWidget *label, const char *text)
{
    if (g_strcmp0(gtk_label_get_text(GTK_LABEL(label)), text) != 0)
        gtk_label_set_text(GTK_LABEL(label), text);
}

static void
fill_row(Row *row, const CareUiWaiter *waiter)
{
    g_autofree char *spoken = NULL;

    row->conversation = waiter->conversation;
    row->account = waiter->account;
    g_free(row->who);
    row->who = g_strdup(waiter->who);
    set_text(row->name, waiter->name);
    set_text(row->time, waiter->time);
    /* Translators: a button for who can't see it: a customer's name, and "4 minutes". */
    spoken = g_strdup_printf(_("Open %s, waiting for %s"), waiter->name, waiter->time);
    care_look_name(row->button, spoken, NULL);
    gtk_widget_set_tooltip_text(row->button, spoken);
    gtk_widget_show(row->button);
}

static void
fill(CareHold *hold, const Look *look)
{
    PidginMiniDialog *dialog = PIDGIN_MINI_DIALOG(hold->dialog);
    const guint n = look->rows->len;
    g_autofree char *title = NULL, *before = NULL, *more = NULL;

    title = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%u customer is waiting", "%u customers are waiting", n), n);
    g_object_get(dialog, "title", &before, NULL);
    if (g_strcmp0(before, title) != 0) {
        pidgin_mini_dialog_set_title(dialog, title);
        gtk_container_forall(GTK_CONTAINER(dialog), name_image, title);
        care_look_name(hold->dialog, title, NULL);
    }
    pidgin_mini_dialog_set_icon_name(dialog, look->is_urgent ? PIDGIN_STOCK_DIALOG_WARNING
                                                             : PIDGIN_STOCK_DIALOG_INFO);
    for (guint i = 0; i < ROWS; i++) {
        if (i < n)
            fill_row(&hold->rows[i], &g_array_index(look->rows, CareUiWaiter, i));
        else
            gtk_widget_hide(hold->rows[i].button);
    }
    if (n > ROWS) {
        more = g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "and %u more", "and %u more", n - ROWS),
                               n - ROWS);
        set_text(hold->more, more);
    }
    gtk_widget_set_visible(hold->more, n > ROWS);
}

/* --- when --- */

/* (transfer none): as long as @look. */
static const char *
keep(const Look *look, const char *text)
{
    g_ptr_array_add(look->strings, g_strdup(text));
    return g_ptr_array_index(look->strings, look->strings->len - 1);
}

static void
see(const CareUiWaiter *waiter, gpointer data)
{
    Look *look = data;
    CareHold *hold = look->hold;
    CareWindow *window = NULL;
    CareUiWaiter row = *waiter;
    g_autofree char *key = NULL;
    gboolean is_new;

    if (waiter->level < CARE_LEVEL_SHOWN)
        return;
    key = g_strdup_printf("%p %s", (void *)waiter->account, waiter->who);
    is_new = !g_hash_table_contains(hold->dismissed, key);
    g_hash_table_add(hold->waiting, g_steal_pointer(&key));
    if (waiter->conversation != NULL)
        window = care_window_of(hold->care, waiter->conversation);
    if (window != NULL && care_window_has_focus(window))
        return;
    row.name = keep(look, waiter->name);
    row.time = keep(look, waiter->time);
    row.who = keep(look, waiter->who);
    g_array_append_val(look->rows, row);
    look->is_urgent |= waiter->level == CARE_LEVEL_URGENT;
    look->is_new |= is_new;
}

/* Who was dismissed, was answered and waits again is new. */
static gboolean
waits_no_more(gpointer key, gpointer value G_GNUC_UNUSED, gpointer waiting)
{
    return !g_hash_table_contains(waiting, key);
}

static GHashTable *
new_keys(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
look_again(CareHold *hold)
{
    const CareUiApi *api = hold->care->api;
    PidginBuddyList *list = pidgin_blist_get_default_gtk_blist();
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(CareUiWaiter));
    g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
    Look look = {.hold = hold, .rows = rows, .strings = strings};

    g_hash_table_unref(hold->waiting);
    hold->waiting = new_keys();
    if (api != NULL)
        api->each_waiter(see, &look);
    g_hash_table_foreach_remove(hold->dismissed, waits_no_more, hold->waiting);
    if (rows->len == 0 || list == NULL || list->scrollbook == NULL) {
        hide(hold);
        return;
    }
    if (hold->dialog != NULL)
        fill(hold, &look);
    else if (look.is_new) {
        make_dialog(hold);
        fill(hold, &look);
        pidgin_blist_add_alert(hold->dialog);
    }
}

static gboolean
on_idle(gpointer data)
{
    CareHold *hold = data;

    hold->idle = 0;
    look_again(hold);
    return G_SOURCE_REMOVE;
}

/* Later: many changes come at once, and GTK says who has the keyboard only after it told so. */
void
care_hold_update(CareHold *hold)
{
    if (hold->idle == 0)
        hold->idle = g_idle_add(on_idle, hold);
}

/* --- what has the keyboard --- */

static void
focus_moved(CareHold *hold)
{
    if (g_hash_table_size(hold->waiting) > 0)
        care_hold_update(hold);
}

static gboolean
on_focus(GtkWidget *window G_GNUC_UNUSED, GdkEventFocus *event G_GNUC_UNUSED, gpointer data)
{
    focus_moved(data);
    return FALSE;
}

static void
watch_windows(CareHold *hold)
{
    for (GList *i = pidgin_conv_windows_get_list(); i != NULL; i = i->next) {
        GtkWidget *window = ((PidginWindow *)i->data)->window;

        if (g_signal_handler_find(window, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                                  (gpointer)on_focus, hold) != 0)
            continue;
        g_signal_connect(window, "focus-in-event", G_CALLBACK(on_focus), hold);
        g_signal_connect(window, "focus-out-event", G_CALLBACK(on_focus), hold);
    }
}

static void
on_displayed(PidginConversation *tab G_GNUC_UNUSED, gpointer data)
{
    watch_windows(data);
}

static void
on_switched(PurpleConversation *conversation, gpointer data)
{
    PidginConversation *tab;

    focus_moved(data);
    if (!PIDGIN_IS_PIDGIN_CONVERSATION(conversation))
        return;
    tab = PIDGIN_CONVERSATION(conversation);
    if (tab != NULL && tab->win != NULL && pidgin_conv_window_get_gtkconv_count(tab->win) == 1)
        watch_windows(data); /* it may have moved to a window of its own */
}

static void
on_deleting(PurpleConversation *conversation G_GNUC_UNUSED, gpointer data)
{
    focus_moved(data);
}

static void
on_list_made(PurpleBuddyList *list G_GNUC_UNUSED, gpointer data)
{
    care_hold_update(data);
}

CareHold *
care_hold_new(CarePidgin *care)
{
    CareHold *hold = g_new0(CareHold, 1);
    void *tabs = pidgin_conversations_get_handle(), *lists = pidgin_blist_get_handle();

    hold->care = care;
    hold->waiting = new_keys();
    hold->dismissed = new_keys();
    purple_signal_connect(tabs, "conversation-displayed", care->plugin,
                          PURPLE_CALLBACK(on_displayed), hold);
    purple_signal_connect(tabs, "conversation-switched", care->plugin, PURPLE_CALLBACK(on_switched),
                          hold);
    purple_signal_connect(purple_conversations_get_handle(), "deleting-conversation", care->plugin,
                          PURPLE_CALLBACK(on_deleting), hold);
    purple_signal_connect(lists, "gtkblist-created", care->plugin, PURPLE_CALLBACK(on_list_made),
                          hold);
    watch_windows(hold);
    care_hold_update(hold);
    return hold;
}

void
care_hold_free(CareHold *hold)
{
    hide(hold);
    g_clear_handle_id(&hold->idle, g_source_remove);
    for (GList *i = pidgin_conv_windows_get_list(); i != NULL; i = i->next)
        g_signal_handlers_disconnect_by_data(((PidginWindow *)i->data)->window, hold);
    g_hash_table_unref(hold->waiting);
    g_hash_table_unref(hold->dismissed);
    for (guint i = 0; i < ROWS; i++)
        g_free(hold->rows[i].who);
    g_free(hold);
}
