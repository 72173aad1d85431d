/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves which lines are kept from the agent's window, and that none of them is lost. */
#include "care-desk.h"

static void
care_reply__shows__a_sentence_with_a_digit(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_false(desk_customer(desk, "5 minutes later it broke again"));
    assert_int_equal(desk->said->len, 1);   /* the question alone */
    assert_false(desk_customer(desk, "4")); /* no longer the first line: it may mean anything */
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_PENDING);
}

static void
care_reply__takes__a_number_after_courtesy_on_both_sides(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_agent(desk, "bye!");
    assert_false(desk_customer(desk, "thanks, bye!"));
    assert_true(desk_customer(desk, "5"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 1);
}

static void
care_reply__leaves__a_number_that_answers_the_agent(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_agent(desk, "by the way, how many lamps are on?");
    assert_false(desk_customer(desk, "4"));
    assert_int_equal(desk_last(desk)->survey.state, CARE_SURVEY_SUSPENDED);
    assert_true(desk_customer(desk, "!rate 4")); /* this can only mean us */
    assert_int_equal(desk_last(desk)->answer.rating, 4);
}

static void
care_reply__clarifies__once(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_false(desk_customer(desk, "3 or 4"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_CLARIFY), 1);
    assert_false(desk_customer(desk, "4.5"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_CLARIFY), 1);
}

static void
care_reply__takes__the_number_after_a_clarification(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_customer(desk, "3 or 4");
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(desk_last(desk)->answer.rating, 4);
}

static void
care_reply__corrects__by_a_bare_number_soon_or_by_a_word(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_true(desk_customer(desk, "4"));
    desk_pass(desk, 60000);
    assert_true(desk_customer(desk, "5"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_CHANGED), 1);
    assert_int_equal(desk_last(desk)->answer.seq, 2);
    assert_int_equal(desk_last(desk)->survey.rating, 5);
    desk_pass(desk, 180000);
    assert_false(desk_customer(desk, "3"));
}

static void
care_reply__corrects__late_only_by_a_word(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_customer(desk, "4");
    desk_pass(desk, 180000);
    assert_true(desk_customer(desk, "I meant 3"));
    assert_int_equal(desk_last(desk)->survey.rating, 3);
    assert_int_equal(desk_last(desk)->answer.kind, CARE_ANSWER_CORRECTION);
}

static void
care_reply__keeps__a_duplicate_silently(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    guint stored;

    desk_ask(desk);
    assert_true(desk_customer(desk, "4"));
    stored = desk->stored->len;
    desk_pass(desk, 1000);
    assert_true(desk_customer(desk, "4"));
    assert_int_equal(desk->stored->len, stored);
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS), 1);
}

static void
care_reply__opts_out__and_never_asks_again(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_true(desk_customer(desk, "stop"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_OPTED_OUT), 1);
    assert_int_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPTED_OUT);
    assert_int_equal(desk_last(desk)->change, CARE_CUSTOMER_OPT_OUT);
    assert_string_equal(desk_last(desk)->customer, "xmpp:anna@example.org");
    assert_true(desk_customer(desk, "!rate on"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_OPTED_IN), 1);
}

static void
care_reply__takes__a_bare_stop_only_for_the_question(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    desk_agent(desk, "shall I start or stop the service?");
    assert_false(desk_customer(desk, "stop"));
    assert_true(desk_customer(desk, "please never ask me again"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_OPTED_OUT), 1);
}

static void
care_reply__explains__itself(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);

    desk_ask(desk);
    assert_true(desk_customer(desk, "?"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_HELP), 1);
    assert_true(desk_customer(desk, "2"));
    assert_int_equal(desk_count(desk->said, CARE_SAY_THANKS_LOW), 1);
}

static void
care_reply__reads__an_offline_rating_sent_inside_the_window(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    g_autoptr(CareActions) early = NULL;
    g_autoptr(CareActions) inside = NULL;
    CareEvent event = {.type = CARE_EVENT_REPLY, .conversation = desk->anna, .text = "5"};

    desk_ask(desk);
    event.stamp_ms = desk->now.wall_ms - DESK_HOUR;
    desk_pass(desk, 20 * DESK_HOUR);
    early = care_engine_handle(desk->engine, &event, desk->now);
    assert_true(early == NULL || !early->keep);
    event.stamp_ms = desk->now.wall_ms - DESK_HOUR;
    inside = care_engine_handle(desk->engine, &event, desk->now);
    assert_true(inside != NULL && inside->keep);
}

static void
care_reply__never_answers__an_automatic_line(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const guint said = 1;

    desk_ask(desk);
    desk_event(desk, (CareEvent){.type = CARE_EVENT_REPLY,
                                 .conversation = desk->anna,
                                 .text = "4",
                                 .automatic = TRUE});
    assert_int_equal(desk->said->len, said);
}

static void
care_reply__hides__the_number_where_policy_says_so(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new("[show]\nrating=no\n[privacy]\nkeep-comments=never\n");

    desk_ask(desk);
    assert_true(desk_customer(desk, "2, nobody listened"));
    assert_int_equal(desk_count(desk->told, CARE_TELL_RATED), 0);
    assert_int_equal(desk_count(desk->told, CARE_TELL_RATED_WORDS), 1);
    assert_int_equal(desk->last_number, 0);
    assert_string_equal(g_ptr_array_index(desk->texts, desk->texts->len - 1), "nobody listened");
    assert_null(desk_last(desk)->answer.comment);
}

