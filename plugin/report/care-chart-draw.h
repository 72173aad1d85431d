/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The strokes that the charts share; private to them. */
#pragma once

#include "care-chart.h"

void care_pen_ink(CarePen *pen, CareInk ink);
void care_pen_box(CarePen *pen, CareInk ink, double x, double y, double width, double height);
/* @dash: units on and off; 0: drawn through */
void care_pen_line(CarePen *pen, CareInk ink, double thickness, double dash, double x1, double y1,
                   double x2, double y2);
/* A point; hollow where @is_open. */
void care_pen_dot(CarePen *pen, CareInk ink, double x, double y, gboolean is_open);

double care_chart_trend_height(const CareChart *chart);
void care_chart_trend_draw(CarePen *pen, const CareChart *chart, double width);

double care_chart_score_height(void);
void care_chart_score_draw(CarePen *pen, const CareChart *chart, double width);
