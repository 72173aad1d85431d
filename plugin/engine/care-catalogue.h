/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one resource that holds the customers' texts and words in all languages; made at build time
 * from po/customer. */
#pragma once

typedef struct {
    const char *tag;  /* "de" */
    const char *data; /* a key file with the groups [texts] and [words]: `skips[de]=...` */
} CareCatalogue;

#define CARE_CATALOGUES_MAX 64
extern const CareCatalogue care_catalogues[]; /* by tag; ends with tag NULL */
