/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves when each warning is raised, that what is not known is not called quiet, and which three
 * questions the data raise. */
#include "care-question.h"
#include "care-report-quarters.h"
#include "care-risk.h"

static const guint64 nobody[CARE_RATINGS];

static CareRisk
risk_of(const CareReportData *data, const CareReportOptions *options, CareRiskKind kind)
{
    CareRisk risks[CARE_N_RISKS];

    care_risks_of(data, options, risks);
    for (guint i = 0; i < CARE_N_RISKS; i++)
        assert_int_equal(risks[i].kind, i);
    return risks[kind];
}

static void
assert_words(const CareRisk *risk, const char *expected)
{
    g_autofree char *words = care_risk_words(risk);

    if (expected == NULL)
        assert_null(words);
    else
        assert_tells(words, expected);
}

static void
add_reason(History *history, CareReason reason, guint64 n, guint64 others)
{
    CareCounts counts = history_counts(nobody, others, 0);

    counts.outcomes[CARE_OUTCOME_NOT_ASKED] = n;
    counts.reasons[reason] = n;
    history_add(history, 1, "anna", "d", CARE_SCALE_ASKED, &counts);
}

/* @n chats of @all, ended for @reason. */
static CareRisk
risk_of_reason(CareRiskKind kind, CareReason reason, guint64 n, guint64 all)
{
    g_auto(History) history = history_new();

    add_reason(&history, reason, n, all - n);
    const CareReportData data = history_data(&history);

    return risk_of(&data, &whole, kind);
}

static void
care_risk__is_raised__by_many_idle_ends(void **state G_GNUC_UNUSED)
{
    const CareRisk raised = risk_of_reason(CARE_RISK_IDLE, CARE_REASON_IDLE, 30, 100);
    const CareRisk quiet = risk_of_reason(CARE_RISK_IDLE, CARE_REASON_IDLE, 299, 1000);
    const CareRisk unknown = risk_of_reason(CARE_RISK_IDLE, CARE_REASON_IDLE, 19, 19);

    assert_int_equal(raised.state, CARE_RISK_RAISED);
    assert_words(&raised, "30 of 100 chats went quiet and nobody ended them, 30 %");
    assert_int_equal(quiet.state, CARE_RISK_QUIET);
    assert_words(&quiet, NULL);
    assert_int_equal(unknown.state, CARE_RISK_UNKNOWN);
    assert_words(&unknown, "that needs 20 ended chats");
}

static void
care_risk__is_raised__by_chats_closed_on_waiting_customers(void **state G_GNUC_UNUSED)
{
    const CareReason reason = CARE_REASON_CUSTOMER_WAITING;
    const CareRisk raised = risk_of_reason(CARE_RISK_WAITING, reason, 1, 100);
    const CareRisk quiet = risk_of_reason(CARE_RISK_WAITING, reason, 1, 101);

    assert_int_equal(raised.state, CARE_RISK_RAISED);
    assert_words(&raised, "1 of 100 chats were closed while the customer waited");
    assert_int_equal(quiet.state, CARE_RISK_QUIET);
}

static CareRisk
risk_of_rates(guint64 older_k, guint64 older_n, guint64 newer_k, guint64 newer_n,
              const char *definition, gint64 now_ms)
{
    CareReportOptions options = whole;
    g_auto(History) history = history_new();
    const CareCounts older = history_counts((guint64[]){0, 0, 0, 0, older_k}, older_n - older_k, 0);
    const CareCounts newer = history_counts((guint64[]){0, 0, 0, 0, newer_k}, newer_n - newer_k, 0);
    CareRisk risk;

    options.now_ms = now_ms;
    history_add(&history, 0, "anna", "d", CARE_SCALE_ASKED, &older);
    history_add(&history, 1, "anna", definition, CARE_SCALE_ASKED, &newer);
    const CareReportData data = history_data(&history);

    risk = risk_of(&data, &options, CARE_RISK_RESPONSE);
    risk.before = risk.now = NULL; /* the history's own */
    return risk;
}

static void
care_risk__is_raised__by_fewer_answers(void **state G_GNUC_UNUSED)
{
    const CareRisk raised = risk_of_rates(56, 70, 48, 80, "d", 0);
    const CareRisk alike = risk_of_rates(50, 70, 48, 80, "d", 0);
    const CareRisk grown = risk_of_rates(48, 80, 56, 70, "d", 0);
    const CareRisk few = risk_of_rates(19, 19, 1, 80, "d", 0);
    const CareRisk running = risk_of_rates(56, 70, 48, 80, "d", END_MS - 1);
    const CareRisk changed = risk_of_rates(56, 70, 48, 80, "e", 0);

    assert_int_equal(raised.state, CARE_RISK_RAISED);
    assert_true(raised.same_definitions);
    assert_true(fabs(raised.change.low - -33.39) < 0.005); /* Newcombe (1998), table II */
    assert_true(fabs(raised.change.high - -5.24) < 0.005);
    assert_int_equal(alike.state, CARE_RISK_QUIET);
    assert_int_equal(grown.state, CARE_RISK_QUIET);
    assert_int_equal(few.state, CARE_RISK_UNKNOWN);
    assert_int_equal(running.state, CARE_RISK_UNKNOWN);
    assert_words(&running, "that needs two whole quarters");
    assert_false(changed.same_definitions);
}

