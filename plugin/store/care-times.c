/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts times by steps; a median of steps is the step of the median, so only the last digits of a
 * long time are lost. */
#include "care-times.h"
#include <string.h>

#define ENTRY 6 /* bytes */

/* From where on steps are how long, in seconds, and the first one's number. */
static const struct {
    gint64 from_s, step_s;
    guint first;
} scales[] = {
    {0, 1, 0},        {120, 5, 120},      {600, 30, 216},
    {3600, 300, 316}, {36000, 3600, 424}, {864000, 3600, CARE_TIME_STEPS - 1},
};

guint
care_time_step(gint64 ms)
{
    const gint64 s = ms / 1000;
    gsize i = G_N_ELEMENTS(scales) - 1;

    if (s >= scales[i].from_s)
        return CARE_TIME_STEPS - 1;
    while (s < scales[i].from_s)
        i--;
    return scales[i].first + (guint)((s - scales[i].from_s) / scales[i].step_s);
}

gint64
care_time_start_ms(guint step)
{
    gsize i = G_N_ELEMENTS(scales) - 1;

    while (step < scales[i].first)
        i--;
    return (scales[i].from_s + (step - scales[i].first) * scales[i].step_s) * 1000;
}

void
care_times_add(CareTimes *times, const CareAttention *attention, gint sign)
{
    const gint64 ms[CARE_N_TIMES] = {
        [CARE_TIME_FIRST_REPLY] = attention->first_reply_ms,
        [CARE_TIME_MEDIAN_REPLY] = attention->median_reply_ms,
        [CARE_TIME_FIRST_PART] = attention->first_part_ms,
        [CARE_TIME_LAST_PART] = attention->last_part_ms,
        [CARE_TIME_LONGEST_WAIT] = attention->longest_wait_ms,
    };

    times->n += sign;
    times->replies += sign * (gint64)attention->replies;
    times->promises += sign * (gint64)attention->promises;
    times->kept += sign * (gint64)attention->kept;
    times->open_questions += sign * (gint64)attention->open_questions;
    for (guint time = 0; time < CARE_N_TIMES; time++) {
        if (ms[time] >= 0)
            times->met[time][care_time_step(ms[time])] += sign;
    }
}

/* Sums of what edited files say may be too much for a number: unsigned, they wrap, and then
 * care_times_can_be() or the figure shows it. */
static gint32
wrap(gint32 a, gint32 b)
{
    return (gint32)((guint32)a + (guint32)b);
}

void
care_times_merge(CareTimes *times, const CareTimes *more)
{
    times->n += more->n;
    times->replies += more->replies;
    times->promises += more->promises;
    times->kept += more->kept;
    times->open_questions += more->open_questions;
    for (guint time = 0; time < CARE_N_TIMES; time++) {
        for (guint step = 0; step < CARE_TIME_STEPS; step++)
            times->met[time][step] = wrap(times->met[time][step], more->met[time][step]);
    }
}

gboolean
care_times_is_nothing(const CareTimes *times)
{
    static const gint32 none[CARE_N_TIMES][CARE_TIME_STEPS];

    return times->n == 0 && times->replies == 0 && times->promises == 0 && times->kept == 0 &&
           times->open_questions == 0 && memcmp(times->met, none, sizeof none) == 0;
}

gboolean
care_times_can_be(const CareTimes *times)
{
    if (times->n < 0 || times->replies < 0 || times->promises < 0 || times->kept < 0 ||
        times->open_questions < 0)
        return FALSE;
    for (guint time = 0; time < CARE_N_TIMES; time++) {
        for (guint step = 0; step < CARE_TIME_STEPS; step++) {
            if (times->met[time][step] < 0)
                return FALSE;
        }
    }
    return TRUE;
}

/* Where the step of that rank begins. */
static gint64
time_of_rank(const gint32 *met, gint64 rank)
{
    guint step = 0;

    for (; step + 1 < CARE_TIME_STEPS && rank >= met[step]; step++)
        rank -= met[step];
    return care_time_start_ms(step);
}

static gint64
count_of(const gint32 *met)
{
    gint64 n = 0;

    for (guint step = 0; step < CARE_TIME_STEPS; step++)
        n += met[step];
    return n;
}

static gint64
median_of(const gint32 *met)
{
    const gint64 n = count_of(met);

    return n == 0 ? -1 : (time_of_rank(met, (n - 1) / 2) + time_of_rank(met, n / 2)) / 2;
}

guint64
care_times_n(const CareTimes *times, CareTime time)
{
    return (guint64)MAX(0, count_of(times->met[time]));
}

gint64
care_times_long_ms(const CareTimes *times, CareTime time)
{
    const gint64 n = count_of(times->met[time]);
    const gint64 usual_ms = n > 0 ? time_of_rank(times->met[time], (3 * n + 3) / 4 - 1) : -1;
    const guint next = usual_ms >= 0 ? care_time_step(usual_ms) + 1 : CARE_TIME_STEPS;

    return next < CARE_TIME_STEPS ? care_time_start_ms(next) : -1;
}

static gint64
longest_of(const gint32 *met)
{
    const gint64 n = count_of(met);

    return n == 0 ? -1 : time_of_rank(met, n - 1);
}

CareAttention
care_times_sum_up(const CareTimes *times)
{
    return (CareAttention){
        .replies = (guint)MIN(times->replies, G_MAXUINT),
        .first_reply_ms = median_of(times->met[CARE_TIME_FIRST_REPLY]),
        .median_reply_ms = median_of(times->met[CARE_TIME_MEDIAN_REPLY]),
        .longest_wait_ms = longest_of(times->met[CARE_TIME_LONGEST_WAIT]),
        .first_part_ms = median_of(times->met[CARE_TIME_FIRST_PART]),
        .last_part_ms = median_of(times->met[CARE_TIME_LAST_PART]),
        .promises = (guint)MIN(times->promises, G_MAXUINT),
        .kept = (guint)MIN(times->kept, G_MAXUINT),
        .open_questions = (guint)MIN(times->open_questions, G_MAXUINT),
    };
}

GByteArray *
care_times_pack(const CareTimes *times)
{
    GByteArray *bytes = g_byte_array_new();
    const gint32 *met = times->met[0];

    for (guint i = 0; i < CARE_N_TIMES * CARE_TIME_STEPS; i++) {
        const guint32 n = (guint32)met[i];
        const guint8 entry[ENTRY] = {(guint8)i,        (guint8)(i >> 8),  (guint8)n,
                                     (guint8)(n >> 8), (guint8)(n >> 16), (guint8)(n >> 24)};

        if (n != 0)
            g_byte_array_append(bytes, entry, ENTRY);
    }
    return bytes;
}

gboolean
care_times_unpack(CareTimes *times, const guint8 *bytes, gsize size, gint sign)
{
    gint32 *met = times->met[0];

    if (bytes == NULL || size % ENTRY != 0)
        return size == 0;
    for (const guint8 *entry = bytes; entry < bytes + size; entry += ENTRY) {
        const guint i = entry[0] | (guint)entry[1] << 8;
        const guint32 n =
            entry[2] | (guint32)entry[3] << 8 | (guint32)entry[4] << 16 | (guint32)entry[5] << 24;

        if (i >= CARE_N_TIMES * CARE_TIME_STEPS)
            return FALSE;
        /* Unsigned, for what an edited file says may be too much for the sum. */
        met[i] = (gint32)((guint32)met[i] + (sign > 0 ? n : -n));
    }
    return TRUE;
}