/* Whatever customers write: what is kept from the window is stored as something. */
static void
care_reply__loses__nothing_of_random_lines(void **state G_GNUC_UNUSED)
{
    /* clang-format off */
    static const char *const lines[] = {
        "4",   "skip", "stop",    "?",       "3 or 4",    "5 minutes",  "hello?", "I meant 2",
        "bye", "👍",    "4, good", "!rate 3", "!rate off", "ridiculous", "no 5",   "1.",
        "٤",   "",     "erase",   "!rate",   "!rate on",  "4 items"};
    /* clang-format on */
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint run = 0; run < 2000; run++) {
        g_autoptr(Desk) desk = desk_new("[ask]\nanswered-interval=0\nyearly-cap=1000\n");

        desk_ask(desk);
        for (guint i = 0; i < 8; i++) {
            const guint stored = desk->stored->len, said = desk->said->len;
            const char *line = lines[g_rand_int_range(rng, 0, G_N_ELEMENTS(lines))];

            desk_pass(desk, g_rand_int_range(rng, 3001, 40 * 60000));
            if (g_rand_boolean(rng))
                desk_agent(desk, g_rand_boolean(rng) ? "which of the 2?" : "bye");
            /* Kept: stored, explained, or the very rating that is stored already. */
            if (desk_customer(desk, line) && desk->stored->len == stored && desk->said->len == said)
                assert_int_equal(desk_last(desk)->survey.state, CARE_SURVEY_ANSWERED);
            assert_true(desk->said->len <= 60);
        }
    }
}

static void
care_reply__hears__a_stop_after_skip_and_after_a_rating(void **state G_GNUC_UNUSED)
{
    static const char *const first[] = {"skip", "4"};

    for (gsize i = 0; i < G_N_ELEMENTS(first); i++) {
        g_autoptr(Desk) desk = desk_new(NULL);

        desk_ask(desk);
        assert_true(desk_customer(desk, first[i]));
        desk_pass(desk, 3 * DESK_HOUR);
        assert_true(desk_customer(desk, "stop"));
        assert_int_equal(desk_last(desk)->change, CARE_CUSTOMER_OPT_OUT);
        assert_int_not_equal(desk_last(desk)->chat.outcome, CARE_OUTCOME_OPTED_OUT); /* it stands */
    }
}

static void
care_reply__hears__an_offline_stop(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    g_autoptr(CareActions) actions = NULL;
    CareEvent event = {.type = CARE_EVENT_REPLY, .conversation = desk->anna, .text = "stop"};

    desk_ask(desk);
    event.stamp_ms = desk->now.wall_ms + DESK_HOUR;
    desk_pass(desk, 30 * DESK_HOUR);
    actions = care_engine_handle(desk->engine, &event, desk->now);
    assert_true(actions != NULL && actions->keep);
}

static void
care_reply__remembers__an_anonymous_refusal_while_it_can(void **state G_GNUC_UNUSED)
{
    g_autoptr(Desk) desk = desk_new(NULL);
    const CarePeer peer = {.protocol = "irc",
                           .account = "agent",
                           .address = "anna",
                           .anonymous = TRUE,
                           .name = "anna",
                           .agent = "Kim"};

    desk->anna = care_engine_attach(desk->engine, &peer);
    desk_ask(desk);
    assert_true(desk_customer(desk, "stop"));
    desk_close(desk, NULL);
    desk_pass(desk, 40 * DESK_DAY);
    desk->anna = care_engine_attach(desk->engine, &peer);
    desk_ask(desk);
    assert_int_equal(desk_count(desk->said, CARE_SAY_QUESTION), 1);
    assert_int_equal(desk_last(desk)->chat.reason, CARE_REASON_OPTED_OUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_reply__shows__a_sentence_with_a_digit),
        cmocka_unit_test(care_reply__takes__a_number_after_courtesy_on_both_sides),
        cmocka_unit_test(care_reply__leaves__a_number_that_answers_the_agent),
        cmocka_unit_test(care_reply__clarifies__once),
        cmocka_unit_test(care_reply__takes__the_number_after_a_clarification),
        cmocka_unit_test(care_reply__corrects__by_a_bare_number_soon_or_by_a_word),
        cmocka_unit_test(care_reply__corrects__late_only_by_a_word),
        cmocka_unit_test(care_reply__keeps__a_duplicate_silently),
        cmocka_unit_test(care_reply__opts_out__and_never_asks_again),
        cmocka_unit_test(care_reply__takes__a_bare_stop_only_for_the_question),
        cmocka_unit_test(care_reply__explains__itself),
        cmocka_unit_test(care_reply__reads__an_offline_rating_sent_inside_the_window),
        cmocka_unit_test(care_reply__never_answers__an_automatic_line),
        cmocka_unit_test(care_reply__hides__the_number_where_policy_says_so),
        cmocka_unit_test(care_reply__loses__nothing_of_random_lines),
        cmocka_unit_test(care_reply__hears__a_stop_after_skip_and_after_a_rating),
        cmocka_unit_test(care_reply__hears__an_offline_stop),
        cmocka_unit_test(care_reply__remembers__an_anonymous_refusal_while_it_can),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