static void
care_risk__names__nobody_who_asks_less(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autofree char *words = NULL;
    CareRisk risk;

    history_rate(&history, 1, "anna", (guint64[]){0, 0, 0, 0, 90}, 0, 10);
    history_rate(&history, 1, "bruno", (guint64[]){0, 0, 0, 0, 30}, 0, 70);
    history_rate(&history, 1, "cem", (guint64[]){0, 0, 0, 0, 3}, 0, 0);
    const CareReportData data = history_data(&history);

    risk = risk_of(&data, &whole, CARE_RISK_UNEQUAL);
    assert_int_equal(risk.state, CARE_RISK_RAISED);
    assert_int_equal(risk.k, 1);
    assert_int_equal(risk.n, 2);
    words = care_risk_words(&risk);
    assert_tells(words, "1 of 2 agents compared asks less than the others");
    assert_keeps_quiet(words, "bruno");
}

static void
care_risk__is_raised__by_comments_left_unread(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    g_autoptr(CareVoices) voices = care_voices_new();
    CareReportData data = history_data(&history);
    CareRisk risk = risk_of(&data, &whole, CARE_RISK_UNREAD);

    assert_int_equal(risk.state, CARE_RISK_UNKNOWN);
    voices->n = voices->unread = 40;
    voices->old_enough = 10;
    voices->in_week = 8;
    data.voices = voices;
    risk = risk_of(&data, &whole, CARE_RISK_UNREAD);
    assert_int_equal(risk.state, CARE_RISK_RAISED);
    assert_words(&risk, "2 of 10 comments were not read within a week: 20 %");
    voices->in_week = 9;
    risk = risk_of(&data, &whole, CARE_RISK_UNREAD);
    assert_int_equal(risk.state, CARE_RISK_QUIET);
    voices->old_enough = 4;
    voices->in_week = 0;
    risk = risk_of(&data, &whole, CARE_RISK_UNREAD);
    assert_int_equal(risk.state, CARE_RISK_UNKNOWN);
}

static void
care_risk__calls__nothing_quiet_that_is_not_known(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) cube = care_cube_new();
    const CareReportData data = {.cube = cube};
    CareRisk risks[CARE_N_RISKS];

    care_risks_of(&data, &whole, risks);
    for (guint i = 0; i < CARE_N_RISKS; i++) {
        g_autofree char *words = care_risk_words(&risks[i]);

        assert_int_equal(risks[i].state, CARE_RISK_UNKNOWN);
        assert_non_null(words);
        assert_non_null(care_risk_name((CareRiskKind)i));
        assert_true(strlen(care_risk_title((CareRiskKind)i)) <= 15); /* a label's column */
    }
}

/* The names of @data's questions, joined. (transfer full) */
static char *
questions_of(const CareReportData *data)
{
    g_autoptr(GPtrArray) questions = care_questions_of(data, &whole);
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < questions->len; i++) {
        const CareQuestion *question = g_ptr_array_index(questions, i);

        assert_true(strlen(question->question) > 10);
        assert_true(strlen(question->because) > 5);
        g_string_append_printf(names, "%s%s", i > 0 ? " " : "", question->name);
    }
    return g_string_free(g_steal_pointer(&names), FALSE);
}

static void
care_questions__are__three_whatever_the_data(void **state G_GNUC_UNUSED)
{
    static const guint64 lots[][CARE_RATINGS] = {
        {0, 0, 0, 0, 0}, {0, 0, 0, 0, 1}, {0, 0, 1, 0, 0}, {1, 0, 0, 0, 0}, {9, 9, 9, 9, 9}};
    g_autoptr(CareCube) empty = care_cube_new();
    const CareReportData nothing = {.cube = empty};
    g_autofree char *none = questions_of(&nothing);

    assert_string_equal(none, "");
    for (gsize i = 0; i < G_N_ELEMENTS(lots); i++) {
        g_auto(History) history = history_new();
        g_autofree char *names = NULL;
        g_auto(GStrv) split = NULL;

        history_rate(&history, 1, "anna", lots[i], 1, 0);
        const CareReportData data = history_data(&history);

        names = questions_of(&data);
        split = g_strsplit(names, " ", -1);
        assert_int_equal(g_strv_length(split), CARE_QUESTIONS);
        for (guint j = 0; j < CARE_QUESTIONS; j++) {
            for (guint k = 0; k < j; k++)
                assert_string_not_equal(split[j], split[k]);
        }
    }
}

