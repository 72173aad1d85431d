/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds what an agent, or a team, may try for a week: a few things for each of the five letters. */
#include "care-words.h"
#include <purple-care/report-kpi.h>

#define PRACTICES 3

static const char *const practices[CARE_N_ITEMS][PRACTICES] = {
    [CARE_ITEM_IDEAL] = {N_("before the first solution, ask what it has cost them so far."),
                         N_("write one line in each chat that you never wrote to anybody else."),
                         N_("begin by saying in your own words what happened to them.")},
    [CARE_ITEM_CULTURE] =
        {N_("say what you are doing for them right now, not what the rules are."),
         N_("when two things press, ask which one helps them most, and begin there."),
         N_("name what you stand for once where it decides something.")},
    [CARE_ITEM_ATTENTIVENESS] =
        {N_("before you answer, look for what they asked that has no answer yet."),
         N_("say in one line what you understood, before you solve it."),
         N_("when they write twice in a row, answer the second line first.")},
    [CARE_ITEM_RESPONSIVENESS] =
        {N_("if an answer takes time, say how long before they have to ask."),
         N_("come back to a promise before it is due, be it with \"not yet\"."),
         N_("let the first line be short and at once, the long one may follow.")},
    [CARE_ITEM_EMPOWERMENT] =
        {N_("before you pass something on, look at /care card: may you decide it?"),
         N_("offer two ways out and let them choose."),
         N_("say what you can do before what you can't.")},
};

const char *
care_practice_of(CareItem letter, gint week)
{
    const guint at = (guint)MAX(week, 0);
    const guint letters = CARE_N_ITEMS - 1; /* NONE is none */
    const guint of = letter == CARE_ITEM_NONE ? 1 + at % letters : (guint)letter;

    g_return_val_if_fail(of < CARE_N_ITEMS, "");
    return _(practices[of][at % PRACTICES]);
}
