/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets an agent change the settings of their own desk: the frame that Pidgin puts in a dialog of
 * its own, and what happens to it from first to last. */
#include "care-prefs.h"

#define DIALOG_ROLE "plugin_config" /* the role that Pidgin gives the dialog */

static CarePrefs *shown; /* NULL: none is open */

/* --- what it says at the top and the bottom --- */

static void
say(CarePrefs *prefs, const char *text, gboolean is_fault)
{
    gtk_label_set_text(GTK_LABEL(prefs->status), text);
    gtk_widget_set_visible(prefs->status_image, is_fault);
    care_look_name(prefs->status, text, NULL);
}

static void
show_mistakes(CarePrefs *prefs, const CareSettings *settings)
{
    const guint n = settings->mistakes->len;
    g_autofree char *count = NULL;
    g_autofree char *text = NULL;

    gtk_widget_set_visible(gtk_widget_get_parent(prefs->mistakes), n > 0);
    if (n == 0)
        return;
    count =
        g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "There is %u mistake in the settings files.",
                                    "There are %u mistakes in the settings files.", n),
                        n);
    text = g_strdup_printf(_("%s\n%s\nTo see all: purple-care policy check"), count,
                           (const char *)g_ptr_array_index(settings->mistakes, 0));
    gtk_label_set_text(GTK_LABEL(prefs->mistakes), text);
    care_look_name(prefs->mistakes, text, NULL);
}

/* --- filling and writing --- */

/* What waits to be written stays as the agent left it; a new dialog has nothing of that. */
static void
fill_all(CarePrefs *prefs, gboolean is_new)
{
    CareSettings *now = prefs->care->api->settings();
    g_autoptr(CareSettings) settings = now != NULL ? care_settings_ref(now) : NULL;

    if (settings == NULL)
        return; /* the client is quitting */
    for (guint i = 0; i < prefs->prefs->len; i++) {
        CarePref *pref = g_ptr_array_index(prefs->prefs, i);

        if (is_new || (!pref->is_dirty && !care_prefs_queue_has(pref->row->group, pref->row->key)))
            care_pref_fill(pref, settings);
    }
    show_mistakes(prefs, settings);
}

/* What can't be written stays as it is, and the line below says why. */
static void
commit(CarePrefs *prefs)
{
    for (guint i = 0; i < prefs->prefs->len; i++) {
        CarePref *pref = g_ptr_array_index(prefs->prefs, i);
        g_autofree char *why = NULL;
        g_autofree char *text = NULL;

        if (!pref->is_dirty)
            continue;
        text = care_pref_text(pref, &why);
        if (text != NULL)
            why = care_settings_fault(&(CareSettingsChange){pref->row->group, pref->row->key, text},
                                      1);
        if (why != NULL)
            say(prefs, why, TRUE);
        if (text == NULL || why != NULL)
            continue;
        pref->is_dirty = FALSE;
        care_prefs_queue(pref->row->group, pref->row->key, text);
    }
    care_prefs_queue_go(prefs->care->api);
}

static gboolean
on_timer(gpointer data)
{
    CarePrefs *prefs = data;

    prefs->timer = 0;
    commit(prefs);
    return G_SOURCE_REMOVE;
}

void
care_prefs_edited(CarePref *pref, guint delay_ms)
{
    CarePrefs *prefs = pref->prefs;

    if (pref->filling || prefs->care == NULL || prefs->care->api == NULL)
        return;
    if (!pref->is_dirty)
        say(prefs, "", FALSE);
    pref->is_dirty = TRUE;
    if (delay_ms == 0)
        return;
    if (prefs->timer != 0)
        g_source_remove(prefs->timer);
    prefs->timer = g_timeout_add(delay_ms, on_timer, prefs);
}

void
care_prefs_wrote(const char *fault)
{
    if (shown == NULL)
        return;
    say(shown, fault != NULL ? fault : _("Saved."), fault != NULL);
    fill_all(shown, FALSE);
}

void
care_prefs_settings_changed(CarePidgin *care G_GNUC_UNUSED)
{
    if (shown == NULL)
        return;
    fill_all(shown, FALSE);
    care_prefs_example_again(shown);
}

/* --- from first to last --- */

