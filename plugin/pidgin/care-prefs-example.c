/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a reminder would look and what it would say, below the rules it is chosen from. */
#include "care-prefs.h"

static void
on_style(GtkWidget *bar, GtkStyle *old G_GNUC_UNUSED, CarePrefs *prefs)
{
    care_look_write_on(bar, prefs->example_text);
}

GtkWidget *
care_prefs_example_new(CarePrefs *prefs)
{
    GtkWidget *box = gtk_vbox_new(FALSE, 6), *line = gtk_hbox_new(FALSE, 6), *area;

    prefs->example_bar = gtk_info_bar_new();
    prefs->example_image = gtk_image_new();
    prefs->example_text = gtk_label_new(NULL);
    gtk_label_set_line_wrap(GTK_LABEL(prefs->example_text), TRUE);
    gtk_misc_set_alignment(GTK_MISC(prefs->example_text), 0.0f, 0.5f);
    gtk_box_pack_start(GTK_BOX(line), prefs->example_image, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(line), prefs->example_text, TRUE, TRUE, 0);
    area = gtk_info_bar_get_content_area(GTK_INFO_BAR(prefs->example_bar));
    gtk_container_add(GTK_CONTAINER(area), line);
    gtk_box_pack_start(GTK_BOX(box), prefs->example_bar, FALSE, FALSE, 0);
    g_signal_connect_after(prefs->example_bar, "style-set", G_CALLBACK(on_style), prefs);
    return box;
}

void
care_prefs_example_show(CarePrefs *prefs, CareRule rule, CareLevel level)
{
    const char *const words[CARE_N_LEVELS] = {[CARE_LEVEL_QUIET] = _("Example, quiet"),
                                              [CARE_LEVEL_SHOWN] = _("Example, shown"),
                                              [CARE_LEVEL_URGENT] = _("Example, urgent")};
    GtkMessageType type;
    const char *stock;
    g_autofree char *text = NULL;
    g_autofree char *markup = NULL;

    if (prefs->care == NULL || prefs->care->api == NULL)
        return;
    prefs->example_rule = rule;
    prefs->example_level = level;
    care_look_level(level, &type, &stock);
    text = prefs->care->api->rule_example(rule, level);
    markup = g_markup_printf_escaped("<small>%s</small>\n%s", words[level], text);
    gtk_info_bar_set_message_type(GTK_INFO_BAR(prefs->example_bar), type);
    gtk_image_set_from_stock(GTK_IMAGE(prefs->example_image),
                             stock != NULL ? stock : GTK_STOCK_MISSING_IMAGE, GTK_ICON_SIZE_MENU);
    gtk_widget_set_visible(prefs->example_image, stock != NULL);
    gtk_label_set_markup(GTK_LABEL(prefs->example_text), markup);
    on_style(prefs->example_bar, NULL, prefs);
    care_look_name(prefs->example_bar, words[level], text);
    care_look_name(prefs->example_image, words[level], NULL);
}

void
care_prefs_example_again(CarePrefs *prefs)
{
    care_prefs_example_show(prefs, prefs->example_rule, prefs->example_level);
}
