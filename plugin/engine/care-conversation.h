/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the engine remembers of one conversation: its chat, its survey, and when to look at it
 * again. */
#pragma once

#include "care-attention.h"
#include "care-limits.h"
#include "care-remind.h"
#include <purple-care/engine-eligibility.h>
#include <purple-care/engine.h>

#define CARE_NEVER G_MAXINT64
#define CARE_COURTESY_MS \
    (10 * 60 * G_GINT64_CONSTANT(1000)) /* courtesy lines belong to the ended chat */
#define CARE_FLUSH_MS    (60 * G_GINT64_CONSTANT(1000))
#define CARE_RETRY_MS    (30 * G_GINT64_CONSTANT(1000))        /* an answer the store refused */
#define CARE_STOP_FOR_MS (24 * 3600 * G_GINT64_CONSTANT(1000)) /* a bare "stop" still means us */
#define CARE_LOW_RATING  2 /* up to here a customer is invited back, and asked why */
#define CARE_CONFIRM_MS  (10 * 60 * G_GINT64_CONSTANT(1000)) /* "yes, erase" after "erase" */
#define CARE_UNDO_MS     (5 * G_GINT64_CONSTANT(1000))

typedef enum {
    CARE_PHASE_NONE,   /* no chat yet, or the last one is long over */
    CARE_PHASE_OPEN,   /* a chat is on */
    CARE_PHASE_ENDING, /* it ends: at `end_boot`, and not before the customer is loaded */
    CARE_PHASE_ENDED,  /* for CARE_COURTESY_MS a line may still belong to it */
} CarePhase;

typedef struct { /* what happened since our last question; forgotten with the next one */
    gint64 asked_boot;
    gint64 rated_boot;    /* of the answer that counts */
    guint customer_lines; /* real ones, courtesy left out */
    gboolean agent_spoke; /* any line of the agent but a goodbye */
    gboolean angry;       /* then it is never asked again */
    gboolean over;        /* no number is read as an answer any more */
    gboolean closed;      /* nothing at all is read for the survey any more */
    gboolean skip_next;   /* the next LINE is the reply just judged: it is no line of its own */
    gint64 step_boot;     /* when the follow-up went out; 0: none is out */
    gboolean item_last;   /* the newest answer was to the item: a correction means that */
    gboolean has_words;   /* the rating came with its comment: none is asked for */
    gint64 words_boot;    /* of the newest line of the comment; 0: there is none yet */
} CareSince;

typedef struct {
    gint64 since_boot; /* the customer waits since then; CARE_NEVER: nobody waits */
    guint step;        /* of CARE_REMIND_STEPS, the next to come */
} CareWaiting;

struct _CareConversation {
    /* read on the way of every line */
    CarePhase phase;
    gboolean is_desk, watched;
    gboolean plain; /* on the desk, a chat is on, no question is out: a line only counts */
    gboolean dirty; /* the store does not know yet */
    gint64 last_boot;
    CareWaiting waiting;
    CareReminding remind;
    CareAttending attending;
    gint64 due_boot;    /* nothing happens by itself before */
    CareRecord *record; /* the chat, and its survey once it was asked; never NULL */

    CareEngine *engine;
    CarePeer peer; /* owned copies */
    char *index_key;
    char *customer_key; /* NULL: anonymous */
    GSequenceIter *due;
    gboolean attached, is_excluded, is_encrypted;
    guint pending; /* answers from outside still to come: the conversation must outlive them */
    GHashTable *writers; /* rooms: nick to number of lines */

    gboolean loaded, load_failed;
    guint64 load_token; /* of the newest LOAD: an older answer is about somebody else */
    CareCustomer customer;
    CareMemory *memory;                /* NULL: nobody who is remembered, or not loaded */
    gboolean memory_known;             /* `memory` is what the store has of `customer_key` */
    CareCustomerChange memory_changed; /* by the agent, since what a load under way will bring */
    char own_tag[CARE_TAG_SIZE];       /* the language the agent set in this run; "": none */
    guint shows;                       /* bits of CareCommand: what to show once it is loaded */
    gint64 met_ms;    /* start of the newest chat this run was there at the beginning of; 0: none */
    gint64 handed_ms; /* start of the chat that was handed over */
    char *hand_to;    /* the colleague whose preview was shown; NULL: none was */
    gint64 hand_boot;
    gboolean looks_first; /* the end waits: before it the agent's typing is looked for */
    char *survey_id;      /* a fresh one, from LOADED */
    gboolean recorded;    /* the store has or will have this chat */
    gint64 flush_boot;
    gint64 end_boot, ended_boot, lost_boot;
    CareEnd ending;
    gboolean quiet;       /* ended by hand without asking */
    gboolean was_waiting; /* the customer was, when the window closed */
    guint present;        /* rooms: customers there at the end */
    GHashTable *refused;  /* rooms: nicks that want no more questions, for this run */
    char *who;            /* rooms: the one to ask */

