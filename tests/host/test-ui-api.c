/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A window part that is none: what it is told of a reminder's life, what it may ask, and that the
 * core never calls it once it has gone. */
#include "care-host.h"
#include <purple-care/ui-api.h>

#define ANNA "anna@example.org"
#define BOB  "bob@example.org"
#define SOON \
    "[remind]\nfirst-answer=1;2;3\nnext-answer=1;2;3\ndouble-text=off\nper-conversation=9\n"

static const CareUiApi *api;
static GPtrArray *told; /* of char *: "show RULE LEVEL text", "clear RULE", "hold N", ... */
static gboolean takes;  /* what show answers */
static guint last_may;

static gboolean
on_show(PurpleConversation *window, const CareUiReminder *reminder, gpointer data)
{
    HOST_CHECK(data == &told && window != NULL);
    HOST_CHECK(g_utf8_validate(reminder->text, -1, NULL) && *reminder->reason != '\0');
    HOST_CHECK(strchr(reminder->text, '\n') == NULL && strchr(reminder->text, '{') == NULL);
    last_may = reminder->may;
    g_ptr_array_add(told, g_strdup_printf("show %s %s %s: %s | %s", care_rule_name(reminder->rule),
                                          care_level_name(reminder->level),
                                          care_item_name(reminder->letter), reminder->text,
                                          reminder->reason));
    return takes;
}

static void
on_clear(PurpleConversation *window, CareRule rule, gpointer data)
{
    HOST_CHECK(data == &told && window != NULL);
    g_ptr_array_add(told, g_strdup_printf("clear %s", care_rule_name(rule)));
}

static void
on_hold(const CareUiWaiter *rows, guint n, gpointer data G_GNUC_UNUSED)
{
    GString *line = g_string_new("hold");

    for (guint i = 0; i < n; i++) {
        HOST_CHECK(rows[i].conversation != NULL && rows[i].waits_ms > 0);
        g_string_append_printf(line, " %s", rows[i].name);
    }
    g_ptr_array_add(told, g_string_free(line, FALSE));
}

static void
on_changed(PurpleConversation *window, gpointer data G_GNUC_UNUSED)
{
    HOST_CHECK(window != NULL);
    g_ptr_array_add(told, g_strdup("changed"));
}

static void
on_gone(gpointer data G_GNUC_UNUSED)
{
    g_ptr_array_add(told, g_strdup("gone"));
}

static const CareUi ui = {.size = sizeof(CareUi),
                          .show = on_show,
                          .clear = on_clear,
                          .hold = on_hold,
                          .changed = on_changed,
                          .gone = on_gone};

static gpointer
ask_for(gint version)
{
    gboolean ok = FALSE;
    gpointer table = purple_plugin_ipc_call(purple_plugins_find_with_id(CARE_UI_CORE), CARE_UI_GET,
                                            &ok, GINT_TO_POINTER(version));

    HOST_CHECK(ok);
    return table;
}

static void
start(const char *policy, gboolean taking)
{
    told = g_ptr_array_new_with_free_func(g_free);
    takes = taking;
    host_start(policy);
    api = ask_for(CARE_UI_VERSION);
    HOST_CHECK(api != NULL && api->version == CARE_UI_VERSION && api->size == sizeof(CareUiApi));
}

static guint
was_told(const char *part)
{
    return host_count(told, part);
}

/* --- a reminder's whole life --- */

