/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The loop stops: whatever else goes wrong, no customer is flooded and no two robots talk for long.
 */
#pragma once

#include <purple-care/engine.h>

#define CARE_SPOKEN_MAX                                                                         \
    16                    /* lines to one peer that are remembered; limits above it act as this \
                           */
#define CARE_HOUR_MAX 256 /* events of an hour that are remembered */

typedef struct {                     /* our own lines to one peer */
    gint64 at_boot[CARE_SPOKEN_MAX]; /* a ring; 0: none */
    guint next;
    gint64 question_boot; /* of the last question; 0: none */
    gint64 silent_until_boot;
} CareSpoken;

typedef struct { /* a ring of what happened in the last hour */
    gint64 at_boot[CARE_HOUR_MAX];
    guint next, filled;
} CareHour;

extern const CareLimits care_limits_default;

/* How many of @hour lie within the hour before @boot_ms. */
guint care_hour_count(const CareHour *hour, gint64 boot_ms);
void care_hour_add(CareHour *hour, gint64 boot_ms);

/* Whether one more line may go to the peer now, and (says it went) the note of it. */
gboolean care_limits_may_speak(const CareLimits *limits, const CareSpoken *spoken, gint64 boot_ms);
gboolean care_limits_may_ask(const CareLimits *limits, const CareSpoken *spoken,
                             const CareHour *account, gint64 boot_ms);
void care_limits_spoke(CareSpoken *spoken, gint64 boot_ms);

/* Notes that the same line came @times in a row; from the limit on nothing is said for a while. */
void care_limits_heard(const CareLimits *limits, CareSpoken *spoken, guint times, gint64 boot_ms);
