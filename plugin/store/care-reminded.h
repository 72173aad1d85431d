/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How each reminder fared on this machine: of no customer and no chat, and never sent anywhere. */
#pragma once

#include "care-db.h"

#define CARE_REMINDED_MAX 10000 /* rows; beyond, the oldest go */

/* Keeps the showing that @record holds, if it holds one. Writer thread; inside the caller's
 * transaction. */
gboolean care_reminded_put(CareDb *db, const CareRecord *record, GError **error);

/* (transfer full): CARE_N_RULES histories, of what came after each rule was last wanted back; NULL
 * with @error. Any thread. */
CareRuleHistory *care_reminded_load(CareDb *db, GError **error);
