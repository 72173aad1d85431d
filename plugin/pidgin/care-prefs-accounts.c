/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of accounts that serve customers: those that are set up here, and whatever else the
 * settings name. */
#include "care-prefs.h"
#include <string.h>

typedef struct {
    char *entry;  /* as the settings write it, "xmpp:*@example.org" */
    char *folded; /* to compare by */
    GtkWidget *check;
    gboolean is_set_up, can_ask;
    gboolean is_listed;
    gboolean is_covered; /* not listed, but another entry means it too */
} Account;

static void
account_free(gpointer data)
{
    Account *account = data;

    g_free(account->entry);
    g_free(account->folded);
    g_free(account);
}

static char *
fold(const char *entry)
{
    g_autofree char *normal = g_utf8_normalize(entry, -1, G_NORMALIZE_ALL_COMPOSE);

    return normal == NULL ? g_strdup(entry) : g_utf8_casefold(normal, -1);
}

static void
on_toggled(GtkWidget *check G_GNUC_UNUSED, CarePref *pref)
{
    care_prefs_edited(pref, 50);
}

/* The row of @entry; a new one at the end where there is none yet. None ever goes while the dialog
 * is open: what was switched off can be switched on again. */
static Account *
find(CarePref *pref, const char *entry)
{
    g_autofree char *folded = fold(entry);
    Account *account;

    for (guint i = 0; i < pref->accounts->len; i++) {
        account = g_ptr_array_index(pref->accounts, i);
        if (strcmp(account->folded, folded) == 0)
            return account;
    }
    account = g_new0(Account, 1);
    account->entry = g_strdup(entry);
    account->folded = g_steal_pointer(&folded);
    account->check = gtk_check_button_new_with_label(entry);
    gtk_widget_show(account->check);
    gtk_box_pack_start(GTK_BOX(pref->first), account->check, FALSE, FALSE, 0);
    g_signal_connect(account->check, "toggled", G_CALLBACK(on_toggled), pref);
    g_ptr_array_add(pref->accounts, account);
    return account;
}

static gboolean
is_covered(const CareSettings *settings, const Account *account)
{
    const char *colon = strchr(account->folded, ':');
    g_autofree char *protocol = NULL;

    if (account->is_listed || !account->is_set_up || colon == NULL)
        return FALSE;
    protocol = g_strndup(account->folded, (gsize)(colon - account->folded));
    return care_settings_is_desk(settings, protocol, colon + 1);
}

static void
show(CarePref *pref, Account *account)
{
    GtkWidget *label = gtk_bin_get_child(GTK_BIN(account->check));
    g_autofree char *text = NULL;

    if (account->is_covered)
        text = g_strdup_printf(_("%s (by an entry below that covers it)"), account->entry);
    else if (account->is_set_up && !account->can_ask)
        text = g_strdup_printf(_("%s (customers can't be asked there)"), account->entry);
    else if (!account->is_set_up && strchr(account->entry, '*') == NULL)
        text = g_strdup_printf(_("%s (not set up here)"), account->entry);
    else
        text = g_strdup(account->entry);
    gtk_label_set_text(GTK_LABEL(label), text);
    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(account->check),
                                 account->is_listed || account->is_covered);
    /* One that can't ask may still be taken out of the list. */
    gtk_widget_set_sensitive(account->check,
                             !account->is_covered &&
                                 (!account->is_set_up || account->can_ask || account->is_listed));
    care_look_name(account->check, text, NULL);
    care_pref_describe(pref, account->check, NULL);
}

/* The entries as they are written, not folded: they are written back so. */
static char **
entries_of(const CareSettings *settings)
{
    return g_strsplit(care_settings_value(settings, "desk", "accounts"), ";", -1);
}

void
care_pref_accounts_fill(CarePref *pref, const CareSettings *settings)
{
    g_auto(GStrv) entries = entries_of(settings);
    GtkWidget *none = g_object_get_data(G_OBJECT(pref->first), "none");
    char *entry = NULL;
    gboolean can_ask;

    for (guint i = 0; i < pref->accounts->len; i++)
        ((Account *)g_ptr_array_index(pref->accounts, i))->is_listed = FALSE;
    for (guint n = 0; pref->prefs->care->api->account(n, &entry, &can_ask); n++) {
        Account *account = find(pref, entry);
        account->is_set_up = TRUE;
        account->can_ask = can_ask;
        g_free(entry);
    }
    for (char **i = entries; *i != NULL; i++) {
        if (*g_strstrip(*i) != '\0')
            find(pref, *i)->is_listed = TRUE;
    }
    for (guint i = 0; i < pref->accounts->len; i++) {
        Account *account = g_ptr_array_index(pref->accounts, i);
        account->is_covered = is_covered(settings, account);
        show(pref, account);
    }
    gtk_widget_set_visible(none, pref->accounts->len == 0);
}

char *
care_pref_accounts_text(CarePref *pref)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < pref->accounts->len; i++) {
        const Account *account = g_ptr_array_index(pref->accounts, i);
        const gboolean on = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(account->check));

        if (on && !account->is_covered)
            g_string_append_printf(text, text->len > 0 ? ";%s" : "%s", account->entry);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

GtkWidget *
care_pref_accounts_new(CarePref *pref)
{
    GtkWidget *box = gtk_vbox_new(FALSE, 0);
    GtkWidget *none = gtk_label_new(_("No account is set up yet."));

    gtk_misc_set_alignment(GTK_MISC(none), 0.0f, 0.5f);
    gtk_widget_set_no_show_all(none, TRUE);
    gtk_box_pack_start(GTK_BOX(box), none, FALSE, FALSE, 0);
    g_object_set_data(G_OBJECT(box), "none", none);
    care_look_name(box, _("Accounts that serve customers"), NULL);
    pref->accounts = g_ptr_array_new_with_free_func(account_free);
    return box;
}
