/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All the engine can be asked: events in, actions out; it has no clock, disk, dice or libpurple. */
#pragma once

#include <purple-care/engine-answer.h>
#include <purple-care/engine-cue.h>
#include <purple-care/engine-record.h>
#include <purple-care/engine-remind.h>
#include <purple-care/engine-settings.h>

typedef struct {
    gint64 wall_ms; /* UTC: for stamps */
    gint64 boot_ms; /* steadily rising: for durations, so clock jumps harm nothing */
} CareNow;

typedef struct _CareEngine CareEngine;
typedef struct _CareConversation
    CareConversation; /* one customer or room on one account; the engine's own */

typedef struct {
    const char *protocol; /* care_protocol_name(): "xmpp" */
    const char *account;  /* the agent's bare address */
    const char *address;  /* the customer's bare address, or the room's */
    gboolean room;
    gboolean anonymous;        /* no authenticated, stable address: asked maybe, remembered never */
    const char *name;          /* for lines to the agent */
    const char *agent;         /* for lines to the customer */
    const char *const *groups; /* buddy-list groups; nullable */
} CarePeer;

typedef enum {
    CARE_EVENT_LINE,      /* a live line was shown: role, [who], [text if the conversation reads] */
    CARE_EVENT_REPLY,     /* a customer's line is about to be shown: text, [who], [stamp_ms] */
    CARE_EVENT_COMMAND,   /* command, [text: the newest line shown], [present] */
    CARE_EVENT_CLOSED,    /* the window is going: [text: the newest line shown] */
    CARE_EVENT_NEWEST,    /* answer to READ: text: the newest line shown, NULL: there is none;
                             is_typing */
    CARE_EVENT_SCANNED,   /* answer to SCAN, at once: lines, n_lines, oldest first */
    CARE_EVENT_LOADED,    /* answer to LOAD: token, status, customer, [memory], chat_id, survey_id,
                             dice */
    CARE_EVENT_HEARD,     /* answer to HEAR: token, [text: the language's tag], said_stop */
    CARE_EVENT_STORED,    /* answer to STORE: token, status */
    CARE_EVENT_SENT,      /* answer to SEND: token, status */
    CARE_EVENT_ENCRYPTED, /* an encrypted line was seen in this conversation */
    CARE_EVENT_ACCOUNT,   /* account went on- or offline: protocol, account, online */
    CARE_EVENT_PRESENCE, /* the agent went away or came back: protocol, account, online: is there */
    CARE_EVENT_RESUMED,  /* what an earlier run left: conversation, resumed */
    CARE_EVENT_SETTINGS, /* settings, definition, [locale] */
    CARE_EVENT_STORE,    /* the store opened (status OK) or could not be: status, [key], [rules] */
    CARE_EVENT_WAKE,     /* the time that care_engine_wake_ms() named has come */
    CARE_EVENT_QUIT,     /* flush what is open; nothing is asked any more */
} CareEventType;

typedef enum { CARE_ROLE_AGENT, CARE_ROLE_CUSTOMER, CARE_ROLE_COLLEAGUE } CareRole;

typedef enum {
    CARE_COMMAND_END,
    CARE_COMMAND_END_QUIET,
    CARE_COMMAND_UNDO,
    CARE_COMMAND_STATUS,
    CARE_COMMAND_WHY,
    CARE_COMMAND_PRIVATE,
    CARE_COMMAND_NOT_PRIVATE,
    CARE_COMMAND_PULSE,
    CARE_COMMAND_OPT_OUT,  /* a wish told to the agent */
    CARE_COMMAND_NOTE,     /* argument: the note; NULL: shows it; "off": none any more */
    CARE_COMMAND_NAME,     /* the same with what they want to be called */
    CARE_COMMAND_LANGUAGE, /* argument: a tag, "auto", NULL: shows it */
    CARE_COMMAND_RECALL,   /* loads what is remembered unless it is known; shows nothing */
    CARE_COMMAND_CARD,
    CARE_COMMAND_WAITING,
    CARE_COMMAND_SNOOZE,      /* argument: minutes, "here", "day", "off", NULL */
    CARE_COMMAND_TRANSFER,    /* argument: the colleague's address, resolved; NULL: none is known by
                                 that name */
    CARE_COMMAND_TRANSFERRED, /* the hand-over is sent: this agent's part ends */
    CARE_COMMAND_FORGET,      /* argument: "yes", or NULL: says what would go */
    CARE_COMMAND_DONE,        /* a reminder's buttons: rule */
    CARE_COMMAND_LATER,
    CARE_COMMAND_NEVER,   /* rule: off from now on, for this run; the adapter writes the setting */
    CARE_COMMAND_RESTORE, /* rule: a passive one interrupts again */
} CareCommand;

