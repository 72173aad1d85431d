/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One way to subtract two figures that have intervals, for scores and for shares alike. */
#pragma once

#include <purple-care/engine-stats.h>

/* @newer less @older with MOVER limits, and what these allow to say: never TOO_FEW, for how many
 * are few is the caller's to know. Any thread. */
CareChange care_compare_difference(const CareProportion *older, const CareProportion *newer);
