/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report says in sentences, each with its label: text and HTML print the same ones, so that
 * they cannot differ. */
#pragma once

#include "care-part.h"
#include "care-words.h"

typedef struct {
    const char *label; /* translated; a constant */
    char *text;        /* names of a store in it are harmless to a terminal; not yet to HTML */
} CareSaid;

/* (transfer full): of CareSaid. */
GPtrArray *care_said_new(void);
/* Adds a line. @text: (transfer full) */
void care_said_add(GPtrArray *said, const char *label, char *text);
/* Appends all lines as text, broken where they are too long. */
void care_said_print(GString *out, const GPtrArray *said);

/* Translated names, and the outcomes in the order that a reader wants: OPEN past the last. */
const char *care_say_outcome(CareOutcome outcome);
CareOutcome care_say_nth_outcome(guint i);
/* (transfer full): a score in few words, as the sample rule allows. */
char *care_say_brief(const CareScore *score);

/* Score, band and number of answers, as the sample rule allows. @is_running: the period has not
 * ended, so that its band, which would be a verdict, is held back */
void care_say_score(GPtrArray *said, const CareTally *tally, gboolean is_running);
/* What a step of the scale was called when customers were asked; NULL: nothing, or not known. */
const char *care_say_step(const CareTally *tally, gint t);
void care_say_rates(GPtrArray *said, const CarePart *part);
void care_say_worst_case(GPtrArray *said, const CarePart *part);
void care_say_outcomes(GPtrArray *said, const CarePart *part);
/* What makes the figures mean less than they seem to. */
void care_say_doubts(GPtrArray *said, const CareCube *cube, const CarePart *part);
/* That no chat has ended, in the period or under the filters that were asked for. */
const char *care_say_nothing(const CareReportOptions *options);
/* Why nothing is compared though it was asked for; NULL: that was not. */
const char *care_say_not_compared(const CareReportData *data);
/* The one thing that helps most now. (transfer full) */
char *care_say_next(const CareReportData *data, const CareReportOptions *options,
                    const CarePart *whole);

/* The change between the last two quarters; nothing where there are not two. */
void care_say_change(GPtrArray *said, const CareReportData *data, const CareReportOptions *options);
/* What the course of ratings says: nothing until an alarm. */
void care_say_course(GPtrArray *said, const CareReportData *data, const CareReportOptions *options);

/* What a slow fall that was seen in @quarter says, and how far to trust it; NULL: there was none.
 * (transfer full) */
char *care_say_fall(const CareCusum *cusum, const char *quarter);

/* What is to be known of a quarter or week: that it still runs... @before: (nullable): the last one
 * before it with a chat. (transfer full); NULL: nothing */
char *care_say_bucket_notes(const CareBucket *bucket, const CareBucket *before,
                            const CareReportData *data, const CareReportOptions *options);

/* How attentive the chats were; nothing where nothing was measured. */
void care_say_attention(GPtrArray *said, const CareReportData *data);

/* Who asks less or more than the others. */
void care_say_parity(GPtrArray *said, const char *agent, const CareParity *parity);
/* What is to be known of agents' figures. */
void care_say_agents_doubts(GPtrArray *said, const CareReportData *data, const CarePart *desk);
/* Why no agents stand side by side. */
const char *care_say_none_beside(void);
const char *care_say_too_few(void);

/* How this report differs from another; nothing where there is none. */
void care_say_other(GPtrArray *said, const CareReportData *data, const CareReportOptions *options);
/* The sector's published figure, and why it is not comparable one to one; the same. */
void care_say_sector(GPtrArray *said, const CareReportData *data);
/* The warnings that the data raise; "none" is one of them, and what nothing is known of. */
void care_say_risks(GPtrArray *said, const CareReportData *data, const CareReportOptions *options);

/* How much customers said, and what was done about it, without their words. */
void care_say_voices(GPtrArray *said, const CareReportData *data);

#define CARE_CUSTOMERS_SHOWN 50 /* by customer: those with most chats */
/* The title of a breakdown by language, hour or customer, and (transfer full) what a part of it is
 * called: of a store. */
const char *care_say_by(CareReportBy by);
char *care_say_part_name(CareReportBy by, const CareBucket *part);