typedef struct { /* one occupant of a room */
    const char *nick;
    const char *address; /* the real bare address if the room tells it; NULL: anonymous */
} CareOccupant;

typedef struct { /* one line of a conversation, looked at again */
    CareRole role;
    gint64 at_ms;     /* UTC; whole seconds, as clients keep it */
    const char *text; /* plain, valid UTF-8 */
} CareSaid;

typedef struct { /* small on purpose: one is filled in for every line */
    CareEventType type;
    CareRole role;
    CareCommand command;
    CareStored status;
    gboolean automatic;             /* an auto-response: never answered */
    CareConversation *conversation; /* NULL where the event is about none */
    const char *text;               /* plain, valid UTF-8 */
    const char *who;                /* rooms: the occupant's nick */
    gint64 stamp_ms;                /* a delayed line's own time; 0: live */
    guint64 token;
    union {
        struct { /* LOADED */
            const CareCustomer *customer;
            const CareMemory *memory;
            const char *chat_id, *survey_id; /* fresh UUIDs for what may begin */
            guint32 dice;                    /* uniform: draws the follow-up */
        };
        struct { /* SETTINGS */
            CareSettings *settings;
            const char *definition; /* hash of wording, scale and guards */
            const char *locale;     /* the agent's, "de_DE.UTF-8": the last resort for a language */
        };
        struct { /* ACCOUNT */
            const char *protocol, *account;
            gboolean online;
        };
        const CareResumed *resumed;      /* RESUMED */
        struct {                         /* COMMAND */
            const CareOccupant *present; /* in a room: customers there, ends with nick NULL */
            const char *argument;        /* nullable: trimmed, plain, valid UTF-8 */
            CareRule rule;
        };
        struct { /* STORE */
            const char *key;
            const CareRuleHistory *rules; /* CARE_N_RULES of them */
        };
        struct { /* SCANNED */
            const CareSaid *lines;
            guint n_lines;
        };
        gboolean is_typing; /* NEWEST: the agent has begun a line to this customer */
        gboolean said_stop; /* HEARD: one of the lines was an opt-out phrase */
    };
} CareEvent;

typedef enum {
    CARE_ACTION_LOAD,   /* key (NULL: anonymous): read the customer, answer with LOADED */
    CARE_ACTION_HEAR,   /* read the customer's lines since `ms` (wall; rooms: of the nick in text;
                           in a language nobody knows yet), answer with HEARD; before any later
                           STORE's STORED */
    CARE_ACTION_STORE,  /* record: commit, answer with STORED */
    CARE_ACTION_SEND,   /* message to the customer, answer with SENT */
    CARE_ACTION_TELL,   /* message to the agent */
    CARE_ACTION_READ,   /* look at the newest line shown, answer with NEWEST */
    CARE_ACTION_SCAN,   /* look at the newest `number` live lines, none of ours, not before `ms` (0:
                           before the newest scan); answer at once with SCANNED */
    CARE_ACTION_REMIND, /* show or raise a reminder: rule, level, message with its fields; of HOLD
                           conversation is who waits longest, number how many */
    CARE_ACTION_CLEAR,  /* it is over: rule */
    CARE_ACTION_CARD,   /* show `card` to the agent */
    CARE_ACTION_WAITING,  /* show care_engine_waiting() to the agent */
    CARE_ACTION_TRANSFER, /* card to the colleague in text: number 0: preview to the agent, 1: send
                             it, then COMMAND_TRANSFERRED */
    CARE_ACTION_CHAT_ENDED, /* for other plugins: number = outcome */
    CARE_ACTION_ASKED,      /* for other plugins */
    CARE_ACTION_ANSWERED,   /* for other plugins: number = rating */
} CareActionType;