static void
life(void)
{
    start(HOST_DESK SOON, TRUE);
    HOST_CHECK(ask_for(CARE_UI_VERSION + 1) == NULL);
    HOST_CHECK(api->ui_register(&ui, &told));
    HOST_CHECK(!api->ui_register(&ui, &told)); /* one at a time */
    host_receive(ANNA, "hello, my router is dead");
    HOST_WAIT(was_told("show first-answer quiet responsiveness: " ANNA " wrote 1 second ago") == 1);
    HOST_WAIT(was_told("show first-answer shown responsiveness: " ANNA " wrote 2 seconds") == 1);
    HOST_CHECK(last_may == (CARE_UI_MAY_DONE | CARE_UI_MAY_LATER | CARE_UI_MAY_NEVER));
    HOST_CHECK(was_told("| They wrote first, and nobody has answered yet. \"/care snooze "
                        "first-answer\" turns this off for good.") == 2);
    HOST_WAIT(was_told("show first-answer urgent") == 1);
    HOST_CHECK(was_told("clear first-answer") == 0);
    host_type(ANNA, "hi");
    HOST_CHECK(was_told("clear first-answer") == 1);
    HOST_CHECK(host_count(host.lines, "no reply yet") == 0); /* it was drawn: no line as well */
    HOST_CHECK(host.sent->len == 1);
    host_stop();
    HOST_CHECK(was_told("gone") == 1);
}

static void
ui__is_told__of_a_reminders_whole_life(void **state G_GNUC_UNUSED)
{
    host_run(life);
}

static void
not_taken(void)
{
    start(HOST_DESK SOON, FALSE);
    HOST_CHECK(api->ui_register(&ui, &told));
    host_receive(ANNA, "hello, my router is dead");
    HOST_WAIT(was_told("show first-answer quiet") == 1);
    HOST_CHECK(host_count(host.lines, "no reply yet") == 0); /* quiet ones are no line */
    HOST_WAIT(was_told("show first-answer shown") == 1);
    HOST_CHECK(host_count(host.lines, "no reply yet") == 1);
    api->ui_unregister(&ui);
    host_type(ANNA, "hi");
    HOST_CHECK(was_told("clear") == 0);
    host_stop();
    HOST_CHECK(was_told("gone") == 0);
}

static void
ui__leaves__to_a_line_what_it_does_not_draw(void **state G_GNUC_UNUSED)
{
    host_run(not_taken);
}

/* --- buttons --- */

static void
note_one(const CareUiReminder *reminder, gpointer data)
{
    g_ptr_array_add(data, g_strdup(care_rule_name(reminder->rule)));
}

static guint
drawn_now(const char *who)
{
    g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func(g_free);

    api->each_reminder(host_window(who), note_one, rules);
    return rules->len;
}

static void
buttons(void)
{
    start(HOST_DESK SOON, TRUE);
    host_receive(ANNA, "hello, my router is dead");
    host_receive(BOB, "hello, mine too");
    HOST_WAIT(drawn_now(ANNA) == 1 && drawn_now(BOB) == 1);
    HOST_CHECK(was_told("show") == 0);
    HOST_CHECK(api->ui_register(&ui, &told)); /* what is there already comes at once */
    HOST_CHECK(was_told("show first-answer") == 2);
    HOST_WAIT(was_told("show first-answer shown") >= 2);
    api->done(host_window(ANNA), CARE_RULE_FIRST_ANSWER);
    HOST_CHECK(was_told("clear first-answer") == 1 && drawn_now(ANNA) == 0);
    api->later(host_window(BOB), CARE_RULE_FIRST_ANSWER);
    HOST_CHECK(was_told("clear first-answer") == 2 && drawn_now(BOB) == 0);
    HOST_CHECK(host.sent->len == 0);
    api->never(host_window(BOB), CARE_RULE_FIRST_ANSWER);
    HOST_CHECK(host_count(host.lines, "comes no more") == 1);
    host_sleep(1000); /* the thread that writes comes to its end */
    host_stop();
}

static void
ui__carries__the_buttons_of_a_reminder(void **state G_GNUC_UNUSED)
{
    host_run(buttons);
}

/* Both uses of what is handed over: after the call that takes it away it is still whole. */
static void
done_within(const CareUiReminder *reminder, gpointer data)
{
    PurpleConversation *window = host_window(ANNA);

    api->done(window, reminder->rule);
    g_ptr_array_add(data, g_strdup(reminder->text));
    purple_conversation_destroy(window);
}

