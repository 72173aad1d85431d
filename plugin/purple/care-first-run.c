/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks once, after the first sign-on, which accounts serve customers and whom to leave out: before
 * that nobody is asked or reminded. */
#include "care-adapter.h"
#include <string.h>

#define BOXES_MAX       12 /* more choices are a list to pick from: a dialog must fit on a screen */
#define ACCOUNTS        "accounts"
#define GROUPS          "groups"
#define PEOPLE          "people"
#define LABEL_MAX_CHARS 60
#define BLANKS          "; ,\t\r\n"

struct _CareFirstRun {
    gboolean is_read;    /* the settings files have been: before, nothing is known to be decided */
    gboolean is_over;    /* answered in this run */
    gpointer dialog;     /* what libpurple knows it by; NULL: none is open */
    GPtrArray *accounts; /* of char *: entries of [desk] accounts that are offered */
    GPtrArray *groups;   /* of char *: the same of exclude */
    GHashTable *chosen;  /* set of char *: of both, what was ticked last */
    char *people;        /* what was typed last */
};

CareFirstRun *
care_first_run_new(void)
{
    CareFirstRun *first = g_new0(CareFirstRun, 1);

    first->accounts = g_ptr_array_new_with_free_func(g_free);
    first->groups = g_ptr_array_new_with_free_func(g_free);
    first->chosen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    first->people = g_strdup("");
    return first;
}

void
care_first_run_free(CareFirstRun *first)
{
    g_ptr_array_unref(first->accounts);
    g_ptr_array_unref(first->groups);
    g_hash_table_unref(first->chosen);
    g_free(first->people);
    g_free(first);
}

/* --- what is offered --- */

static void
list_accounts(GPtrArray *accounts)
{
    g_ptr_array_set_size(accounts, 0);
    for (GList *i = purple_accounts_get_all(); i != NULL; i = i->next) {
        const char *protocol = care_protocol_name(purple_account_get_protocol_id(i->data));
        g_autofree char *address = care_account_address(i->data);
        g_autofree char *entry = g_strconcat(protocol, ":", address, NULL);

        if (care_protocol_can_ask(protocol) && strchr(address, ';') == NULL &&
            !g_ptr_array_find_with_equal_func(accounts, entry, g_str_equal, NULL))
            g_ptr_array_add(accounts, g_steal_pointer(&entry));
    }
}

/* A name with a semicolon can't be told from two. */
static void
list_groups(GPtrArray *groups)
{
    g_ptr_array_set_size(groups, 0);
    for (PurpleBlistNode *node = purple_blist_get_root(); node != NULL; node = node->next) {
        const char *name =
            PURPLE_BLIST_NODE_IS_GROUP(node) ? purple_group_get_name((PurpleGroup *)node) : NULL;

        if (name != NULL && *name != '\0' && strchr(name, ';') == NULL)
            g_ptr_array_add(groups, g_strdup(name));
    }
}

static void
add_boxes(PurpleRequestFieldGroup *part, const CareFirstRun *first, const GPtrArray *choices,
          const char *id)
{
    for (guint i = 0; i < choices->len; i++) {
        const char *choice = g_ptr_array_index(choices, i);
        const gboolean is_chosen = g_hash_table_contains(first->chosen, choice);
        g_autofree char *own = g_strdup_printf("%s-%u", id, i);
        g_autofree char *name = care_text_one_line(choice, LABEL_MAX_CHARS);
        g_autofree char *label =
            choices == first->groups ? g_strdup_printf(_("The group %s"), name) : g_strdup(name);

        purple_request_field_group_add_field(part,
                                             purple_request_field_bool_new(own, label, is_chosen));
    }
}

static void
add_list(PurpleRequestFieldGroup *part, const CareFirstRun *first, const GPtrArray *choices,
         const char *id)
{
    PurpleRequestField *list =
        purple_request_field_list_new(id, choices == first->groups ? _("Groups") : _("Accounts"));

    purple_request_field_list_set_multi_select(list, TRUE);
    for (guint i = 0; i < choices->len; i++) {
        const char *choice = g_ptr_array_index(choices, i);

        purple_request_field_list_add_icon(list, choice, NULL, (gpointer)choice);
        if (g_hash_table_contains(first->chosen, choice))
            purple_request_field_list_add_selected(list, choice);
    }
    purple_request_field_group_add_field(part, list);
}

static void
add_choices(PurpleRequestFieldGroup *part, const CareFirstRun *first, const GPtrArray *choices,
            const char *id)
{
    if (choices->len <= BOXES_MAX)
        add_boxes(part, first, choices, id);
    else
        add_list(part, first, choices, id);
}

static gboolean
may_exclude(const Care *care)
{
    return care_settings_lock(care->settings, "desk", "exclude") == NULL;
}

