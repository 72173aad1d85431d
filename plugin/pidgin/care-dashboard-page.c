/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fills the pages with the pieces of a report: each a title, sentences, a chart with how to read
 * it, and its figures as text. */
#include "care-dashboard.h"

#define LINE_GAP  4
#define NARROWEST 160 /* pixels: words wrap at no less */

/* --- pages that are as wide as there is room --- */

static void
fit_one(GtkWidget *widget, gpointer data)
{
    const gint width = GPOINTER_TO_INT(data);
    gint old;

    if (GTK_IS_LABEL(widget) && gtk_label_get_line_wrap(GTK_LABEL(widget))) {
        gtk_widget_get_size_request(widget, &old, NULL);
        if (old != width)
            gtk_widget_set_size_request(widget, width, -1);
    } else if (GTK_IS_DRAWING_AREA(widget)) {
        care_dashboard_chart_fit(widget, width);
    } else if (GTK_IS_CONTAINER(widget) &&
               !GTK_IS_NOTEBOOK(widget)) { /* its pages have their own */
        gtk_container_forall(GTK_CONTAINER(widget), fit_one, data);
    }
}

static void
fit(GtkWidget *column, gint width)
{
    const gint border = (gint)gtk_container_get_border_width(GTK_CONTAINER(column));

    fit_one(column, GINT_TO_POINTER(MAX(width - 2 * border, NARROWEST)));
}

/* Hidden pages, too, so that none jumps when it is turned to. */
void
care_dashboard_fit(CareDashboard *dashboard)
{
    const gint shown = gtk_notebook_get_current_page(GTK_NOTEBOOK(dashboard->book));
    GtkAllocation room;

    gtk_widget_get_allocation(dashboard->window, &room);
    fit(gtk_bin_get_child(GTK_BIN(dashboard->window)), room.width);
    gtk_widget_get_allocation(gtk_widget_get_parent(dashboard->columns[MAX(shown, 0)]), &room);
    for (guint i = 0; room.width > 1 && i < CARE_N_PAGES; i++) /* 1: it has not been shown yet */
        fit(dashboard->columns[i], room.width);
}

static gboolean
fit_later(gpointer data)
{
    CareDashboard *dashboard = data;

    dashboard->fit_source = 0;
    care_dashboard_fit(dashboard);
    return G_SOURCE_REMOVE;
}

/* GTK loses a size that is asked for while it gives room to what is around: the next thing it does
 * is early enough, before anything is drawn. */
static void
on_size(GtkWidget *widget G_GNUC_UNUSED, GtkAllocation *room G_GNUC_UNUSED, gpointer data)
{
    CareDashboard *dashboard = data;

    if (dashboard->fit_source == 0)
        dashboard->fit_source =
            gdk_threads_add_idle_full(GTK_PRIORITY_RESIZE - 1, fit_later, dashboard, NULL);
}

void
care_dashboard_follow(CareDashboard *dashboard, GtkWidget *outer)
{
    g_signal_connect(outer, "size-allocate", G_CALLBACK(on_size), dashboard);
}

/* --- pieces --- */

static GtkWidget *
wrapping(const char *markup)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_markup(GTK_LABEL(label), markup);
    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    gtk_misc_set_alignment(GTK_MISC(label), 0, 0);
    gtk_widget_set_size_request(label, NARROWEST, -1);
    return label;
}

GtkWidget *
care_dashboard_line(const char *label, const char *text)
{
    /* Isolated: a name in another script than the words around it turns nothing around. */
    g_autofree char *markup =
        label != NULL ? g_markup_printf_escaped("<b>%s</b>\342\200\202\342\201\250%s\342\201\251",
                                                label, text)
                      : g_markup_printf_escaped("%s", text);

    return wrapping(markup);
}

GtkWidget *
care_dashboard_title(const char *text)
{
    g_autofree char *markup = g_markup_printf_escaped("<b><big>%s</big></b>", text);

    return wrapping(markup);
}

static void
add_faint(GtkWidget *column, const char *text)
{
    g_autofree char *markup = g_markup_printf_escaped("<small>%s</small>", text);

    gtk_box_pack_start(GTK_BOX(column), wrapping(markup), FALSE, FALSE, 0);
}

static void
add_lines(GtkWidget *column, const GPtrArray *lines)
{
    for (guint i = 0; i < lines->len; i++) {
        const CareViewLine *line = g_ptr_array_index(lines, i);

        gtk_box_pack_start(GTK_BOX(column), care_dashboard_line(line->label, line->text), FALSE,
                           FALSE, 0);
    }
}

