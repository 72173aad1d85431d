/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a log's lines were written: a file's name tells the day, each line only the time of day, in
 * the form of the client's locale. */
#pragma once

#include <glib.h>

typedef struct {
    gint hour, minute, second; /* hour: 0 to 23 */
    gboolean is_half;          /* it is only known of twelve hours: which half it is is not */
    gboolean has_date;
    gint date[3]; /* in whatever order */
} CareLogStamp;

/* "09:20:52", "9:20:52 PM", "27.11.2026 09:20:52". FALSE: it is no time. */
gboolean care_log_stamp_read(const char *text, gsize size, CareLogStamp *out_stamp);

typedef struct {
    gint64 day;       /* that is on, since 1970, on the clock that the file was written by */
    gint64 offset_ms; /* of that clock to UTC, where it is none of @zone */
    GTimeZone *zone;  /* (transfer none): whose clock it was; NULL: not known, it stays as it was */
    gint64 offset_day, before_ms, after_ms; /* offsets around a day, as looked up last */
    gint64 start_ms;                        /* of the file; 0: a line was read since */
    gint64 last_ms;
} CareLogClock;

/* "2026-11-27.092052+0100CET.html" begins the clock; FALSE: a name of another kind. @zone: where
 * the name tells none, and where its clocks then said what the name says; it outlives the clock. */
gboolean care_log_clock_begin(CareLogClock *clock, const char *name, GTimeZone *zone);
/* When a line with @stamp was written: the first such time that is not before the last one, also
 * where clocks are changed. Where a date is given and @dated, on its day. */
gint64 care_log_clock_next(CareLogClock *clock, const CareLogStamp *stamp, gboolean dated);