typedef enum { /* what is said; the adapter has the words */
               CARE_SAY_NOTHING,
               /* to the customer, in action.language */
               CARE_SAY_QUESTION,
               CARE_SAY_PULSE,
               CARE_SAY_ITEM,         /* item */
               CARE_SAY_COMMENT_LOW,  /* after 1-3 */
               CARE_SAY_COMMENT_HIGH, /* after 4-5 */
               CARE_SAY_THANKS,
               CARE_SAY_THANKS_LOW, /* after 1-2 */
               CARE_SAY_CLARIFY,
               CARE_SAY_HELP,
               CARE_SAY_SKIPPED,
               CARE_SAY_CHANGED, /* number: the new rating */
               CARE_SAY_LATE,
               CARE_SAY_EXPIRED,
               CARE_SAY_OPTED_OUT,
               CARE_SAY_OPTED_IN,
               CARE_SAY_ERASE, /* "yes, erase" confirms */
               CARE_SAY_ERASED,
               CARE_SAY_NOT_SAVED,
               CARE_N_SAYS,
               /* to the agent */
               CARE_TELL_RATED = CARE_N_SAYS, /* number: rating, text: the same line's words */
               CARE_TELL_RATED_WORDS,         /* policy hides the number; text */
               CARE_TELL_CHANGED,             /* number */
               CARE_TELL_ITEM,                /* number: rating, item */
               CARE_TELL_PULSE,    /* number: the rating in mid-chat, text: the same line's words */
               CARE_TELL_KUDOS,    /* text: what they said after 4-5 */
               CARE_TELL_RECOVERY, /* after 1-2 */
               CARE_TELL_PULSE_ASKED,
               CARE_TELL_PULSE_NOT, /* number: the reason, CareReason */
               CARE_TELL_SKIPPED,
               CARE_TELL_OPTED_OUT,
               CARE_TELL_ERASED,
               CARE_TELL_ENDED,      /* reason: why not asked */
               CARE_TELL_STILL_OPEN, /* number: seconds until the question goes out */
               CARE_TELL_UNDONE,
               CARE_TELL_UNDO_LATE, /* the question is out */
               CARE_TELL_UNDO_NONE,
               CARE_TELL_NO_CHAT,
               CARE_TELL_CLOSED_WAITING, /* closed on a waiting customer */
               CARE_TELL_STORE_FAILED,
               CARE_TELL_NOT_SAVED, /* an answer waits for the store */
               CARE_TELL_SEND_FAILED,
               CARE_TELL_PRIVATE,
               CARE_TELL_PRIVATE_HERE, /* no address to remember: for this run of the client */
               CARE_TELL_NOT_PRIVATE,
               CARE_TELL_NO_ADDRESS, /* nobody here who could be marked private */
               CARE_TELL_NOT_DESK,
               CARE_TELL_STATUS_NONE,  /* no chat is open; text: how the last one ended ("expired"),
                                          NULL: none yet */
               CARE_TELL_STATUS_OPEN,  /* number: the customer's lines, ms: since the start */
               CARE_TELL_STATUS_ASKED, /* a question is out; ms: since when */
               CARE_TELL_WHY,          /* text: the guards, "name=value;..." */
               CARE_TELL_FIRST_ANSWER, /* ms: waited */
               CARE_TELL_NEXT_ANSWER,  /* ms: waited */
               CARE_TELL_DOUBLE_TEXT,
               CARE_TELL_PROMISE,         /* ms: since it was given */
               CARE_TELL_OPEN_QUESTION,   /* ms: UTC, when it was asked */
               CARE_TELL_LAST_IMPRESSION, /* card: what is open; number: seconds until the question
                                           */
               CARE_TELL_RETURNING,       /* card: what is remembered; ms: since the last chat */
               CARE_TELL_LOW_BEFORE,      /* the same; the last rating was 1 or 2 */
               CARE_TELL_FEELING,
               CARE_TELL_STOCK_TEXT,  /* number: customers */
               CARE_TELL_EMPOWERMENT, /* text: the entry */
               CARE_TELL_VALUE,       /* number: rank, text: the value */
               CARE_TELL_HOLD, /* number: customers, ms: the longest wait; name: of conversation */
               CARE_TELL_DEMOTED,  /* rule: showed itself to no use, is passive now */
               CARE_TELL_RESTORED, /* rule */
               CARE_TELL_NEVER,    /* rule */
               CARE_TELL_SNOOZED,  /* ms: for how long */
               CARE_TELL_SNOOZED_HERE,
               CARE_TELL_SNOOZE_OFF,
               CARE_TELL_SNOOZE_BAD, /* that argument is none */
               CARE_TELL_NOTE,       /* text: the note as it is; NULL: there is none */
               CARE_TELL_NOTE_SAVED,
               CARE_TELL_NAME, /* text */
               CARE_TELL_NAME_SAVED,
               CARE_TELL_LANGUAGE, /* text: tag; number 1: set by the agent; NULL: not known */
               CARE_TELL_LANGUAGE_SAVED,
               CARE_TELL_LANGUAGE_AUTO,
               CARE_TELL_LANGUAGE_BAD,
               CARE_TELL_NO_NOTES,     /* policy keeps none */
               CARE_TELL_TOO_LONG,     /* number: characters at most */
               CARE_TELL_NOBODY,       /* nobody here who can be remembered */
               CARE_TELL_FORGET,       /* what would go; "/care forget yes" does it */
               CARE_TELL_TRANSFER_WHO, /* no colleague of that name; text */
               CARE_TELL_TRANSFERRED,  /* text: to whom */
               CARE_N_MESSAGES
} CareMessageId;

