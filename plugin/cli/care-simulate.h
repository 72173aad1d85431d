/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where `purple-care simulate` takes its chats from. */
#pragma once

#include "care-progress.h"
#include <purple-care/report-simulate.h>
#include <purple-care/store-log.h>
#include <purple-care/store-past.h>

#define CARE_SIMULATE_NAME "simulate"

typedef struct {
    CareSettings *settings;
    CareSimulation *simulation;
    CarePeriod period;
    CareEnd end; /* of chats whose end is not known */
    GTimeZone *zone;
    CareProgress *progress;
    CareSimulateReport *report; /* what is found out goes in here */
} CareSimulateRun;

/* Whether chats of @account (nullable) with @address (nullable) are the desk's. */
gboolean care_simulate_is_desk(const CareSimulateRun *run, const char *protocol,
                               const char *account, const char *address);

/* Adds the chats of a store, or those of a folder of logs. FALSE: with @error. */
gboolean care_simulate_store(const CareSimulateRun *run, CareReader *reader, GError **error);
gboolean care_simulate_logs(const CareSimulateRun *run, const char *dir,
                            CareSimulatedLogs *out_logs, GError **error);