static void
again_within(PurpleConversation *window, const char *text, gpointer data)
{
    g_ptr_array_add(data, g_strdup(text != NULL ? text : "nothing"));
    if (window != NULL)
        purple_conversation_destroy(window);
}

static void
nested(void)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    PurpleConversation *window;

    start(HOST_DESK SOON, TRUE);
    host_receive(ANNA, "hello, my router is dead");
    HOST_WAIT(drawn_now(ANNA) == 1);
    api->each_reminder(host_window(ANNA), done_within, texts);
    HOST_CHECK(host_count(texts, ANNA " wrote ") == 1);
    g_ptr_array_set_size(texts, 0);
    window = host_window(BOB); /* both wait for one answer of the store */
    HOST_CHECK(api->card(window, again_within, texts));
    HOST_CHECK(api->card(window, again_within, texts));
    HOST_WAIT(texts->len == 2);
    HOST_CHECK(host_count(texts, BOB ": nothing is remembered") == 1);
    HOST_CHECK(host_count(texts, "nothing is remembered") == 1);
    HOST_CHECK(strcmp(texts->pdata[0], texts->pdata[1]) != 0);
    host_stop();
}

static void
ui__may_do__as_it_likes_within_a_call(void **state G_GNUC_UNUSED)
{
    host_run(nested);
}

/* --- several wait --- */

static void
name_one(const CareUiWaiter *waiter, gpointer data)
{
    g_string_append_printf(data, "%s;", waiter->name);
}

static void
several(void)
{
    g_autoptr(GString) names = g_string_new(NULL);

    start(HOST_DESK SOON, TRUE);
    HOST_CHECK(api->ui_register(&ui, &told));
    host_receive(ANNA, "hello, my router is dead");
    host_sleep(1100);
    host_receive(BOB, "hello, mine too");
    HOST_WAIT(was_told("hold " ANNA " " BOB) >= 1);
    api->each_waiter(name_one, names);
    HOST_CHECK(strcmp(names->str, ANNA ";" BOB ";") == 0);
    host_type(ANNA, "hi");
    HOST_WAIT(g_strcmp0(host_newest(told, "hold"), "hold") == 0);
    purple_conversation_destroy(host_window(BOB));
    HOST_WAIT(was_told("clear first-answer") == 2); /* its window goes: so does what was drawn */
    host_stop();
}

static void
ui__is_told__when_several_wait(void **state G_GNUC_UNUSED)
{
    host_run(several);
}

/* --- what it may ask --- */

static void
take_text(PurpleConversation *window, const char *text, gpointer data)
{
    g_ptr_array_add(data, g_strdup_printf("%s: %s", window != NULL ? "window" : "none",
                                          text != NULL ? text : "nothing"));
}

static void
take_score(PurpleConversation *window, const CareUiScore *score, gpointer data)
{
    HOST_CHECK(window != NULL && score != NULL);
    g_ptr_array_add(data, g_strdup_printf("badge <%s> newest %d lines %s", score->badge,
                                          score->newest, score->lines));
}

