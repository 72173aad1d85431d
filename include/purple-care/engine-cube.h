/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts that add up: what reports, scores and the agent's own line are all made of. */
#pragma once

#include <purple-care/engine-record.h>
#include <purple-care/engine-score.h>

#define CARE_RATINGS   5  /* steps of the question that purple-care asks, 1 to 5 */
#define CARE_STEPS_MAX 11 /* of any stored question: 0 to 10 */

typedef struct {
    gint min, max; /* max > min; at most CARE_STEPS_MAX steps */
} CareScale;

#define CARE_SCALE_ASKED ((CareScale){1, CARE_RATINGS})

typedef struct {
    guint64 outcomes[CARE_N_OUTCOMES]; /* ended chats; OPEN stays 0 */
    guint64 reasons[CARE_N_REASONS];   /* of the NOT_ASKED ones */
    guint64 ratings[CARE_STEPS_MAX];   /* [t]: post-chat answers of min + t that count, one per
                                          answered chat */
    guint64 items[CARE_N_ITEMS][CARE_STEPS_MAX]; /* the same of the follow-up items; NONE's stay 0
                                                  */
} CareCounts;

typedef struct {
    char *agent, *protocol, *definition; /* definition: "" for chats that were not asked */
    CareScale scale;                     /* the definition's */
    CareCounts counts;
} CareCubeRow;

typedef struct {
    gint64 from_ms, to_ms;    /* half-open; of all chats: first and last end, both included */
    gint64 first_ms, last_ms; /* first and last end among the rows; 0 without rows */
    CareScale scale;          /* of the ratings that sums hold; others are never mixed in */
    GPtrArray *rows;          /* of CareCubeRow, sorted by agent, protocol, definition, bytewise */
} CareCube;

CareCube *care_cube_new(void);
void care_cube_free(CareCube *cube);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareCube, care_cube_free)

/* Adds @counts to the row of these three names, made if need be. A definition has one scale. */
void care_cube_add(CareCube *cube, const char *agent, const char *protocol, const char *definition,
                   CareScale scale, const CareCounts *counts);

/* The scale that most answers were given on; the one that purple-care asks on where nobody
 * answered, and where as many were given on it as on another. */
CareScale care_cube_main_scale(const CareCube *cube);

/* The sum over rows of @agent (nullable: all). Ratings of chats and items are those on the cube's
 * scale alone: of several scales there is no sum. */
CareCounts care_cube_sum(const CareCube *cube, const char *agent);

/* Answers of @agent (nullable: all) on another scale than the cube's: in no sum of ratings. */
guint64 care_cube_n_other(const CareCube *cube, const char *agent);

/* The agents in it, sorted bytewise, each once. (transfer full), NULL-terminated */
char **care_cube_agents(const CareCube *cube);

void care_counts_add(CareCounts *sum, const CareCounts *more);
void care_counts_take(CareCounts *sum, const CareCounts *less);
/* More was taken from a count than was in it. */
gboolean care_counts_is_negative(const CareCounts *counts);
guint64 care_counts_asked(const CareCounts *counts); /* answered + expired + skipped + opted out */
guint64 care_counts_chats(const CareCounts *counts); /* asked + pending + not asked */
void care_counts_tally(const CareCounts *counts, CareScale scale, CareTally *out_tally);
/* The same of one follow-up item. */
void care_counts_item_tally(const CareCounts *counts, CareItem item, CareScale scale,
                            CareTally *out_tally);
