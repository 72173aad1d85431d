/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows who asks a smaller share of their customers than the others do: a score can be kept high by
 * not asking. */
#include "care-compare.h"

#define PARITY_FROM_N 20 /* chats that could have been asked about, on either side */

/* Whether the agent's own way of ending a chat kept its customer from the question. */
static const gboolean is_agents_own[] = {
    [CARE_REASON_NONE] = FALSE,             /* no reason is known: nobody is blamed */
    [CARE_REASON_PRIVATE] = FALSE,          /* no customer of the desk's */
    [CARE_REASON_PROTOCOL] = FALSE,         /* the protocol cannot carry the question */
    [CARE_REASON_IDLE] = TRUE,              /* they could have ended it with /care end */
    [CARE_REASON_LOST] = FALSE,             /* the line broke */
    [CARE_REASON_CLOSED] = TRUE,            /* they closed the window where policy asks only after
                                               /care end */
    [CARE_REASON_AGENT_CHOICE] = TRUE,      /* /care end quiet */
    [CARE_REASON_CUSTOMER_WAITING] = TRUE,  /* they closed the window on an open question */
    [CARE_REASON_LEFT] = FALSE,             /* the customer left the room first */
    [CARE_REASON_SEVERAL] = FALSE,          /* whom to ask is policy's */
    [CARE_REASON_NO_EXCHANGE] = FALSE,      /* too short to be asked about, whoever ended it */
    [CARE_REASON_OPTED_OUT] = FALSE,        /* the customer's wish */
    [CARE_REASON_TOO_RECENT] = FALSE,       /* policy's interval */
    [CARE_REASON_YEARLY_CAP] = FALSE,       /* policy's cap */
    [CARE_REASON_WEAKER_ENCRYPTION] = TRUE, /* they closed the window through which it could have
                                               gone encrypted */
    [CARE_REASON_SAMPLED_OUT] = FALSE,      /* a draw that nobody can choose */
    [CARE_REASON_SHADOW] = FALSE,           /* policy's mode */
    [CARE_REASON_OFF] = FALSE,              /* policy's mode */
    [CARE_REASON_STORE] = FALSE,            /* a fault */
    [CARE_REASON_SEND_FAILED] = FALSE,      /* a fault */
    [CARE_REASON_ASKED_ELSEWHERE] = FALSE,  /* another client asked them */
    [CARE_REASON_LIMIT] = FALSE,            /* our own loop stop */
    [CARE_REASON_OTHER] = FALSE,            /* another system's word, such as "bot_only": nobody
                                               here can tell whose doing that was */
};
G_STATIC_ASSERT(G_N_ELEMENTS(is_agents_own) == CARE_N_REASONS);

gboolean
care_reason_is_agents_own(CareReason reason)
{
    return (guint)reason < G_N_ELEMENTS(is_agents_own) && is_agents_own[reason];
}

guint64
care_counts_withheld(const CareCounts *counts)
{
    guint64 withheld = 0;

    g_return_val_if_fail(counts != NULL, 0);

    for (gsize reason = 0; reason < G_N_ELEMENTS(is_agents_own); reason++)
        withheld += is_agents_own[reason] ? counts->reasons[reason] : 0;
    return withheld;
}

/* A question that is still out was asked. */
static guint64
questions_of(const CareCounts *counts)
{
    return care_counts_asked(counts) + counts->outcomes[CARE_OUTCOME_PENDING];
}

CareParity
care_parity_of(const CareCounts *agent, const CareCounts *rest)
{
    static const CareParityVerdict verdicts[] = {
        [CARE_VERDICT_TOO_FEW] = CARE_PARITY_TOO_FEW,
        [CARE_VERDICT_UNCLEAR] = CARE_PARITY_ALIKE,
        [CARE_VERDICT_IMPROVED] = CARE_PARITY_MORE,
        [CARE_VERDICT_DECLINED] = CARE_PARITY_LESS,
    };
    CareParity parity = {0};

    G_STATIC_ASSERT(G_N_ELEMENTS(verdicts) == CARE_N_VERDICTS);
    g_return_val_if_fail(agent != NULL && rest != NULL, parity);

    const guint64 others_asked = questions_of(rest);
    const guint64 others_could = others_asked + care_counts_withheld(rest);

    parity.asked = questions_of(agent);
    parity.withheld = care_counts_withheld(agent);
    parity.could = parity.asked + parity.withheld;
    care_proportion_of(parity.asked, parity.could, &parity.share);
    care_proportion_of(others_asked, others_could, &parity.rest);
    if (parity.could >= PARITY_FROM_N && others_could >= PARITY_FROM_N)
        parity.difference = care_compare_difference(&parity.rest, &parity.share);
    parity.verdict = verdicts[parity.difference.verdict];
    return parity;
}

const char *
care_parity_name(CareParityVerdict verdict)
{
    static const char *const names[] = {"too few chats", "alike", "less", "more"};

    G_STATIC_ASSERT(G_N_ELEMENTS(names) == CARE_N_PARITIES);
    return (guint)verdict < CARE_N_PARITIES ? names[verdict] : NULL;
}
