/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reminder's whole life in a client: when it comes and goes, what keeps it away, and that nobody
 * else ever sees it. */
#include "care-adapter.h"
#include "care-host.h"

#define ANNA "anna@example.org"
#define BOB  "bob@example.org"
#define SOON \
    "[remind]\nfirst-answer=1;2;3\nnext-answer=1;2;3\ndouble-text=off\nper-conversation=9\n"

static guint
shown(const char *part)
{
    return host_count(host.lines, part);
}

/* --- the words --- */

static void
care_agent_text__has__words_for_every_message(void **state G_GNUC_UNUSED)
{
    CareMemory memory = {.name = (char *)"Ms Berg",
                         .note = (char *)"a note\nof two lines {name}",
                         .n_chats = 2,
                         .last_rating = 2,
                         .last_comment = (char *)"too slow"};
    CareCard card = {.name = (char *)"anna",
                     .language = (char *)"de",
                     .memory = &memory,
                     .opens = {{CARE_OPEN_PROMISE, 1}, {CARE_OPEN_OWN_QUESTION, 2}},
                     .n_opens = 2,
                     .attention = {.replies = 2,
                                   .first_reply_ms = 40000,
                                   .median_reply_ms = 60000,
                                   .longest_wait_ms = 180000,
                                   .promises = 2,
                                   .kept = 1}};

    for (CareMessageId message = CARE_TELL_RATED; message < CARE_N_MESSAGES; message++) {
        for (guint with = 0; with < 4; with++) {
            const CareAction action = {.message = message,
                                       .number = 1 + (gint)(with & 1),
                                       .ms = 125000,
                                       .item = CARE_ITEM_CULTURE,
                                       .rule = CARE_RULE_PROMISE,
                                       .text = (with & 1) != 0 ? (char *)"words" : NULL,
                                       .card = (with & 2) != 0 ? &card : NULL};
            g_autofree char *text = care_agent_text(&action, "anna");

            if (text == NULL || *text == '\0' || strstr(text, "  ") != NULL)
                fail_msg("message %d says \"%s\"", message, text);
            if (strchr(text, '{') != NULL && strstr(text, "{name}.") == NULL)
                fail_msg("message %d leaves a place: %s", message, text);
        }
    }
}

static void
care_agent_text__says__what_a_card_tells(void **state G_GNUC_UNUSED)
{
    CareMemory memory = {.name = (char *)"Ms Berg", .n_chats = 2};
    CareCard card = {.name = (char *)"anna",
                     .memory = &memory,
                     .attention = {.replies = 2,
                                   .first_reply_ms = 40000,
                                   .median_reply_ms = 60000,
                                   .longest_wait_ms = 180000,
                                   .promises = 2,
                                   .kept = 2}};
    CareAction action = {.message = CARE_TELL_STATUS_OPEN, .ms = 600000, .card = &card};
    g_autofree char *status = care_agent_text(&action, "anna");
    g_autofree char *back = NULL;

    assert_string_equal(status, "A chat with Ms Berg is open for 10 minutes. /care end ends it and "
                                "asks. So far: first reply 40 seconds, usually 60 seconds, longest "
                                "wait 3 minutes, 2 of 2 promises kept.");
    action = (CareAction){
        .message = CARE_TELL_RETURNING, .ms = 5 * 86400000 * G_GINT64_CONSTANT(1), .card = &card};
    memory.name = NULL;
    back = care_agent_text(&action, "anna");
    assert_string_equal(back, "anna is back after 5 days. What would save them repeating?");
}

static void
care_remind_reason__names__every_rule(void **state G_GNUC_UNUSED)
{
    for (guint rule = 0; rule < CARE_N_RULES; rule++) {
        g_autofree char *reason = care_remind_reason((CareRule)rule);

        assert_non_null(strstr(reason, care_rule_name((CareRule)rule)));
        assert_string_not_equal(care_rule_words((CareRule)rule), "");
    }
}

/* --- it comes, rises and ends --- */

