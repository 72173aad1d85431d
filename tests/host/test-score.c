/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the agent sees of ratings: in each of the three ways that policy knows, in mid-chat, and of
 * follow-ups, praise and low marks. */
#include "care-host.h"

#define ANNA "anna@example.org"
#define BOB  "bob@example.org"

/* A new chat of @who, answered with @reply. */
static void
rate(const char *who, const char *reply)
{
    const gint64 before =
        MAX(0, host_query("SELECT count(*) FROM answer")); /* no table yet: none */

    host_ask(who);
    host_receive(who, reply);
    HOST_WAIT(host_query("SELECT count(*) FROM answer") == before + 1);
}

static const char *
score(const char *who)
{
    g_ptr_array_set_size(host.lines, 0);
    HOST_CHECK(host_command(who, "care score") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, "All your chats: ") == 1);
    return host_newest(host.lines, "All your chats: ");
}

static void
check_holds(const char *line, const char *part)
{
    if (strstr(line, part) == NULL)
        host_fail(__FILE__, __LINE__, part);
}

/* --- ratings are shown --- */

static void
shown(void)
{
    const char *line;

    host_start(HOST_DESK "[desk]\nagent-name=Maria\n");
    line = score(ANNA);
    HOST_CHECK(strstr(line, "This chat") == NULL); /* there is none yet */
    rate(BOB, "5");
    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "hi, try again");
    HOST_WAIT(strstr(score(ANNA), "This chat: no rating yet<br>") != NULL); /* once it has an id */
    HOST_CHECK(host_command(ANNA, "care pulse") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, ANNA ": Automatic question: how well do you feel") == 1);
    HOST_WAIT(host_count(host.lines, "is asked how well they feel understood so far") == 1);
    host_receive(ANNA, "3");
    HOST_WAIT(host_count(host.lines, "says in mid-chat: 3 of 5.") == 1);
    HOST_WAIT(host_query("SELECT count(*) FROM answer WHERE kind = 'pulse'") == 1);
    host_sleep(2100); /* questions to one customer keep their distance */
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.sent, ANNA ": Automatic question: how well did you feel") == 1);
    host_receive(ANNA, "4");
    HOST_WAIT(host_query("SELECT count(*) FROM answer") == 3);
    line = score(ANNA);
    check_holds(line, "This chat: 3 (so far), 4<br>");
    check_holds(line, ANNA " with you: 1 answered of 1 asked: 4 \303\2271 (too few");
    check_holds(line, ANNA " with the desk: 1 answered of 1 asked: 4 \303\2271 (too few");
    check_holds(line, "All your chats: 2 answered of 2 asked: 5 \303\2271, 4 \303\2271 (too few");
    host_stop();
}

static void
score__shows__chat_customer_desk_and_all(void **state G_GNUC_UNUSED)
{
    host_run(shown);
}

/* --- ratings are hidden --- */

static void
hidden(void)
{
    const char *line;

    host_start(HOST_DESK "[show]\nrating=no\n");
    host_ask(ANNA);
    check_holds(score(ANNA), "This chat: asked<br>");
    host_receive(ANNA, "4");
    HOST_WAIT(host_count(host.lines, "answered.") == 1);
    HOST_WAIT(host_query("SELECT count(*) FROM answer") == 1);
    line = score(ANNA);
    check_holds(line, "This chat: answered<br>");
    check_holds(line, ANNA " with you: 1 answered of 1 asked<br>");
    HOST_CHECK(g_str_has_suffix(line, "All your chats: 1 answered of 1 asked"));
    HOST_CHECK(strstr(line, "\303\227") == NULL && strchr(line, '4') == NULL);
    host_stop();
}

static void
score__shows__only_how_many_where_ratings_are_hidden(void **state G_GNUC_UNUSED)
{
    host_run(hidden);
}

/* --- ratings are shown by fives --- */

static void
blind(void)
{
    static const char *const marks[] = {"5", "4, because of MARK", "2", "5", "4"};
    static const char batch[] =
        "Your last five answers, in no particular order: 5 \303\2272, 4 \303\2272, 2 \303\2271";
    const char *line;

    host_start(HOST_DESK "[show]\nrating=after-5\n");
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        g_autofree char *who = g_strdup_printf("customer%u@example.org", i);

        HOST_CHECK(host_count(host.lines, "Your last five") == 0);
        rate(who, marks[i]);
        HOST_CHECK(host_count(host.lines, "of 5") == 0);
    }
    HOST_CHECK(host_count(host.lines, "They wrote: &quot;because of MARK&quot;") == 1);
    HOST_WAIT(host_count(host.lines, batch) == 1);
    rate(ANNA, "1");
    line = score(ANNA);
    check_holds(line, "This chat: answered<br>");
    check_holds(line, ANNA " with you: 1 answered of 1 asked<br>");
    check_holds(line, "All your chats: 6 answered of 6 asked: 5 \303\2272, 4 \303\2272, 2 "
                      "\303\2271; score ");
    check_holds(line, "; 1 more is shown once five are together");
    host_receive(ANNA, "I meant 3"); /* a changed answer makes no new batch */
    HOST_WAIT(host_query("SELECT count(*) FROM answer") == 7);
    host_sleep(100);
    HOST_CHECK(host_count(host.lines, "Your last five") == 0);
    host_stop();
}

