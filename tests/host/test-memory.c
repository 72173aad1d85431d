/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is remembered of a customer: noted, shown when they come back, handed to a colleague and to
 * nobody else, forgotten. */
#include "care-host.h"

#define ANNA "anna@example.org"
#define KIM  "kim@example.org"
#define ALEX "alex@example.org"
#define DESK HOST_DESK "[desk]\nagents=" KIM ";" ALEX "\n"

#define DAYS_MS "259200000" /* three */

static void
command(const char *text)
{
    if (host_command(ANNA, text) != PURPLE_CMD_STATUS_OK)
        host_fail(__FILE__, __LINE__, text);
}

static guint
shown(const char *part)
{
    return host_count(host.lines, part);
}

/* An exchange whose customer has been loaded. */
static void
chat(void)
{
    const gint64 before = MAX(0, host_query("SELECT count(*) FROM chat")); /* no table yet: none */

    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "hi, try again");
    HOST_WAIT(host_query("SELECT count(*) FROM chat") == before + 1);
}

/* Between two runs. */
static void
three_days_pass(void)
{
    host_query("UPDATE chat SET started_ms = started_ms - " DAYS_MS ", last_ms = last_ms - " DAYS_MS
               ", ended_ms = ended_ms - " DAYS_MS ", counted_ms = counted_ms - " DAYS_MS);
}

/* --- noted, and shown the next time --- */

static void
first_time(void)
{
    host_start(HOST_DESK);
    host_ask(ANNA);
    host_receive(ANNA, "4, quick and kind MARKWORDS");
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    command("care note");
    HOST_WAIT(shown("There is no note on " ANNA) == 1);
    command("care note has the old &lt;router&gt; MARKNOTE");
    HOST_WAIT(shown("SL " ANNA ": Noted. It is shown when " ANNA " comes back") == 1);
    command("care name Ms Berg");
    HOST_WAIT(shown("Noted what " ANNA " wants to be called.") == 1);
    command("care language de");
    HOST_WAIT(shown(ANNA " is asked in that language from now on.") == 1);
    command("care language qq");
    HOST_WAIT(shown("There are no texts in that language.") == 1);
    command("care language");
    HOST_WAIT(shown(ANNA " wants to be written to in: de, as you set it.") == 1);
    command("care note");
    HOST_WAIT(shown("Your note on " ANNA ": has the old &lt;router&gt; MARKNOTE") == 1);
    host_stop();
    HOST_CHECK(!host_files_hold("logs", "MARKNOTE") && !host_files_hold("logs", "Ms Berg"));
    HOST_CHECK(strstr(host.debug->str, "MARKNOTE") == NULL);
    HOST_CHECK(strstr(host.debug->str, "MARKWORDS") == NULL);
}

static void
next_time(void)
{
    three_days_pass();
    host_start(NULL);
    host_receive(ANNA, "hello again");
    HOST_WAIT(shown("SL " ANNA
                    ": Ms Berg is back after 3 days. Last rating: 4 of 5, &quot;quick and "
                    "kind MARKWORDS&quot;. Wants to be called Ms Berg. Wants to be written to in: "
                    "de. Note: has the old &lt;router&gt; MARKNOTE. What would save them "
                    "repeating?") == 1);
    HOST_CHECK(host.sent->len == 0);
    host_receive(ANNA, "are you there");
    host_type(ANNA, "hi");
    host_sleep(200);
    HOST_CHECK(shown("is back after") == 1);
    command("care card");
    HOST_WAIT(shown(": 1 chat before. Last rating: 4 of 5") == 1);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
    HOST_CHECK(!host_files_hold("logs", "MARKNOTE") && !host_files_hold("logs", "is back"));
}

static void
memory__is_shown__when_a_customer_is_back(void **state G_GNUC_UNUSED)
{
    host_run_twice(first_time, next_time);
}

static void
rated(const char *policy, const char *answer)
{
    host_start(policy);
    host_ask(ANNA);
    host_receive(ANNA, answer);
    HOST_WAIT(host_count(host.sent, "saved") == 1);
    host_stop();
}

