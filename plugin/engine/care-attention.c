/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps reply times one by one as long as a chat is short; of a long one an even sample, so that no
 * chat costs more. */
#include "care-attention.h"
#include <string.h>

#define PARTS_FROM 4 /* replies: a half of fewer is no half */

void
care_attention_start(CareAttending *attending)
{
    *attending = (CareAttending){.stride = 1, .first_ms = -1};
}

/* Every second one goes, from now on every second one comes: what is kept stays evenly spread. */
static void
thin_out(CareAttending *attending)
{
    for (guint i = 1; i < CARE_REPLIES_MAX / 2; i++)
        attending->reply_ms[i] = attending->reply_ms[2 * i];
    attending->n_kept = CARE_REPLIES_MAX / 2;
    attending->stride = MIN(attending->stride, G_MAXUINT32 / 2) * 2;
}

void
care_attention_reply(CareAttending *attending, gint64 wait_ms)
{
    const guint32 wait = (guint32)CLAMP(wait_ms, 0, (gint64)G_MAXUINT32);

    if (attending->replies == 0)
        attending->first_ms = wait;
    attending->replies++;
    attending->longest_ms = MAX(attending->longest_ms, (gint64)wait);
    if (attending->n_kept > 0 && ++attending->skipped < attending->stride)
        return;
    attending->skipped = 0;
    if (attending->n_kept == CARE_REPLIES_MAX)
        thin_out(attending);
    attending->reply_ms[attending->n_kept++] = wait;
}

static void
sort(guint32 *ms, guint n)
{
    for (guint i = 1; i < n; i++) {
        const guint32 moved = ms[i];
        guint to = i;

        for (; to > 0 && ms[to - 1] > moved; to--)
            ms[to] = ms[to - 1];
        ms[to] = moved;
    }
}

/* Of an even number the mean of the middle two; -1: of none. */
static gint64
median_of(const guint32 *ms, guint n)
{
    guint32 sorted[CARE_REPLIES_MAX];

    if (n == 0)
        return -1;
    memcpy(sorted, ms, n * sizeof *ms);
    sort(sorted, n);
    return ((gint64)sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

CareAttention
care_attention_of(const CareAttending *attending, gint64 waits_ms)
{
    const guint n = attending->n_kept;
    const gboolean has_parts = n >= PARTS_FROM && !attending->is_cut;
    CareAttention figures = {
        .replies = attending->replies,
        .first_reply_ms = attending->replies > 0 && !attending->is_cut ? attending->first_ms : -1,
        .median_reply_ms = median_of(attending->reply_ms, n),
        .longest_wait_ms = MAX(attending->longest_ms, waits_ms),
        .first_part_ms = has_parts ? median_of(attending->reply_ms, n / 2) : -1,
        .last_part_ms = has_parts ? median_of(attending->reply_ms + n - n / 2, n / 2) : -1,
        .promises = attending->promises,
        .kept = attending->kept,
        .open_questions = attending->open_questions,
    };

    if (attending->replies == 0 && waits_ms <= 0)
        figures.longest_wait_ms = -1; /* nobody ever waited */
    return figures;
}
