/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures how attentive a chat is, in a fixed number of bytes: reply times, the longest wait, what
 * was promised. */
#pragma once

#include <purple-care/engine-remind.h>

#define CARE_REPLIES_MAX \
    24 /* kept one by one; when full, every second goes and every second comes */

typedef struct {
    guint32 reply_ms[CARE_REPLIES_MAX]; /* in order */
    guint8 n_kept;
    gboolean is_cut; /* an earlier run saw the beginning: which reply was the first, nobody knows */
    guint32 stride;  /* each stride-th reply is kept: 1, 2, 4... */
    guint32 skipped; /* since the last one kept */
    guint replies;
    gint64 first_ms; /* -1: none yet */
    gint64 longest_ms;
    guint promises, kept; /* kept up by the scan of lines */
    guint open_questions;
} CareAttending;

void care_attention_start(CareAttending *attending);
/* The agent answered a customer who had waited @wait_ms. On the way of a line: no allocation. */
void care_attention_reply(CareAttending *attending, gint64 wait_ms);
/* The figures so far; @waits_ms: a customer waits so long still, 0: none does. */
CareAttention care_attention_of(const CareAttending *attending, gint64 waits_ms);
