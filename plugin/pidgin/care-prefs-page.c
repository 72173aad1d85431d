/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of the preferences: sections with headings, and letters for the keyboard that no two
 * things on a page share. */
#include "care-prefs.h"
#include <string.h>

#define COLUMNS (CARE_REMIND_STEPS + 2) /* a label, what it has, and a unit */

static const char *const page_names[CARE_N_PREF_PAGES] = {N_("_Desk"), N_("_Asking"),
                                                          N_("_Reminders"), N_("_Privacy")};

/* --- mnemonics --- */

static gboolean
is_taken(const GString *taken, gunichar c)
{
    return g_utf8_strchr(taken->str, (gssize)taken->len, g_unichar_tolower(c)) != NULL;
}

/* Where in @plain a letter stands that may be its mnemonic: at @wish (-1: no wish), else at the
 * beginning of a word, else anywhere. NULL: all are taken. */
static const char *
place_of(const GString *taken, const char *plain, glong wish)
{
    const char *at = wish >= 0 ? g_utf8_offset_to_pointer(plain, wish) : NULL;

    if (at != NULL && !is_taken(taken, g_utf8_get_char(at)))
        return at;
    for (guint pass = 0; pass < 2; pass++) {
        gboolean in_word = FALSE;

        for (at = plain; *at != '\0'; at = g_utf8_next_char(at)) {
            const gunichar c = g_utf8_get_char(at);
            if (g_unichar_isalpha(c) && !(in_word && pass == 0) && !is_taken(taken, c))
                return at;
            in_word = g_unichar_isalpha(c);
        }
    }
    return NULL;
}

char *
care_prefs_mnemonic(CarePrefs *prefs, CarePrefPage page, const char *text)
{
    const char *line = strchr(text, '_');
    const glong wish = line != NULL ? g_utf8_pointer_to_offset(text, line) : -1;
    g_auto(GStrv) parts = g_strsplit(text, "_", 2);
    g_autofree char *plain = g_strjoinv("", parts);
    const char *at = place_of(prefs->taken[page], plain, wish);

    if (at == NULL)
        return g_strdup(plain);
    g_string_append_unichar(prefs->taken[page], g_unichar_tolower(g_utf8_get_char(at)));
    return g_strdup_printf("%.*s_%s", (gint)(at - plain), plain, at);
}

/* Pages' own names, and the button of Pidgin's dialog below them, are there on every page. */
static void
take_common(CarePrefs *prefs, char **out_names)
{
    GtkStockItem close = {0};

    for (guint page = 0; page < CARE_N_PREF_PAGES; page++)
        prefs->taken[page] = g_string_new(NULL);
    if (gtk_stock_lookup(GTK_STOCK_CLOSE, &close))
        g_free(care_prefs_mnemonic(prefs, CARE_PREF_PAGE_DESK, close.label));
    for (guint page = 0; page < CARE_N_PREF_PAGES; page++)
        out_names[page] = care_prefs_mnemonic(prefs, CARE_PREF_PAGE_DESK, _(page_names[page]));
    for (guint page = 1; page < CARE_N_PREF_PAGES; page++)
        g_string_assign(prefs->taken[page], prefs->taken[CARE_PREF_PAGE_DESK]->str);
}

/* --- sections --- */

static GtkWidget *
heading_new(const char *text)
{
    GtkWidget *label = gtk_label_new(NULL);
    g_autofree char *markup = g_markup_printf_escaped("<b>%s</b>", text);

    gtk_label_set_markup(GTK_LABEL(label), markup);
    gtk_misc_set_alignment(GTK_MISC(label), 0.0f, 0.5f);
    return label;
}

static GtkTable *
section_new(GtkWidget *page, const char *name)
{
    GtkWidget *box = gtk_vbox_new(FALSE, 6), *indent = gtk_alignment_new(0, 0, 1, 1);
    GtkWidget *table = gtk_table_new(1, COLUMNS, FALSE);

    gtk_table_set_col_spacings(GTK_TABLE(table), 6);
    gtk_alignment_set_padding(GTK_ALIGNMENT(indent), 0, 0, 12, 0);
    gtk_container_add(GTK_CONTAINER(indent), table);
    gtk_box_pack_start(GTK_BOX(box), heading_new(name), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), indent, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(page), box, FALSE, FALSE, 0);
    return GTK_TABLE(table);
}

/* What the three times of a rule are. */
static guint
add_column_heads(GtkTable *table, guint y)
{
    const char *const heads[CARE_REMIND_STEPS] = {_("Quiet"), _("Shown"), _("Urgent")};

    for (guint i = 0; i < CARE_REMIND_STEPS; i++) {
        GtkWidget *label = gtk_label_new(heads[i]);

        gtk_misc_set_alignment(GTK_MISC(label), 0.0f, 0.5f);
        gtk_table_attach(table, label, i + 1, i + 2, y, y + 1, GTK_FILL, GTK_FILL, 0,
                         CARE_PREFS_GAP);
    }
    return y + 1;
}

static void
on_button(GtkToggleButton *check, gpointer data G_GNUC_UNUSED)
{
    purple_prefs_set_bool(CARE_PREF_BUTTON, gtk_toggle_button_get_active(check));
}

