/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The window with the agent's own figures: opened, asked anew and closed, never waited for. */
#include "care-dashboard.h"
#include <gdk/gdkkeysyms.h>

#define GAP    6
#define WIDTH  560 /* pixels at first; smaller and larger at will */
#define HEIGHT 620

static const char *const periods[] = {"quarter", "last-quarter", "90d", "year", "all"};
static guint newest; /* request, of all windows: an answer to a closed one finds nobody */

CareDashboard *
care_dashboard_open(void)
{
    CarePidgin *care = care_pidgin_loaded();

    return care != NULL && care->api != NULL ? care->dashboard : NULL;
}

CareDashboard *
care_dashboard_of(guint serial)
{
    CareDashboard *dashboard = care_dashboard_open();

    return dashboard != NULL && dashboard->serial == serial ? dashboard : NULL;
}

void
care_dashboard_tell(CareDashboard *dashboard, const char *text)
{
    gtk_label_set_text(GTK_LABEL(dashboard->status), text != NULL ? text : "");
    gtk_widget_set_visible(dashboard->status, text != NULL);
}

/* --- asking and being answered --- */

/* The line that the core words where policy keeps the figures back. */
static void
on_own_score(PurpleConversation *none G_GNUC_UNUSED, const char *text, gpointer data)
{
    CareDashboard *dashboard = care_dashboard_of(GPOINTER_TO_UINT(data));
    GtkWidget *column = dashboard != NULL ? dashboard->columns[CARE_PAGE_SCORE] : NULL;
    GtkWidget *line;

    if (column == NULL || text == NULL)
        return;
    line = care_dashboard_line(NULL, text);
    gtk_box_pack_start(GTK_BOX(column), line, FALSE, FALSE, 0);
    gtk_box_reorder_child(GTK_BOX(column), line, 0);
    gtk_widget_show(line);
    care_dashboard_fit(dashboard);
}

static void
show_agents(CareDashboard *dashboard, const CareReading *reading)
{
    GtkComboBoxText *chooser = GTK_COMBO_BOX_TEXT(dashboard->agent);
    GtkTreeModel *rows = gtk_combo_box_get_model(GTK_COMBO_BOX(chooser));

    dashboard->is_filling = TRUE;
    gtk_list_store_clear(GTK_LIST_STORE(rows));
    for (guint i = 0; reading->agents[i] != NULL; i++) {
        gtk_combo_box_text_append_text(chooser, reading->agents[i]);
        if (g_strcmp0(reading->agents[i], reading->agent) == 0)
            gtk_combo_box_set_active(GTK_COMBO_BOX(chooser), (gint)i);
    }
    dashboard->is_filling = FALSE;
    gtk_widget_set_visible(dashboard->agent_row, g_strv_length(reading->agents) > 1);
}

static void
show_failure(CareDashboard *dashboard, const GError *error)
{
    g_autofree char *why = NULL;

    if (g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING)) {
        care_dashboard_tell(dashboard, _("No chat has ended here yet. As soon as one has, this "
                                         "window says who was asked and what they answered."));
        return;
    }
    why = care_reading_why(error);
    care_dashboard_tell(dashboard, why);
}

static void
on_read(CareReading *reading)
{
    CareDashboard *dashboard = care_dashboard_of(reading->serial);

    if (dashboard == NULL)
        return;
    g_clear_pointer(&dashboard->reading, care_reading_unref);
    dashboard->reading = care_reading_ref(reading);
    care_dashboard_tell(dashboard, NULL);
    if (reading->error != NULL)
        show_failure(dashboard, reading->error);
    else
        show_agents(dashboard, reading);
    care_dashboard_fill(dashboard);
    gtk_widget_set_sensitive(dashboard->body, reading->error == NULL);
    care_dashboard_exports_update(dashboard);
    if (reading->error == NULL && reading->hides_ratings)
        dashboard->care->api->own_score(on_own_score, GUINT_TO_POINTER(dashboard->serial));
}

