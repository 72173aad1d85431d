/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds what in a chat line is not said by its writer: addresses, paths, code, quotations. */
#pragma once

#include <glib.h>

/* Sets @out_hidden, one byte for each of the @size bytes of @text (valid UTF-8), to TRUE where no
 * cue may be heard, else to FALSE. Any thread. */
void care_cue_mask(const char *text, gsize size, guint8 *out_hidden);
