/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of reminders: thirteen rules, what came of each showing, and what is known of a
 * customer who comes back. */
#pragma once

#include <purple-care/engine-record.h>

typedef struct {    /* how one rule fared lately: newest in the lowest bit */
    guint32 acted;  /* bit set: the agent acted on that showing */
    guint n;        /* showings in `acted`, at most CARE_RULE_WINDOW */
    gboolean quiet; /* it made itself passive */
} CareRuleHistory;

#define CARE_RULE_WINDOW 20 /* showings that count */
#define CARE_RULE_FEWEST 20 /* percent acted on, below which a rule makes itself passive */

/* The name in `[remind]`, "first-answer"; NULL past the last. Any thread. */
const char *care_rule_name(CareRule rule);
/* -1: no such rule. */
gint care_rule_from_name(const char *name);
/* Which of the five it belongs to. */
CareItem care_rule_letter(CareRule rule);
const char *care_level_name(CareLevel level);
gint care_level_from_name(const char *name);
const char *care_remind_result_name(CareRemindResult result);
gint care_remind_result_from_name(const char *name);

/* One more showing of a rule; @result ACTED or not. TRUE: by this one it became quiet. */
gboolean care_rule_history_add(CareRuleHistory *history, CareRemindResult result);

typedef struct {           /* what is remembered of a customer for the agent; strings owned */
    char *note;            /* NULL: none */
    char *name;            /* what they want to be called; NULL: not told */
    gboolean own_language; /* the language was set by an agent, no answer changes it */
    guint n_chats;         /* ended ones before this */
    gint64 last_ms;        /* end of the last of them; 0: none */
    gboolean last_asked;   /* that one was asked about */
    gboolean last_rated;   /* that one has a rating; else `last_rating` is older */
    gint last_rating;      /* the newest one to a chat's end; 0: none */
    gint64 rated_ms;
    char *last_comment; /* what they said with it; NULL: nothing, or not kept any more */
} CareMemory;

CareMemory *care_memory_copy(const CareMemory *memory); /* NULL stays NULL */
void care_memory_free(CareMemory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareMemory, care_memory_free)

typedef enum {                         /* what may still be open in a chat */
               CARE_OPEN_QUESTION,     /* the customer asked, nobody answered */
               CARE_OPEN_PROMISE,      /* the agent said they would check */
               CARE_OPEN_OWN_QUESTION, /* the agent asked, the customer has not answered */
               CARE_N_OPENS
} CareOpenKind;

typedef struct {
    CareOpenKind kind;
    gint64 at_ms; /* UTC: when that was written */
} CareOpen;

#define CARE_OPENS_MAX 8
#define CARE_ENTRIES_MAX                                                         \
    32 /* of [empowerment], and of [vision] values: those past it are named as a \
          mistake */

typedef struct { /* all that an agent sees of a customer at once; owned strings, no message text but
                    the customer's own last comment */
    char *name;  /* as the client shows them */
    char *language;     /* tag; NULL: not known */
    CareMemory *memory; /* NULL: nobody who is remembered */
    gboolean hides;     /* policy hides ratings: show "asked" or "answered" alone */
    CareOpen opens[CARE_OPENS_MAX];
    guint n_opens;
    gint64 waits_ms; /* the customer waits so long; 0: does not */
    gboolean upset;  /* one of their lines said so */
    guint32 entries; /* bits: entries of [empowerment] whose cue was met in this chat */
    guint32 values;  /* bits: values of [vision] whose cue was met */
    guint stock;     /* so many customers were sent the same long line today; 0: less than three */
    gboolean is_quiet[CARE_N_RULES]; /* rules that made themselves passive */
    CareAttention attention;         /* of this chat so far */
} CareCard;
void care_card_free(CareCard *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareCard, care_card_free)
