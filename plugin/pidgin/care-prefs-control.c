/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One setting as widgets: made, filled with what is in force, and read back as text. */
#include "care-prefs.h"
#include <string.h>

#define EDIT_MS   600 /* while it is still being turned or typed */
#define SWITCH_MS 50

/* --- what the agent does --- */

static void
on_toggled(GtkWidget *check, CarePref *pref)
{
    const gboolean on = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(check));

    for (guint i = 0; i < CARE_REMIND_STEPS; i++) {
        if (pref->field[i] != NULL)
            gtk_widget_set_sensitive(pref->field[i], on);
    }
    care_prefs_edited(pref, SWITCH_MS);
}

static void
on_chosen(GtkWidget *combo G_GNUC_UNUSED, CarePref *pref)
{
    care_prefs_edited(pref, SWITCH_MS);
}

static void
show_unit(CarePref *pref)
{
    GtkWidget *spin = pref->field[0] != NULL ? pref->field[0] : pref->field[1];
    const gulong n = (gulong)gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(spin));
    const char *text = "";

    switch (pref->row->unit) {
    case CARE_UNIT_SECONDS:
        text = _("s");
        break;
    case CARE_UNIT_MINUTES:
        text = g_dngettext(GETTEXT_PACKAGE, "minute", "minutes", n);
        break;
    case CARE_UNIT_DAYS:
        text = g_dngettext(GETTEXT_PACKAGE, "day", "days", n);
        break;
    case CARE_UNIT_PERCENT:
        text = "%";
        break;
    case CARE_UNIT_NONE:
        break;
    }
    if (pref->unit != NULL)
        gtk_label_set_text(GTK_LABEL(pref->unit), text);
}

static void
on_number(GtkWidget *spin G_GNUC_UNUSED, CarePref *pref)
{
    show_unit(pref);
    care_prefs_edited(pref, EDIT_MS);
}

/* An entry is written when it is left: half an address is none. */
static void
on_typed(GtkWidget *entry G_GNUC_UNUSED, CarePref *pref)
{
    care_prefs_edited(pref, 0);
}

static void
on_activate(GtkWidget *entry G_GNUC_UNUSED, CarePref *pref)
{
    if (pref->is_dirty)
        care_prefs_edited(pref, SWITCH_MS);
}

static gboolean
on_left(GtkWidget *widget G_GNUC_UNUSED, GdkEventFocus *event G_GNUC_UNUSED, CarePref *pref)
{
    if (pref->is_dirty)
        care_prefs_edited(pref, SWITCH_MS);
    return FALSE;
}

/* The wheel is for the page, until one is at this control. */
static gboolean
on_wheel(GtkWidget *widget, GdkEventScroll *event G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
    if (!gtk_widget_has_focus(widget))
        g_signal_stop_emission_by_name(widget, "scroll-event");
    return FALSE;
}

static gboolean
on_example(GtkWidget *widget, GdkEventFocus *event G_GNUC_UNUSED, CarePref *pref)
{
    const gboolean is_hint = pref->row->kind == CARE_PREF_HINT &&
                             pref->row->rule != CARE_RULE_RETURNING &&
                             pref->row->rule != CARE_RULE_LOW_BEFORE;
    CareLevel level = CARE_LEVEL_SHOWN;

    if (widget == pref->field[2])
        level = CARE_LEVEL_URGENT;
    else if (widget == pref->field[0] || is_hint)
        level = CARE_LEVEL_QUIET;
    care_prefs_example_show(pref->prefs, pref->row->rule, level);
    return FALSE;
}

/* --- making --- */

static const char *
help_of(const CarePrefRow *row)
{
    const char *group, *key, *initial, *help;

    for (guint n = 0; care_settings_nth(n, &group, &key, &initial, &help); n++) {
        if (strcmp(group, row->group) == 0 && strcmp(key, row->key) == 0)
            return help;
    }
    return "";
}

void
care_pref_describe(CarePref *pref, GtkWidget *widget, const char *locked)
{
    const char *help = help_of(pref->row);
    g_autofree char *both = locked != NULL ? g_strdup_printf(_("%s – %s"), help, locked) : NULL;

    atk_object_set_description(gtk_widget_get_accessible(widget), both != NULL ? both : help);
}

static void
name(CarePref *pref, GtkWidget *widget, const char *text)
{
    const char *help = help_of(pref->row);

    care_look_name(widget, text, help);
    gtk_widget_set_tooltip_text(widget, help);
    if (pref->row->page == CARE_PREF_PAGE_REMINDERS && pref->row->kind >= CARE_PREF_STEPS)
        g_signal_connect(widget, "focus-in-event", G_CALLBACK(on_example), pref);
}

