/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report is laid beside: another period, an earlier report's file, a sector's figure. */
#pragma once

#include <purple-care/engine-stats.h>

#define CARE_OTHER_ERROR (care_other_error_quark())
typedef enum {
    CARE_OTHER_ERROR_FORMAT, /* no report of ours as JSON; the message says what is wrong */
} CareOtherError;
GQuark care_other_error_quark(void);

typedef struct {
    char *name;             /* as it was asked for: "2025-Q1", "old.json" */
    gint64 from_ms, to_ms;  /* both 0: not known */
    gboolean is_whole;      /* to_ms is in it, as with all chats; else it is not */
    char *agent, *protocol; /* what it was filtered by; NULL: nothing */
    CareTally tally;
    guint64 chats, asked, answered;
    char **definitions; /* that customers were asked under, sorted, each once */
} CareOther;

/* @name, @agent, @protocol: copied. (transfer full). Any thread. */
CareOther *care_other_of_cube(const char *name, const CareCube *cube, gboolean is_whole,
                              const char *agent, const char *protocol);

/* Reads what `purple-care report --format json` wrote: @text of @length bytes, from anybody.
 * (transfer full), NULL with FORMAT. Any thread. */
CareOther *care_other_of_json(const char *name, const char *text, gsize length, GError **error);

void care_other_free(CareOther *other);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareOther, care_other_free)

/* A published figure of customers' satisfaction, 0 to 100. */
typedef struct {
    const char *name;        /* "banks" */
    guint tenths;            /* of a point: published scores have one decimal at most */
    gint year;               /* that it was published for */
    const char *measure;     /* whose customers' satisfaction, in the publisher's own words */
    const char *source;      /* publisher and study */
    const char *reported_by; /* NULL: it was read in the publisher's own announcement */
} CareSector;

/* NULL: there is none of that name. Any thread. */
const CareSector *care_sector_named(const char *name);
/* By name, from 0 on; NULL past the last. Any thread. */
const CareSector *care_sector_at(guint index);
