/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the guards over chats of the past, and says what to expect of it: nothing here is random, so
 * that the same history gives the same figures. */
#pragma once

#include <purple-care/engine-eligibility.h>
#include <purple-care/engine-stats.h>

/* --- a conversation's lines, cut into chats by silence --- */

typedef struct {
    gint64 started_ms, last_ms;
    guint agent_lines, customer_lines;
    gboolean is_waiting; /* the customer wrote last, and more than courtesy */
} CareCutChat;

typedef struct {
    gint64 idle_end_ms;
    CareCutChat chat; /* the one that is on; started_ms 0: none is */
    gboolean is_waiting, newest_is_courtesy;
} CareCut;

/* Whether a line at @at_ms comes after so long a silence that what is on is over before it. */
gboolean care_cut_is_over(const CareCut *cut, gint64 at_ms);
/* A line; it starts a chat where none is on, unless it is courtesy. FALSE: it belongs to none. */
gboolean care_cut_line(CareCut *cut, gboolean by_agent, gboolean is_courtesy, gint64 at_ms);
/* Ends what is on. FALSE: nothing is. */
gboolean care_cut_take(CareCut *cut, CareCutChat *out_chat);

/* --- what a policy would have asked --- */

typedef struct { /* an ended chat, as far as it is known */
    const char *id, *agent, *protocol;
    const char *customer;   /* key; NULL: anonymous */
    const char *sample_key; /* of the store that it is in; NULL: the rules' */
    gint64 ended_ms;
    guint agent_lines, customer_lines, present;
    CareEnd end;
    gboolean is_desk, is_room, is_erased, is_transferred, is_quiet, is_waiting, is_encrypted;
    CareOutcome outcome; /* what became of a question about it in truth; OPEN: there was none */
} CarePastChat;

typedef struct {
    double response;        /* share of those asked who answer, where it is not known of a chat */
    const char *sample_key; /* where neither [desk] key is set nor the chat has one */
} CareSimulationRules;

typedef struct {
    char *name;
    guint64 chats, asked, reasons[CARE_N_REASONS]; /* reasons: of those not asked */
} CareSimulatedPart;

typedef struct {
    CareSimulatedPart all;
    GPtrArray *agents;    /* of CareSimulatedPart, by name */
    GPtrArray *customers; /* the same, most asked first, then by name; anonymous ones are in none */
    guint64 n_anonymous;  /* chats */
    guint64 n_asked_customers;
    gint64 first_ms, last_ms; /* ends; 0: no chat */
} CareSimulated;
void care_simulated_free(CareSimulated *simulated);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareSimulated, care_simulated_free)

typedef struct _CareSimulation CareSimulation;

/* Nobody was asked before the first chat. Modes off and shadow count as live: what is wanted is
 * what would be asked. @rules: copied */
CareSimulation *care_simulation_new(CareSettings *settings, const CareSimulationRules *rules);
void care_simulation_free(CareSimulation *simulation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareSimulation, care_simulation_free)
/* What a customer wished, said twice it adds up; @opted_out_ms: since when they want no questions,
 * 0: they do. */
void care_simulation_wish(CareSimulation *simulation, const char *customer, gboolean is_private,
                          gint64 opted_out_ms);
/* The next chat in order of ends; texts are read only. Returns: its reason, NONE: asked */
CareReason care_simulation_add(CareSimulation *simulation, const CarePastChat *chat);
CareSimulated *care_simulation_finish(CareSimulation *simulation); /* (transfer full) */

/* --- what to expect of answers that fall as those of a tally do --- */

/* The score and its interval (docs/scoring.md) of @n such answers, n > 0 and not always whole.
 * FALSE: the tally is empty. Any thread. */
gboolean care_foresee_score(const CareTally *shape, double n, CareProportion *out_score);

/* How many answers each of two periods must have, so that a fall of the score by @points is no
 * chance (MOVER) if it is measured exactly so; each answer is at most so many steps lower as it
 * takes. 0: the score has no such room to fall. Any thread. */
guint64 care_foresee_answers(const CareTally *shape, double points);