static void
score__shows__batches_of_five_in_blind_mode(void **state G_GNUC_UNUSED)
{
    host_run(blind);
}

/* --- what else the agent hears --- */

static void
follow_up(void)
{
    host_start("[desk]\naccounts=silc:" HOST_AGENT "\n[ask]\nsteps=item\n");
    host_ask(ANNA);
    host_receive(ANNA, "5");
    HOST_WAIT(host_count(host.sent, "Saved, thank you. One more: ") == 1);
    HOST_CHECK(host_count(host.sent, "{") == 0);
    host_receive(ANNA, "3");
    HOST_WAIT(host_count(host.sent, "that&apos;s saved") == 1 ||
              host_count(host.sent, "that&#39;s saved") == 1);
    HOST_CHECK(host_count(host.lines, " on one more question, ") == 1);
    HOST_CHECK(host_count(host.lines, ": 3 of 5.") == 1);
    HOST_CHECK(host_query("SELECT count(*) FROM answer WHERE kind = 'item' AND rating = 3") == 1);
    check_holds(score(ANNA), "This chat: 5<br>");
    host_stop();
}

static void
agent__is_told__of_the_follow_up(void **state G_GNUC_UNUSED)
{
    host_run(follow_up);
}

static void
praise_and_low_mark(void)
{
    host_start("[desk]\naccounts=silc:" HOST_AGENT "\n[ask]\nsteps=comment\n");
    host_ask(ANNA);
    host_receive(ANNA, "5");
    HOST_WAIT(host_count(host.sent, "What should we keep doing?") == 1);
    HOST_CHECK(host_count(host.sent, "Maria and the team can read them.") == 1);
    host_receive(ANNA, "you really listened MARKPRAISE");
    HOST_CHECK(host_count(host.lines, "r " ANNA ": you really listened") == 1); /* never kept */
    host_ask(BOB);
    purple_conversation_destroy(host_window(BOB));
    g_ptr_array_set_size(host.lines, 0);
    host_receive(BOB, "1");
    HOST_WAIT(host_count(host.lines, BOB " did not feel understood. What would you want") == 1);
    HOST_WAIT(host_count(host.sent, "What would have made it better?") == 1);
    host_stop(); /* what Anna wrote is stored at once then */
    HOST_CHECK(strstr(host.debug->str, "MARKPRAISE") == NULL);
}

static void
agent__is_told__of_a_low_mark_even_without_a_window(void **state G_GNUC_UNUSED)
{
    host_run(praise_and_low_mark);
}

static void
opt_out(void)
{
    host_start(HOST_DESK);
    host_receive(ANNA, "hello, my router is dead");
    host_type(ANNA, "hi, try again");
    HOST_WAIT(host_query("SELECT count(*) FROM chat") == 1); /* it is loaded by then */
    HOST_CHECK(host_command(ANNA, "care optout") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_query("SELECT count(*) FROM customer WHERE opted_out_ms > 0") == 1);
    HOST_CHECK(host_count(host.lines, "wants no more rating questions") == 1);
    HOST_CHECK(host_command(ANNA, "care pulse") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_count(host.lines, ANNA " is not asked now: the customer wants no questions.") ==
              1);
    HOST_CHECK(host_command(ANNA, "care end") == PURPLE_CMD_STATUS_OK);
    HOST_WAIT(host_query("SELECT count(*) FROM chat WHERE reason = 'opted_out'") == 1);
    HOST_CHECK(host.sent->len == 1);
    HOST_CHECK(host_command(ANNA, "care optout now") == PURPLE_CMD_STATUS_FAILED);
    g_ptr_array_set_size(host.lines, 0);
    HOST_CHECK(host_command(ANNA, "care help") == PURPLE_CMD_STATUS_OK);
    HOST_CHECK(host_count(host.lines, "/care pulse: ") == 1);
    HOST_CHECK(host_count(host.lines, "/care optout: ") == 1);
    host_type(ANNA, " /care optout"); /* mistyped, it never leaves */
    host_type(ANNA, "/ care pulse");
    HOST_CHECK(host.sent->len == 1);
    host_stop();
}

static void
agent__notes__a_customers_wish(void **state G_GNUC_UNUSED)
{
    host_run(opt_out);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score__shows__chat_customer_desk_and_all),
        cmocka_unit_test(score__shows__only_how_many_where_ratings_are_hidden),
        cmocka_unit_test(score__shows__batches_of_five_in_blind_mode),
        cmocka_unit_test(agent__is_told__of_the_follow_up),
        cmocka_unit_test(agent__is_told__of_a_low_mark_even_without_a_window),
        cmocka_unit_test(agent__notes__a_customers_wish),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
