/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a control shows of the settings in force, and what it says as the settings file has it. */
#include "care-prefs.h"
#include <math.h>
#include <string.h>

#define PLACE(type, settings, row) (*(const type *)G_STRUCT_MEMBER_P((settings), (row)->offset))
#define SECOND_MS                  G_GINT64_CONSTANT(1000)

static gint64
unit_ms(CareUnit unit)
{
    switch (unit) {
    case CARE_UNIT_MINUTES:
        return 60 * SECOND_MS;
    case CARE_UNIT_DAYS:
        return 24 * 60 * 60 * SECOND_MS;
    default:
        return SECOND_MS;
    }
}

/* --- showing --- */

static void
set_spin(GtkWidget *widget, gint64 ms, CareUnit unit)
{
    const gdouble value = (gdouble)ms / (gdouble)unit_ms(unit);

    /* 36 hours in a policy stay 1.50 days here. */
    gtk_spin_button_set_digits(GTK_SPIN_BUTTON(widget), ms % unit_ms(unit) != 0 ? 2 : 0);
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(widget), value);
}

static void
fill_rule(CarePref *pref, const CareRemindRule *rule)
{
    const gboolean one = pref->row->kind == CARE_PREF_STEP;

    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(pref->check), rule->on);
    for (guint i = 0; i < CARE_REMIND_STEPS; i++) {
        if (pref->field[i] == NULL)
            continue;
        set_spin(pref->field[i], rule->step_ms[one ? 0 : i], CARE_UNIT_SECONDS);
        gtk_widget_set_sensitive(pref->field[i], rule->on);
    }
}

/* A language that this version does not know stands below the others, as it is written. */
static void
fill_language(CarePref *pref, const char *in_force)
{
    GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT(pref->field[0]);
    const gint n_known = GPOINTER_TO_INT(g_object_get_data(G_OBJECT(combo), "known"));
    const gint n =
        gtk_tree_model_iter_n_children(gtk_combo_box_get_model(GTK_COMBO_BOX(combo)), NULL);
    const char *tag, *language;
    gint place = 0;

    if (n_known == 0)
        g_object_set_data(G_OBJECT(combo), "known", GINT_TO_POINTER(n));
    else if (n > n_known)
        gtk_combo_box_text_remove(combo, n_known);
    g_object_set_data_full(G_OBJECT(combo), "other", g_strdup(in_force), g_free);
    if (strcmp(in_force, "auto") != 0) {
        place = 1;
        for (guint i = 0; pref->prefs->care->api->language(i, &tag, &language); i++, place++) {
            if (g_ascii_strcasecmp(tag, in_force) == 0)
                break;
        }
        if (place == (n_known == 0 ? n : n_known))
            gtk_combo_box_text_append_text(combo, in_force);
    }
    gtk_combo_box_set_active(GTK_COMBO_BOX(combo), place);
}

static void
fill_value(CarePref *pref, const CareSettings *settings)
{
    const CarePrefRow *row = pref->row;
    gint64 ms;

    switch (row->kind) {
    case CARE_PREF_ACCOUNTS:
        care_pref_accounts_fill(pref, settings);
        break;
    case CARE_PREF_ENTRY:
        gtk_entry_set_text(GTK_ENTRY(pref->field[0]),
                           care_settings_value(settings, row->group, row->key));
        break;
    case CARE_PREF_SWITCH:
    case CARE_PREF_HINT:
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(pref->check),
                                     PLACE(gboolean, settings, row));
        break;
    case CARE_PREF_CHOICE:
        gtk_combo_box_set_active(GTK_COMBO_BOX(pref->field[0]), PLACE(gint, settings, row));
        break;
    case CARE_PREF_LANGUAGE:
        fill_language(pref, PLACE(char *, settings, row));
        break;
    case CARE_PREF_NUMBER:
        gtk_spin_button_set_value(GTK_SPIN_BUTTON(pref->field[0]), PLACE(gint, settings, row));
        break;
    case CARE_PREF_TIME:
        set_spin(pref->field[0], PLACE(gint64, settings, row), row->unit);
        break;
    case CARE_PREF_KEEP:
        ms = PLACE(gint64, settings, row);
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(pref->check), ms > 0);
        gtk_widget_set_sensitive(pref->field[0], ms > 0);
        if (ms > 0) /* else the time it had stays there, to be switched on again */
            set_spin(pref->field[0], ms, row->unit);
        break;
    case CARE_PREF_STEPS:
    case CARE_PREF_STEP:
        fill_rule(pref, &PLACE(CareRemindRule, settings, row));
        break;
    case CARE_N_PREFS:
        break;
    }
}

static void
fill_lock(CarePref *pref, const char *by)
{
    GtkWidget *label = g_object_get_data(G_OBJECT(pref->lock), "label");
    g_autofree char *text = by != NULL ? g_strdup_printf(_("Locked by %s."), by) : NULL;
    GtkWidget *const parts[] = {pref->check,    pref->field[0], pref->field[1],
                                pref->field[2], pref->first,    pref->label};

    gtk_label_set_text(GTK_LABEL(label), text != NULL ? text : "");
    gtk_widget_set_visible(pref->lock, by != NULL);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i] == NULL)
            continue;
        if (by != NULL)
            gtk_widget_set_sensitive(parts[i], FALSE);
        else if (parts[i] == pref->check || pref->check == NULL)
            gtk_widget_set_sensitive(parts[i], TRUE);
        care_pref_describe(pref, parts[i], text);
    }
}

