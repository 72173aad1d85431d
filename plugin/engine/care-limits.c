/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loop stops are counted in boot time, so that no clock jump opens them. */
#include "care-limits.h"

#define MINUTE_MS G_GINT64_CONSTANT(60000)
#define HOUR_MS   (60 * MINUTE_MS)

const CareLimits care_limits_default = {
    .between_questions_ms = 2000,
    .lines_per_window = 6,
    .window_ms = 10 * MINUTE_MS,
    .questions_per_hour = 240,
    .same_line_in = 3,
    .silence_ms = 10 * MINUTE_MS,
};

guint
care_hour_count(const CareHour *hour, gint64 boot_ms)
{
    guint n = 0;

    for (guint i = 0; i < hour->filled; i++)
        n += hour->at_boot[i] > boot_ms - HOUR_MS;
    return n;
}

void
care_hour_add(CareHour *hour, gint64 boot_ms)
{
    hour->at_boot[hour->next] = boot_ms;
    hour->next = (hour->next + 1) % CARE_HOUR_MAX;
    hour->filled = MIN(hour->filled + 1, CARE_HOUR_MAX);
}

gboolean
care_limits_may_speak(const CareLimits *limits, const CareSpoken *spoken, gint64 boot_ms)
{
    guint n = 0;

    if (boot_ms < spoken->silent_until_boot)
        return FALSE;
    for (guint i = 0; i < CARE_SPOKEN_MAX; i++)
        n += spoken->at_boot[i] != 0 && spoken->at_boot[i] > boot_ms - limits->window_ms;
    return n < MIN(limits->lines_per_window, CARE_SPOKEN_MAX);
}

gboolean
care_limits_may_ask(const CareLimits *limits, const CareSpoken *spoken, const CareHour *account,
                    gint64 boot_ms)
{
    if (!care_limits_may_speak(limits, spoken, boot_ms))
        return FALSE;
    if (spoken->question_boot != 0 &&
        boot_ms - spoken->question_boot < limits->between_questions_ms)
        return FALSE;
    return account == NULL ||
           care_hour_count(account, boot_ms) < MIN(limits->questions_per_hour, CARE_HOUR_MAX);
}

void
care_limits_spoke(CareSpoken *spoken, gint64 boot_ms)
{
    spoken->at_boot[spoken->next] = boot_ms;
    spoken->next = (spoken->next + 1) % CARE_SPOKEN_MAX;
}

void
care_limits_heard(const CareLimits *limits, CareSpoken *spoken, guint times, gint64 boot_ms)
{
    if (times >= limits->same_line_in)
        spoken->silent_until_boot = boot_ms + limits->silence_ms;
}
