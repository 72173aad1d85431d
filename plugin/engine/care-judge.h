/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reply under judgement, shared by the two files that judge: care-reply.c answers, care-wish.c
 * wishes. */
#pragma once

#include "care-conversation.h"

typedef struct {
    CareTurn *turn;
    CareConversation *conversation;
    CareRecord *record; /* whose survey it would answer; NULL: nothing was ever asked */
    const CareEvent *event;
    CareReply reply;
} CareJudge;

/* Nobody said anything of weight since our question, so a short line can only be meant for it. */
gboolean care_judge_is_first(const CareConversation *conversation);

/* The question, the item or the comment question is out and unanswered; for the first two nothing
 * else was said since. */
gboolean care_judge_awaits(const CareJudge *judge);
gboolean care_judge_awaits_item(const CareJudge *judge);
gboolean care_judge_awaits_comment(const CareJudge *judge);

/* --- care-wish.c --- */
void care_wish_opt_out(const CareJudge *judge);
void care_wish_help(const CareJudge *judge);
/* "!rate off", "on", "erase". FALSE: it is none of them. */
gboolean care_wish_bang(CareJudge *judge, const char *text);
/* "erase", and its confirmation. FALSE: it is neither. */
gboolean care_wish_erase(const CareJudge *judge);
