/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values that go to and from the store: a chat with its survey, and what is known of a
 * customer. */
#pragma once

#include <glib.h>

typedef enum {
    CARE_OUTCOME_OPEN, /* the chat has not ended: it is in no figure yet */
    CARE_OUTCOME_PENDING,
    CARE_OUTCOME_ANSWERED,
    CARE_OUTCOME_EXPIRED,
    CARE_OUTCOME_SKIPPED,
    CARE_OUTCOME_OPTED_OUT,
    CARE_OUTCOME_NOT_ASKED,
    CARE_N_OUTCOMES
} CareOutcome;

typedef enum { /* why a chat was not asked */
               CARE_REASON_NONE,
               CARE_REASON_PRIVATE,
               CARE_REASON_PROTOCOL,
               CARE_REASON_IDLE,
               CARE_REASON_LOST,
               CARE_REASON_CLOSED,
               CARE_REASON_AGENT_CHOICE,
               CARE_REASON_CUSTOMER_WAITING,
               CARE_REASON_LEFT,
               CARE_REASON_SEVERAL,
               CARE_REASON_NO_EXCHANGE,
               CARE_REASON_OPTED_OUT,
               CARE_REASON_TOO_RECENT,
               CARE_REASON_YEARLY_CAP,
               CARE_REASON_WEAKER_ENCRYPTION,
               CARE_REASON_SAMPLED_OUT,
               CARE_REASON_SHADOW,
               CARE_REASON_OFF,
               CARE_REASON_STORE,
               CARE_REASON_SEND_FAILED,
               CARE_REASON_ASKED_ELSEWHERE,
               CARE_REASON_LIMIT, /* a loop stop of section 4 */
               CARE_REASON_OTHER, /* one that only the system knows which a chat was imported from
                                   */
               CARE_N_REASONS
} CareReason;

typedef enum {
    CARE_END_NONE,
    CARE_END_EXPLICIT,
    CARE_END_CLOSED,
    CARE_END_IDLE,
    CARE_END_LOST,
    CARE_N_ENDS
} CareEnd;

typedef enum {
    CARE_SURVEY_NONE,
    CARE_SURVEY_ASKING, /* committed, maybe sent: replies count, nothing is ever sent again */
    CARE_SURVEY_ASKED,
    CARE_SURVEY_SUSPENDED, /* the talk went on: numbers belong to the talk */
    CARE_SURVEY_ANSWERED,
    CARE_SURVEY_SKIPPED,
    CARE_SURVEY_OPTED_OUT,
    CARE_SURVEY_EXPIRED,
    CARE_SURVEY_FAILED, /* never reached the customer */
    CARE_N_SURVEYS
} CareSurveyState;

typedef enum {
    CARE_ANSWER_FINAL,
    CARE_ANSWER_LATE,
    CARE_ANSWER_CORRECTION,
    CARE_ANSWER_ITEM,  /* to the one follow-up item; never in the score */
    CARE_ANSWER_PULSE, /* in mid-chat, asked by the agent or given unasked; never in the score */
    CARE_N_ANSWERS
} CareAnswerKind;

typedef enum { /* the five follow-up items, ICARE */
               CARE_ITEM_NONE,
               CARE_ITEM_IDEAL,
               CARE_ITEM_CULTURE,
               CARE_ITEM_ATTENTIVENESS,
               CARE_ITEM_RESPONSIVENESS,
               CARE_ITEM_EMPOWERMENT,
               CARE_N_ITEMS
} CareItem;

typedef enum { /* which of a survey's questions is out */
               CARE_STEP_RATING,
               CARE_STEP_ITEM,
               CARE_STEP_COMMENT,
               CARE_STEP_DONE,
               CARE_N_STEPS
} CareStep;

typedef enum { /* the reminders, each of one ICARE letter (care_rule_letter()) */
               CARE_RULE_FIRST_ANSWER,
               CARE_RULE_NEXT_ANSWER,
               CARE_RULE_DOUBLE_TEXT,
               CARE_RULE_PROMISE,
               CARE_RULE_OPEN_QUESTION,
               CARE_RULE_LAST_IMPRESSION,
               CARE_RULE_RETURNING,
               CARE_RULE_LOW_BEFORE,
               CARE_RULE_FEELING,
               CARE_RULE_STOCK_TEXT,
               CARE_RULE_EMPOWERMENT,
               CARE_RULE_VALUE,
               CARE_RULE_HOLD,
               CARE_N_RULES
} CareRule;