static void
care_questions__ask__about_the_weakest_item_and_broken_promises(void **state G_GNUC_UNUSED)
{
    const CareAttention attention = {.longest_wait_ms = 240000, .promises = 5, .kept = 4};
    CareCounts counts = history_counts((guint64[]){0, 0, 0, 5, 20}, 0, 0);
    g_auto(History) history = history_new();
    CareReportData data;
    g_autofree char *names = NULL, *text = NULL;
    g_autoptr(JsonNode) root = NULL;

    counts.items[CARE_ITEM_CULTURE][4] = 5;
    counts.items[CARE_ITEM_EMPOWERMENT][3] = 5;
    counts.items[CARE_ITEM_IDEAL][0] = 4; /* too few to be the weakest */
    history_add(&history, 1, "anna", "d", CARE_SCALE_ASKED, &counts);
    data = history_data(&history);
    data.attention = &attention;
    data.n_attended = 25;
    names = questions_of(&data);
    assert_string_equal(names, "weakest_item promises longest_wait");
    history_report(&data, &whole, &text, &root);
    assert_tells(text, "1. What did agents have to ask permission for that they could have settled "
                       "at once? Because Empowerment is the lowest item so far, which may be "
                       "chance: 75 of 100");
    assert_tells(text, "Because 1 of 5 promises were not kept");
    assert_tells(text, "Because the longest wait for a reply was 4 min.");
    assert_text_at(root, "$.questions[0].name", "weakest_item");
    assert_text_at(root, "$.risks[0].risk", "robotic_replies");
    assert_text_at(root, "$.risks[0].state", "unknown");
}

static void
care_questions__call__an_item_lowest_beyond_chance_alone(void **state G_GNUC_UNUSED)
{
    CareCounts counts = history_counts((guint64[]){0, 0, 0, 0, 200}, 0, 0);
    g_auto(History) sure = history_new(), unsure = history_new();
    g_autofree char *told = NULL, *doubted = NULL;
    g_autoptr(JsonNode) first = NULL, second = NULL;

    counts.items[CARE_ITEM_CULTURE][4] = 60;
    counts.items[CARE_ITEM_EMPOWERMENT][1] = 60;
    history_add(&sure, 1, "anna", "d", CARE_SCALE_ASKED, &counts);
    counts.items[CARE_ITEM_IDEAL][1] = 59; /* one item is far above, another is just above */
    counts.items[CARE_ITEM_IDEAL][2] = 1;
    history_add(&unsure, 1, "anna", "d", CARE_SCALE_ASKED, &counts);
    const CareReportData clear = history_data(&sure), close = history_data(&unsure);

    history_report(&clear, &whole, &told, &first);
    history_report(&close, &whole, &doubted, &second);
    assert_tells(told, "Because Empowerment is the lowest item: 25 of 100");
    assert_tells(doubted, "Because Empowerment is the lowest item so far, which may be chance: 25");
}

/* Questions whose data would answer them. */
static void
care_questions__are__not_raised_by_what_disproves_them(void **state G_GNUC_UNUSED)
{
    g_auto(History) asked = history_new(), missed = history_new();
    g_autofree char *all = NULL, *some = NULL;

    history_rate(&asked, 1, "anna", (guint64[]){0, 0, 0, 0, 3}, 0, 0);
    history_rate(&missed, 1, "anna", (guint64[]){0, 0, 0, 0, 3}, 0, 1);
    const CareReportData every = history_data(&asked), part = history_data(&missed);

    all = questions_of(&every);
    some = questions_of(&part);
    assert_string_equal(all, "next_answers all_asked own_view");
    assert_string_equal(some, "next_answers unasked own_view");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_risk__is_raised__by_many_idle_ends),
        cmocka_unit_test(care_risk__is_raised__by_chats_closed_on_waiting_customers),
        cmocka_unit_test(care_risk__is_raised__by_fewer_answers),
        cmocka_unit_test(care_risk__names__nobody_who_asks_less),
        cmocka_unit_test(care_risk__is_raised__by_comments_left_unread),
        cmocka_unit_test(care_risk__calls__nothing_quiet_that_is_not_known),
        cmocka_unit_test(care_questions__are__three_whatever_the_data),
        cmocka_unit_test(care_questions__ask__about_the_weakest_item_and_broken_promises),
        cmocka_unit_test(care_questions__call__an_item_lowest_beyond_chance_alone),
        cmocka_unit_test(care_questions__are__not_raised_by_what_disproves_them),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
