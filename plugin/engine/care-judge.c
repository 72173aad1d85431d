/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a reply can be meant for the question that is out. */
#include "care-judge.h"

/* Nobody said anything of weight since our question, so a short line can only be meant for it. */
gboolean
care_judge_is_first(const CareConversation *conversation)
{
    return !conversation->since.agent_spoke && conversation->since.customer_lines == 0;
}

/* The question has left, and what comes first is its answer. While it is only being committed
   (ASKING) a line still belongs to the talk. */
gboolean
care_judge_awaits(const CareJudge *judge)
{
    return judge->record != NULL && judge->record->survey.state == CARE_SURVEY_ASKED &&
           care_judge_is_first(judge->conversation);
}

/* The follow-up item is out, and this is the first thing said since. */
gboolean
care_judge_awaits_item(const CareJudge *judge)
{
    return judge->record != NULL && care_follow_is_out(judge->conversation, judge->record) &&
           judge->record->survey.step == CARE_STEP_ITEM && care_judge_is_first(judge->conversation);
}

gboolean
care_judge_awaits_comment(const CareJudge *judge)
{
    return judge->record != NULL && care_follow_is_out(judge->conversation, judge->record) &&
           judge->record->survey.step == CARE_STEP_COMMENT;
}
