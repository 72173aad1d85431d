/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns an audit into words, JSON and CSV: patterns with their intervals, and no verdict on
 * anybody. */
#pragma once

#include <purple-care/engine-audit.h>
#include <purple-care/report.h>

typedef struct { /* somebody asked in one store too soon after another; stores from 0 */
    const char *customer;
    guint store, store_before;
    gint64 asked_ms, asked_before_ms;
} CareAuditTwice;

typedef struct {
    const char *name;
    guint n; /* stores */
} CareAuditShared;

typedef struct {                                     /* what several stores know */
    const GPtrArray *paths;                          /* of char * */
    guint64 n_agents, n_customers, n_chats, n_twice; /* all of them */
    const GArray *agents, *customers;                /* of CareAuditShared, the first by name */
    const GArray *twice;                             /* of CareAuditTwice, the first of them */
} CareAuditStores;

typedef struct {
    const CareCube *cube; /* of the whole desk */
    const CareAudit *audit;
    const CareAuditStores *stores; /* NULL: there is one store */
    gboolean has_all_names;        /* the text names all who are known, not the first 20 */
} CareAuditData;

/* @options->agent: (nullable): shown is this agent alone, still beside all others. All texts end
 * with a newline. (transfer full). Any thread. */
char *care_audit_text(const CareAuditData *data, const CareReportOptions *options);
char *care_audit_json(const CareAuditData *data, const CareReportOptions *options);
char *care_audit_csv(const CareAuditData *data, const CareReportOptions *options);
