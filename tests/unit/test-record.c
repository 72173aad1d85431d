/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a record's copy shares nothing with it, and that every stored name reads back as
 * itself. */
#include "care-test.h"
#include <purple-care/engine-record.h>

typedef struct {
    guint n;
    const char *(*name)(guint value);
    gint (*from_name)(const char *name);
} Names;

static const char *
outcome_name(guint value)
{
    return care_outcome_name((CareOutcome)value);
}

static const char *
reason_name(guint value)
{
    return care_reason_name((CareReason)value);
}

static const char *
end_name(guint value)
{
    return care_end_name((CareEnd)value);
}

static const char *
state_name(guint value)
{
    return care_survey_state_name((CareSurveyState)value);
}

static const char *
kind_name(guint value)
{
    return care_answer_kind_name((CareAnswerKind)value);
}

static const Names all_names[] = {
    {CARE_N_OUTCOMES, outcome_name, care_outcome_from_name},
    {CARE_N_REASONS, reason_name, care_reason_from_name},
    {CARE_N_ENDS, end_name, care_end_from_name},
    {CARE_N_SURVEYS, state_name, care_survey_state_from_name},
    {CARE_N_ANSWERS, kind_name, care_answer_kind_from_name},
};

static void
care_record_names__read__back_as_themselves(void **state G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(all_names); i++) {
        for (guint value = 0; value < all_names[i].n; value++) {
            assert_non_null(all_names[i].name(value));
            assert_int_equal(all_names[i].from_name(all_names[i].name(value)), value);
        }
    }
}

static void
care_record_names__refuse__what_is_none_of_them(void **state G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(all_names); i++) {
        assert_null(all_names[i].name(all_names[i].n));
        assert_null(all_names[i].name((guint)-1));
        assert_int_equal(all_names[i].from_name("no such name"), -1);
        assert_int_equal(all_names[i].from_name(""), -1);
        assert_int_equal(all_names[i].from_name(NULL), -1);
    }
}

static void
care_record_names__stay__as_stores_have_them(void **state G_GNUC_UNUSED)
{
    assert_string_equal(care_outcome_name(CARE_OUTCOME_NOT_ASKED), "not_asked");
    assert_string_equal(care_reason_name(CARE_REASON_ASKED_ELSEWHERE), "asked_elsewhere");
    assert_string_equal(care_end_name(CARE_END_EXPLICIT), "explicit");
    assert_string_equal(care_survey_state_name(CARE_SURVEY_SUSPENDED), "suspended");
    assert_string_equal(care_answer_kind_name(CARE_ANSWER_CORRECTION), "correction");
}

static CareRecord *
full_record(void)
{
    CareRecord *record = g_new0(CareRecord, 1);

    record->chat.id = g_strdup("chat");
    record->chat.agent = g_strdup("agent");
    record->chat.protocol = g_strdup("xmpp");
    record->chat.account = g_strdup("account");
    record->chat.address = g_strdup("address");
    record->chat.customer = g_strdup("customer");
    record->chat.guards = g_strdup("guards");
    record->chat.ended_ms = 42;
    record->survey.id = g_strdup("survey");
    record->survey.definition = g_strdup("definition");
    record->survey.who = g_strdup("who");
    record->survey.language = g_strdup("de");
    record->survey.rating = 4;
    record->answer.comment = g_strdup("comment");
    record->note = g_strdup("note");
    record->name = g_strdup("name");
    record->tag = g_strdup("fr");
    record->attention.replies = 7;
    record->reminder.after_ms = 9;
    record->has_attention = TRUE;
    record->customer = g_strdup("changed");
    record->change = CARE_CUSTOMER_OPT_OUT;
    return record;
}

static void
assert_copied(const char *copy, const char *original)
{
    assert_ptr_not_equal(copy, original);
    assert_string_equal(copy, original);
}

static void
care_record_copy__shares__nothing(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareRecord) record = full_record();
    g_autoptr(CareRecord) copy = care_record_copy(record);

    assert_copied(copy->chat.id, record->chat.id);
    assert_copied(copy->chat.agent, record->chat.agent);
    assert_copied(copy->chat.protocol, record->chat.protocol);
    assert_copied(copy->chat.account, record->chat.account);
    assert_copied(copy->chat.address, record->chat.address);
    assert_copied(copy->chat.customer, record->chat.customer);
    assert_copied(copy->chat.guards, record->chat.guards);
    assert_copied(copy->survey.id, record->survey.id);
    assert_copied(copy->survey.definition, record->survey.definition);
    assert_copied(copy->survey.who, record->survey.who);
    assert_copied(copy->survey.language, record->survey.language);
    assert_copied(copy->answer.comment, record->answer.comment);
    assert_copied(copy->note, record->note);
    assert_copied(copy->name, record->name);
    assert_copied(copy->tag, record->tag);
    assert_copied(copy->customer, record->customer);
    assert_int_equal(copy->chat.ended_ms, 42);
    assert_int_equal(copy->survey.rating, 4);
    assert_int_equal(copy->attention.replies, 7);
    assert_int_equal(copy->reminder.after_ms, 9);
    assert_true(copy->has_attention);
    assert_int_equal(copy->change, CARE_CUSTOMER_OPT_OUT);
}

static void
care_record_copy__keeps__what_is_missing_missing(void **state G_GNUC_UNUSED)
{
    const CareRecord empty = {.seen_asked_ms = -1};
    g_autoptr(CareRecord) copy = care_record_copy(&empty);

    assert_memory_equal(copy, &empty, sizeof empty);
}

static void
care_record_free__takes__null(void **state G_GNUC_UNUSED)
{
    care_record_free(NULL);
    care_resumed_free(NULL);
    care_resumed_free(g_new0(CareResumed, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_record_names__read__back_as_themselves),
        cmocka_unit_test(care_record_names__refuse__what_is_none_of_them),
        cmocka_unit_test(care_record_names__stay__as_stores_have_them),
        cmocka_unit_test(care_record_copy__shares__nothing),
        cmocka_unit_test(care_record_copy__keeps__what_is_missing_missing),
        cmocka_unit_test(care_record_free__takes__null),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
