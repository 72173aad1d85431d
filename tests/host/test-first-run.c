/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one dialog of the first run, answered as people do: it comes once, writes what was chosen,
 * and loses nothing that was typed. */
#include "care-host.h"
#include <unistd.h>

#define FAMILY "Family & friends"

typedef void (*AnswerFunc)(gpointer data, PurpleRequestFields *fields);

static struct {
    PurpleRequestFields *fields; /* of the dialog that is open; NULL: none is */
    AnswerFunc ok, cancel;
    gpointer data;
    guint n_opened, n_closed;
    char *secondary;
} dialog;

static void *
open_fields(const char *title, const char *primary, const char *secondary,
            PurpleRequestFields *fields, const char *ok_text, GCallback ok, const char *cancel_text,
            GCallback cancel, PurpleAccount *account G_GNUC_UNUSED, const char *who G_GNUC_UNUSED,
            PurpleConversation *conversation G_GNUC_UNUSED, void *data)
{
    HOST_CHECK(dialog.fields == NULL);
    HOST_CHECK(*title != '\0' && *primary != '\0' && *ok_text != '\0' && *cancel_text != '\0');
    HOST_CHECK(strchr(ok_text, '_') == NULL && strchr(cancel_text, '_') == NULL); /* no Pidgin */
    dialog.fields = fields;
    dialog.ok = (AnswerFunc)ok;
    dialog.cancel = (AnswerFunc)cancel;
    dialog.data = data;
    dialog.n_opened++;
    g_free(dialog.secondary);
    dialog.secondary = g_strdup(secondary);
    return fields;
}

static void
close_fields(PurpleRequestType type, void *fields)
{
    HOST_CHECK(type == PURPLE_REQUEST_FIELDS);
    if (fields == dialog.fields)
        dialog.fields = NULL;
    dialog.n_closed++;
    purple_request_fields_destroy(fields);
}

static PurpleRequestUiOps ops = {.request_fields = open_fields, .close_request = close_fields};

/* As clients do: the callback, then the dialog goes. */
static void
answer(gboolean ok)
{
    PurpleRequestFields *fields = g_steal_pointer(&dialog.fields);

    HOST_CHECK(fields != NULL);
    (ok ? dialog.ok : dialog.cancel)(dialog.data, fields);
    purple_request_close(PURPLE_REQUEST_FIELDS, fields);
}

static void
tick(const char *id)
{
    PurpleRequestField *field = purple_request_fields_get_field(dialog.fields, id);

    HOST_CHECK(!purple_request_field_bool_get_value(field));
    purple_request_field_bool_set_value(field, TRUE);
}

static gboolean
is_ticked(const char *id)
{
    return purple_request_fields_get_bool(dialog.fields, id);
}

static void
type_people(const char *text)
{
    purple_request_field_string_set_value(purple_request_fields_get_field(dialog.fields, "people"),
                                          text);
}

/* The plug-in under a client with dialogs, loaded without waiting for a desk account. */
static void
start(const char *policy)
{
    host_start_without_plugin(policy);
    purple_accounts_add(purple_account_new(HOST_AGENT "/home", "prpl-silc")); /* no third one */
    purple_request_set_ui_ops(&ops);
    purple_blist_add_group(purple_group_new("Customers"), NULL);
    purple_blist_add_group(purple_group_new(FAMILY), NULL); /* before the other */
    HOST_CHECK(purple_plugin_load(host.plugin));
}