typedef struct {
    CareActionType type;
    CareConversation *conversation; /* valid until the next WAKE */
    guint64 token;                  /* 0: no answer wanted */
    char *key;
    CareRecord *record;
    CareMessageId message;
    gint number;
    gint64 ms;
    CareItem item;
    const CareLanguage *language; /* SEND: the customer's */
    char *text;
    CareRule rule;
    CareLevel level;
    CareCard *card;
} CareAction;

typedef struct {
    gboolean keep;   /* REPLY: this very line is kept from window and log */
    GPtrArray *list; /* of CareAction, to be carried out in order */
} CareActions;

/* Loop stops (docs/architecture.md); no setting raises them, tests may pass their own. */
typedef struct {
    gint64 between_questions_ms; /* to one peer */
    guint lines_per_window;      /* to one peer */
    gint64 window_ms;
    guint questions_per_hour; /* of one account */
    guint same_line_in;       /* the same line so often: silence */
    gint64 silence_ms;
} CareLimits;

/**
 * care_engine_new:
 * @settings: (transfer none): replaced by SETTINGS events
 * @limits: (nullable): NULL for the compiled-in ones
 * @definition: hash of wording, scale and guards that answers are given under
 */
CareEngine *care_engine_new(CareSettings *settings, const CareLimits *limits,
                            const char *definition);
void care_engine_free(CareEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareEngine, care_engine_free)

/* The conversation with @peer, made if need be, and marked as having a window until CLOSED.
 * (transfer none) */
CareConversation *care_engine_attach(CareEngine *engine, const CarePeer *peer);

/* Its window shows somebody else by now (a nick was changed): nothing ends by that, and nothing is
 * asked. */
void care_engine_detach(CareConversation *conversation);

/* The same without a window: for what an earlier run left. (transfer none) */
CareConversation *care_engine_adopt(CareEngine *engine, const CarePeer *peer);

