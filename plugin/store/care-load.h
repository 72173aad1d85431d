/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads rows back into the values they were stored from. */
#pragma once

#include "care-db.h"

/* The columns of a chat with its survey, in the order care_load_record() reads them; then who looks
   after the chat, and its row. */
#define CARE_LOAD_CHAT                                                                            \
    "SELECT c.ext, a.name, c.protocol, c.account, c.address, c.room, u.key, c.started_ms,"        \
    " c.last_ms, c.ended_ms, c.agent_lines, c.customer_lines, c.ended_by, c.outcome, c.reason,"   \
    " c.guards, c.client, c.id, s.id IS NULL,"                                                    \
    " s.ext, s.asked_ms, s.changed_ms, s.rounds, s.clarified, s.by_agent, s.probability, d.hash," \
    " s.who, s.answers, s.rating, s.rated_seq, s.state, s.step, s.item, s.item_rating, "          \
    "s.language,"                                                                                 \
    " s.kind = 'pulse'"                                                                           \
    " FROM chat c JOIN agent a ON a.id = c.agent LEFT JOIN customer u ON u.id = c.customer"       \
    " LEFT JOIN survey s ON s.id = c.survey LEFT JOIN definition d ON d.id = s.definition"

enum { CARE_LOAD_CLIENT = 16, CARE_LOAD_ROW }; /* columns of the last two */

/* (transfer full): from a row of CARE_LOAD_CHAT. NULL: it holds an outcome, a state or the like
 * that is unknown here. */
CareRecord *care_load_record(sqlite3_stmt *query);

/* The chat whose id is or begins with @id (>= 4 characters), with its survey, without its answers.
   MISSING: none, or more than one. CORRUPT: its outcome or state is unknown here. */
CareRecord *care_load_chat(CareDb *db, const char *id, GError **error);

/* Counts ended chats, one row for each agent, protocol and definition; none of an unknown outcome.
 */
CareCube *care_load_cube(CareDb *db, const CareCubeFilter *filter, GError **error);

/* The same between each of @n + 1 edges and the next. (transfer full): @n of CareCube. */
GPtrArray *care_load_series(CareDb *db, const CareCubeFilter *filter, const gint64 *edges, guint n,
                            GError **error);

/* As care_reader_extent() gives it. */
gboolean care_load_extent(CareDb *db, const CareCubeFilter *filter, gint64 *out_first,
                          gint64 *out_last, GError **error);

/* As care_reader_each_rating() gives them; of @n stores. */
gboolean care_load_course(CareDb *const *dbs, guint n, const CareCubeFilter *filter,
                          CareScale scale, CareRatingFunc each, gpointer data, GError **error);

/* (transfer full): of CareRated, as care_store_ratings() gives them. */
GArray *care_load_ratings(CareDb *db, const char *chat, GError **error);

/* What care_store_release() gives. */
gboolean care_load_release(CareDb *db, const char *agent, guint batch, CareRelease *out_release,
                           GError **error);

/* (transfer full): the store's own random key. */
char *care_load_key(CareDb *db, GError **error);
