/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts by what sums are not kept of: language, hour of the day, customer. */
#pragma once

#include <purple-care/store.h>

/**
 * care_reader_by:
 * @filter: by time, agent and protocol
 * @zone: for HOUR
 * @out_left: (out): how many had too few chats to be among the CARE_KEYED_MAX
 *
 * Reads every chat that passes the filter, in one pass.
 *
 * Returns: (transfer full): of CareKeyed, by name, customers by number of chats; NULL with @error
 */
GPtrArray *care_reader_by(CareReader *reader, const CareCubeFilter *filter, CareKey key,
                          GTimeZone *zone, guint64 *out_left, GError **error);
