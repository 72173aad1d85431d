/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the reminders keep of one conversation, and of all: the thirteen rules are one table in
 * care-rules.c. */
#pragma once

#include "care-limits.h"
#include <purple-care/engine.h>

typedef enum {
    CARE_RULE_STEPS, /* rises in three steps while the customer waits */
    CARE_RULE_DELAY, /* comes once, after so long */
    CARE_RULE_HINT,  /* on or off */
} CareRuleKind;

typedef struct { /* what one of the thirteen rules is */
    const char *name;
    CareItem letter;
    CareRuleKind kind;
    gsize at;         /* of its switch in CareSettings: CareRemindRule, or gboolean of a hint */
    gint64 within_ms; /* the agent's line counts as acted on so long; 0: nothing is counted */
    CareMessageId message;   /* what is said */
    gboolean ends_with_line; /* over with the agent's next line; else with the chat */
} CareRuleFacts;

const CareRuleFacts *care_rule_facts(CareRule rule);
/* The rule's times; NULL for one that is only on or off. */
const CareRemindRule *care_rule_steps(const CareSettings *settings, CareRule rule);
/* Whether policy has it on. */
gboolean care_rule_is_set(const CareSettings *settings, CareRule rule);

typedef struct { /* a showing whose result is not known yet */
    gboolean is_on;
    CareLevel level;
    gint64 shown_boot, shown_wall;
} CareShowing;

#define CARE_SHOWN_MAX \
    20 /* interruptions of a conversation that are remembered, as many as policy may allow */

typedef struct {
    CareShowing showing[CARE_N_RULES];
    guint active; /* bits: what is drawn; of HOLD: counts as one of those who wait. While any is
                     set that an agent's line ends, such a line is no mere line */
    guint told;   /* bits: hints that were given in this chat: not again */
    gint64 shown_boot[CARE_SHOWN_MAX]; /* a ring of the interruptions, for the budget; 0: none */
    guint shown_next;
    gint64 double_boot; /* a customer's line from then on is "wrote again"; CARE_NEVER: none is */
    gint64 again_boot;  /* start of the wait in which they did, untold yet; CARE_NEVER: none */
    gint64 later_boot;  /* [Later]: nothing interrupts before */
    gint64 look_boot;   /* the newest line was just asked for, or the agent types: not before */
    gint64 settle_boot; /* when the first result is known for want of a line; CARE_NEVER: none */
    gboolean snoozed;   /* "/care snooze here": for this chat */
    gboolean away;      /* the agent is, on this account */

    guint unscanned;                /* live lines since the newest scan */
    gint64 scan_boot;               /* when to look at them; CARE_NEVER: not armed */
    CareOpen opens[CARE_OPENS_MAX]; /* oldest first */
    guint n_opens;
    gint64 promise_boot;   /* the newest promise nobody came back to; CARE_NEVER: none */
    guint promise_lines;   /* the agent's lines by then: with one more it is no longer the newest */
    gboolean promise_told; /* it was reminded of */
    gboolean asked;        /* a line of this wait asks something: it is more than a "thanks!" */
    gboolean upset;
    guint32 entries, values;      /* bits: cues of policy that were met */
    guint stock;                  /* customers who got the newest long line today; 0: below three */
    gboolean listened;            /* their language was asked for in this chat */
    const CareLanguage *language; /* as it was heard; NULL: not */
} CareReminding;
