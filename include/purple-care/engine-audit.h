/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How asking went: values that show a pattern and judge nobody, and answers weighed by how likely
 * it was that they were asked for; docs/audit.md and docs/scoring.md. */
#pragma once

#include <purple-care/engine-stats.h>

/* All of this file: any thread. */

/* --- answers weighed by the inverse of their inclusion probability --- */

#define CARE_PROBABILITY_MIN 1e-6 /* what is below was written by nobody of ours */

typedef struct {                                           /* by steps of a scale */
    guint64 n[CARE_STEPS_MAX];                             /* answers */
    double weight[CARE_STEPS_MAX], square[CARE_STEPS_MAX]; /* sums of 1/p, and of 1/p² */
    guint64 unknown; /* answers without a probability that can be: those of imported chats, too */
} CareWeights;

/* One answer on the scale's step @step, asked for with @probability; what is not in (0, 1] is
 * counted as unknown. */
void care_weights_add(CareWeights *weights, guint step, double probability);
void care_weights_merge(CareWeights *sum, const CareWeights *more);

typedef struct {
    guint64 n;               /* answers that were weighed */
    double total;            /* Horvitz and Thompson: how many there would be, had all been asked */
    double value, low, high; /* Hájek's ratio; percent, about 95 % */
    double n_effective;      /* Kish: as many answers of one weight say as much */
    double phi;              /* the weighed ratings' design effect */
} CareWeighed;

/* FALSE (and only n set): no answer has a known probability. Where all are alike, value and limits
 * are the plain score's. */
gboolean care_weighed_of(const CareWeights *weights, CareScale scale, CareWeighed *out_weighed);
/* The same answers, each counting as one. */
void care_weights_tally(const CareWeights *weights, CareScale scale, CareTally *out_tally);

/* --- how each agent's chats ended, and who was asked how --- */

enum { CARE_WAIT_USUAL, CARE_WAIT_LONG, CARE_N_WAITS };

typedef struct {
    char *agent;
    guint64 ends[CARE_N_ENDS];  /* of the chats that were watched, so not of imported ones */
    guint64 questions, by_hand; /* asked at a chat's end by one of our clients, and of these by the
                                   agent, not by itself */
    guint64 could[CARE_N_WAITS], withheld[CARE_N_WAITS]; /* of the chats whose waits were measured:
                                                            they could have been asked about, and
                                                            the agent's way of ending kept them from
                                                            it */
    CareWeights weights;                                 /* of answers on the audit's scale */
} CareAuditAgent;

typedef struct { /* a definition that questions were asked under */
    char *name;
    gint64 first_ms, last_ms; /* ends of the chats */
    guint64 asked;
} CareAuditDefinition;

typedef struct {              /* agents' questions were of one definition, then of another */
    char *from, *to;          /* names */
    gint64 first_ms, last_ms; /* ends of the first chats under the new one, of the first and the
                                 last agent */
    guint agents;             /* whose questions did so */
    guint64 times;
} CareAuditChange;

typedef struct {
    GPtrArray *agents;      /* of CareAuditAgent, by name, bytewise */
    GPtrArray *definitions; /* of CareAuditDefinition, by first_ms */
    GPtrArray *changes;     /* of CareAuditChange, by first_ms */
    gint64 long_ms;         /* from where on a longest wait is long here; -1: not known */
    guint64 n_measured;     /* chats with a longest wait */
} CareAudit;

CareAudit *care_audit_new(void);
void care_audit_free(CareAudit *audit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareAudit, care_audit_free)

/* (transfer none): that of @name, made if need be. */
CareAuditAgent *care_audit_agent(CareAudit *audit, const char *name);
/* (transfer none) (nullable): that of @name, if there is one. */
const CareAuditAgent *care_audit_find(const CareAudit *audit, const char *name);
/* A chat that was asked under @name ended at @ms; @n of them. */
void care_audit_define(CareAudit *audit, const char *name, gint64 first_ms, gint64 last_ms,
                       guint64 n);
/* Adds a change; the same from and to are one. */
void care_audit_change(CareAudit *audit, const CareAuditChange *change);
/* Puts definitions and changes into their order. */
void care_audit_sort(CareAudit *audit);
void care_audit_agent_add(CareAuditAgent *sum, const CareAuditAgent *more);
