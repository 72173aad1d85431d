/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A window of preferences that is none: what it may show and change of settings, and how reminders
 * and figures speak to it. */
#include "care-host.h"
#include <fcntl.h>
#include <purple-care/ui-api.h>
#include <sys/file.h>
#include <unistd.h>

#define ANNA "anna@example.org"

static const CareUiApi *api;
static guint n_settings;
static GPtrArray *results; /* of char *: "ok" or the error, the settings' mode as they come */

static void
on_settings(gpointer data G_GNUC_UNUSED)
{
    n_settings++;
}

static const CareUi ui = {.size = sizeof(CareUi), .settings_changed = on_settings};

static void
meet(void)
{
    gboolean ok = FALSE;

    api = purple_plugin_ipc_call(purple_plugins_find_with_id(CARE_UI_CORE), CARE_UI_GET, &ok,
                                 GINT_TO_POINTER(CARE_UI_VERSION));
    HOST_CHECK(api != NULL && api->ui_register(&ui, NULL));
}

static void
start(const char *policy)
{
    results = g_ptr_array_new_with_free_func(g_free);
    host_start(policy);
    meet();
}

static void
note_result(const GError *error, gpointer data)
{
    HOST_CHECK(data == &results);
    g_ptr_array_add(results, g_strdup_printf("%s %s", error != NULL ? error->message : "ok",
                                             care_settings_value(api->settings(), "ask", "mode")));
}

static gboolean
change(const char *group, const char *key, const char *value, char **out_error)
{
    return api->change(&(CareSettingsChange){group, key, value}, 1, note_result, &results,
                       out_error);
}

/* --- changes --- */

static void
changes(void)
{
    const CareSettingsChange several[] = {{"ask", "mode", "shadow"},
                                          {"remind", "first-answer", "10;20;30"},
                                          {"show", "rating", NULL}};
    g_autofree char *error = NULL, *text = NULL;
    g_autofree char *path = host_path("care/policy.conf");

    start(HOST_DESK "[show]\nrating=no\n# kept\n");
    HOST_CHECK(api->settings()->show.rating == CARE_SHOW_NO);
    HOST_CHECK(api->change(several, G_N_ELEMENTS(several), note_result, &results, NULL));
    HOST_CHECK(!change("ask", "mode", "off", &error)); /* one at a time */
    HOST_CHECK(error == NULL);
    HOST_CHECK(results->len == 0); /* never from within */
    HOST_WAIT(results->len == 1);
    HOST_CHECK(strcmp(results->pdata[0], "ok shadow") == 0); /* in force by now */
    HOST_CHECK(api->settings()->show.rating == CARE_SHOW_YES);
    HOST_CHECK(api->settings()->remind.first_answer.step_ms[0] == 10000);
    HOST_CHECK(n_settings > 0);
    HOST_CHECK(g_file_get_contents(path, &text, NULL, NULL));
    HOST_CHECK(strstr(text, "mode=shadow\n") != NULL && strstr(text, "# kept\n") != NULL);
    HOST_CHECK(strstr(text, "rating") == NULL);
    HOST_CHECK(change("ask", "mode", NULL, NULL));
    HOST_WAIT(results->len == 2);
    HOST_CHECK(strcmp(results->pdata[1], "ok live") == 0);
    host_stop();
}

static void
ui__may_change__several_keys_at_once(void **state G_GNUC_UNUSED)
{
    host_run(changes);
}

static void
mistakes(void)
{
    g_autofree char *error = NULL, *unknown = NULL;

    start(HOST_DESK);
    HOST_CHECK(!change("desk", "accounts", "no account", &error));
    HOST_CHECK(g_str_has_prefix(error, "[desk] accounts"));
    HOST_CHECK(!change("ask", "nonsense", "1", &unknown));
    host_sleep(50);
    HOST_CHECK(results->len == 0 && !host_files_hold("care", "no account"));
    HOST_CHECK(api->settings()->mistakes->len == 0);
    host_stop();
}

