/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts by what sums are not kept of: language, hour of the day, customer. */
#pragma once

#include <purple-care/store.h>

typedef enum {
    CARE_KEY_LANGUAGE, /* that the question was in, or the customer is known to speak; "": unknown
                        */
    CARE_KEY_HOUR,     /* of the chat's end on the desk's clocks: "00" to "23" */
    CARE_KEY_CUSTOMER, /* their key; "": nobody that is remembered */
} CareKey;

#define CARE_KEYED_MAX 1000 /* of customers: those with most chats */

typedef struct {
    char *name;
    CareCube *cube;
} CareKeyed;

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