static void
hidden_first(void)
{
    rated(HOST_DESK "[show]\nrating=no\n", "1, MARKWORDS");
}

static void
hidden_next(void)
{
    three_days_pass();
    host_start(NULL);
    host_receive(ANNA, "hello again");
    HOST_WAIT(shown(ANNA " is back after 3 days. They answered before. What would") == 1);
    HOST_CHECK(shown("MARKWORDS") == 0 && shown("of 5") == 0 && shown("understood") == 0);
    host_stop();
}

static void
memory__tells_no_number__where_ratings_are_hidden(void **state G_GNUC_UNUSED)
{
    host_run_twice(hidden_first, hidden_next);
}

static void
low_first(void)
{
    rated(HOST_DESK, "2, slow");
}

static void
low_next(void)
{
    three_days_pass();
    host_start(NULL);
    host_receive(ANNA, "hello again");
    HOST_WAIT(shown(ANNA " did not feel understood last time. Last rating: 2 of 5, "
                         "&quot;slow&quot;. What would you want to hear first?") == 1);
    HOST_CHECK(shown("is back after") == 0);
    host_stop();
}

static void
memory__asks_for_care__after_a_low_mark(void **state G_GNUC_UNUSED)
{
    host_run_twice(low_first, low_next);
}

/* --- forgotten --- */