static void
ui__is_told__what_is_wrong_before_it_is_written(void **state G_GNUC_UNUSED)
{
    host_run(mistakes);
}

static void
failing(void)
{
    g_autofree char *path = host_path("care/policy.conf");

    start(HOST_DESK);
    HOST_CHECK(g_file_set_contents(path, "[desk]\nBROKEN\n", -1, NULL));
    HOST_CHECK(change("ask", "mode", "off", NULL));
    HOST_WAIT(results->len == 1);
    HOST_CHECK(strstr(results->pdata[0], "left as it is") != NULL);
    HOST_CHECK(change("ask", "mode", "off", NULL)); /* and again, as often as wanted */
    api->ui_unregister(&ui);
    host_sleep(300);
    HOST_CHECK(results->len == 1); /* it has gone */
    HOST_CHECK(api->ui_register(&ui, NULL));
    HOST_CHECK(change("ask", "mode", "off", NULL));
    host_unload(); /* while it is written */
    HOST_CHECK(api->settings() == NULL);
    HOST_CHECK(!change("ask", "mode", "off", NULL));
    host_sleep(300);
    HOST_CHECK(results->len == 1);
    host_stop();
}

static void
ui__is_told__of_a_file_that_can_not_be_changed(void **state G_GNUC_UNUSED)
{
    host_run(failing);
}

static void
hanging(void)
{
    g_autofree char *folder = host_path("care"), *why = NULL;
    int lock;

    start(HOST_DESK);
    lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    HOST_CHECK(flock(lock, LOCK_EX) == 0); /* a write waits for it as for a slow disk */
    HOST_CHECK(change("show", "rating", "no", NULL));
    host_unload();
    host_load();
    meet();
    HOST_CHECK(change("ask", "mode", "off", NULL)); /* the old one holds nobody up */
    HOST_CHECK(!change("ask", "mode", "live", &why) && why == NULL);
    host_sleep(50);
    HOST_CHECK(results->len == 0);
    HOST_CHECK(close(lock) == 0);
    HOST_WAIT(results->len == 1 && api->settings()->show.rating == CARE_SHOW_NO);
    HOST_CHECK(strcmp(results->pdata[0], "ok off") == 0); /* of this life alone */
    HOST_CHECK(api->change(NULL, 0, note_result, &results, NULL));
    HOST_WAIT(results->len == 2);
    HOST_CHECK(strcmp(results->pdata[1], "ok off") == 0);
    host_stop();
}

static void
ui__may_change__settings_while_a_write_of_an_earlier_life_hangs(void **state G_GNUC_UNUSED)
{
    host_run(hanging);
}

/* --- what is shown --- */

static void
accounts(void)
{
    g_autofree char *first = NULL, *second = NULL, *none = NULL;
    gboolean can = FALSE;

    start(HOST_DESK);
    HOST_CHECK(api->account(0, &first, &can) && can);
    HOST_CHECK(strcmp(first, "silc:" HOST_AGENT) == 0);
    HOST_CHECK(api->account(1, &second, &can) && strcmp(second, "silc:" HOST_OTHER) == 0);
    HOST_CHECK(!api->account(2, &none, &can) && none == NULL);
    host_stop();
}

static void
ui__sees__the_accounts_that_are_set_up(void **state G_GNUC_UNUSED)
{
    host_run(accounts);
}

static void
examples(void)
{
    g_autofree char *late = NULL;

    start(HOST_DESK "[remind]\nfirst-answer=45;90;180\n");
    for (guint rule = 0; rule < CARE_N_RULES; rule++) {
        for (guint level = 0; level < CARE_N_LEVELS; level++) {
            g_autofree char *title = api->rule_title((CareRule)rule);
            g_autofree char *text = api->rule_example((CareRule)rule, (CareLevel)level);

            HOST_CHECK(*title != '\0' && *text != '\0');
            HOST_CHECK(strchr(text, '{') == NULL && strchr(text, '\n') == NULL);
        }
    }
    late = api->rule_example(CARE_RULE_FIRST_ANSWER, CARE_LEVEL_SHOWN);
    HOST_CHECK(g_str_has_prefix(late, "Anna wrote 90 seconds ago"));
    host_stop();
}

