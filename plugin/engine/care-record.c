/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies and frees records, and names what they hold in the words that are stored for good. */
#include <purple-care/engine-record.h>
#include <string.h>

/* These names are in every store ever written: never change one. */
static const char *const outcome_names[CARE_N_OUTCOMES] = {
    [CARE_OUTCOME_OPEN] = "open",           [CARE_OUTCOME_PENDING] = "pending",
    [CARE_OUTCOME_ANSWERED] = "answered",   [CARE_OUTCOME_EXPIRED] = "expired",
    [CARE_OUTCOME_SKIPPED] = "skipped",     [CARE_OUTCOME_OPTED_OUT] = "opted_out",
    [CARE_OUTCOME_NOT_ASKED] = "not_asked",
};

static const char *const reason_names[CARE_N_REASONS] = {
    [CARE_REASON_NONE] = "none",
    [CARE_REASON_PRIVATE] = "private",
    [CARE_REASON_PROTOCOL] = "protocol",
    [CARE_REASON_IDLE] = "idle",
    [CARE_REASON_LOST] = "lost",
    [CARE_REASON_CLOSED] = "closed",
    [CARE_REASON_AGENT_CHOICE] = "agent_choice",
    [CARE_REASON_CUSTOMER_WAITING] = "customer_waiting",
    [CARE_REASON_LEFT] = "left",
    [CARE_REASON_SEVERAL] = "several",
    [CARE_REASON_NO_EXCHANGE] = "no_exchange",
    [CARE_REASON_OPTED_OUT] = "opted_out",
    [CARE_REASON_TOO_RECENT] = "too_recent",
    [CARE_REASON_YEARLY_CAP] = "yearly_cap",
    [CARE_REASON_WEAKER_ENCRYPTION] = "weaker_encryption",
    [CARE_REASON_SAMPLED_OUT] = "sampled_out",
    [CARE_REASON_SHADOW] = "shadow",
    [CARE_REASON_OFF] = "off",
    [CARE_REASON_STORE] = "store",
    [CARE_REASON_SEND_FAILED] = "send_failed",
    [CARE_REASON_ASKED_ELSEWHERE] = "asked_elsewhere",
    [CARE_REASON_LIMIT] = "limit",
    [CARE_REASON_OTHER] = "other",
};

static const char *const end_names[CARE_N_ENDS] = {
    [CARE_END_NONE] = "none", [CARE_END_EXPLICIT] = "explicit", [CARE_END_CLOSED] = "closed",
    [CARE_END_IDLE] = "idle", [CARE_END_LOST] = "lost",
};

static const char *const survey_names[CARE_N_SURVEYS] = {
    [CARE_SURVEY_NONE] = "none",           [CARE_SURVEY_ASKING] = "asking",
    [CARE_SURVEY_ASKED] = "asked",         [CARE_SURVEY_SUSPENDED] = "suspended",
    [CARE_SURVEY_ANSWERED] = "answered",   [CARE_SURVEY_SKIPPED] = "skipped",
    [CARE_SURVEY_OPTED_OUT] = "opted_out", [CARE_SURVEY_EXPIRED] = "expired",
    [CARE_SURVEY_FAILED] = "failed",
};

static const char *const answer_names[CARE_N_ANSWERS] = {
    [CARE_ANSWER_FINAL] = "final",           [CARE_ANSWER_LATE] = "late",
    [CARE_ANSWER_CORRECTION] = "correction", [CARE_ANSWER_ITEM] = "item",
    [CARE_ANSWER_PULSE] = "pulse",
};

static const char *const item_names[CARE_N_ITEMS] = {
    [CARE_ITEM_NONE] = "none",
    [CARE_ITEM_IDEAL] = "ideal",
    [CARE_ITEM_CULTURE] = "culture",
    [CARE_ITEM_ATTENTIVENESS] = "attentiveness",
    [CARE_ITEM_RESPONSIVENESS] = "responsiveness",
    [CARE_ITEM_EMPOWERMENT] = "empowerment",
};

static const char *const step_names[CARE_N_STEPS] = {
    [CARE_STEP_RATING] = "rating",
    [CARE_STEP_ITEM] = "item",
    [CARE_STEP_COMMENT] = "comment",
    [CARE_STEP_DONE] = "done",
};

static const char *
name_of(const char *const *names, guint n_names, gint value)
{
    return value >= 0 && (guint)value < n_names ? names[value] : NULL;
}

static gint
value_of(const char *const *names, guint n_names, const char *name)
{
    for (guint i = 0; name != NULL && i < n_names; i++) {
        if (strcmp(names[i], name) == 0)
            return (gint)i;
    }
    return -1;
}

/* Both directions for one kind of name. */
#define NAMES(Type, kind, names)                                 \
    const char *care_##kind##_name(Type value)                   \
    {                                                            \
        return name_of(names, G_N_ELEMENTS(names), (gint)value); \
    }                                                            \
    gint care_##kind##_from_name(const char *name)               \
    {                                                            \
        return value_of(names, G_N_ELEMENTS(names), name);       \
    }

NAMES(CareOutcome, outcome, outcome_names)
NAMES(CareReason, reason, reason_names)
NAMES(CareEnd, end, end_names)
NAMES(CareSurveyState, survey_state, survey_names)
NAMES(CareAnswerKind, answer_kind, answer_names)
NAMES(CareItem, item, item_names)
NAMES(CareStep, step, step_names)

/* Every string a record owns, in one place: copy and free cannot come apart. */
#define N_STRINGS 16

static void
strings_of(CareRecord *record, char **out_strings[N_STRINGS])
{
    CareChatRecord *chat = &record->chat;
    CareSurveyRecord *survey = &record->survey;
    char **all[N_STRINGS] = {
        &chat->id,           &chat->agent,    &chat->protocol,         &chat->account,
        &chat->address,      &chat->customer, &chat->guards,           &survey->id,
        &survey->definition, &survey->who,    &record->answer.comment, &record->customer,
        &survey->language,   &record->note,   &record->name,           &record->tag,
    };

    memcpy(out_strings, all, sizeof all);
}

CareRecord *
care_record_copy(const CareRecord *record)
{
    CareRecord *copy;
    char **strings[N_STRINGS];

    g_return_val_if_fail(record != NULL, NULL);

    copy = g_new(CareRecord, 1);
    *copy = *record;
    strings_of(copy, strings);
    for (gsize i = 0; i < N_STRINGS; i++)
        *strings[i] = g_strdup(*strings[i]);
    return copy;
}

void
care_record_free(CareRecord *record)
{
    char **strings[N_STRINGS];

    if (record == NULL)
        return;
    strings_of(record, strings);
    for (gsize i = 0; i < N_STRINGS; i++)
        g_free(*strings[i]);
    g_free(record);
}

void
care_resumed_free(CareResumed *resumed)
{
    if (resumed == NULL)
        return;
    care_record_free(resumed->record);
    g_free(resumed);
}