typedef enum {
    CARE_LEVEL_QUIET,  /* passive: a colour, a row of a list; in a text client nothing */
    CARE_LEVEL_SHOWN,  /* a line or a bar; costs budget */
    CARE_LEVEL_URGENT, /* the same, and two of the hour's budget are kept for it */
    CARE_N_LEVELS
} CareLevel;

typedef enum {                       /* what came of a showing */
               CARE_REMIND_ACTED,    /* the agent wrote within the rule's time, or said [Done] */
               CARE_REMIND_LATER,    /* [Later] */
               CARE_REMIND_IGNORED,  /* neither */
               CARE_REMIND_DEMOTED,  /* no showing: with this the rule became passive */
               CARE_REMIND_RESTORED, /* no showing: the agent wants it back; what was before is past
                                      */
               CARE_N_REMIND_RESULTS
} CareRemindResult;

typedef enum { /* bits: what a record changes of a customer for good */
               CARE_CUSTOMER_SET_PRIVATE = 1 << 0,
               CARE_CUSTOMER_UNSET_PRIVATE = 1 << 1,
               CARE_CUSTOMER_OPT_OUT = 1 << 2,
               CARE_CUSTOMER_OPT_IN = 1 << 3,
               CARE_CUSTOMER_LANGUAGE = 1 << 4, /* is the survey's from now on */
               CARE_CUSTOMER_ERASE = 1 << 5,    /* all that is kept of them, or, anonymous, of this
                                                   chat:    key, notes, comments; counts stay */
               CARE_CUSTOMER_NOTE = 1 << 6,     /* the note is `note` from now on; NULL: none */
               CARE_CUSTOMER_NAME = 1 << 7,     /* the same with `name` */
               CARE_CUSTOMER_TONGUE = 1 << 8, /* the agent set the language to `tag`; NULL: as it is
                                                 heard again */
} CareCustomerChange;

typedef struct {
    char *id;       /* UUID; NULL: the record holds no chat */
    char *agent;    /* whom the figures count it for, as shown in reports */
    char *protocol; /* "xmpp", "irc"... */
    char *account;  /* the agent's bare address: finds the chat again after a restart */
    char *address;  /* the customer's bare address, or the room's */
    gboolean room;
    char *customer;    /* key, "xmpp:anna@example.org"; NULL: anonymous, not remembered */
    gint64 started_ms; /* all times: UTC */
    gint64 last_ms;    /* of the last live line */
    gint64 ended_ms;   /* 0: still open */
    guint agent_lines, customer_lines;
    CareEnd end;
    CareOutcome outcome;
    CareReason reason;
    char *guards; /* each guard in order with the value that decided, "name=value;..."; NULL before
                     the end */
} CareChatRecord;

typedef struct {
    char *id; /* UUID; NULL: the record holds no survey */
    CareSurveyState state;
    gint64 asked_ms;    /* when this round's question went out (or was to go) */
    gint64 changed_ms;  /* when it came into this state */
    guint rounds;       /* questions sent; 2: asked again after the talk went on */
    gboolean clarified; /* the one clarification is spent */
    gboolean by_agent;  /* asked by hand, not by itself */
    double probability; /* of being asked, by sample-percent: in (0, 1] */
    char *definition;   /* hash of wording, scale and guards */
    char *who;          /* the occupant asked in a room; NULL in an IM */
    guint answers;      /* ratings taken so far, corrections too */
    gint rating;        /* the one that counts; 0: none */
    guint rated_seq;    /* which answer that is: a comment belongs to it */
    gboolean is_pulse;  /* asked in mid-chat: no outcome, no clock and no score speaks of it */
    char *language;     /* tag of the language it is asked in */
    CareStep step;
    CareItem item;    /* drawn before the first answer is known; NONE: the comment was drawn */
    gint item_rating; /* 0: none */
} CareSurveyRecord;

