/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often each time was met: from that a median over millions of chats is found without a look at
 * any of them, and what was added can be taken away again. */
#pragma once

#include <purple-care/engine-record.h>

typedef enum {
    CARE_TIME_FIRST_REPLY,
    CARE_TIME_MEDIAN_REPLY,
    CARE_TIME_FIRST_PART,
    CARE_TIME_LAST_PART,
    CARE_TIME_LONGEST_WAIT,
    CARE_N_TIMES
} CareTime;

/* Steps are as fine as people tell times: a second up to 2 minutes, 5 s up to 10 minutes, 30 s up
 * to an hour, 5 minutes up to 10 hours, an hour up to 10 days; what is longer is one step. */
#define CARE_TIME_STEPS 655

typedef struct {
    gint64 n; /* chats */
    gint64 replies, promises, kept, open_questions;
    gint32 met[CARE_N_TIMES][CARE_TIME_STEPS]; /* chats */
} CareTimes;

/* The step that @ms (>= 0) is in, and where a step begins. */
guint care_time_step(gint64 ms);
gint64 care_time_start_ms(guint step);

/* One chat more, or, @sign -1, less. */
void care_times_add(CareTimes *times, const CareAttention *attention, gint sign);

/* All that was added to @more. */
void care_times_merge(CareTimes *times, const CareTimes *more);

/* From where on a time is longer than it is for three in four of the chats that have one, rounded
 * up to the next step; -1 where there is no such time. Of what care_times_can_be(). */
gint64 care_times_long_ms(const CareTimes *times, CareTime time);
/* How many chats have that time. */
guint64 care_times_n(const CareTimes *times, CareTime time);

/* Nothing was added that was not taken again. */
gboolean care_times_is_nothing(const CareTimes *times);

/* FALSE: more was taken than was there. */
gboolean care_times_can_be(const CareTimes *times);

/* Medians (of two in the middle the mean), the longest, sums; each time by the beginning of its
 * step; -1 where no chat has it. Of what care_times_can_be(). */
CareAttention care_times_sum_up(const CareTimes *times);

/* (transfer full): of bytes: for each step that was met its number, from all times' on, and how
 * often; 2 and 4 bytes, the lowest first. */
GByteArray *care_times_pack(const CareTimes *times);

/* Adds, or takes, what @bytes (nullable) say of steps. FALSE: they were made by nobody of ours;
 * then part of it may be added. */
gboolean care_times_unpack(CareTimes *times, const guint8 *bytes, gsize size, gint sign);