static PurpleRequestFields *
fields_of(const Care *care)
{
    const CareFirstRun *first = care->first_run;
    PurpleRequestFields *fields = purple_request_fields_new();
    PurpleRequestFieldGroup *serve = purple_request_field_group_new(_("These serve customers"));
    PurpleRequestFieldGroup *leave_out;

    purple_request_fields_add_group(fields, serve);
    add_choices(serve, first, first->accounts, ACCOUNTS);
    if (!may_exclude(care))
        return fields;
    leave_out = purple_request_field_group_new(_("These people are left out"));
    purple_request_fields_add_group(fields, leave_out);
    add_choices(leave_out, first, first->groups, GROUPS);
    purple_request_field_group_add_field(
        leave_out,
        purple_request_field_string_new(PEOPLE, _("Addresses or domains"), first->people, FALSE));
    return fields;
}

/* --- what was answered --- */

static void
keep_boxes(CareFirstRun *first, PurpleRequestFields *fields, const GPtrArray *choices,
           const char *id)
{
    for (guint i = 0; i < choices->len; i++) {
        g_autofree char *own = g_strdup_printf("%s-%u", id, i);

        if (purple_request_fields_get_bool(fields, own))
            g_hash_table_add(first->chosen, g_strdup(g_ptr_array_index(choices, i)));
    }
}

static void
keep_choices(CareFirstRun *first, PurpleRequestFields *fields, const GPtrArray *choices,
             const char *id)
{
    GList *selected = NULL;

    if (choices->len <= BOXES_MAX)
        keep_boxes(first, fields, choices, id);
    else
        selected =
            purple_request_field_list_get_selected(purple_request_fields_get_field(fields, id));
    for (; selected != NULL; selected = selected->next)
        g_hash_table_add(first->chosen, g_strdup(selected->data));
}

/* So that nothing is lost if the dialog must come again. */
static void
keep_answers(const Care *care, PurpleRequestFields *fields)
{
    CareFirstRun *first = care->first_run;
    const char *people;

    g_hash_table_remove_all(first->chosen);
    keep_choices(first, fields, first->accounts, ACCOUNTS);
    if (!purple_request_fields_exists(fields, PEOPLE))
        return;
    keep_choices(first, fields, first->groups, GROUPS);
    people = purple_request_fields_get_string(fields, PEOPLE);
    g_free(first->people);
    first->people = g_strdup(people != NULL ? people : "");
}

/* "anna@example.org", "example.org" or "@example.org". */
static gboolean
is_address(const char *word)
{
    const char *at = strchr(word, '@');
    const char *domain = at != NULL ? at + 1 : word;
    const char *dot = strchr(domain, '.');

    if (strpbrk(word, "*:=/[]<>\"") != NULL || !g_utf8_validate(word, -1, NULL))
        return FALSE;
    if (*domain == '\0' || *domain == '.' || strchr(domain, '@') != NULL ||
        g_str_has_suffix(domain, "."))
        return FALSE;
    return at != NULL || dot != NULL; /* "anna@localhost" is one, a bare name is not */
}

/* The words typed that are no addresses, with blanks between; NULL: there are none. (transfer full)
 */
static char *
bad_people(const CareFirstRun *first)
{
    g_auto(GStrv) words = g_strsplit_set(first->people, BLANKS, -1);
    g_autoptr(GString) bad = g_string_new(NULL);

    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0' && !is_address(*word))
            g_string_append_printf(bad, "%s%s", bad->len > 0 ? " " : "", *word);
    }
    return bad->len > 0 ? g_strdup(bad->str) : NULL;
}

static void
add_entry(GString *list, const char *entry)
{
    if (*entry != '\0')
        g_string_append_printf(list, "%s%s", list->len > 0 ? ";" : "", entry);
}

static void
add_chosen(GString *list, const CareFirstRun *first, const GPtrArray *choices)
{
    for (guint i = 0; i < choices->len; i++) {
        if (g_hash_table_contains(first->chosen, g_ptr_array_index(choices, i)))
            add_entry(list, g_ptr_array_index(choices, i));
    }
}

/* The whole list: whom the desk's settings leave out stays left out. (transfer full) */
static char *
exclude_of(const Care *care)
{
    const CareFirstRun *first = care->first_run;
    g_auto(GStrv) words = g_strsplit_set(first->people, BLANKS, -1);
    GString *list = g_string_new(care_settings_value(care->settings, "desk", "exclude"));

    add_chosen(list, first, first->groups);
    for (char **word = words; *word != NULL; word++)
        add_entry(list, *word);
    return g_string_free(list, FALSE);
}

/* --- the dialog --- */

static void open_dialog(Care *care);

/* Who wants no dialog now gets none again before the next start. */
static void
fail(Care *care, const char *why, gboolean asks_again)
{
    g_autofree char *text = g_strdup_printf(_("The settings could not be changed: %s"), why);

    purple_notify_error(care->plugin, _("Purple Care"), text, NULL);
    if (asks_again)
        open_dialog(care);
}