void
care_pref_attach_wide(GtkTable *table, GtkWidget *widget, guint y)
{
    guint columns;

    gtk_table_get_size(table, NULL, &columns);
    gtk_table_attach(table, widget, 0, columns, y, y + 1, GTK_FILL | GTK_EXPAND, GTK_FILL, 0,
                     CARE_PREFS_GAP);
}

static void
attach(GtkTable *table, GtkWidget *widget, guint x, guint y, GtkAttachOptions wide)
{
    gtk_table_attach(table, widget, x, x + 1, y, y + 1, wide, GTK_FILL, 0, CARE_PREFS_GAP);
}

/* A name as the beginning of a line. (transfer full) of both */
static char *
begin(char *name_of_rule)
{
    g_autofree char *whole = name_of_rule;
    char first[7] = "";

    if (*whole == '\0')
        return g_steal_pointer(&whole);
    g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(whole)), first);
    return g_strconcat(first, g_utf8_next_char(whole), NULL);
}

/* What a row is called, with its mnemonic. (transfer full) */
static char *
label_of(CarePref *pref)
{
    g_autofree char *title = NULL;

    if (pref->row->label != NULL)
        return care_prefs_mnemonic(pref->prefs, pref->row->page, _(pref->row->label));
    title = begin(pref->prefs->care->api->rule_title(pref->row->rule));
    return care_prefs_mnemonic(pref->prefs, pref->row->page, title);
}

static GtkWidget *
check_new(CarePref *pref, const char *mnemonic)
{
    GtkWidget *check = gtk_check_button_new_with_mnemonic(mnemonic);
    GtkWidget *label = gtk_bin_get_child(GTK_BIN(check));

    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    name(pref, check, gtk_label_get_text(GTK_LABEL(label)));
    g_signal_connect(check, "toggled", G_CALLBACK(on_toggled), pref);
    pref->check = check;
    return check;
}

static GtkWidget *
label_new(CarePref *pref, const char *mnemonic)
{
    pref->label = gtk_label_new_with_mnemonic(mnemonic);
    gtk_label_set_line_wrap(GTK_LABEL(pref->label), TRUE);
    gtk_misc_set_alignment(GTK_MISC(pref->label), 0.0f, 0.5f);
    return pref->label;
}

static GtkWidget *
spin_new(CarePref *pref, guint i, const char *text)
{
    GtkWidget *spin = gtk_spin_button_new_with_range(pref->row->low, pref->row->high, 1);

    gtk_spin_button_set_numeric(GTK_SPIN_BUTTON(spin), TRUE);
    gtk_entry_set_width_chars(GTK_ENTRY(spin), pref->row->high > 999999 ? 7 : 5);
    gtk_entry_set_alignment(GTK_ENTRY(spin), 1.0f);
    name(pref, spin, text);
    g_signal_connect(spin, "changed", G_CALLBACK(on_number), pref);
    g_signal_connect(spin, "value-changed", G_CALLBACK(on_number), pref);
    g_signal_connect(spin, "focus-out-event", G_CALLBACK(on_left), pref);
    g_signal_connect(spin, "scroll-event", G_CALLBACK(on_wheel), NULL);
    pref->field[i] = spin;
    return spin;
}

static GtkWidget *
unit_new(CarePref *pref)
{
    pref->unit = gtk_label_new(NULL);
    gtk_misc_set_alignment(GTK_MISC(pref->unit), 0.0f, 0.5f);
    return pref->unit;
}

/* A label, or a check button that switches the field off; the field; its unit. */
static guint
build_field(CarePref *pref, GtkTable *table, guint y, GtkWidget *field)
{
    GtkWidget *box = gtk_hbox_new(FALSE, 6);

    gtk_box_pack_start(GTK_BOX(box), field, FALSE, FALSE, 0);
    if (pref->row->unit != CARE_UNIT_NONE)
        gtk_box_pack_start(GTK_BOX(box), unit_new(pref), FALSE, FALSE, 0);
    attach(table, pref->check != NULL ? pref->check : pref->label, 0, y, GTK_FILL);
    attach(table, box, 1, y, GTK_FILL | GTK_EXPAND);
    pref->first = pref->check != NULL ? pref->check : field;
    return y + 1;
}

static guint
build_entry(CarePref *pref, GtkTable *table, guint y, const char *plain)
{
    GtkWidget *entry = gtk_entry_new();

    name(pref, entry, plain);
    g_signal_connect(entry, "changed", G_CALLBACK(on_typed), pref);
    g_signal_connect(entry, "activate", G_CALLBACK(on_activate), pref);
    g_signal_connect(entry, "focus-out-event", G_CALLBACK(on_left), pref);
    pref->first = pref->field[0] = entry;
    care_pref_attach_wide(table, pref->label, y);
    care_pref_attach_wide(table, entry, y + 1);
    return y + 2;
}