static void
questions(void)
{
    g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *error = NULL;
    PurpleConversation *window;

    start(HOST_DESK, TRUE);
    HOST_CHECK(api->ui_register(&ui, &told));
    window = host_window(ANNA);
    HOST_CHECK(api->card(window, take_text, answers));
    HOST_WAIT(host_count(answers, "window: " ANNA ": nothing is remembered") == 1);
    HOST_CHECK(host_count(host.lines, "remembered") == 0); /* asked by nobody in the window */
    HOST_CHECK(api->score(window, take_score, answers));
    HOST_WAIT(host_count(answers, "badge <> newest 0 lines " ANNA " with you: 0 answered") == 1);
    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "hi, try again");
    HOST_WAIT(host_query("SELECT count(*) FROM chat") == 1);
    HOST_CHECK(api->run(window, "end", NULL));
    HOST_WAIT(host_count(host.sent, "how well did you feel") == 1);
    HOST_CHECK(!api->run(window, "ednx", &error));
    HOST_CHECK(error != NULL && strstr(error, "/care end") != NULL);
    g_ptr_array_set_size(told, 0);
    host_receive(ANNA, "4");
    HOST_WAIT(was_told("changed") >= 1);
    HOST_WAIT(host_query("SELECT count(*) FROM answer") == 1);
    HOST_CHECK(api->score(window, take_score, answers));
    HOST_WAIT(host_count(answers, "badge <4> newest 4 lines This chat: 4\n") == 1);
    HOST_CHECK(host_count(host.lines, "answered of") == 0);
    HOST_CHECK(api->snoozed_ms() == 0);
    HOST_CHECK(api->run(window, "snooze 5", NULL));
    HOST_CHECK(api->snoozed_ms() > 290 * 1000 && api->snoozed_ms() <= 300 * 1000);
    purple_conversation_destroy(window);
    window = host_window(BOB); /* not loaded yet: the answer would come later */
    HOST_CHECK(api->card(window, take_text, answers));
    HOST_CHECK(host_count(answers, "window: ") == 1);
    purple_conversation_destroy(window);
    HOST_CHECK(host_count(answers, "none: nothing") == 1);
    HOST_CHECK(!api->card(window, take_text, answers));
    HOST_CHECK(!api->run(window, "end", NULL));
    host_sleep(100);
    HOST_CHECK(answers->len == 4); /* each once */
    host_stop();
}

static void
ui__may_ask__for_card_score_and_commands(void **state G_GNUC_UNUSED)
{
    host_run(questions);
}

static void
hidden(void)
{
    g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func(g_free);

    start(HOST_DESK "[show]\nrating=after-5\n", TRUE);
    host_ask(ANNA);
    host_receive(ANNA, "4");
    HOST_WAIT(host_query("SELECT count(*) FROM answer") == 1);
    HOST_CHECK(api->score(host_window(ANNA), take_score, answers));
    HOST_WAIT(host_count(answers, "badge <answered> newest 0") == 1);
    HOST_CHECK(strchr(answers->pdata[0], '4') == NULL);
    host_stop();
}

static void
ui__sees_no_number__where_ratings_are_hidden(void **state G_GNUC_UNUSED)
{
    host_run(hidden);
}

/* --- it ends --- */

static void
unloaded(void)
{
    g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func(g_free);

    start(HOST_DESK SOON, TRUE);
    HOST_CHECK(api->ui_register(&ui, &told));
    host_receive(ANNA, "hello, my router is dead");
    HOST_WAIT(was_told("show first-answer quiet") == 1);
    HOST_CHECK(api->score(host_window(ANNA), take_score, answers));
    host_unload();
    HOST_CHECK(g_strcmp0(told->pdata[told->len - 1], "gone") == 0);
    HOST_CHECK(!api->ui_register(&ui, &told)); /* the table is still mapped, and does nothing */
    HOST_CHECK(!api->run(host_window(ANNA), "end", NULL));
    host_sleep(1500);
    HOST_CHECK(answers->len == 0 && was_told("gone") == 1);
    host_load();
    HOST_CHECK(ask_for(CARE_UI_VERSION) != NULL && api->ui_register(&ui, &told));
    host_stop();
    HOST_CHECK(was_told("gone") == 2);
}

static void
ui__hears_nothing__after_the_core_has_gone(void **state G_GNUC_UNUSED)
{
    host_run(unloaded);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ui__is_told__of_a_reminders_whole_life),
        cmocka_unit_test(ui__leaves__to_a_line_what_it_does_not_draw),
        cmocka_unit_test(ui__carries__the_buttons_of_a_reminder),
        cmocka_unit_test(ui__may_do__as_it_likes_within_a_call),
        cmocka_unit_test(ui__is_told__when_several_wait),
        cmocka_unit_test(ui__may_ask__for_card_score_and_commands),
        cmocka_unit_test(ui__sees_no_number__where_ratings_are_hidden),
        cmocka_unit_test(ui__hears_nothing__after_the_core_has_gone),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