typedef struct {
    guint seq; /* 1 for the survey's first rating; 0: the record holds no answer */
    gint rating;
    CareAnswerKind kind;
    gint64 at_ms;
    char *comment; /* the customer's words with it, all so far; NULL: none, or not kept by policy */
} CareAnswerRecord;

typedef struct {  /* one showing of a reminder and what came of it: of no customer and no chat */
    gint64 at_ms; /* when it was shown; 0: the record holds no reminder */
    CareRule rule;
    CareLevel level;
    CareRemindResult result;
    gint64 after_ms; /* how long after the showing the result was there */
} CareReminderRecord;

typedef struct {   /* how attentive a chat was, in ms; -1: there is no such figure. Never part of a
                      score */
    guint replies; /* times that the agent answered a waiting customer */
    gint64 first_reply_ms; /* how long the customer waited for the first of them */
    gint64 median_reply_ms;
    gint64 longest_wait_ms; /* answered or not */
    gint64 first_part_ms;   /* median of the first half of the replies; -1 below four of them */
    gint64 last_part_ms;    /* of the last half */
    guint promises, kept;   /* "I'll check", and how many of them the agent came back to */
    guint open_questions;   /* customer's, unanswered at the end */
} CareAttention;

/* One commit's worth: a snapshot, so that storing it twice is the same as storing it once. */
typedef struct {
    CareChatRecord chat;
    CareSurveyRecord survey;
    CareAnswerRecord answer;
    CareReminderRecord reminder;
    CareAttention attention; /* of `chat`; meant only where has_attention */
    gboolean has_attention;
    char *note, *name, *tag;   /* see `change` */
    char *customer;            /* whom `change` is about; NULL: nobody */
    CareCustomerChange change; /* bits */
    gint64 at_ms;              /* when it happened */
    gint64 seen_asked_ms;      /* ASKING: the customer's last question as loaded, -1 unknown: if the
                                  store knows      a later one, another client asked meanwhile */
} CareRecord;

typedef enum {
    CARE_STORED_OK,
    CARE_STORED_ELSEWHERE, /* another client asked this customer: nothing was stored of the survey
                            */
    CARE_STORED_FAILED,    /* disk full, read-only, locked, corrupt, or the queue is full */
} CareStored;

#define CARE_TAG_SIZE 12

typedef struct { /* what eligibility needs of a customer */
    gboolean is_known, is_private, is_opted_out;
    gint64 last_asked_ms; /* 0: never */
    CareSurveyState
        last_end;        /* how the last survey ended: ANSWERED, SKIPPED, OPTED_OUT, EXPIRED... */
    guint silent_in_row; /* EXPIRED ones in a row, newest first */
    guint asked_in_year; /* in the 365 days before now */
    char language[CARE_TAG_SIZE]; /* tag of the language they answered in; "": not known */
} CareCustomer;

typedef struct { /* one chat that an earlier run left open or with a question out */
    CareRecord *record;
    CareCustomer customer;
} CareResumed;

CareRecord *care_record_copy(const CareRecord *record); /* (transfer full) */
void care_record_free(CareRecord *record);
void care_resumed_free(CareResumed *resumed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareRecord, care_record_free)

/* The names that store, report and JSON use, "not_asked"; NULL for a number out of range. Any
 * thread. */
const char *care_outcome_name(CareOutcome outcome);
const char *care_reason_name(CareReason reason);
const char *care_end_name(CareEnd end);
const char *care_survey_state_name(CareSurveyState state);
const char *care_answer_kind_name(CareAnswerKind kind);
const char *care_item_name(CareItem item); /* "ideal" */
const char *care_step_name(CareStep step);

/* The reverse; -1 when @name (nullable) is none of them. Any thread. */
gint care_outcome_from_name(const char *name);
gint care_reason_from_name(const char *name);
gint care_end_from_name(const char *name);
gint care_survey_state_from_name(const char *name);
gint care_answer_kind_from_name(const char *name);
gint care_item_from_name(const char *name);
gint care_step_from_name(const char *name);
