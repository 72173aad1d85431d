/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts that add up: what reports, scores and the agent's own line are all made of. */
#pragma once

#include <purple-care/engine-record.h>
#include <purple-care/engine-score.h>

#define CARE_RATINGS 5 /* of the main question's scale, 1 to 5 */

typedef struct {
    guint64 outcomes[CARE_N_OUTCOMES]; /* ended chats; OPEN stays 0 */
    guint64 reasons[CARE_N_REASONS];   /* of the NOT_ASKED ones */
    guint64 ratings[CARE_RATINGS];     /* post-chat answers that count, one per answered chat */
} CareCounts;

typedef struct {
    char *agent, *protocol, *definition; /* definition: "" for chats that were not asked */
    CareCounts counts;
} CareCubeRow;

typedef struct {
    gint64 from_ms, to_ms;    /* half-open; of all chats: first and last end, both included */
    gint64 first_ms, last_ms; /* first and last end among the rows; 0 without rows */
    GPtrArray *rows;          /* of CareCubeRow, sorted by agent, protocol, definition, bytewise */
} CareCube;

CareCube *care_cube_new(void);
void care_cube_free(CareCube *cube);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareCube, care_cube_free)

/* Adds @counts to the row of these three names, made if need be. */
void care_cube_add(CareCube *cube, const char *agent, const char *protocol, const char *definition,
                   const CareCounts *counts);

/* The sum over rows of @agent (nullable: all). */
CareCounts care_cube_sum(const CareCube *cube, const char *agent);

/* The agents in it, sorted bytewise, each once. (transfer full), NULL-terminated */
char **care_cube_agents(const CareCube *cube);

void care_counts_add(CareCounts *sum, const CareCounts *more);
guint64 care_counts_asked(const CareCounts *counts); /* answered + expired + skipped + opted out */
guint64 care_counts_chats(const CareCounts *counts); /* asked + pending + not asked */
void care_counts_tally(const CareCounts *counts, CareTally *out_tally);
