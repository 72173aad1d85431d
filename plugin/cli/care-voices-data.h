/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What customers said, read from a store for a report. */
#pragma once

#include <purple-care/report.h>
#include <purple-care/store.h>

/* The newest of what passes @filter, with all its figures; of words none where [show] comment=no.
 * (transfer full), NULL with CARE_STORE_ERROR. */
CareVoices *care_voices_read(CareReader *reader, const CareCubeFilter *filter, GTimeZone *zone,
                             GError **error);
