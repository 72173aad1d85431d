/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of an audit's text that are lists, not figures. */
#pragma once

#include <purple-care/report-audit.h>

void care_audit_definitions(GString *out, const CareAudit *audit, const CareReportOptions *options);

/* @most: names of each kind. */
void care_audit_stores(GString *out, const CareAuditStores *stores, guint most,
                       const CareReportOptions *options);