/* A chart's figures once more, folded away where the chart itself bears them in words. */
static void
add_rows(GtkWidget *column, const GPtrArray *rows, const char *title, gboolean is_folded)
{
    GtkWidget *list = column;

    if (rows->len == 0)
        return;
    if (is_folded) {
        GtkWidget *fold = gtk_expander_new(_("These figures as text"));

        care_look_name(fold, title, _("These figures as text"));
        list = gtk_vbox_new(FALSE, LINE_GAP);
        gtk_container_add(GTK_CONTAINER(fold), list);
        gtk_box_pack_start(GTK_BOX(column), fold, FALSE, FALSE, 0);
    }
    add_lines(list, rows);
}

static void
add_piece(GtkWidget *column, CareReading *reading, CareViewKind kind)
{
    const CareView *view = &reading->view;
    g_autoptr(GPtrArray) lines = care_view_lines(view, kind);
    g_autoptr(GPtrArray) rows = care_view_rows(view, kind);
    const gboolean has_chart = care_view_has_chart(view, kind);
    const char *title = care_view_title(view, kind);
    GtkWidget *piece;

    if (lines->len + rows->len == 0 && !has_chart)
        return;
    piece = gtk_vbox_new(FALSE, LINE_GAP);
    gtk_box_pack_start(GTK_BOX(column), piece, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(piece), care_dashboard_title(title), FALSE, FALSE, 0);
    add_lines(piece, lines);
    if (has_chart) {
        gtk_box_pack_start(GTK_BOX(piece), care_dashboard_chart(reading, kind), FALSE, FALSE, 0);
        add_faint(piece, care_view_caption(kind));
    }
    add_rows(piece, rows, title, has_chart && kind != CARE_VIEW_WEEKS);
}

/* --- pages --- */

static void
drop(GtkWidget *piece, gpointer data G_GNUC_UNUSED)
{
    gtk_widget_destroy(piece);
}

/* A page without a word would look broken. */
static void
add_nothing(GtkWidget *column, const CareReading *reading)
{
    g_autoptr(GList) children = gtk_container_get_children(GTK_CONTAINER(column));
    g_autoptr(GPtrArray) lines = NULL;

    if (children != NULL)
        return;
    lines = care_view_lines(&reading->view, CARE_VIEW_SCORE);
    add_lines(column, lines);
}

static void
add_headline(GtkWidget *column, const CareReading *reading)
{
    g_autofree char *text = care_view_headline(&reading->view), *markup = NULL;
    GtkWidget *label;

    if (text == NULL)
        return;
    markup = g_markup_printf_escaped("<span size=\"xx-large\" weight=\"bold\">%s</span>", text);
    label = wrapping(markup);
    gtk_box_pack_start(GTK_BOX(column), label, FALSE, FALSE, 0);
}

static void
fill_page(CareDashboard *dashboard, CarePage page)
{
    static const struct {
        CarePage page;
        CareViewKind kind;
    } pieces[] = {
        {CARE_PAGE_SCORE, CARE_VIEW_SCORE},     {CARE_PAGE_SCORE, CARE_VIEW_RATINGS},
        {CARE_PAGE_SCORE, CARE_VIEW_ITEMS},     {CARE_PAGE_COURSE, CARE_VIEW_WEEKS},
        {CARE_PAGE_CHATS, CARE_VIEW_OUTCOMES},  {CARE_PAGE_CHATS, CARE_VIEW_REASONS},
        {CARE_PAGE_CHATS, CARE_VIEW_ATTENTION}, {CARE_PAGE_COMMENTS, CARE_VIEW_VOICES},
    };
    GtkWidget *column = dashboard->columns[page];

    if (page == CARE_PAGE_SCORE)
        add_headline(column, dashboard->reading);
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        if (pieces[i].page == page)
            add_piece(column, dashboard->reading, pieces[i].kind);
    }
    if (page == CARE_PAGE_COMMENTS)
        care_dashboard_voices(dashboard, column);
    add_nothing(column, dashboard->reading);
}

static void
refill(CareDashboard *dashboard)
{
    const CareReading *reading = dashboard->reading;

    for (guint i = 0; i < CARE_N_PAGES; i++) {
        GtkWidget *column = dashboard->columns[i];

        gtk_container_foreach(GTK_CONTAINER(column), drop, NULL);
        if (reading == NULL || reading->error != NULL)
            continue;
        fill_page(dashboard, (CarePage)i);
        gtk_widget_show_all(column);
    }
    care_dashboard_fit(dashboard);
}

/* The keyboard stays on its page: whoever marks comments one by one goes on where they were. */
void
care_dashboard_fill(CareDashboard *dashboard)
{
    GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(dashboard->window)), *column = NULL;

    for (guint i = 0; focus != NULL && i < CARE_N_PAGES; i++) {
        if (gtk_widget_is_ancestor(focus, dashboard->columns[i]))
            column = dashboard->columns[i];
    }
    refill(dashboard);
    if (column != NULL && !gtk_widget_child_focus(column, GTK_DIR_TAB_FORWARD))
        gtk_widget_grab_focus(dashboard->book);
}
