/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides what may follow a rating in the same line, and what of it is comment. */
#pragma once

#include "care-line.h"

/**
 * care_comment_read:
 * @value: the rating and where it ends
 * @out_reply: (out): its comment span is set on success, left alone without a comment
 *
 * Any thread.
 *
 * Returns: FALSE if what follows makes the line no rating: "4 items missing"
 */
gboolean care_comment_read(const CareLine *line, const CareValue *value, CareReply *out_reply);