    CareRecord *past;   /* an earlier chat whose survey can still be answered */
    CareRecord *pulse;  /* this chat with the newest question in mid-chat; NULL: none */
    gint64 pulse_boot;  /* when that went out */
    guint pulse_lines;  /* the customer's lines by then */
    GString *words;     /* the comment so far; NULL: none */
    char *erase_who;    /* rooms: by whose word */
    gboolean erased;    /* by the customer's word in this chat: nothing is asked about it */
    gboolean opted_in;  /* in this chat: what was said before against it is past */
    gint64 erase_boot;  /* since then "yes, erase" is waited for; 0: it is not */
    guint32 dice;       /* from LOADED */
    gboolean heard;     /* the language is the customer's own, not our fallback */
    gboolean said_stop; /* one of this chat's lines was a wish for no more questions */
    CareSince since;
    GQueue unsaved; /* of CarePending: answers the store refused, oldest first */
    gint64 retry_boot;
    CareSpoken spoken;
    char *last_in; /* the last line offered as a reply, to know it again */
    gint64 last_in_boot;
    guint last_in_times;
    gboolean last_in_kept;
};

/* One event's pass through the engine. */
typedef struct {
    CareEngine *engine;
    CareNow now;
    CareActions *actions; /* NULL until there is one */
} CareTurn;

typedef enum {
    CARE_WANT_LOAD,
    CARE_WANT_HEARD,
    CARE_WANT_TONGUE,
    CARE_WANT_ASKING,
    CARE_WANT_SENT,
    CARE_WANT_ANSWER,
    CARE_WANT_FLUSH
} CareWant;

typedef struct { /* what an answer from outside is about */
    CareWant want;
    CareConversation *conversation;
    CareRecord *record;    /* ANSWER, FLUSH: to try again */
    CareMessageId message; /* ANSWER: what to say once it is stored */
    char *survey_id;       /* ASKING, SENT: which survey; another may have begun since */
    gboolean is_comment;   /* ANSWER: words to a rating that is stored already */
    gboolean retried;      /* ANSWER: the customer knows that it was not saved at once */
} CarePending;

struct _CareEngine {
    CareSettings *settings;
    CareLimits limits;
    char *definition;
    char *store_key;
    char *locale; /* the agent's */
    gboolean store_failed, store_told, quitting;
    GHashTable *conversations; /* index key to CareConversation, owned */
    GSequence *schedule;       /* of CareConversation, by due_boot */
    gint64 wake_boot;          /* of the first of them: asked for after every line */
    GHashTable *pending;       /* token to CarePending */
    guint64 last_token;
    guint n_watched, n_open;
    GHashTable *questions; /* account to CareHour */
    CareHour interruptions;
    CareRuleHistory rules[CARE_N_RULES];
    gboolean never[CARE_N_RULES]; /* by the agent's word, for this run */
    gint64 snooze_boot;           /* nothing interrupts before; 0: no snooze */
    struct _CareStock *stock;     /* which long lines went to whom today, hashed */
    guint n_holding;              /* customers who wait past their quiet step */
    guint n_waiting;              /* the same as HOLD has told it last */
    GHashTable *away;             /* "protocol\naccount" whose agent is away */
};

/* --- care-turn.c: actions --- */
CareAction *care_turn_act(CareTurn *turn, CareActionType type, CareConversation *conversation);
CareAction *care_turn_tell(CareTurn *turn, CareConversation *conversation, CareMessageId message);
guint64 care_turn_expect(CareTurn *turn, CareConversation *conversation, CareWant want);
CarePending *care_turn_pending(CareTurn *turn, guint64 token);
void care_turn_store(CareTurn *turn, CareConversation *conversation, const CareRecord *record);
void care_turn_load(CareTurn *turn, CareConversation *conversation);
/* Says @message to the customer if the loop stops allow it; FALSE: it was left unsaid. */
gboolean care_turn_say(CareTurn *turn, CareConversation *conversation, CareMessageId message,
                       gint number);
