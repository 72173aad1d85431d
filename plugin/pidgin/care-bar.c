/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bar for what the agent may want to know at this moment: an end that can still be taken back,
 * else one reminder, the gravest and then the newest. */
#include "care-flow.h"
#include "care-pidgin.h"
#include <purple-care/report.h>

typedef struct {
    guint came; /* a number that grows; 0: it is not on */
    CareLevel level;
} Seen;

struct _CareBar {
    CareWindow *window;
    GtkWidget *bar; /* NULL: destroyed with the tab */
    GtkWidget *icon, *text, *more;
    GtkWidget *undo, *done, *later, *never;
    PurpleConversation *shown; /* identity only: whose reminders `seen` are */
    Seen seen[CARE_N_RULES];
    guint last_came;
    CareRule rule; /* the one on the buttons */
};

typedef struct { /* what one update finds */
    CareBar *bar;
    gboolean is_on[CARE_N_RULES];
    CareUiReminder best; /* `text` NULL: none; strings are owned here */
    guint n;
} Look;

/* --- what is pressed --- */

/* The agent goes on writing; a bar that goes with the keyboard in it would leave it nowhere. */
static void
give_back_focus(const CareBar *bar)
{
    GtkWidget *top = gtk_widget_get_toplevel(bar->bar);
    GtkWidget *focus = GTK_IS_WINDOW(top) ? gtk_window_get_focus(GTK_WINDOW(top)) : NULL;

    if (focus != NULL && gtk_widget_is_ancestor(focus, bar->bar))
        gtk_widget_grab_focus(bar->window->tab->entry);
}

static void
on_pressed(GtkButton *button, gpointer data)
{
    CareBar *bar = data;
    const CareUiApi *api = bar->window->care->api;
    GtkWidget *pressed = GTK_WIDGET(button);

    if (api == NULL)
        return;
    give_back_focus(bar);
    (pressed == bar->done    ? api->done
     : pressed == bar->later ? api->later
                             : api->never)(bar->window->tab->active_conv, bar->rule);
}

static void
on_undo(GtkButton *button G_GNUC_UNUSED, gpointer data)
{
    CareBar *bar = data;

    give_back_focus(bar);
    care_menu_run(bar->window->care, bar->window->tab->active_conv, "undo");
}

/* --- how it is built --- */

static GtkWidget *
add_button(CareBar *bar, GtkWidget *row, const char *label, GCallback pressed)
{
    GtkWidget *button = care_look_button(label);

    gtk_container_add(GTK_CONTAINER(row), button);
    g_signal_connect(button, "clicked", pressed, bar);
    return button;
}

static GtkWidget *
add_text(GtkWidget *column)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    gtk_misc_set_alignment(GTK_MISC(label), 0.0, 0.0);
    gtk_container_add(GTK_CONTAINER(column), label);
    gtk_widget_show(label);
    return label;
}

static void
on_style(GtkWidget *widget, GtkStyle *old G_GNUC_UNUSED, gpointer data)
{
    CareBar *bar = data;
    GtkWidget *area = gtk_info_bar_get_content_area(GTK_INFO_BAR(widget));
    const gboolean is_plain =
        gtk_info_bar_get_message_type(GTK_INFO_BAR(widget)) == GTK_MESSAGE_OTHER;

    gtk_container_set_border_width(GTK_CONTAINER(area), is_plain ? 0 : 5);
    care_look_write_on(widget, bar->text);
    care_look_write_on(widget, bar->more);
}

static void
fill(CareBar *bar)
{
    GtkWidget *area = gtk_info_bar_get_content_area(GTK_INFO_BAR(bar->bar));
    GtkWidget *row = gtk_hbox_new(FALSE, 6), *column = care_flow_new();
    GtkWidget *side = gtk_vbox_new(FALSE, 3); /* where it takes no line of its own */

    gtk_widget_hide(gtk_info_bar_get_action_area(GTK_INFO_BAR(bar->bar)));
    gtk_box_set_spacing(GTK_BOX(column), 3);
    bar->icon = gtk_image_new();
    gtk_misc_set_alignment(GTK_MISC(bar->icon), 0.5, 0.0);
    bar->more = gtk_label_new(NULL);
    gtk_box_pack_start(GTK_BOX(side), bar->icon, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(side), bar->more, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), side, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), column, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(area), row, TRUE, TRUE, 0);
    bar->text = add_text(column);
    bar->undo = add_button(bar, column, _("_Undo"), G_CALLBACK(on_undo));
    bar->done = add_button(bar, column, _("_Done"), G_CALLBACK(on_pressed));
    bar->later = add_button(bar, column, _("_Later"), G_CALLBACK(on_pressed));
    bar->never = add_button(bar, column, _("Do_n't remind me of this"), G_CALLBACK(on_pressed));
    gtk_widget_show(side);
    gtk_widget_show(column);
    gtk_widget_show(row);
    g_signal_connect_after(bar->bar, "style-set", G_CALLBACK(on_style), bar);
}

CareBar *
care_bar_new(CareWindow *window)
{
    CareBar *bar = g_new0(CareBar, 1);
    GtkWidget *pane = gtk_widget_get_parent(window->tab->lower_hbox);

    bar->window = window;
    bar->bar = gtk_info_bar_new();
    g_object_add_weak_pointer(G_OBJECT(bar->bar), (gpointer *)&bar->bar);
    fill(bar);
    gtk_widget_set_no_show_all(bar->bar, TRUE);
    gtk_box_pack_start(GTK_BOX(pane), bar->bar, FALSE, FALSE, 0);
    gtk_box_reorder_child(GTK_BOX(pane), bar->bar, 1); /* below the customer's name */
    return bar;
}