static char *
written(void)
{
    g_autofree char *path = host_path("care/policy.conf");
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

/* Waits until the settings file reads like this. */
static void
wait_for_file(const char *wanted)
{
    for (guint i = 0; i < 1000; i++) {
        g_autofree char *text = written();

        if (g_strcmp0(text, wanted) == 0) {
            host_sleep(500); /* the thread that wrote comes to its end */
            return;
        }
        host_sleep(5);
    }
    HOST_CHECK(!"the file is written so");
}

/* --- it is answered --- */

static void
saved(void)
{
    start(NULL);
    HOST_WAIT(dialog.fields != NULL);
    HOST_CHECK(strstr(dialog.secondary, "nobody is asked") != NULL);
    HOST_CHECK(purple_request_fields_exists(dialog.fields, "accounts-1"));
    HOST_CHECK(!purple_request_fields_exists(dialog.fields, "accounts-2"));
    tick("accounts-0");
    HOST_CHECK(!is_ticked("accounts-1"));
    tick("groups-0");
    type_people("Mum@example.org, example.net;@work.example\n");
    answer(TRUE);
    wait_for_file("[desk]\naccounts=silc:" HOST_AGENT "\nexclude=" FAMILY
                  ";Mum@example.org;example.net;@work.example\n");
    while (host_count(host.lines, ": yes") == 0) { /* in force a moment after it is written */
        host_sleep(5);
        HOST_CHECK(host_command("anna@example.org", "care desk") == PURPLE_CMD_STATUS_OK);
    }
    host_ask("anna@example.org"); /* without a restart */
    HOST_CHECK(dialog.n_opened == 1 && host.notes->len == 0);
    purple_account_disconnect(host.account);
    purple_account_connect(host.account);
    HOST_WAIT(purple_account_is_connected(host.account));
    host_sleep(50);
    HOST_CHECK(dialog.n_opened == 1 && dialog.fields == NULL);
    host_unload();
    HOST_CHECK(purple_plugin_load(host.plugin));
    host_sleep(300);
    HOST_CHECK(dialog.n_opened == 1);
    host_stop();
}

static void
first_run__writes__what_was_chosen(void **state G_GNUC_UNUSED)
{
    host_run(saved);
}

static void
refusal(void)
{
    start(NULL);
    HOST_WAIT(dialog.fields != NULL);
    tick("accounts-0");
    answer(FALSE);
    wait_for_file("[desk]\naccounts=\n");
    HOST_WAIT(host_count(host.notes, "/care desk on") == 1);
    host_stop();
}

static void
again(void)
{
    start(NULL);
    host_sleep(300);
    HOST_CHECK(dialog.n_opened == 0);
    host_stop();
}

static void
first_run__never_comes__again_after_not_now(void **state G_GNUC_UNUSED)
{
    host_run_twice(refusal, again);
}

static void
nothing_chosen(void)
{
    start("# a file of mine\n[ask]\nmode=shadow\n");
    HOST_WAIT(dialog.fields != NULL);
    answer(TRUE);
    wait_for_file("# a file of mine\n[ask]\nmode=shadow\n\n[desk]\naccounts=\n");
    HOST_WAIT(host_count(host.notes, "/care desk on") == 1);
    host_stop();
}

static void
first_run__takes__nothing_for_a_choice(void **state G_GNUC_UNUSED)
{
    host_run(nothing_chosen);
}

static void
slips(void)
{
    const char *const bad[] = {"bob", "*@example.org", "a@b@c", "anna@", "@", "http://example.org"};

    start(NULL);
    HOST_WAIT(dialog.fields != NULL);
    tick("accounts-1");
    tick("groups-1");
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *typed = g_strdup_printf("mum@example.org %s", bad[i]);

        type_people(typed);
        answer(TRUE);
        HOST_CHECK(host.notes->len == i + 1 && dialog.fields != NULL);
        HOST_CHECK(g_str_has_suffix(host.notes->pdata[i], bad[i]));
        HOST_CHECK(strcmp(purple_request_fields_get_string(dialog.fields, "people"), typed) == 0);
        HOST_CHECK(is_ticked("accounts-1") && is_ticked("groups-1") && !is_ticked("accounts-0"));
    }
    HOST_CHECK(!host_files_hold("care", "mum"));
    type_people("");
    answer(TRUE);
    wait_for_file("[desk]\naccounts=silc:" HOST_OTHER "\nexclude=Customers\n");
    host_stop();
}

static void
first_run__comes_again__with_what_was_typed(void **state G_GNUC_UNUSED)
{
    host_run(slips);
}

static void
unwritable(void)
{
    g_autofree char *path = host_path("care/policy.conf");

    start(NULL);
    HOST_WAIT(dialog.fields != NULL);
    HOST_WAIT(host_query("SELECT 1") == 1); /* the store has made the folder */
    HOST_CHECK(symlink("/nowhere/policy.conf", path) == 0);
    tick("accounts-0");
    answer(TRUE);
    HOST_WAIT(host_count(host.notes, "could not be changed") == 1);
    HOST_CHECK(dialog.n_opened == 2 && is_ticked("accounts-0"));
    answer(FALSE); /* then it is left alone till the next start */
    HOST_WAIT(host_count(host.notes, "could not be changed") == 2);
    host_sleep(50);
    HOST_CHECK(dialog.n_opened == 2);
    host_stop();
}

static void
first_run__says__why_it_could_not_write(void **state G_GNUC_UNUSED)
{
    host_run(unwritable);
}

/* --- it does not come --- */

static void
decided_wide(void)
{
    start("[desk]\naccounts=silc:*\n");
    host_sleep(200);
    HOST_CHECK(dialog.n_opened == 0);
    host_stop();
}

static void
decided_none(void)
{
    start("[desk]\naccounts=\n");
    host_sleep(200);
    HOST_CHECK(dialog.n_opened == 0);
    host_stop();
}

static void
mistaken(void)
{
    start("[desk]\naccounts=no account\n");
    host_sleep(200);
    HOST_CHECK(dialog.n_opened == 0);
    host_stop();
}

