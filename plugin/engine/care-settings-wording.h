/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of the customers' texts a desk may word itself, and what each of them must say. */
#pragma once

#include <glib.h>

typedef struct {
    const char *name;   /* of po/customer/catalogue.in: "question" */
    const char *must;   /* the name in braces that it has to hold: "{item}"; NULL: none */
    const char *may;    /* one that it may hold besides {agent}; NULL: none */
    gboolean has_scale; /* it asks for a number, so it tells 1 and 5 */
} CareWording;

/* The n-th text, in the catalogue's order; NULL past the end. Any thread. */
const CareWording *care_wording_nth(guint n);

/* The text of that name, which a "[de]" may follow; NULL: there is none. Any thread. */
const CareWording *care_wording_find(const char *name);

/* Checks the names in braces and the scale. Returns what is wrong, translated; NULL: nothing is.
 * (transfer none). Any thread. */
const char *care_wording_check(const CareWording *wording, const char *text);
