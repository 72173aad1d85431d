/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds colours for a paper that somebody's theme chose: whatever it is, words can be read. */
#include "care-chart.h"
#include <math.h>

#define WORDS_TO_PAPER 4.5  /* WCAG 2.2, 1.4.3 */
#define LINES_TO_PAPER 3.0  /* 1.4.11 */
#define TRACK_SHARE    0.12 /* of the words' colour in what bars lie on */

static double
channel(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double
luminance(const CareColour *colour)
{
    return 0.2126 * channel(colour->red) + 0.7152 * channel(colour->green) +
           0.0722 * channel(colour->blue);
}

static double
contrast(const CareColour *a, const CareColour *b)
{
    const double of_a = luminance(a), of_b = luminance(b);

    return (MAX(of_a, of_b) + 0.05) / (MIN(of_a, of_b) + 0.05);
}

static double
mix(double paper, double words)
{
    return paper + (words - paper) * TRACK_SHARE;
}

gboolean
care_view_is_dark(const CareColour *paper)
{
    const CareColour black = {0, 0, 0}, white = {1, 1, 1};

    return contrast(paper, &white) > contrast(paper, &black);
}

void
care_chart_colours_on(const CareColour *paper, CareColour *out_colours)
{
    const CareColour *const colours = care_chart_colours(care_view_is_dark(paper));
    const CareColour *const words = &colours[CARE_INK_TEXT];
    const CareColour track = {mix(paper->red, words->red), mix(paper->green, words->green),
                              mix(paper->blue, words->blue)};

    for (guint ink = 0; ink < CARE_N_INKS; ink++)
        out_colours[ink] = colours[ink];
    if (contrast(&colours[CARE_INK_FAINT], paper) < WORDS_TO_PAPER ||
        contrast(&colours[CARE_INK_LINE], paper) < LINES_TO_PAPER ||
        contrast(&colours[CARE_INK_BAR], paper) < LINES_TO_PAPER)
        return;
    out_colours[CARE_INK_PAPER] = *paper;
    /* Else a bar would be no longer than what it lies on. */
    if (contrast(&colours[CARE_INK_BAR], &track) >= LINES_TO_PAPER)
        out_colours[CARE_INK_TRACK] = track;
}