static void
waits(void)
{
    host_start(HOST_DESK SOON);
    host_receive(ANNA, "hello, my router is dead");
    host_sleep(1400);
    HOST_CHECK(shown("no reply yet") == 0); /* the first step is quiet */
    HOST_WAIT(shown("SL " ANNA ": " ANNA " wrote 2 seconds ago and has no reply yet.") == 1);
    HOST_WAIT(shown("SL " ANNA ": " ANNA " wrote 3 seconds ago and has no reply yet.") == 1);
    host_type(ANNA, "hi, let me see");
    host_sleep(2500);
    HOST_CHECK(shown("no reply yet") == 2);
    HOST_CHECK(shown("has waited") == 0);
    HOST_CHECK(host.sent->len == 1);
    host_receive(ANNA, "it blinks");
    HOST_WAIT(shown(ANNA " has waited 2 seconds. Would it help them") == 1);
    HOST_CHECK(host.notes->len == 0); /* no dialog either */
    host_stop();
    HOST_CHECK(host.sent->len == 1);
    HOST_CHECK(host_files_hold("logs", "it blinks"));
    HOST_CHECK(!host_files_hold("logs", "no reply yet") && !host_files_hold("logs", "has waited"));
    HOST_CHECK(strstr(host.debug->str, "it blinks") == NULL);
}

static void
reminder__rises__until_the_agent_writes(void **state G_GNUC_UNUSED)
{
    host_run(waits);
}

static void
elsewhere(void)
{
    host_start("[desk]\naccounts=silc:" HOST_OTHER "\nagents=" BOB "\n" SOON);
    host_receive(ANNA, "hello, my router is dead"); /* this account serves nobody */
    host_sleep(3500);
    HOST_CHECK(shown("no reply yet") == 0);
    host_stop();
}

static void
reminder__comes__on_desk_accounts_alone(void **state G_GNUC_UNUSED)
{
    host_run(elsewhere);
}

static void
courtesy(void)
{
    host_start(HOST_DESK SOON);
    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "try again");
    host_receive(ANNA, "thanks!");
    host_sleep(3500);
    HOST_CHECK(shown("has waited") == 0);
    host_stop();
}

static void
reminder__waits_for_nothing__after_thanks(void **state G_GNUC_UNUSED)
{
    host_run(courtesy);
}

/* --- what keeps it away --- */

static void
typing(void)
{
    PurpleConvIm *im;

    host_start(HOST_DESK "[remind]\nfirst-answer=1;2;60\n");
    host_receive(ANNA, "hello, my router is dead");
    im = purple_conversation_get_im_data(host_window(ANNA));
    host_sleep(1000);
    purple_conv_im_start_send_typed_timeout(im); /* as clients do with each key */
    host_sleep(2500);
    HOST_CHECK(shown("no reply yet") == 0);
    HOST_WAIT(shown("no reply yet") == 1); /* they stopped, and sent nothing */
    host_stop();
}

static void
reminder__is_put_off__while_the_agent_types(void **state G_GNUC_UNUSED)
{
    host_run(typing);
}

static void
set_status(const char *id)
{
    purple_account_set_status(host.account, id, TRUE, NULL);
}

static void
away(void)
{
    host_start(HOST_DESK "[remind]\nfirst-answer=1;2;60\n");
    set_status("away");
    host_receive(ANNA, "hello, my router is dead");
    host_sleep(3500);
    HOST_CHECK(shown("no reply yet") == 0);
    set_status("available");
    HOST_WAIT(shown("no reply yet") == 1);
    host_stop();
}

static void
reminder__is_put_off__while_the_agent_is_away(void **state G_GNUC_UNUSED)
{
    host_run(away);
}

static void
idle(void)
{
    PurplePresence *presence;

    host_start(HOST_DESK "[remind]\nfirst-answer=1;2;60\n");
    presence = purple_account_get_presence(host.account);
    purple_presence_set_idle(presence, TRUE, time(NULL)); /* no signal tells of this */
    host_receive(ANNA, "hello, my router is dead");
    host_sleep(3500);
    HOST_CHECK(shown("no reply yet") == 0);
    purple_presence_set_idle(presence, FALSE, 0);
    HOST_WAIT(shown("no reply yet") == 1);
    host_stop();
}

static void
reminder__is_put_off__while_nobody_moves(void **state G_GNUC_UNUSED)
{
    host_run(idle);
}

static void
away_at_load(void)
{
    host_start_without_plugin(HOST_DESK "[remind]\nfirst-answer=1;2;60\n");
    host_sleep(500); /* signing on sets a status of its own */
    set_status("away");
    host_load();
    host_receive(ANNA, "hello, my router is dead");
    host_sleep(3500);
    HOST_CHECK(shown("no reply yet") == 0);
    host_stop();
}

static void
reminder__is_put_off__for_an_account_that_was_away_already(void **state G_GNUC_UNUSED)
{
    host_run(away_at_load);
}

/* --- snooze --- */