/* REPLY: the line is kept from window and log. */
void care_turn_keep(CareTurn *turn);
void care_turn_store_failed(CareTurn *turn, CareConversation *conversation);
void care_pending_free(CarePending *pending);
/* Keeps what the store refused, to be tried again. */
void care_turn_keep_unsaved(CareTurn *turn, CarePending *pending);

/* --- care-engine.c --- */
/* Notes a wish of a customer (NULL: unchanged) in every conversation with them. */
void care_engine_mark(CareEngine *engine, const char *customer_key, const gboolean *is_private,
                      const gboolean *is_opted_out);

/* --- care-schedule.c: when to look again --- */
void care_schedule_update(CareConversation *conversation);
void care_schedule_remove(CareConversation *conversation);
void care_schedule_sooner(CareConversation *conversation, gint64 boot_ms);
void care_schedule_wake(CareTurn *turn);
void care_conversation_refresh(CareConversation *conversation);
void care_conversation_free(CareConversation *conversation);

/* --- care-tongue.c: which language a customer is asked in --- */
const CareLanguage *care_conversation_language(CareConversation *conversation);
void care_tongue_choose(CareTurn *turn, CareConversation *conversation, CareRecord *record);
void care_tongue_heard(CareConversation *conversation, const CareEvent *event);

/* --- care-chat.c: a chat's life --- */
void care_chat_set_phase(CareConversation *conversation, CarePhase phase);
gboolean care_chat_count(const CareEvent *event, CareNow now);
void care_chat_line(CareTurn *turn, const CareEvent *event);
void care_chat_end(CareTurn *turn, CareConversation *conversation, CareEnd end, gint64 delay_ms);
void care_chat_finish(CareTurn *turn, CareConversation *conversation);
void care_chat_reopen(CareTurn *turn, CareConversation *conversation);
void care_chat_closed(CareTurn *turn, const CareEvent *event);
void care_chat_loaded(CareTurn *turn, CareConversation *conversation, const CareEvent *event);
void care_chat_wake(CareTurn *turn, CareConversation *conversation);
void care_chat_flush(CareTurn *turn, CareConversation *conversation);
void care_chat_account(CareTurn *turn, CareConversation *conversation, gboolean online);

/* --- care-command.c, care-resume.c: the agent's commands; what an earlier run left --- */
void care_command_run(CareTurn *turn, const CareEvent *event);
void care_command_note_present(CareConversation *conversation, const CareOccupant *present);
void care_command_status(CareTurn *turn, CareConversation *conversation);
/* Whether an end can be taken back: no question went out. */
gboolean care_command_can_undo(const CareConversation *conversation);
/* The wait of an end is over: ends the chat, unless the agent is found typing. */
void care_command_end_due(CareTurn *turn, CareConversation *conversation);
void care_command_newest(CareTurn *turn, CareConversation *conversation, gboolean is_typing);
/* In a room: who is there, and what is known of them, as far as it can be told by now. */
void care_command_meet(CareTurn *turn, CareConversation *conversation, const CareOccupant *present);
void care_resume(CareTurn *turn, CareConversation *conversation, const CareResumed *resumed);

/* --- care-survey.c: the question's way --- */
CareRecord *care_survey_record(CareConversation *conversation);
gboolean care_survey_is_open(const CareRecord *record);
void care_survey_ask(CareTurn *turn, CareConversation *conversation, double probability);
/* Commits that the question of @record is about to go out; it goes out when this is safe. */
void care_survey_commit_asking(CareTurn *turn, CareConversation *conversation, CareRecord *record);
gboolean care_survey_ask_again(CareTurn *turn, CareConversation *conversation);
void care_survey_asking_stored(CareTurn *turn, CareConversation *conversation, CarePending *pending,
                               CareStored status);
void care_survey_sent(CareTurn *turn, CareConversation *conversation, CarePending *pending,
                      CareStored status);