static void
ui__hears__how_each_reminder_would_speak(void **state G_GNUC_UNUSED)
{
    host_run(examples);
}

/* --- figures --- */

static void
take_line(PurpleConversation *window, const char *text, gpointer data)
{
    HOST_CHECK(window == NULL);
    g_ptr_array_add(data, g_strdup(text != NULL ? text : "nothing"));
}

static void
figures(void)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *path = NULL;
    g_auto(GStrv) agents = NULL;

    start(HOST_DESK);
    path = host_path("care/care.db");
    purple_accounts_add(purple_account_new(HOST_AGENT "/home", "prpl-silc"));
    agents = api->agents(); /* a second device is no second agent */
    HOST_CHECK(strcmp(api->store_path(), path) == 0);
    HOST_CHECK(g_strv_length(agents) == 1 && strcmp(agents[0], HOST_AGENT) == 0);
    host_ask(ANNA);
    host_receive(ANNA, "4");
    HOST_WAIT(host_query("SELECT count(*) FROM answer") == 1);
    HOST_CHECK(api->own_score(take_line, lines));
    HOST_CHECK(lines->len == 0);
    HOST_WAIT(lines->len == 1);
    HOST_CHECK(g_str_has_prefix(lines->pdata[0], "All your chats: 1 answered of 1 asked: 4 "));
    HOST_CHECK(api->own_score(take_line, lines));
    host_unload();
    host_sleep(100);
    HOST_CHECK(lines->len == 1 && api->store_path() == NULL && !api->own_score(take_line, lines));
    host_stop();
}

static void
ui__may_ask__for_the_agents_own_score(void **state G_GNUC_UNUSED)
{
    host_run(figures);
}

static void
blind(void)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) agents = NULL;

    start(HOST_DESK "[desk]\nagent-name=Team\n[show]\nrating=after-5\n");
    agents = api->agents();
    HOST_CHECK(g_strv_length(agents) == 1 && strcmp(agents[0], "Team") == 0);
    host_ask(ANNA);
    host_receive(ANNA, "4");
    HOST_WAIT(host_query("SELECT count(*) FROM answer") == 1);
    HOST_CHECK(api->own_score(take_line, lines));
    HOST_WAIT(lines->len == 1);
    HOST_CHECK(strstr(lines->pdata[0], "1 more is shown once five are together") != NULL);
    HOST_CHECK(strstr(lines->pdata[0], "4") == NULL);
    host_stop();
}

static void
ui__sees__full_batches_alone_where_ratings_are_hidden(void **state G_GNUC_UNUSED)
{
    host_run(blind);
}

static void
nobody(void)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) agents = NULL;

    start(HOST_DESK);
    HOST_CHECK(change("desk", "accounts", "", NULL));
    HOST_WAIT(results->len == 1);
    agents = api->agents();
    HOST_CHECK(agents[0] == NULL && !api->own_score(take_line, lines));
    host_stop();
}

static void
ui__has__no_score_without_a_desk(void **state G_GNUC_UNUSED)
{
    host_run(nobody);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ui__may_change__several_keys_at_once),
        cmocka_unit_test(ui__is_told__what_is_wrong_before_it_is_written),
        cmocka_unit_test(ui__is_told__of_a_file_that_can_not_be_changed),
        cmocka_unit_test(ui__may_change__settings_while_a_write_of_an_earlier_life_hangs),
        cmocka_unit_test(ui__sees__the_accounts_that_are_set_up),
        cmocka_unit_test(ui__hears__how_each_reminder_would_speak),
        cmocka_unit_test(ui__may_ask__for_the_agents_own_score),
        cmocka_unit_test(ui__sees__full_batches_alone_where_ratings_are_hidden),
        cmocka_unit_test(ui__has__no_score_without_a_desk),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