/* (transfer full): what the choosers and settings say at this moment. */
static CareReading *
request(CareDashboard *dashboard)
{
    const CareUiApi *api = dashboard->care->api;
    const CareSettings *settings = api->settings();
    const gint period = gtk_combo_box_get_active(GTK_COMBO_BOX(dashboard->period));
    CareReading *reading = g_new0(CareReading, 1);

    reading->ref_count = 1;
    reading->serial = dashboard->serial = ++newest;
    reading->path = g_strdup(api->store_path());
    reading->period = g_strdup(periods[MAX(period, 0)]);
    reading->timezone = g_strdup(settings->desk.timezone);
    reading->sector = g_strdup(settings->benchmark.sector);
    reading->hides_words = !settings->show.comment;
    reading->hides_ratings = settings->show.rating != CARE_SHOW_YES;
    reading->now_ms = g_get_real_time() / 1000;
    reading->agents = api->agents();
    reading->agent = gtk_combo_box_text_get_active_text(GTK_COMBO_BOX_TEXT(dashboard->agent));
    /* Settings may have come that count this user's chats under other names. */
    if (reading->agent != NULL && reading->agents != NULL &&
        !g_strv_contains((const char *const *)reading->agents, reading->agent))
        g_clear_pointer(&reading->agent, g_free);
    return reading;
}

static gboolean
is_whose(const CareReading *now, const CareReading *next)
{
    return now->agent == NULL ||
           (next->agents != NULL && g_strv_contains((const char *const *)next->agents, now->agent));
}

/* Policy may have come to hide what is on the screen, or to count it as another's: that goes at
 * once, not when all is read. */
static void
hide_secrets(CareDashboard *dashboard, const CareReading *next)
{
    const CareReading *now = dashboard->reading;

    if (now == NULL || ((now->hides_ratings || !next->hides_ratings) &&
                        (now->hides_words || !next->hides_words) && is_whose(now, next)))
        return;
    g_clear_pointer(&dashboard->reading, care_reading_unref);
    care_dashboard_fill(dashboard);
}

void
care_dashboard_ask(CareDashboard *dashboard)
{
    CareReading *reading = request(dashboard);

    hide_secrets(dashboard, reading);
    if (reading->agents == NULL || reading->agents[0] == NULL) {
        care_reading_unref(reading);
        care_dashboard_exports_update(dashboard);
        care_dashboard_tell(dashboard, _("No account serves customers yet, so there are no "
                                         "figures. The plug-in's preferences are where accounts "
                                         "are chosen."));
        return;
    }
    care_dashboard_tell(dashboard, _("Reading the figures..."));
    if (!care_reading_start(reading, on_read))
        care_dashboard_tell(dashboard, _("There is no memory to read the figures with now."));
    care_dashboard_exports_update(dashboard);
}

static void
on_chosen(GtkWidget *chooser G_GNUC_UNUSED, gpointer data)
{
    CareDashboard *dashboard = data;

    if (dashboard->is_filling)
        return;
    gtk_widget_set_sensitive(dashboard->body, FALSE); /* these are not the ones asked for */
    care_dashboard_ask(dashboard);
}

/* --- the window --- */

static void
on_destroy(GtkWidget *window G_GNUC_UNUSED, gpointer data)
{
    CareDashboard *dashboard = data;

    dashboard->care->dashboard = NULL;
    care_reading_forget();
    g_signal_handlers_disconnect_by_data(dashboard->period, dashboard);
    g_signal_handlers_disconnect_by_data(dashboard->agent, dashboard);
    if (dashboard->fit_source != 0)
        g_source_remove(dashboard->fit_source);
    if (dashboard->chooser != NULL)
        gtk_widget_destroy(dashboard->chooser);
    care_reading_unref(dashboard->reading);
    g_free(dashboard);
}