static GtkWidget *
combo_new(CarePref *pref, const char *plain)
{
    GtkWidget *combo = gtk_combo_box_text_new();
    const char *tag, *language;

    for (const CarePrefWord *i = pref->row->words; i != NULL && i->value != NULL; i++)
        gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(combo), _(i->label));
    if (pref->row->kind == CARE_PREF_LANGUAGE) {
        gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(combo), _("Yours"));
        for (guint n = 0; pref->prefs->care->api->language(n, &tag, &language); n++)
            gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(combo), language);
    }
    name(pref, combo, plain);
    g_signal_connect(combo, "changed", G_CALLBACK(on_chosen), pref);
    g_signal_connect(combo, "scroll-event", G_CALLBACK(on_wheel), NULL);
    pref->field[0] = combo;
    return combo;
}

/* (transfer full) */
static char *
step_name(guint i, const char *title)
{
    switch (i) {
    case CARE_LEVEL_QUIET:
        return g_strdup_printf(_("%s: quiet after"), title);
    case CARE_LEVEL_SHOWN:
        return g_strdup_printf(_("%s: shown after"), title);
    default:
        return g_strdup_printf(_("%s: urgent after"), title);
    }
}

static guint
build_steps(CarePref *pref, GtkTable *table, guint y)
{
    const gboolean one = pref->row->kind == CARE_PREF_STEP;
    const char *title = gtk_label_get_text(GTK_LABEL(gtk_bin_get_child(GTK_BIN(pref->check))));

    attach(table, pref->check, 0, y, GTK_FILL);
    for (guint i = one ? 1 : 0; i < (one ? 2 : CARE_REMIND_STEPS); i++) {
        g_autofree char *text = step_name(i, title);

        attach(table, spin_new(pref, i, text), i + 1, y, GTK_FILL);
    }
    attach(table, unit_new(pref), CARE_REMIND_STEPS + 1, y, GTK_FILL | GTK_EXPAND);
    pref->first = pref->check;
    return y + 1;
}

static guint
build_lock(CarePref *pref, GtkTable *table, guint y)
{
    GtkWidget *label = gtk_label_new(NULL);
    GtkWidget *image =
        gtk_image_new_from_stock(GTK_STOCK_DIALOG_AUTHENTICATION, GTK_ICON_SIZE_MENU);

    pref->lock = gtk_hbox_new(FALSE, 6);
    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    gtk_misc_set_alignment(GTK_MISC(label), 0.0f, 0.5f);
    gtk_box_pack_start(GTK_BOX(pref->lock), image, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(pref->lock), label, TRUE, TRUE, 0);
    gtk_widget_show(image);
    gtk_widget_show(label);
    care_look_name(image, _("Locked"), NULL);
    gtk_widget_set_no_show_all(pref->lock, TRUE);
    g_object_set_data(G_OBJECT(pref->lock), "label", label);
    care_pref_attach_wide(table, pref->lock, y);
    return y + 1;
}

guint
care_pref_build(CarePref *pref, GtkTable *table, guint y)
{
    g_autofree char *mnemonic = pref->row->kind == CARE_PREF_ACCOUNTS ? NULL : label_of(pref);
    const char *plain;

    switch (pref->row->kind) {
    case CARE_PREF_ACCOUNTS:
        pref->first = care_pref_accounts_new(pref);
        care_pref_attach_wide(table, pref->first, y++);
        return build_lock(pref, table, y);
    case CARE_PREF_SWITCH:
    case CARE_PREF_HINT:
        pref->first = check_new(pref, mnemonic);
        care_pref_attach_wide(table, pref->first, y++);
        return build_lock(pref, table, y);
    case CARE_PREF_STEPS:
    case CARE_PREF_STEP:
        check_new(pref, mnemonic);
        return build_lock(pref, table, build_steps(pref, table, y));
    case CARE_PREF_KEEP:
        check_new(pref, mnemonic);
        plain = gtk_label_get_text(GTK_LABEL(gtk_bin_get_child(GTK_BIN(pref->check))));
        return build_lock(pref, table, build_field(pref, table, y, spin_new(pref, 0, plain)));
    default:
        break;
    }
    plain = gtk_label_get_text(GTK_LABEL(label_new(pref, mnemonic)));
    if (pref->row->kind == CARE_PREF_ENTRY)
        y = build_entry(pref, table, y, plain);
    else if (pref->row->kind == CARE_PREF_NUMBER || pref->row->kind == CARE_PREF_TIME)
        y = build_field(pref, table, y, spin_new(pref, 0, plain));
    else
        y = build_field(pref, table, y, combo_new(pref, plain));
    gtk_label_set_mnemonic_widget(GTK_LABEL(pref->label), pref->first);
    return build_lock(pref, table, y);
}

void
care_pref_free(CarePref *pref)
{
    g_clear_pointer(&pref->accounts, g_ptr_array_unref);
    g_free(pref);
}