/* The one thing that is no setting of the desk, but of this Pidgin. */
static void
add_window_section(CarePrefs *prefs, GtkWidget *page)
{
    GtkTable *table = section_new(page, _("Pidgin's windows"));
    g_autofree char *text =
        care_prefs_mnemonic(prefs, CARE_PREF_PAGE_DESK, _("Show the Care _button beside the name"));
    GtkWidget *check = gtk_check_button_new_with_mnemonic(text);

    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(check), purple_prefs_get_bool(CARE_PREF_BUTTON));
    g_signal_connect(check, "toggled", G_CALLBACK(on_button), NULL);
    care_look_name(check, gtk_label_get_text(GTK_LABEL(gtk_bin_get_child(GTK_BIN(check)))), NULL);
    care_pref_attach_wide(table, check, 0);
}

/* Rows of one section follow each other in the table. */
static void
add_rows(CarePrefs *prefs, CarePrefPage page, GtkWidget *box)
{
    const char *section = NULL;
    GtkTable *table = NULL;
    const CarePrefRow *row;
    guint y = 0;

    for (guint n = 0; (row = care_prefs_row(n)) != NULL; n++) {
        CarePref *pref;

        if (row->page != page)
            continue;
        if (table == NULL || strcmp(section, row->section) != 0) {
            section = row->section;
            table = section_new(box, _(section));
            y = row->kind == CARE_PREF_STEPS ? add_column_heads(table, 0) : 0;
        }
        pref = g_new0(CarePref, 1);
        pref->prefs = prefs;
        pref->row = row;
        g_ptr_array_add(prefs->prefs, pref);
        y = care_pref_build(pref, table, y);
    }
}

/* --- pages --- */

/* What comes into focus is scrolled to. */
static GtkWidget *
scrolled_new(GtkWidget *box)
{
    GtkWidget *scrolled = gtk_scrolled_window_new(NULL, NULL);
    GtkAdjustment *down, *across;

    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_AUTOMATIC,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_add_with_viewport(GTK_SCROLLED_WINDOW(scrolled), box);
    gtk_viewport_set_shadow_type(GTK_VIEWPORT(gtk_bin_get_child(GTK_BIN(scrolled))),
                                 GTK_SHADOW_NONE);
    down = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled));
    across = gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(scrolled));
    gtk_container_set_focus_vadjustment(GTK_CONTAINER(box), down);
    gtk_container_set_focus_hadjustment(GTK_CONTAINER(box), across);
    return scrolled;
}

static GtkWidget *
page_new(CarePrefs *prefs, CarePrefPage page)
{
    GtkWidget *outer = gtk_vbox_new(FALSE, 6), *box = gtk_vbox_new(FALSE, 18);

    gtk_container_set_border_width(GTK_CONTAINER(box), 12);
    add_rows(prefs, page, box);
    if (page == CARE_PREF_PAGE_DESK)
        add_window_section(prefs, box);
    prefs->scrolled[page] = scrolled_new(box);
    gtk_box_pack_start(GTK_BOX(outer), prefs->scrolled[page], TRUE, TRUE, 0);
    if (page == CARE_PREF_PAGE_REMINDERS) {
        prefs->extra[page] = care_prefs_example_new(prefs);
        gtk_box_pack_end(GTK_BOX(outer), prefs->extra[page], FALSE, FALSE, 0);
    }
    return outer;
}

GtkWidget *
care_prefs_pages(CarePrefs *prefs)
{
    GtkWidget *notebook = gtk_notebook_new();
    g_auto(GStrv) names = g_new0(char *, CARE_N_PREF_PAGES + 1);

    take_common(prefs, names);
    gtk_notebook_set_scrollable(GTK_NOTEBOOK(notebook), TRUE);
    for (guint page = 0; page < CARE_N_PREF_PAGES; page++) {
        GtkWidget *tab = gtk_label_new_with_mnemonic(names[page]);

        gtk_notebook_append_page(GTK_NOTEBOOK(notebook), page_new(prefs, page), tab);
    }
    care_look_name(notebook, _("Purple Care settings"), NULL);
    return notebook;
}

/* Pidgin lets the whole frame scroll in a small window; ours has pages that do, and its tabs and
 * last line stay. */
static void
unscroll(CarePrefs *prefs)
{
    GtkWidget *outer = gtk_widget_get_ancestor(prefs->frame, GTK_TYPE_SCROLLED_WINDOW);

    if (outer == NULL)
        return;
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(outer), GTK_POLICY_NEVER, GTK_POLICY_NEVER);
    gtk_scrolled_window_set_shadow_type(GTK_SCROLLED_WINDOW(outer), GTK_SHADOW_NONE);
    gtk_widget_set_size_request(outer, -1, -1);
}

void
care_prefs_fit(CarePrefs *prefs)
{
    GdkScreen *screen = gtk_widget_get_screen(prefs->frame);
    const gint line = care_look_height(prefs->frame, 1);
    /* Tabs, the line below them, Pidgin's buttons, and a panel. */
    const gint most_height = MIN(gdk_screen_get_height(screen) - 9 * line - 60, 32 * line);
    const gint most_width = gdk_screen_get_width(screen) - 60;

    unscroll(prefs);
    for (guint page = 0; page < CARE_N_PREF_PAGES; page++) {
        GtkWidget *view = gtk_bin_get_child(GTK_BIN(prefs->scrolled[page]));
        GtkRequisition inner, extra = {0, 0};

        gtk_widget_size_request(gtk_bin_get_child(GTK_BIN(view)), &inner);
        if (prefs->extra[page] != NULL)
            gtk_widget_size_request(prefs->extra[page], &extra);
        gtk_widget_set_size_request(prefs->scrolled[page], MIN(inner.width + 2 * line, most_width),
                                    MAX(MIN(inner.height + 4, most_height) - extra.height, line));
    }
}
