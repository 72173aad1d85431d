/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The figures of one part of a report, gathered once, so that text and JSON cannot differ. */
#pragma once

#include <purple-care/report.h>

typedef struct {
    CareCounts counts;
    CareTally tally; /* the answers on the cube's scale */
    CareScore score; /* theirs; what is set is said by its rule */
    guint64 asked;
    guint64 n_other;         /* answers on another scale */
    gboolean has_worst_case; /* somebody was asked on this scale */
    double worst_low, worst_high;
} CarePart;

/* @agent: (nullable): all of @cube */
void care_part_of(const CareCube *cube, const char *agent, CarePart *out_part);

/* The follow-up item's answers on the cube's scale, with their score. */
void care_part_item(const CarePart *part, CareItem item, CareTally *out_tally,
                    CareScore *out_score);

/* The follow-up items with the lowest and the highest score; the first of those that are alike.
 * Returns how many have a score by the sample rule; neither is set at 0. */
guint care_part_item_ends(const CarePart *part, CareItem *out_lowest, CareItem *out_highest);

/* (transfer full): of CareCube, one per protocol, by name; the name is that of each row in it. */
GPtrArray *care_part_protocols(const CareCube *cube);
/* The same per definition that customers were asked under, each on its own scale. */
GPtrArray *care_part_definitions(const CareCube *cube);

/* How many definitions these are. */
guint care_part_n_definitions(const CareCube *cube);
/* Whether the same definitions were asked under in both; TRUE, too, where nobody was asked. */
gboolean care_part_is_alike(const CareCube *a, const CareCube *b);
/* Whether @lowest is below each other item that has a score by more than chance. */
gboolean care_part_item_is_lowest(const CarePart *part, CareItem lowest);

/* (transfer full): the agents of @cube whose answers on its scale are of other definitions than
 * those of the whole desk, @team. A set of names, which are @cube's own. */
GHashTable *care_part_unlike(const CareCube *cube, const CareCube *team);

/* An agent beside the desk. */
typedef struct {
    gboolean has_desk;   /* somebody answered an agent of the desk */
    CareShrunk shrunk;   /* meant only if has_desk */
    gboolean has_parity; /* the desk has another agent */
    CareParity parity;
} CareBeside;

/* (transfer none): the cube of all agents: the report's own where no agent was picked. */
const CareCube *care_part_team(const CareReportData *data);
/* @desk: care_part_of() the team; @n_agents: how many it has */
void care_part_beside(const CarePart *part, const CarePart *desk, guint n_agents,
                      CareBeside *out_beside);

/* The newest two quarters; FALSE: there are not two. */
gboolean care_part_change(const CareReportData *data, const CareBucket **out_older,
                          const CareBucket **out_newer, CareChange *out_change);

/* What may be said of the sums that watch the last quarter. */
typedef enum {
    CARE_COURSE_NONE,   /* nothing: none were taken, or of a part of the quarter only */
    CARE_COURSE_UNLIKE, /* nothing, as the question changed */
    CARE_COURSE_WATCHED,
} CareCourse;

/* @out_watched: the last quarter; set unless NONE */
CareCourse care_part_course(const CareReportData *data, const CareReportOptions *options,
                            const CareBucket **out_watched);
/* Whether the last quarter was asked under the same definitions as those before it together; TRUE
 * without one of them. */
gboolean care_part_course_is_alike(const CareReportData *data);
/* An alarm that still stands after the last rating: chance seldom leaves one, but often raises one
 * that passes. */
gboolean care_part_stands(const CareCusumSide *side);

/* Whether the period's limits leave out a part of @bucket. */
gboolean care_part_is_cut(const CareReportData *data, const CareReportOptions *options,
                          const CareBucket *bucket);
/* The last of @buckets with a chat before the one @end; NULL: there is none. */
const CareBucket *care_part_last_busy(const GPtrArray *buckets, guint end);
/* Whether the period had not ended when the report was made; one that ends at that moment had. */
gboolean care_part_is_running(const CareCube *cube, const CareReportOptions *options);
/* (transfer none): what is told from several quarters: @data's history, or @data where there is
 * none or most of its answers are on another scale. @out_options: how to look at it */
const CareReportData *care_part_past(const CareReportData *data, const CareReportOptions *options,
                                     CareReportOptions *out_options);
/* Whether @bucket had not ended when the report was made. */
gboolean care_part_runs(const CareReportOptions *options, const CareBucket *bucket);
