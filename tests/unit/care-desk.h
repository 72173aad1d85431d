/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A desk for engine tests: carries actions out at once, keeps what was said, told and stored, owns
 * the clock. */
#pragma once

#include "care-test.h"
#include <purple-care/engine.h>

#define DESK_MINUTE G_GINT64_CONSTANT(60000)
#define DESK_HOUR   (60 * DESK_MINUTE)
#define DESK_DAY    (24 * DESK_HOUR)

typedef struct {
    CareEngine *engine;
    CareConversation *anna; /* an XMPP conversation with a window */
    CareNow now;
    CareCustomer customer;             /* what the store knows of whoever is loaded */
    const CareMemory *memory;          /* the same; NULL: nothing */
    gboolean typing;                   /* the agent has begun a line, for READ */
    const CareConversation *typing_in; /* there; NULL: wherever it is looked for */
    CareStored store;                  /* how the store takes every record */
    CareStored send;                   /* whether lines go out */
    gboolean hold;                     /* answers from outside wait for desk_release() */
    guint32 dice;                      /* draws the follow-up */
    const char *chat_id, *survey_id;   /* of what begins next; NULL: always the same ones */
    const char *heard;                 /* the language of the customer's lines; NULL: not clear */
    gboolean said_stop;                /* one of them wished for no more questions */
    const char *language;              /* tag that the last line to the customer was in */
    CareItem item;                     /* that it asked about */
    const char *newest;                /* the newest line shown, for READ */
    GArray *said, *told;               /* of CareMessageId, in order */
    GPtrArray *stored;                 /* of CareRecord, in order, failed ones too */
    GPtrArray *results;                /* of CareRecord: what came of reminders, not in `stored` */
    GPtrArray *texts;  /* of char *: the text of every line to the agent, "" for none */
    GPtrArray *acts;   /* of CareAction, in order: all but their records */
    GQueue waiting;    /* of CareEvent to deliver */
    gint last_number;  /* of the last line to the agent */
    GHashTable *lines; /* address to GPtrArray of the newest lines shown, for SCAN */
    void (*seen)(const CareAction *action, gpointer data); /* each action, before it is noted */
    gpointer seen_data;
    gboolean lean; /* for long runs: nothing is noted */
} Desk;

/* @policy: lines after "[desk] accounts=*", NULL: none; there are no follow-ups unless it says so.
 * Free with desk_free(). */
Desk *desk_new(const char *policy);
void desk_free(Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_free)

CareConversation *desk_conversation(Desk *desk, const char *address, gboolean room);
void desk_event(Desk *desk, CareEvent event);
void desk_agent(Desk *desk, const char *text);
/* A customer's line as the adapter offers it: as a reply if watched, then as a line. TRUE: it was
 * kept. */
gboolean desk_customer(Desk *desk, const char *text);
void desk_command(Desk *desk, CareCommand command);
void desk_command_with(Desk *desk, CareCommand command, const char *argument);
void desk_close(Desk *desk, const char *newest);
void desk_release(Desk *desk);
/* Looks at all lines of Anna's that were not looked at, as the adapter does before a command. */
void desk_scan(Desk *desk);
/* Lets time pass, waking the engine whenever it asked for it. */
void desk_pass(Desk *desk, gint64 ms);
/* "hello" from Anna, "hi" from the agent, /care end: asked. */
void desk_ask(Desk *desk);

/* The newest action of a kind; NULL: none yet. */
const CareAction *desk_act(const Desk *desk, CareActionType type);
guint desk_count_acts(const Desk *desk, CareActionType type);
/* How often @rule was shown or raised to @level. */
guint desk_reminded(const Desk *desk, CareRule rule, CareLevel level);
/* How often @rule was cleared. */
guint desk_cleared(const Desk *desk, CareRule rule);

guint desk_count(const GArray *messages, CareMessageId message);
const CareRecord *desk_last(const Desk *desk); /* stored last; with a chat in it */

/* --- care-desk-look.c --- */
const char *desk_last_text(const Desk *desk); /* of the newest line to the agent */
CareMessageId desk_last_told(const Desk *desk);
const CareRecord *desk_last_stored(const Desk *desk); /* with a chat in it or not */
/* @command without an argument shows @message with @text; NULL: with none. */
void desk_assert_shows(Desk *desk, CareCommand command, CareMessageId message, const char *text);
/* How many records change a customer by @bit. */
guint desk_n_changes(const Desk *desk, CareCustomerChange bit);
/* How often any rule was shown or raised. */
guint desk_interruptions(const Desk *desk);
/* "my router is dead", "try it again", a minute: from then on the next answer is waited for. */
void desk_talk(Desk *desk);