static void
forgotten(void)
{
    host_start(HOST_DESK);
    chat();
    command("care note MARKNOTE");
    HOST_WAIT(shown("Noted. It is shown") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM customer WHERE note IS NOT NULL") == 1);
    command("care forget");
    HOST_WAIT(shown("This erases what is kept of " ANNA ":") == 1);
    HOST_CHECK(host_command(ANNA, "care forget now") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(host_query("SELECT count(*) FROM customer WHERE note IS NOT NULL") == 1);
    command("care forget yes");
    HOST_WAIT(shown("had their ratings, comments and notes erased") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM customer WHERE note IS NOT NULL") == 0);
    HOST_CHECK(host.sent->len == 1); /* the agent's own line: the customer is told nothing */
    host_stop();
    HOST_CHECK(!host_files_hold("care", "MARKNOTE"));
}

static void
memory__is_gone__after_forget(void **state G_GNUC_UNUSED)
{
    host_run(forgotten);
}

static void
no_notes(void)
{
    host_start(HOST_DESK "[privacy]\nnotes=no\n");
    chat();
    command("care note MARKNOTE");
    HOST_WAIT(shown("Your desk keeps no notes on customers") == 1);
    host_stop();
    HOST_CHECK(!host_files_hold("care", "MARKNOTE"));
}

static void
memory__keeps__no_note_where_policy_forbids(void **state G_GNUC_UNUSED)
{
    host_run(no_notes);
}

/* --- the card --- */

static void
card(void)
{
    host_start(HOST_DESK "[vision]\nsentence=Nobody waits alone\nvalues=safety;kindness\n"
                         "cue-safety=smoke\n"
                         "[empowerment]\nnight=a night's stay\nrefund=a refund up to 50\n"
                         "cue-refund=money back\n");
    host_receive(ANNA, "hello, I want my money back, there was smoke");
    command("care card");
    HOST_WAIT(shown(ANNA ": nothing is remembered of a chat before.<br>") == 1);
    HOST_CHECK(shown("<br>You may decide: a refund up to 50 (fits here)<br>") == 1);
    HOST_CHECK(shown("night") == 0);
    HOST_CHECK(shown("<br>What we stand for: Nobody waits alone<br>") == 1);
    HOST_CHECK(shown("<br>Values: 1. safety (touched here), 2. kindness") == 1);
    HOST_CHECK(host.sent->len == 0);
    host_stop();
}

static void
card__shows__what_fits_this_customer(void **state G_GNUC_UNUSED)
{
    host_run(card);
}

/* --- handed over --- */

static void
befriend(const char *address, const char *alias)
{
    purple_blist_add_buddy(purple_buddy_new(host.account, address, alias), NULL, NULL, NULL);
}

static void
transferred(void)
{
    static const char text[] = "Maria hands over to you: Anna B (" ANNA ")<br>Wants to be called "
                               "Ms Berg. Note: has the old router.<br>Still open: a question of ";

    host_start(DESK);
    befriend(ANNA, "Anna B");
    befriend(KIM, "Kim from billing");
    befriend("mallory@example.org", "Kim from billing"); /* a customer may call themselves so */
    chat();
    command("care note has the old router");
    command("care name Ms Berg");
    HOST_WAIT(shown("Noted what") == 1);
    host_receive(ANNA, "when will it work again?");
    command("care transfer kim FROM billing");
    HOST_CHECK(shown("SL " ANNA ": " KIM " will read this; the same command once more") == 1);
    HOST_CHECK(shown(text) == 1);
    HOST_CHECK(host.sent->len == 1);
    command("care transfer " KIM);
    HOST_CHECK(host.sent->len == 2);
    HOST_CHECK(host_count(host.sent, KIM ": Maria hands over to you: Anna B (" ANNA ")") == 1);
    HOST_CHECK(host_count(host.sent, "of 5") == 0);
    HOST_CHECK(shown(KIM " has it all: the chat with ") == 1);
    HOST_WAIT(host_query("SELECT count(*) FROM chat WHERE reason = 'asked_elsewhere'") == 1);
    host_sleep(200);
    HOST_CHECK(host.sent->len == 2); /* nothing is asked, and the customer reads nothing of it */
    host_stop();
}

static void
transfer__tells__the_colleague_alone(void **state G_GNUC_UNUSED)
{
    host_run(transferred);
}

static void
refused(void)
{
    static const char *const names[] = {"bob@example.org", "Bob", ANNA, HOST_AGENT, "nobody"};

    host_start(DESK);
    befriend("bob@example.org", "Bob");
    befriend(KIM, "Kim");
    befriend(ALEX, "kim");
    chat();
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *line = g_strconcat("care transfer ", names[i], NULL);

        command(line);
        command(line);
        HOST_CHECK(shown("No colleague is known by that name") == 2 * (i + 1));
    }
    HOST_CHECK(host_command(ANNA, "care transfer Kim") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(shown("error : Several colleagues go by that name") == 1);
    HOST_CHECK(host_command(ANNA, "care transfer") == PURPLE_CMD_STATUS_FAILED);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
transfer__is_refused__to_anybody_else(void **state G_GNUC_UNUSED)
{
    host_run(refused);
}

static void
absent(void)
{
    host_start(DESK);
    befriend(KIM, "Kim");
    chat();
    command("care transfer " ALEX); /* no buddy: nothing is known of them */
    HOST_CHECK(shown("is not online now") == 0);
    command("care transfer kim");
    HOST_CHECK(shown("SL " ANNA ": " KIM " is not online now.") == 1);
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
transfer__says__that_the_colleague_is_away(void **state G_GNUC_UNUSED)
{
    host_run(absent);
}

static void
offline(void)
{
    host_start(DESK);
    chat();
    purple_account_disconnect(host.account);
    command("care transfer " KIM);
    command("care transfer " KIM);
    HOST_CHECK(shown("Nothing was handed over: " KIM " could not be written to.") == 1);
    HOST_CHECK(host.sent->len == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM chat WHERE ended_ms > 0") == 0);
    host_stop();
}

static void
transfer__says__when_nothing_was_sent(void **state G_GNUC_UNUSED)
{
    host_run(offline);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory__is_shown__when_a_customer_is_back),
        cmocka_unit_test(memory__tells_no_number__where_ratings_are_hidden),
        cmocka_unit_test(memory__asks_for_care__after_a_low_mark),
        cmocka_unit_test(memory__is_gone__after_forget),
        cmocka_unit_test(memory__keeps__no_note_where_policy_forbids),
        cmocka_unit_test(card__shows__what_fits_this_customer),
        cmocka_unit_test(transfer__tells__the_colleague_alone),
        cmocka_unit_test(transfer__is_refused__to_anybody_else),
        cmocka_unit_test(transfer__says__that_the_colleague_is_away),
        cmocka_unit_test(transfer__says__when_nothing_was_sent),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