void care_survey_answer_stored(CareTurn *turn, CareConversation *conversation, CarePending *pending,
                               CareStored status);
void care_survey_close(CareTurn *turn, CareConversation *conversation, CareSurveyState state);
void care_survey_wake(CareTurn *turn, CareConversation *conversation);
gint64 care_survey_due(CareConversation *conversation);
gboolean care_survey_is_watched(CareConversation *conversation);
/* Stores @record (transfer full), what the customer said; @message goes out once it is safe. */
void care_survey_commit(CareTurn *turn, CareConversation *conversation, CareRecord *record,
                        CareMessageId message);
void care_survey_retry(CareTurn *turn, CareConversation *conversation);
void care_survey_not_asked(CareTurn *turn, CareConversation *conversation, CareReason reason);
void care_survey_forget(CareConversation *conversation);
void care_survey_set_state(CareRecord *record, CareSurveyState state, CareNow now);

/* --- care-reply.c: what the customer writes while a question is out --- */
void care_reply_read(CareTurn *turn, const CareEvent *event);
void care_reply_line(CareTurn *turn, CareConversation *conversation, CareRole role,
                     const char *text, gboolean courtesy);
void care_reply_opt_out(CareTurn *turn, CareConversation *conversation, const char *who);

/* --- care-follow.c: the one question after the rating, and the comment --- */
CareItem care_follow_draw(const CareSettings *settings, guint32 dice);
/* Moves to the step after a rating, and says what is to be said once it is stored. */
CareMessageId care_follow_after_rating(CareConversation *conversation, CareSurveyRecord *survey,
                                       gboolean has_words);
CareMessageId care_follow_after_item(CareConversation *conversation, CareSurveyRecord *survey,
                                     gboolean has_words);
CareMessageId care_follow_thanks(const CareConversation *conversation, gint rating);
void care_follow_drop_words(CareConversation *conversation);
gboolean care_follow_is_out(const CareConversation *conversation, const CareRecord *record);
/* What is said between a follow-up's question and its end: a comment is gathered. FALSE: it is
 * none. */
gboolean care_follow_gather(CareTurn *turn, CareConversation *conversation, const char *text);
/* The follow-up is over: stores the comment if there is one. */
void care_follow_close(CareTurn *turn, CareConversation *conversation, CareMessageId message);
gint64 care_follow_due(CareConversation *conversation);
void care_follow_wake(CareTurn *turn, CareConversation *conversation);

/* --- care-pulse.c: ratings in mid-chat --- */
void care_pulse_ask(CareTurn *turn, CareConversation *conversation, const CareEvent *event);
/* What was said of one survey is not meant for the one behind it. */
void care_pulse_drop(CareConversation *conversation);
gboolean care_pulse_volunteer(CareTurn *turn, CareConversation *conversation, gint rating);
void care_pulse_end(CareTurn *turn, CareConversation *conversation);
/* What goes to the store of @record: a pulse with the chat as it is by now. (transfer full) */
CareRecord *care_pulse_snapshot(CareConversation *conversation, const CareRecord *record);

/* --- care-erase.c: what is kept of a customer, deleted by their own word --- */
gboolean care_erase_read(CareTurn *turn, CareConversation *conversation, const char *text,
                         const char *who, gboolean at_any_time);
/* The same by the agent's hand, at the customer's wish: nothing is said to the customer. */
void care_erase_by_agent(CareTurn *turn, CareConversation *conversation);

/* --- care-case.c: the facts that the guards of engine-eligibility.h judge --- */
CareAsking care_eligibility_of(CareEngine *engine, CareConversation *conversation, CareNow now);
/* The guards that hold in mid-chat too. */
CareAsking care_eligibility_of_pulse(CareEngine *engine, CareConversation *conversation,
                                     CareNow now);

