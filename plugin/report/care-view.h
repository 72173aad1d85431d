/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the chart of a piece of a report; private to the files of views. */
#pragma once

#include "care-chart.h"

/* @out_part: what the chart borrows. FALSE: there is nothing to draw, or nothing to be shown. */
gboolean care_view_chart(const CareView *view, CareViewKind kind, CarePart *out_part,
                         CareChart *out_chart);