static void
snoozed(void)
{
    host_start(HOST_DESK SOON);
    HOST_CHECK(host_command(ANNA, "care snooze 1") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("SL " ANNA ": No reminder interrupts for 60 seconds.") == 1);
    host_receive(ANNA, "hello, my router is dead");
    host_sleep(3500);
    HOST_CHECK(shown("no reply yet") == 0);
    HOST_CHECK(host_command(ANNA, "care waiting") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("SL " ANNA ": " ANNA ": 3 seconds") == 1);
    HOST_CHECK(host_command(ANNA, "care snooze off") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("Reminders come as ever.") == 1);
    HOST_CHECK(host_command(ANNA, "care snooze soon") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("/care snooze takes minutes") == 1);
    host_type(ANNA, "hi");
    HOST_CHECK(host_command(ANNA, "care waiting") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("SL " ANNA ": Nobody waits.") == 1);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
snooze__keeps__reminders_away_for_a_while(void **state G_GNUC_UNUSED)
{
    host_run(snoozed);
}

static gboolean
policy_holds(const char *text)
{
    g_autofree char *file = host_path("care/policy.conf");
    g_autofree char *policy = NULL;

    HOST_CHECK(g_file_get_contents(file, &policy, NULL, NULL));
    return strstr(policy, text) != NULL;
}

static void
never(void)
{
    host_start(HOST_DESK "[remind]\n# mine\nfirst-answer=1;2;3\n");
    HOST_CHECK(host_command(ANNA, "care snooze first-answer") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("The reminder &quot;first reply&quot; comes no more. &quot;/care snooze "
                     "first-answer off&quot; has it back.") == 1);
    HOST_WAIT(policy_holds("first-answer=off"));
    HOST_CHECK(policy_holds("# mine") && policy_holds("accounts=silc"));
    host_receive(ANNA, "hello, my router is dead");
    host_sleep(3500);
    HOST_CHECK(shown("no reply yet") == 0);
    HOST_WAIT(host_command(ANNA, "care snooze First-Answer off") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(shown("The reminder &quot;first reply&quot; comes again.") == 1);
    HOST_WAIT(!policy_holds("first-answer=off"));
    HOST_CHECK(host_command(ANNA, "care snooze promise now") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(!policy_holds("promise"));
    host_sleep(1000); /* the thread that wrote comes to its end */
    host_stop();
}

static void
snooze__writes__the_settings_for_good(void **state G_GNUC_UNUSED)
{
    host_run(never);
}

/* --- what was said --- */

static void
quiet_ones(void)
{
    host_start(HOST_DESK "[remind]\nfirst-answer=off\ndouble-text=off\n");
    host_receive(ANNA, "this is ridiculous, I am fed up");
    host_sleep(4000);                       /* it was looked at by then */
    HOST_CHECK(shown("sounds upset") == 0); /* passive: a text client shows nothing */
    HOST_CHECK(host_command(ANNA, "care card") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(shown("They sound upset.") == 1);
    host_stop();
}

static void
reminder__is_no_line__where_it_is_passive(void **state G_GNUC_UNUSED)
{
    host_run(quiet_ones);
}

static void
promised(void)
{
    host_start(HOST_DESK "[remind]\npromise=2\n");
    host_receive(ANNA, "my parcel has not arrived");
    host_type(ANNA, "let me check that for you");
    HOST_WAIT(shown("ago you said you would check. Would " ANNA " like to know") == 1);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
reminder__comes__of_a_promise(void **state G_GNUC_UNUSED)
{
    host_run(promised);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_agent_text__has__words_for_every_message),
        cmocka_unit_test(care_agent_text__says__what_a_card_tells),
        cmocka_unit_test(care_remind_reason__names__every_rule),
        cmocka_unit_test(reminder__rises__until_the_agent_writes),
        cmocka_unit_test(reminder__comes__on_desk_accounts_alone),
        cmocka_unit_test(reminder__waits_for_nothing__after_thanks),
        cmocka_unit_test(reminder__is_put_off__while_the_agent_types),
        cmocka_unit_test(reminder__is_put_off__while_the_agent_is_away),
        cmocka_unit_test(reminder__is_put_off__while_nobody_moves),
        cmocka_unit_test(reminder__is_put_off__for_an_account_that_was_away_already),
        cmocka_unit_test(snooze__keeps__reminders_away_for_a_while),
        cmocka_unit_test(snooze__writes__the_settings_for_good),
        cmocka_unit_test(reminder__is_no_line__where_it_is_passive),
        cmocka_unit_test(reminder__comes__of_a_promise),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