/* --- what it shows --- */

static gboolean
is_graver(const Look *look, const CareUiReminder *reminder)
{
    const Seen *seen = look->bar->seen;

    if (look->best.text == NULL || reminder->level != look->best.level)
        return look->best.text == NULL || reminder->level > look->best.level;
    return seen[reminder->rule].came > seen[look->best.rule].came;
}

static void
look_at(const CareUiReminder *reminder, gpointer data)
{
    Look *look = data;
    Seen *seen = &look->bar->seen[reminder->rule];

    if (seen->came == 0 || seen->level < reminder->level)
        seen->came = ++look->bar->last_came;
    seen->level = reminder->level;
    look->is_on[reminder->rule] = TRUE;
    look->n++;
    if (!is_graver(look, reminder))
        return;
    g_free((char *)look->best.text);
    g_free((char *)look->best.reason);
    look->best = *reminder;
    look->best.text = g_strdup(reminder->text);
    look->best.reason = g_strdup(reminder->reason);
}

/* What was on and is not any more is as if it had never been. */
static void
look_around(CareBar *bar, Look *look)
{
    PurpleConversation *conversation = bar->window->tab->active_conv;

    if (bar->shown != conversation) {
        bar->shown = conversation;
        memset(bar->seen, 0, sizeof(bar->seen));
    }
    bar->window->care->api->each_reminder(conversation, look_at, look);
    for (guint rule = 0; rule < CARE_N_RULES; rule++) {
        if (!look->is_on[rule])
            bar->seen[rule] = (Seen){0};
    }
}

/* A quiet one has neither ground nor symbol: it is there for who looks. */
static void
set_level(CareBar *bar, CareLevel level)
{
    GtkMessageType type;
    const char *stock;

    care_look_level(level, &type, &stock);
    gtk_info_bar_set_message_type(GTK_INFO_BAR(bar->bar), type);
    if (stock != NULL)
        gtk_image_set_from_stock(GTK_IMAGE(bar->icon), stock, GTK_ICON_SIZE_SMALL_TOOLBAR);
    care_look_name(bar->icon, level == CARE_LEVEL_URGENT ? _("Urgent") : _("Reminder"), NULL);
    gtk_widget_set_visible(bar->icon, stock != NULL);
    on_style(bar->bar, NULL, bar);
}

static void
set_buttons(CareBar *bar, gboolean undo, guint may)
{
    gtk_widget_set_visible(bar->undo, undo);
    gtk_widget_set_visible(bar->done, (may & CARE_UI_MAY_DONE) != 0);
    gtk_widget_set_visible(bar->later, (may & CARE_UI_MAY_LATER) != 0);
    gtk_widget_set_visible(bar->never, (may & CARE_UI_MAY_NEVER) != 0);
}

/* So many more are on in this window; each comes when the one before it is dealt with. */
static void
set_more(CareBar *bar, guint n)
{
    g_autofree char *text = g_strdup_printf("+%u", n);
    g_autofree char *spoken = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%u more reminder", "%u more reminders", n), n);

    gtk_label_set_text(GTK_LABEL(bar->more), text);
    gtk_widget_set_tooltip_text(bar->more, spoken);
    care_look_name(bar->more, spoken, NULL);
    gtk_widget_set_visible(bar->more, n > 0);
    gtk_widget_set_visible(gtk_widget_get_parent(bar->more),
                           n > 0 || gtk_widget_get_visible(bar->icon));
}

static void
show_ending(CareBar *bar, const Look *look)
{
    const char *text = _("The question goes out in a few seconds.");

    set_level(bar, CARE_LEVEL_SHOWN);
    gtk_label_set_text(GTK_LABEL(bar->text), text);
    gtk_widget_set_tooltip_text(bar->bar, NULL);
    care_look_name(bar->bar, text, "");
    set_buttons(bar, TRUE, 0);
    set_more(bar, look->n);
}

static void
show_reminder(CareBar *bar, const Look *look)
{
    const CareUiReminder *reminder = &look->best;
    const char *letter = care_report_item(reminder->letter);
    g_autofree char *spoken =
        letter != NULL ? g_strdup_printf("%s. %s", letter, reminder->reason) : NULL;

    set_level(bar, reminder->level);
    gtk_label_set_text(GTK_LABEL(bar->text), reminder->text);
    gtk_widget_set_tooltip_text(bar->bar, spoken != NULL ? spoken : reminder->reason);
    care_look_name(bar->bar, reminder->text, spoken != NULL ? spoken : reminder->reason);
    bar->rule = reminder->rule;
    set_buttons(bar, FALSE, reminder->may);
    set_more(bar, look->n - 1);
}

void
care_bar_update(CareBar *bar)
{
    const gboolean is_ending = (care_window_standing(bar->window) & CARE_UI_IS_ENDING) != 0;
    Look look = {.bar = bar};

    if (bar->bar == NULL)
        return;
    look_around(bar, &look);
    if (is_ending)
        show_ending(bar, &look);
    else if (look.best.text != NULL)
        show_reminder(bar, &look);
    else
        give_back_focus(bar);
    gtk_widget_set_visible(bar->bar, is_ending || look.best.text != NULL);
    g_free((char *)look.best.text);
    g_free((char *)look.best.reason);
}

void
care_bar_free(CareBar *bar)
{
    if (bar->bar != NULL) {
        give_back_focus(bar);
        g_object_remove_weak_pointer(G_OBJECT(bar->bar), (gpointer *)&bar->bar);
        gtk_widget_destroy(bar->bar);
    }
    g_free(bar);
}