/* Pidgin's dialog goes, with all in it. */
static void
on_destroy(GtkWidget *frame G_GNUC_UNUSED, CarePrefs *prefs)
{
    if (prefs->timer != 0)
        g_source_remove(prefs->timer);
    prefs->timer = 0;
    shown = NULL;
    if (prefs->care->api != NULL)
        commit(prefs);
    prefs->care = NULL; /* its widgets go after this, and one that has the keyboard says so */
}

static void
prefs_free(gpointer data)
{
    CarePrefs *prefs = data;

    for (guint page = 0; page < CARE_N_PREF_PAGES; page++)
        g_string_free(prefs->taken[page], TRUE);
    g_ptr_array_unref(prefs->prefs);
    g_free(prefs);
}

static void
on_show(GtkWidget *frame G_GNUC_UNUSED, CarePrefs *prefs)
{
    care_prefs_fit(prefs);
}

static GtkWidget *
line_new(GtkWidget **image, GtkWidget **label)
{
    GtkWidget *box = gtk_hbox_new(FALSE, 6);

    *image = gtk_image_new_from_stock(GTK_STOCK_DIALOG_WARNING, GTK_ICON_SIZE_MENU);
    *label = gtk_label_new(NULL);
    gtk_label_set_line_wrap(GTK_LABEL(*label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(*label), PANGO_WRAP_WORD_CHAR);
    gtk_misc_set_alignment(GTK_MISC(*label), 0.0f, 0.5f);
    gtk_box_pack_start(GTK_BOX(box), *image, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), *label, TRUE, TRUE, 0);
    gtk_widget_show(*image);
    gtk_widget_show(*label);
    care_look_name(*image, _("Warning"), NULL);
    gtk_widget_set_no_show_all(box, TRUE);
    return box;
}

/* By the dialog's own close, so that Pidgin forgets it too; a frame that is in none goes alone. */
static void
close_shown(void)
{
    GtkWidget *top = shown != NULL ? gtk_widget_get_toplevel(shown->frame) : NULL;

    if (GTK_IS_DIALOG(top) && g_strcmp0(gtk_window_get_role(GTK_WINDOW(top)), DIALOG_ROLE) == 0)
        gtk_dialog_response(GTK_DIALOG(top), GTK_RESPONSE_CLOSE);
    if (shown != NULL)
        gtk_widget_destroy(shown->frame);
}

GtkWidget *
care_prefs_frame(PurplePlugin *plugin G_GNUC_UNUSED)
{
    CarePidgin *care = care_pidgin_loaded();
    GtkWidget *image, *mistakes, *status;
    CarePrefs *prefs;

    if (care == NULL || care->api == NULL)
        return NULL;
    close_shown(); /* Pidgin opens one alone; whoever else asks gets the new one */
    prefs = g_new0(CarePrefs, 1);
    prefs->care = care;
    prefs->prefs = g_ptr_array_new_with_free_func((GDestroyNotify)care_pref_free);
    prefs->frame = gtk_vbox_new(FALSE, 6);
    gtk_container_set_border_width(GTK_CONTAINER(prefs->frame), 6);
    g_object_set_data_full(G_OBJECT(prefs->frame), "care-prefs", prefs, prefs_free);
    mistakes = line_new(&image, &prefs->mistakes);
    status = line_new(&prefs->status_image, &prefs->status);
    gtk_box_pack_start(GTK_BOX(prefs->frame), mistakes, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(prefs->frame), care_prefs_pages(prefs), TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(prefs->frame), status, FALSE, FALSE, 0);
    gtk_widget_show(status);
    shown = prefs;
    fill_all(prefs, TRUE);
    say(prefs, "", FALSE);
    care_prefs_queue_go(care->api); /* what an earlier life of ours could not write any more */
    care_prefs_example_show(prefs, CARE_RULE_FIRST_ANSWER, CARE_LEVEL_SHOWN);
    g_signal_connect(prefs->frame, "show", G_CALLBACK(on_show), prefs);
    g_signal_connect(prefs->frame, "destroy", G_CALLBACK(on_destroy), prefs);
    return prefs->frame;
}

void
care_prefs_close(CarePidgin *care)
{
    const gboolean core_gone = care->api == NULL;

    close_shown();
    care_prefs_queue_stop(core_gone);
}
