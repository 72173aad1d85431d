/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An agent's week in three lines: when it comes by itself, what it says, and what it never says. */
#include "care-adapter.h"
#include "care-host.h"

#define ANNA      "anna@example.org"
#define COMMENTS  "[desk]\naccounts=silc:" HOST_AGENT "\n[ask]\nsteps=comment\n"
#define ITEMS     "[desk]\naccounts=silc:" HOST_AGENT "\n[ask]\nsteps=item\n"
#define WEEK_PREF "/plugins/core/purple-care/digest-week"

/* --- the practices --- */

static void
care_practice_of__has__something_for_every_letter_and_week(void **state G_GNUC_UNUSED)
{
    for (guint letter = CARE_ITEM_NONE; letter < CARE_N_ITEMS; letter++) {
        for (gint week = 1; week <= 53; week++) {
            const char *practice = care_practice_of((CareItem)letter, week);

            assert_true(practice != NULL && *practice != '\0');
            assert_string_not_equal(practice, care_practice_of((CareItem)letter, week + 1));
        }
    }
    assert_string_not_equal(care_practice_of(CARE_ITEM_IDEAL, 1),
                            care_practice_of(CARE_ITEM_CULTURE, 1));
}

/* --- by hand --- */

static void
nothing_yet(void)
{
    host_start(HOST_DESK);
    HOST_CHECK(host_command(ANNA, "care digest") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "SL " ANNA ": Praise this week: none in words yet."
                                     "<br>The weakest of the five: not enough answers yet to tell "
                                     "letters apart.<br>To try this week: ") == 1);
    host_ask(ANNA); /* ended by hand, but there is nothing to say */
    host_sleep(200);
    HOST_CHECK(host_count(host.lines, "this week") == 1);
    host_stop();
}

static void
digest__says__what_it_does_not_know(void **state G_GNUC_UNUSED)
{
    host_run(nothing_yet);
}

static void
praise(const char *who)
{
    host_ask(who);
    host_receive(who, "5, you really listened MARKPRAISE");
    HOST_WAIT(host_query("SELECT count(*) FROM comment") == 1);
}

static void
praised(void)
{
    host_start(COMMENTS);
    praise(ANNA);
    HOST_CHECK(host_count(host.lines, "this week") == 0);
    purple_prefs_set_int(WEEK_PREF, 202001);
    host_ask("bob@example.org");
    HOST_WAIT(host_count(host.lines, "SL bob@example.org: Praise this week: &quot;you really "
                                     "listened MARKPRAISE&quot;<br>The weakest") == 1);
    HOST_CHECK(purple_prefs_get_int(WEEK_PREF) > 202601);
    host_ask("carl@example.org"); /* once in a week */
    host_sleep(200);
    HOST_CHECK(host_count(host.lines, "this week") == 1);
    HOST_CHECK(host_count(host.sent, "this week") == 0);
    host_stop();
    HOST_CHECK(strstr(host.debug->str, "MARKPRAISE") == NULL);
    HOST_CHECK(!host_files_hold("logs", "MARKPRAISE"));
}

static void
digest__comes__once_a_week(void **state G_GNUC_UNUSED)
{
    host_run(praised);
}

static void
gone_quiet(void)
{
    host_start("[chat]\nidle-end=2\n" COMMENTS);
    praise(ANNA);
    purple_prefs_set_int(WEEK_PREF, 202001);
    host_receive("bob@example.org", "hello, my router is dead");
    host_type("bob@example.org", "hi, try again");
    HOST_WAIT(host_query("SELECT count(*) FROM chat WHERE reason = 'idle'") == 1);
    host_sleep(200);
    HOST_CHECK(purple_prefs_get_int(WEEK_PREF) == 202001);
    HOST_CHECK(host_count(host.lines, "this week") == 0);
    host_stop();
}

static void
digest__waits__for_a_chat_ended_by_hand(void **state G_GNUC_UNUSED)
{
    host_run(gone_quiet);
}

/* --- the weakest letter --- */

/* Answers the main question, and the item with 2 where it is about responsiveness, else with 5. */
static void
answer(const char *who)
{
    g_autofree char *asked = g_strconcat(who, ": Saved, thank you. One more: ", NULL);
    gint64 before;

    host_ask(who);
    host_receive(who, "4"); /* the same line twice would be a duplicate */
    HOST_WAIT(host_newest(host.sent, asked) != NULL);
    before = host_query("SELECT count(*) FROM answer WHERE kind = 'item'");
    host_receive(who, strstr(host_newest(host.sent, asked), "act on what") != NULL ? "2" : "5");
    HOST_WAIT(host_query("SELECT count(*) FROM answer WHERE kind = 'item'") == before + 1);
}

