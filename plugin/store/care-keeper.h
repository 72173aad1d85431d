/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When the store lets go of what is old: once a day, a step at a time, and not on a clock that
 * nobody has had time to correct. */
#pragma once

#include "care-keep.h"

typedef struct {
    gboolean is_on;
    CareKeep keep;
    CareKeepPass pass;
    gboolean is_begun; /* a pass is on its way */
    CareKeep trusted;  /* what it goes by */
    gint64 next_us;    /* by the steady clock: not before */
} CareKeeper;

/* From now on by @keep; the next look begins a pass. Writer thread, all of this file. */
void care_keeper_set(CareKeeper *keeper, const CareKeep *keep);

/**
 * care_keeper_look:
 * @steady_us: g_get_monotonic_time()
 *
 * Does one step if one is due. A wall clock that is more than 60 days after the last pass, before
 * it, or was never seen, is noted, and believed at the next pass, a day later: until then only what
 * is never to be kept goes.
 *
 * Returns: whether something was let go
 */
gboolean care_keeper_look(CareKeeper *keeper, CareDb *db, gint64 now_ms, gint64 steady_us);