static void
without_dialogs(void)
{
    static PurpleRequestUiOps none;

    host_start_without_plugin(NULL);
    purple_request_set_ui_ops(&none);
    HOST_CHECK(purple_plugin_load(host.plugin));
    host_sleep(200);
    purple_request_set_ui_ops(NULL);
    purple_account_disconnect(host.account);
    purple_account_connect(host.account);
    host_sleep(200);
    HOST_CHECK(dialog.n_opened == 0);
    host_stop();
}

static void
first_run__does_not_come__where_it_is_decided(void **state G_GNUC_UNUSED)
{
    host_run(decided_wide);
    host_run(decided_none);
    host_run(mistaken);
    host_run(without_dialogs);
}

static void
offline(void)
{
    host_start_without_plugin(NULL);
    purple_request_set_ui_ops(&ops);
    purple_account_set_enabled(host.account, purple_core_get_ui(), FALSE);
    HOST_CHECK(purple_plugin_load(host.plugin));
    host_sleep(200);
    HOST_CHECK(dialog.n_opened == 0);
    purple_account_set_enabled(host.account, purple_core_get_ui(), TRUE);
    HOST_WAIT(dialog.n_opened == 1);
    purple_account_disconnect(host.account);
    purple_account_connect(host.account);
    host_sleep(50);
    HOST_CHECK(dialog.n_opened == 1); /* it is still open */
    host_stop();
}

static void
first_run__waits__for_the_first_sign_on(void **state G_GNUC_UNUSED)
{
    host_run(offline);
}

/* --- it goes --- */

static void
decided_meanwhile(void)
{
    start(NULL);
    HOST_WAIT(dialog.fields != NULL);
    HOST_CHECK(host_command("anna@example.org", "care desk on") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(dialog.fields == NULL);
    HOST_CHECK(dialog.n_closed == 1);
    host_stop();
}

static void
unloaded(void)
{
    start(NULL);
    HOST_WAIT(dialog.fields != NULL);
    host_unload();
    HOST_CHECK(dialog.fields == NULL && dialog.n_closed == 1);
    HOST_CHECK(purple_plugin_load(host.plugin));
    HOST_WAIT(dialog.fields != NULL); /* nothing was decided */
    tick("accounts-0");
    answer(TRUE);
    host_unload(); /* while it is written */
    host_sleep(100);
    HOST_CHECK(dialog.n_opened == 2);
    host_stop();
}

static void
first_run__goes__when_it_is_needed_no_more(void **state G_GNUC_UNUSED)
{
    host_run(decided_meanwhile);
    host_run(unloaded);
}

static void
many(void)
{
    PurpleRequestField *list;

    host_start_without_plugin(NULL);
    purple_request_set_ui_ops(&ops);
    for (guint i = 0; i < 20; i++) {
        g_autofree char *name = g_strdup_printf("Group %u", i);

        purple_blist_add_group(purple_group_new(name), NULL);
    }
    purple_blist_add_group(purple_group_new("a;b"), NULL); /* can't be named */
    HOST_CHECK(purple_plugin_load(host.plugin));
    HOST_WAIT(dialog.fields != NULL);
    list = purple_request_fields_get_field(dialog.fields, "groups");
    HOST_CHECK(list != NULL && purple_request_field_list_get_multi_select(list));
    HOST_CHECK(g_list_length(purple_request_field_list_get_items(list)) == 20);
    purple_request_field_list_add_selected(list, "Group 3");
    purple_request_field_list_add_selected(list, "Group 17");
    type_people("nonsense");
    answer(TRUE);
    list = purple_request_fields_get_field(dialog.fields, "groups");
    HOST_CHECK(purple_request_field_list_is_selected(list, "Group 17"));
    type_people("");
    tick("accounts-0");
    answer(TRUE);
    HOST_WAIT(host_files_hold("care", "exclude=Group 3;Group 17\n") ||
              host_files_hold("care", "exclude=Group 17;Group 3\n"));
    host_sleep(500); /* the thread that wrote comes to its end */
    host_stop();
}

static void
first_run__lists__many_groups(void **state G_GNUC_UNUSED)
{
    host_run(many);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_run__writes__what_was_chosen),
        cmocka_unit_test(first_run__never_comes__again_after_not_now),
        cmocka_unit_test(first_run__takes__nothing_for_a_choice),
        cmocka_unit_test(first_run__comes_again__with_what_was_typed),
        cmocka_unit_test(first_run__says__why_it_could_not_write),
        cmocka_unit_test(first_run__does_not_come__where_it_is_decided),
        cmocka_unit_test(first_run__waits__for_the_first_sign_on),
        cmocka_unit_test(first_run__goes__when_it_is_needed_no_more),
        cmocka_unit_test(first_run__lists__many_groups),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