static gboolean
on_key(GtkWidget *window, GdkEventKey *event, gpointer data)
{
    const guint held = event->state & gtk_accelerator_get_default_mod_mask();
    const guint key = gdk_keyval_to_lower(event->keyval);

    if (key == GDK_KEY_F5 || (key == GDK_KEY_r && held == GDK_CONTROL_MASK)) {
        care_dashboard_ask(data);
        return TRUE;
    }
    if (key != GDK_KEY_Escape && !(key == GDK_KEY_w && held == GDK_CONTROL_MASK))
        return FALSE;
    gtk_widget_destroy(window);
    return TRUE;
}

/* @chooser with its name before it, which is also what a mnemonic is for. */
static GtkWidget *
named_row(const char *name, GtkWidget *chooser)
{
    GtkWidget *row = gtk_hbox_new(FALSE, GAP);
    GtkWidget *label = gtk_label_new_with_mnemonic(name);

    gtk_label_set_mnemonic_widget(GTK_LABEL(label), chooser);
    gtk_box_pack_start(GTK_BOX(row), label, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), chooser, TRUE, TRUE, 0);
    return row;
}

static GtkWidget *
choosers_new(CareDashboard *dashboard)
{
    const char *const names[] = {_("This quarter"), _("Last quarter"), _("Last 90 days"),
                                 _("This year"), _("All")};
    GtkWidget *box = gtk_vbox_new(FALSE, GAP);

    dashboard->period = gtk_combo_box_text_new();
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(dashboard->period), names[i]);
    gtk_combo_box_set_active(GTK_COMBO_BOX(dashboard->period), 0);
    care_look_name(dashboard->period, _("Period"), NULL);
    dashboard->agent = gtk_combo_box_text_new();
    care_look_name(dashboard->agent, _("Account"), NULL);
    dashboard->agent_row = named_row(_("_Account:"), dashboard->agent);
    gtk_box_pack_start(GTK_BOX(box), named_row(_("_Period:"), dashboard->period), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), dashboard->agent_row, FALSE, FALSE, 0);
    g_signal_connect(dashboard->period, "changed", G_CALLBACK(on_chosen), dashboard);
    g_signal_connect(dashboard->agent, "changed", G_CALLBACK(on_chosen), dashboard);
    return box;
}

static void
add_page(CareDashboard *dashboard, CarePage page, const char *name)
{
    GtkWidget *scrolled = gtk_scrolled_window_new(NULL, NULL);
    GtkWidget *column = gtk_vbox_new(FALSE, 3 * GAP);
    GtkWidget *view;

    dashboard->tabs[page] = gtk_label_new_with_mnemonic(name);
    dashboard->columns[page] = column;
    gtk_container_set_border_width(GTK_CONTAINER(column), 2 * GAP);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_AUTOMATIC,
                                   GTK_POLICY_ALWAYS);
    gtk_scrolled_window_add_with_viewport(GTK_SCROLLED_WINDOW(scrolled), column);
    view = gtk_bin_get_child(GTK_BIN(scrolled));
    gtk_viewport_set_shadow_type(GTK_VIEWPORT(view), GTK_SHADOW_NONE);
    /* By itself a viewport that was never shown forgets that something in it has changed. */
    gtk_container_set_resize_mode(GTK_CONTAINER(view), GTK_RESIZE_PARENT);
    care_dashboard_follow(dashboard, view);
    gtk_notebook_append_page(GTK_NOTEBOOK(dashboard->book), scrolled, dashboard->tabs[page]);
}

static GtkWidget *
book_new(CareDashboard *dashboard)
{
    dashboard->book = gtk_notebook_new();
    gtk_notebook_set_scrollable(GTK_NOTEBOOK(dashboard->book), TRUE);
    care_look_name(dashboard->book, _("Figures"), NULL);
    add_page(dashboard, CARE_PAGE_SCORE, _("_Score"));
    add_page(dashboard, CARE_PAGE_COURSE, _("_Trend"));
    add_page(dashboard, CARE_PAGE_CHATS, _("C_hats"));
    add_page(dashboard, CARE_PAGE_COMMENTS, _("C_omments"));
    return dashboard->book;
}