/* Whether any conversation anywhere is watched: a cheap first question for lines without a window.
 */
gboolean care_engine_any_watched(const CareEngine *engine);

/* The conversation with this address, window or none; NULL if the engine knows none. (transfer
 * none) */
CareConversation *care_engine_find(CareEngine *engine, const char *protocol, const char *account,
                                   const char *address);

/**
 * care_engine_handle:
 * @event: (transfer none)
 *
 * The one way in. A line with no survey open costs a few stores and no allocation.
 *
 * Returns: (transfer full) (nullable): what to do, in order; NULL: nothing
 */
CareActions *care_engine_handle(CareEngine *engine, const CareEvent *event, CareNow now);
void care_actions_free(CareActions *actions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareActions, care_actions_free)

/* When to send WAKE next, in boot_ms; G_MAXINT64: never. */
gint64 care_engine_wake_ms(const CareEngine *engine);

typedef struct {
    CareConversation *conversation; /* valid until the next WAKE */
    gint64 waits_ms;
    CareLevel level; /* how far its reminder has risen */
} CareWaiter;

/* Whoever waits for an answer, longest first. (transfer full): of CareWaiter */
GArray *care_engine_waiting(const CareEngine *engine, CareNow now);

/* Until when nothing interrupts, in boot_ms; 0: no snooze is on. */
gint64 care_engine_snoozed_until(const CareEngine *engine);

/* How many questions are out and unanswered on @account (nullable: all). */
guint care_engine_open_questions(const CareEngine *engine, const char *account);

gboolean care_conversation_is_watched(
    const CareConversation *conversation); /* replies may count: send REPLY */
gboolean care_conversation_reads(const CareConversation *conversation); /* LINE wants its text */
/* How many live lines were not looked at yet: SCANNED is due before a command about the chat. */
guint care_conversation_unscanned(const CareConversation *conversation);
const CarePeer *care_conversation_peer(const CareConversation *conversation);

typedef enum {                                    /* bits: what can be done in a conversation now */
               CARE_STANDING_SERVED = 1 << 0,     /* at the desk, and no private contact: without it
                                                     only PRIVATE may be set */
               CARE_STANDING_OPEN = 1 << 1,       /* a chat is on */
               CARE_STANDING_ENDING = 1 << 2,     /* its end waits */
               CARE_STANDING_UNDOABLE = 1 << 3,   /* its end can be taken back */
               CARE_STANDING_ASKED = 1 << 4,      /* a question is out and may still be answered */
               CARE_STANDING_REMEMBERED = 1 << 5, /* there is somebody who can be remembered */
               CARE_STANDING_KNOWN = 1 << 6,      /* and what is remembered of them is here */
               CARE_STANDING_PRIVATE = 1 << 7,
} CareStanding;

/* CareStanding bits. A line that only counts changes none of them. */
guint care_conversation_standing(CareConversation *conversation);
/* What is remembered, as far as policy lets it be seen; @out_own_tag (set on success, transfer
 * none): the language that the agent set, "". (transfer full) (nullable): NULL: nobody is
 * remembered here, or it is not read yet */
CareMemory *care_conversation_memory(const CareConversation *conversation,
                                     const char **out_own_tag);
/* Whether policy lets notes and names be kept. */
gboolean care_settings_keeps_notes(const CareSettings *settings);
/* A copy of what policy lets be seen of @memory (nullable). (transfer full) */
CareMemory *care_memory_shown(const CareMemory *memory, const CareSettings *settings);

/* Id of the chat that is on, or of the last one; NULL: none yet. (transfer none) */
const char *care_conversation_chat_id(const CareConversation *conversation);

/* The short name of a libpurple protocol id, "prpl-jabber": "xmpp"; of one not in the table what
 * follows "prpl-". */
const char *care_protocol_name(const char *prpl_id);

/* Whether a question may go over @protocol (the short name) at all. */
gboolean care_protocol_can_ask(const char *protocol);

/* Whether a question to @protocol must be short and one line (IRC). */
gboolean care_protocol_is_terse(const char *protocol);