static void
tell_later(const Care *care)
{
    purple_notify_info(care->plugin, _("Purple Care"),
                       _("Nobody is asked, and nothing reminds you."),
                       _("/care desk on, typed in a chat, changes that for the chat's account."));
}

static void
written(Care *care, const CarePeer *peer G_GNUC_UNUSED, const CareSettings *now,
        const GError *error, gpointer data)
{
    if (care->quitting)
        return;
    if (error != NULL)
        fail(care, error->message, GPOINTER_TO_INT(data));
    else if (now->desk.accounts[0] == NULL)
        tell_later(care);
}

static void
write_down(Care *care, const char *accounts, const char *exclude, gboolean asks_again)
{
    const CareSettingsChange changes[] = {{"desk", "accounts", accounts},
                                          {"desk", "exclude", exclude}};
    const gsize n = exclude != NULL ? 2 : 1;
    g_autofree char *why = care_policy_objection(care, changes, n);

    if (why != NULL)
        fail(care, why, asks_again);
    else
        care_policy_write(care, NULL, changes, n, written, GINT_TO_POINTER(asks_again));
}

static void
answered(Care *care, PurpleRequestFields *fields)
{
    CareFirstRun *first = care->first_run;
    g_autoptr(GString) accounts = g_string_new(NULL);
    g_autofree char *bad = NULL;
    g_autofree char *exclude = NULL;

    first->dialog = NULL;
    keep_answers(care, fields);
    bad = may_exclude(care) ? bad_people(first) : NULL;
    if (bad != NULL) {
        purple_notify_error(care->plugin, _("Purple Care"), _("These are no addresses or domains:"),
                            bad);
        open_dialog(care);
        return;
    }
    add_chosen(accounts, first, first->accounts);
    if (may_exclude(care))
        exclude = exclude_of(care);
    write_down(care, accounts->str, exclude != NULL && *exclude != '\0' ? exclude : NULL, TRUE);
}

/* An empty list is a decision, too: nobody is asked for it again. */
static void
refused(Care *care, PurpleRequestFields *fields G_GNUC_UNUSED)
{
    CareFirstRun *first = care->first_run;

    first->dialog = NULL;
    if (!care->quitting)
        write_down(care, "", NULL, FALSE);
}

/* Pidgin alone makes a key of the underscore; elsewhere people would read it. (transfer full) */
static char *
button_words(const char *words)
{
    return purple_strequal(purple_core_get_ui(), "gtk-gaim") ? g_strdup(words)
                                                             : purple_text_strip_mnemonic(words);
}

static void
open_dialog(Care *care)
{
    CareFirstRun *first = care->first_run;
    g_autofree char *save = button_words(_("_Save"));
    g_autofree char *not_now = button_words(_("_Not now"));

    list_accounts(first->accounts);
    list_groups(first->groups);
    first->is_over = TRUE;
    first->dialog = purple_request_fields(
        care->plugin, _("Purple Care"), _("Which of your accounts serve customers?"),
        _("Until you choose, nobody is asked and nothing reminds you. From then on customers of "
          "these accounts are asked after a chat how well they felt understood, and you are "
          "reminded of those who wait."),
        fields_of(care), save, G_CALLBACK(answered), not_now, G_CALLBACK(refused), NULL, NULL, NULL,
        care);
}

static gboolean
can_ask(void)
{
    const PurpleRequestUiOps *ops = purple_request_get_ui_ops();

    return ops != NULL && ops->request_fields != NULL;
}

/* By anybody, to anything: also to nobody, and by a mistake that is still to be mended. */
static gboolean
is_decided(const CareSettings *settings)
{
    return settings->desk.failed || care_settings_origin(settings, "desk", "accounts") != NULL ||
           care_settings_lock(settings, "desk", "accounts") != NULL;
}

static gboolean
is_online(void)
{
    for (GList *i = purple_connections_get_all(); i != NULL; i = i->next) {
        if (purple_connection_get_state(i->data) == PURPLE_CONNECTED)
            return TRUE;
    }
    return FALSE;
}

static void
close_dialog(CareFirstRun *first)
{
    gpointer dialog = g_steal_pointer(&first->dialog);

    if (dialog != NULL)
        purple_request_close(PURPLE_REQUEST_FIELDS, dialog);
}

/* An account has signed on, or the settings are others: asks if it is time to, and not any more
 * where somebody else has decided. */
void
care_first_run_look(Care *care)
{
    CareFirstRun *first = care->first_run;

    if (!first->is_read || care->quitting)
        return;
    if (is_decided(care->settings)) {
        close_dialog(first);
        return;
    }
    if (first->is_over || !is_online() || !can_ask())
        return;
    list_accounts(first->accounts);
    if (first->accounts->len > 0)
        open_dialog(care);
}

/* The settings files have been read. */
void
care_first_run_read(Care *care)
{
    care->first_run->is_read = TRUE;
    care_first_run_look(care);
}

void
care_first_run_stop(Care *care)
{
    close_dialog(care->first_run);
}