/* --- care-remind.c: when a reminder rises, and when it is over --- */
/* Whether the rule is on by policy and by the agent's word. */
gboolean care_remind_is_on(const CareEngine *engine, CareRule rule);
/* Whether anybody can be reminded of this conversation: a chat is on, at the desk, in a window. */
gboolean care_remind_is_live(const CareConversation *conversation);
gint64 care_remind_stretch(const CareEngine *engine, gint64 ms);
guint care_remind_reached(const CareConversation *conversation, gint64 boot_ms);
gint64 care_remind_due(const CareConversation *conversation);
/* A new chat: nothing of the last one counts. */
void care_remind_start(CareConversation *conversation);
/* The customer wrote: a wait begins; or it goes on, and they write again. */
void care_remind_wait(CareTurn *turn, CareConversation *conversation);
void care_remind_again(CareTurn *turn, CareConversation *conversation);
/* The agent wrote: what was shown for them has done its work. */
void care_remind_answered(CareTurn *turn, CareConversation *conversation);
/* The chat is over: nothing is shown of it any more. */
void care_remind_end(CareTurn *turn, CareConversation *conversation);
void care_remind_recheck(CareTurn *turn, CareConversation *conversation);
void care_remind_wake(CareTurn *turn, CareConversation *conversation);
void care_remind_newest(CareTurn *turn, CareConversation *conversation, const CareEvent *event);
void care_remind_overtaken(CareTurn *turn, CareConversation *conversation);
/* @text (nullable) is the newest line, the customer's: perhaps they wait for nothing. */
void care_remind_courtesy(CareTurn *turn, CareConversation *conversation, const char *text);
/* The action REMIND of @rule with its message; quiet where @wanted may not be. */
CareAction *care_remind_draw(CareTurn *turn, CareConversation *conversation, CareRule rule,
                             CareLevel wanted);
void care_remind_clear(CareTurn *turn, CareConversation *conversation, CareRule rule);

/* --- care-hold.c: several who wait at once --- */
void care_hold_set(CareConversation *conversation, gboolean waits);
gint64 care_hold_due(const CareConversation *conversation);
void care_hold_look(CareTurn *turn, CareConversation *conversation);
void care_hold_tell(CareTurn *turn);

/* --- care-fatigue.c: budgets, snooze, and rules that give up --- */
gboolean care_fatigue_spend(CareTurn *turn, CareConversation *conversation, CareRule rule,
                            CareLevel level);
/* What was shown so long ago that its result is known by now. */
void care_fatigue_settle(CareTurn *turn, CareConversation *conversation);
void care_fatigue_acted(CareTurn *turn, CareConversation *conversation);
/* SNOOZE, DONE, LATER, NEVER, RESTORE */
void care_fatigue_command(CareTurn *turn, const CareEvent *event);

/* --- care-scan.c: what the lines say, looked at afterwards --- */
void care_scan_ask(CareTurn *turn, CareConversation *conversation);
void care_scan_take(CareTurn *turn, const CareEvent *event);
void care_scan_heard(CareTurn *turn, CareConversation *conversation, const CareEvent *event);
void care_scan_close(CareConversation *conversation, CareOpenKind kind);
/* The best guess in mid-chat; never what is asked in. */
const CareLanguage *care_scan_language(CareConversation *conversation);

/* --- care-memory.c, care-card.c, care-transfer.c: what is known of a customer --- */
/* LOADED: keeps the memory, and tells of a customer who is back. */
void care_memory_met(CareTurn *turn, CareConversation *conversation, const CareMemory *memory);
/* Answers what waits for a load; loads if none is under way. @command: NOTE, NAME, LANGUAGE, CARD
 */
void care_memory_show(CareTurn *turn, CareConversation *conversation, CareCommand command);
/* Loads what is not known yet, to show nothing. */
void care_memory_recall(CareTurn *turn, CareConversation *conversation);
/* Nothing is known any more of whoever is behind the conversation. */
void care_memory_drop(CareConversation *conversation);
CareCard *care_card_of(CareConversation *conversation, CareNow now); /* (transfer full) */
void care_transfer_command(CareTurn *turn, const CareEvent *event);
/* Whether the chat that is on, or the last one, was handed to a colleague. */
gboolean care_transfer_is_done(const CareConversation *conversation);

/* --- care-note.c: what the agent changes by hand --- */
void care_memory_command(CareTurn *turn, const CareEvent *event); /* NOTE, NAME, LANGUAGE, FORGET */
/* What was changed is safe: tells the agent. */
void care_memory_stored(CareTurn *turn, CareConversation *conversation, const CareRecord *record);
/* It is not safe yet: tells the agent, once. FALSE: it was no such change. */
gboolean care_memory_not_stored(CareTurn *turn, CareConversation *conversation,
                                const CarePending *pending);
