/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns counts into words and JSON, and words into periods; knows no database and no clock. */
#pragma once

#include <purple-care/engine-stats.h>
#include <purple-care/report-compare.h>
#include <purple-care/report-voices.h>

#define CARE_PERIOD_ERROR (care_period_error_quark())
typedef enum {
    CARE_PERIOD_ERROR_ZONE, /* no such time zone */
    CARE_PERIOD_ERROR_TEXT, /* not a period, quarter or time that we know; the message says what is
                             */
} CarePeriodError;
GQuark care_period_error_quark(void);

typedef struct {
    const char *kind;      /* "all", "quarter", "year", "rolling90", "range"; a constant */
    gint64 from_ms, to_ms; /* half-open, UTC; both 0: everything */
} CarePeriod;

/* "UTC", "+05:30" (up to 14 hours either way), "Europe/Berlin" (a name in the system's tzdata,
 * whose file is looked into); NULL: the system's. (transfer full), NULL with ZONE. Any thread. */
GTimeZone *care_zone_new(const char *name, GError **error);

/* "quarter" and "year" (those that @now_ms is in), "last-quarter", "90d" (up to @now_ms) or "all".
 * A time outside the years 1970 to 9998 counts as the nearest in them. Any thread. */
gboolean care_period_named(const char *name, GTimeZone *zone, gint64 now_ms, CarePeriod *out_period,
                           GError **error);
/* "2025-Q1": a calendar quarter, from local midnight to local midnight. Any thread. */
gboolean care_period_quarter(const char *text, GTimeZone *zone, CarePeriod *out_period,
                             GError **error);
/* The 90 days before @time, a date or an ISO 8601 time. Any thread. */
gboolean care_period_rolling(const char *time, GTimeZone *zone, CarePeriod *out_period,
                             GError **error);
/* From @from to before @to, each a date (its local midnight) or an ISO 8601 time. Any thread. */
gboolean care_period_between(const char *from, const char *to, GTimeZone *zone,
                             CarePeriod *out_period, GError **error);

typedef enum { CARE_BUCKET_WEEK, CARE_BUCKET_QUARTER } CareBucketKind;

typedef struct {
    char *name;            /* "2025-Q1"; a week by ISO 8601: "2025-W07" */
    gint64 from_ms, to_ms; /* its limits on the desk's clocks, also where only a part was counted */
    CareCube *cube;        /* (nullable): what was counted in it */
} CareBucket;

/* (transfer full): of CareBucket without cubes, without gaps, from the one that @first_ms is in to
 * that of @last_ms, but none after the year 9998. A bucket begins and ends at a local midnight, a
 * week on Monday. Any thread. */
GPtrArray *care_period_buckets(CareBucketKind kind, GTimeZone *zone, gint64 first_ms,
                               gint64 last_ms);

typedef struct CareReportData {
    const CareCube *cube;      /* the period's, under all filters */
    const CareCube *team;      /* the same without the agent's filter; NULL: @cube is that */
    const GPtrArray *quarters; /* of CareBucket with cubes; NULL: nothing has ended */
    const GPtrArray *weeks;    /* the same; NULL: not asked for */
    const CareCusum *cusum;    /* the last quarter watched against those before; NULL: there is one
                                  quarter only */
    const CareAttention *attention; /* over the period's chats; NULL: not known */
    guint64 n_attended;             /* chats behind it */
    const GPtrArray *parts;         /* of CareBucket with cubes and no limits: languages, hours or
                                       customers, as by which the options say; NULL: not asked for */
    guint64 n_left;                 /* customers that are not among the parts */
    const CareOther *other;         /* what to compare with; NULL: nothing */
    const CareSector *sector;       /* the same of published figures */
    const CareVoices *voices;       /* what customers said; NULL: not read */
    const struct CareReportData
        *history; /* cube, quarters and cusum of all that ended before the period's end, under the
                     same filters: what only shows between quarters is told from it; NULL: these
                     here are that */
} CareReportData;

typedef enum {                /* which breakdown the text shows */
               CARE_BY_USUAL, /* by quarter, item and agent; of many quarters the last twelve, of
                                 many agents the first hundred by name */
               CARE_BY_AGENT,
               CARE_BY_ITEM,
               CARE_BY_PROTOCOL, /* in JSON, too: without it "by_protocol" is left out */
               CARE_BY_WEEK,
               CARE_BY_QUARTER,
               CARE_BY_LANGUAGE, /* these: of data->parts */
               CARE_BY_HOUR,
               CARE_BY_CUSTOMER,
               CARE_N_BYS
} CareReportBy;

typedef struct {
    const char *kind;     /* CarePeriod's */
    const char *timezone; /* a name that care_zone_new() knows */
    gboolean colour;      /* a terminal that wants it */
    gint64 now_ms;        /* tells that a quarter or the period still runs; 0: not known */
    CareReportBy by;
    guint columns;                /* of the terminal; 0: 80 */
    gboolean whole_blocks;        /* bars without parts of blocks, which its letters lack */
    const char *agent, *protocol; /* what @cube was filtered by; NULL: nothing */
} CareReportOptions;

/* All texts end with a newline; those for people are translated. Any thread. */

/* (transfer full): the report of `purple-care report`, as text for people. */
char *care_report_text(const CareReportData *data, const CareReportOptions *options);
/* (transfer full): the same as JSON, "format": 1; keys in docs/scoring.md. */
char *care_report_json(const CareReportData *data, const CareReportOptions *options);
/* (transfer full): the same figures as CSV, a line for each: section,name,key,value. */
char *care_report_csv(const CareReportData *data, const CareReportOptions *options);
/* (transfer full): the same as one page of HTML, with charts, that asks nothing of a network. */
char *care_report_html(const CareReportData *data, const CareReportOptions *options);
/* Whether such a page is for so short a time that it should be given weeks, too. */
gboolean care_report_page_has_weeks(const CarePeriod *period);
/* (transfer full): `purple-care score`, the score object alone. */
char *care_score_json(const CareTally *tally);
char *care_score_text(const CareTally *tally);

/* What one of the five is called; NULL for NONE or out of range. */
const char *care_report_item(CareItem item);

/* Why a chat was not asked, in words; NULL for NONE or out of range. */
const char *care_report_reason(CareReason reason);

/* What a guard of engine-eligibility.h found, in words: "yes", "never"; @value itself where it is a
 * number, a protocol or a setting's value. */
const char *care_report_guard(const char *value);

/* (transfer full): @text as a terminal may show it: valid UTF-8, control and direction characters
 * written as \u001b. */
char *care_report_safe(const char *text);

/* Appends @text, and what it lacks of @columns of a terminal: after it, before it if @is_number. */
void care_report_pad(GString *out, const char *text, guint columns, gboolean is_number);

/* Ends the last line of @out: breaks it between words where it is wider than @columns, and goes on
 * at column @indent. A word that is too long, as a path, stays whole to be copied. */
void care_report_end(GString *out, guint indent, guint columns);

/* Whether a line may break between @before and @c: never inside a combining sequence. */
gboolean care_report_may_break(gunichar before, gunichar c);

/* Appends a cell of RFC 4180 that a spreadsheet shows and never runs: what it would take for a
 * formula gets a ' in front, which import takes off again. @one_line: care_report_safe() first. */
void care_report_cell(GString *out, const char *text, gboolean one_line);