void
care_pref_fill(CarePref *pref, const CareSettings *settings)
{
    pref->filling = TRUE;
    fill_value(pref, settings);
    fill_lock(pref, care_settings_lock(settings, pref->row->group, pref->row->key));
    pref->filling = FALSE;
}

/* --- reading --- */

static gdouble
spin_value(GtkWidget *widget)
{
    gtk_spin_button_update(GTK_SPIN_BUTTON(widget)); /* what is typed counts */
    return gtk_spin_button_get_value(GTK_SPIN_BUTTON(widget));
}

/* As people write it: "30d", "15min"; what is no whole number of these, in seconds. */
static char *
time_text(GtkWidget *spin, CareUnit unit)
{
    const gdouble value = spin_value(spin);
    const gint64 whole = (gint64)llround(value);
    const char *mark = unit == CARE_UNIT_DAYS ? "d" : unit == CARE_UNIT_MINUTES ? "min" : "s";

    if (fabs(value - (gdouble)whole) > 0.001)
        return g_strdup_printf("%" G_GINT64_FORMAT "s",
                               (gint64)llround(value * (gdouble)unit_ms(unit) / SECOND_MS));
    return whole == 0 ? g_strdup("0") : g_strdup_printf("%" G_GINT64_FORMAT "%s", whole, mark);
}

/* Fewer times than three leave out the quiet beginning, then the urgent end: so does a 0 here. */
static char *
steps_text(CarePref *pref, char **out_why)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gint before = 0;

    if (!gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(pref->check)))
        return g_strdup("off");
    for (guint i = 0; i < CARE_REMIND_STEPS; i++) {
        const gint s = pref->field[i] != NULL ? (gint)spin_value(pref->field[i]) : 0;

        if (s == 0 &&
            (i == 0 || pref->field[i] == NULL || (i == 2 && strchr(text->str, ';') == NULL)))
            continue;
        if (s <= before) {
            *out_why =
                g_strdup(_("Not saved yet: each time must be longer than the one before it."));
            return NULL;
        }
        g_string_append_printf(text, text->len > 0 ? ";%d" : "%d", s);
        before = s;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *
language_text(CarePref *pref)
{
    const gint place = gtk_combo_box_get_active(GTK_COMBO_BOX(pref->field[0]));
    const char *tag, *language;

    if (place <= 0)
        return g_strdup("auto");
    if (pref->prefs->care->api->language((guint)place - 1, &tag, &language))
        return g_strdup(tag);
    return g_strdup(g_object_get_data(G_OBJECT(pref->field[0]), "other"));
}

/* Emptied to be typed anew: no number yet. */
static gboolean
is_being_typed(const CarePref *pref)
{
    for (guint i = 0; i < CARE_REMIND_STEPS; i++) {
        GtkWidget *field = pref->field[i];

        if (field != NULL && GTK_IS_SPIN_BUTTON(field) && gtk_widget_has_focus(field) &&
            gtk_entry_get_text_length(GTK_ENTRY(field)) == 0)
            return TRUE;
    }
    return FALSE;
}

static char *
value_text(CarePref *pref, char **out_why)
{
    const CarePrefRow *row = pref->row;
    const gboolean on =
        pref->check != NULL && gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(pref->check));

    switch (row->kind) {
    case CARE_PREF_ACCOUNTS:
        return care_pref_accounts_text(pref);
    case CARE_PREF_ENTRY:
        return g_strstrip(g_strdup(gtk_entry_get_text(GTK_ENTRY(pref->field[0]))));
    case CARE_PREF_SWITCH:
        return g_strdup(on ? "yes" : "no");
    case CARE_PREF_HINT:
        return g_strdup(on ? "on" : "off");
    case CARE_PREF_CHOICE:
        return g_strdup(row->words[gtk_combo_box_get_active(GTK_COMBO_BOX(pref->field[0]))].value);
    case CARE_PREF_LANGUAGE:
        return language_text(pref);
    case CARE_PREF_NUMBER:
        return g_strdup_printf("%d", (gint)spin_value(pref->field[0]));
    case CARE_PREF_TIME:
        return time_text(pref->field[0], row->unit);
    case CARE_PREF_KEEP:
        return on ? time_text(pref->field[0], row->unit) : g_strdup("never");
    case CARE_PREF_STEPS:
    case CARE_PREF_STEP:
        return steps_text(pref, out_why);
    case CARE_N_PREFS:
        break;
    }
    return NULL;
}

char *
care_pref_text(CarePref *pref, char **out_why)
{
    char *text;

    *out_why = NULL;
    if (is_being_typed(pref))
        return NULL;
    pref->filling = TRUE; /* reading a number may tidy what was typed */
    text = value_text(pref, out_why);
    pref->filling = FALSE;
    return text;
}