static void
on_export(GtkWidget *button, gpointer data)
{
    CareDashboard *dashboard = data;

    for (guint i = 0; i < CARE_N_EXPORTS; i++) {
        if (dashboard->exports[i] == button)
            care_dashboard_export(dashboard, (CareExport)i);
    }
}

static GtkWidget *
exports_new(CareDashboard *dashboard)
{
    const char *const names[CARE_N_EXPORTS] = {_("_Web page..."), _("P_icture..."), _("Ta_ble...")};
    const char *const hints[CARE_N_EXPORTS] = {
        _("Save this period's whole report as a web page (HTML)"),
        _("Save the charts as a picture (PNG)"), _("Save the figures as a table (CSV)")};
    GtkWidget *row = gtk_hbox_new(FALSE, GAP);

    gtk_box_pack_start(GTK_BOX(row), gtk_label_new(_("Save as")), FALSE, FALSE, 0);
    for (guint i = 0; i < CARE_N_EXPORTS; i++) {
        GtkWidget *button = gtk_button_new_with_mnemonic(names[i]);

        gtk_widget_set_tooltip_text(button, hints[i]);
        care_look_name(button, hints[i], NULL);
        gtk_box_pack_start(GTK_BOX(row), button, FALSE, FALSE, 0);
        g_signal_connect(button, "clicked", G_CALLBACK(on_export), dashboard);
        dashboard->exports[i] = button;
    }
    return row;
}

static void
fill_window(CareDashboard *dashboard)
{
    GtkWidget *box = gtk_vbox_new(FALSE, GAP);

    dashboard->status = care_dashboard_line(NULL, "");
    gtk_label_set_selectable(GTK_LABEL(dashboard->status), TRUE);
    dashboard->export_note = care_dashboard_line(NULL, "");
    dashboard->body = gtk_vbox_new(FALSE, GAP);
    gtk_box_pack_start(GTK_BOX(dashboard->body), book_new(dashboard), TRUE, TRUE, 0);
    gtk_container_set_border_width(GTK_CONTAINER(box), GAP);
    gtk_box_pack_start(GTK_BOX(box), choosers_new(dashboard), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), dashboard->status, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), dashboard->body, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(box), dashboard->export_note, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), exports_new(dashboard), FALSE, FALSE, 0);
    gtk_container_add(GTK_CONTAINER(dashboard->window), box);
    care_dashboard_follow(dashboard, dashboard->window);
    gtk_widget_show_all(box);
    gtk_widget_hide(dashboard->agent_row);
    gtk_widget_hide(dashboard->export_note);
}

void
care_dashboard_show(CarePidgin *care)
{
    CareDashboard *dashboard = care->dashboard;

    if (care->api == NULL)
        return;
    if (dashboard != NULL) {
        gtk_window_present(GTK_WINDOW(dashboard->window));
        return;
    }
    dashboard = care->dashboard = g_new0(CareDashboard, 1);
    dashboard->care = care;
    dashboard->window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    gtk_window_set_title(GTK_WINDOW(dashboard->window), _("Empathy score"));
    gtk_window_set_role(GTK_WINDOW(dashboard->window), "care-dashboard");
    gtk_window_set_default_size(GTK_WINDOW(dashboard->window), WIDTH, HEIGHT);
    fill_window(dashboard);
    g_signal_connect(dashboard->window, "destroy", G_CALLBACK(on_destroy), dashboard);
    g_signal_connect(dashboard->window, "key-press-event", G_CALLBACK(on_key), dashboard);
    care_dashboard_ask(dashboard);
    gtk_widget_show(dashboard->window);
    gtk_widget_grab_focus(dashboard->period);
}

void
care_dashboard_settings_changed(CarePidgin *care)
{
    if (care->dashboard != NULL && care->api != NULL)
        care_dashboard_ask(care->dashboard);
}

void
care_dashboard_close(CarePidgin *care)
{
    if (care->dashboard != NULL)
        gtk_widget_destroy(care->dashboard->window);
}