static void
answer_all(void)
{
    for (guint i = 0; i < 60; i++) {
        g_autofree char *who = g_strdup_printf("customer%u@example.org", i);

        answer(who);
        purple_conversation_destroy(host_window(who));
    }
}

static void
letters(void)
{
    host_start(ITEMS);
    answer_all();
    HOST_CHECK(host_command(ANNA, "care digest") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "The weakest of the five: responsiveness (mean 2.0 of 5, ") ==
              1);
    host_stop();
}

static void
digest__names__the_weakest_letter(void **state G_GNUC_UNUSED)
{
    host_run(letters);
}

/* --- where ratings are hidden --- */

static void
hidden(void)
{
    host_start("[show]\nrating=after-5\n" COMMENTS);
    praise(ANNA);
    HOST_CHECK(host_command(ANNA, "care digest") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "Praise this week: no words that may be shown.<br>") == 1);
    HOST_CHECK(host_count(host.lines, "of 5") == 0);
    host_stop();
}

static void
digest__tells_no_rating__where_they_are_hidden(void **state G_GNUC_UNUSED)
{
    host_run(hidden);
}

/* --- the menu, and the report --- */

static void
act(const char *label)
{
    GList *actions = PURPLE_PLUGIN_ACTIONS(host.plugin, NULL);
    gboolean found = FALSE;

    for (GList *i = actions; i != NULL; i = i->next) {
        PurplePluginAction *action = i->data;

        if (strcmp(action->label, label) == 0) {
            action->plugin = host.plugin;
            action->callback(action);
            found = TRUE;
        }
        purple_plugin_action_free(action);
    }
    g_list_free(actions);
    HOST_CHECK(found);
}

static void
menu(void)
{
    host_start(HOST_DESK);
    act("Who waits?");
    HOST_CHECK(host_count(host.notes, "Who waits?: Nobody waits.") == 1);
    host_receive(ANNA, "hello, my router is dead");
    act("Who waits?");
    HOST_CHECK(host_count(host.notes, ANNA ": 0 seconds") == 1);
    act("Snooze reminders for 30 minutes");
    HOST_CHECK(host_count(host.notes, "No reminder interrupts for 30 minutes.") == 1);
    act("My week in three lines");
    HOST_WAIT(host_count(host.notes, "My week in three lines: Praise this week: ") == 1);
    HOST_CHECK(host.lines->len == 1 && host.sent->len == 0);
    host_stop();
}

static void
menu__answers__without_a_chat(void **state G_GNUC_UNUSED)
{
    host_run(menu);
}

static void
help_and_report(void)
{
    static const char *const words[] = {"end",     "undo",   "score",  "status",  "pulse",
                                        "waiting", "note",   "name",   "card",    "language",
                                        "snooze",  "why",    "optout", "private", "digest",
                                        "desk",    "forget", "report", "help",    "transfer"};

    host_start(HOST_DESK);
    HOST_CHECK(host_command(ANNA, "care help") == PURPLE_CMD_STATUS_OK);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *usage = g_strconcat("<br>/care ", words[i], NULL);
        g_autofree char *slip = g_strconcat("/ care ", words[i], " now", NULL);

        HOST_CHECK(host_count(host.lines, usage) == 1);
        host_type(ANNA, slip);
    }
    HOST_CHECK(host.sent->len == 0);
    HOST_CHECK(host_count(host.lines, "<br>Reminders:<br>/care waiting: ") == 1);
    HOST_CHECK(host_command(ANNA, "care transfre Kim") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(host_count(host.lines, "did you mean /care transfer?") == 1);
    HOST_CHECK(host_command(ANNA, "care report") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines,
                         "In a terminal, &quot;purple-care report&quot; prints the "
                         "whole report.<br>All your chats: 0 answered of 0 asked") == 1);
    host_stop();
}

static void
help__lists__every_command(void **state G_GNUC_UNUSED)
{
    host_run(help_and_report);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_practice_of__has__something_for_every_letter_and_week),
        cmocka_unit_test(digest__says__what_it_does_not_know),
        cmocka_unit_test(digest__comes__once_a_week),
        cmocka_unit_test(digest__waits__for_a_chat_ended_by_hand),
        cmocka_unit_test(digest__names__the_weakest_letter),
        cmocka_unit_test(digest__tells_no_rating__where_they_are_hidden),
        cmocka_unit_test(menu__answers__without_a_chat),
        cmocka_unit_test(help__lists__every_command),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
