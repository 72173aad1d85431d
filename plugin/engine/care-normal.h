/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folds text so that what looks alike is alike, while every character remembers where it was typed.
 */
#pragma once

#include <glib.h>

typedef enum {
    CARE_STYLE_PLAIN,
    CARE_STYLE_ENCLOSED, /* a number in a circle, in parentheses or on a keycap: complete by itself
                          */
    CARE_STYLE_RAISED,   /* super- or subscript digit: "5²" is neither 5 nor 52 */
    CARE_STYLE_FRACTION, /* "½" */
} CareStyle;

typedef struct {
    gunichar c;       /* lower case, composed; digits of every script are '0' to '9' */
    guint16 from, to; /* bytes of the text as typed: [from, to) */
    guint8 style;     /* CareStyle */
    guint8 value;     /* of a digit or an enclosed number */
} CareChar;

/**
 * care_normal_fold:
 * @text: valid UTF-8
 * @size_bytes: how much of it, less than 64 KiB
 * @out_chars: (out): room for @size_bytes characters; it never needs more
 *
 * Lower case, NFKC but for digits, dashes, quotes, stars and spaces that have their own meaning
 * here; what cannot be seen is left out and counts as part of the character before it. Any thread.
 *
 * Returns: how many characters it made
 */
guint care_normal_fold(const char *text, gsize size_bytes, CareChar *out_chars);

/* Whether @c is written without spaces between words, so that every character may end a word. */
gboolean care_normal_is_unspaced(gunichar c);

/* Whether @c is a pictograph: an emoji, a heart, a pointing hand. */
gboolean care_normal_is_emoji(gunichar c);

/* Whether @c takes no room of its own at the edge of a text: zero-width and direction marks. */
gboolean care_normal_is_invisible(gunichar c);
