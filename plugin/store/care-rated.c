/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads single ratings: the course of one chat, and what blind mode may show of an agent's. */
#include "care-load.h"

GArray *
care_load_ratings(CareDb *db, const char *chat, GError **error)
{
    g_autoptr(GArray) rated = g_array_new(FALSE, TRUE, sizeof(CareRated));
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(
        db,
        "SELECT s.rating, s.kind = 'pulse',"
        " EXISTS (SELECT 1 FROM answer WHERE survey = s.id AND kind = 'late'),"
        " ifnull((SELECT at_ms FROM answer WHERE survey = s.id AND seq = s.rated_seq),"
        "  s.changed_ms) AS at_ms"
        " FROM chat c JOIN survey s ON s.chat = c.id WHERE c.ext = ?1 AND s.rating NOT NULL"
        " AND (s.kind = 'pulse' OR (s.id = c.survey AND c.outcome = 'answered'))"
        " ORDER BY at_ms, s.id",
        error, CARE_TEXT(chat));

    if (query == NULL)
        return NULL;
    while (care_db_step(query, &failed)) {
        CareRated one = {.rating = sqlite3_column_int(query, 0),
                         .kind = CARE_ANSWER_FINAL,
                         .at_ms = sqlite3_column_int64(query, 3)};

        if (sqlite3_column_int(query, 1) != 0)
            one.kind = CARE_ANSWER_PULSE;
        else if (sqlite3_column_int(query, 2) != 0)
            one.kind = CARE_ANSWER_LATE;
        g_array_append_val(rated, one);
    }
    if (failed == NULL)
        return g_steal_pointer(&rated);
    g_propagate_error(error, g_steal_pointer(&failed));
    return NULL;
}

/* Goes through the answers in the order of their first rating: a correction later leaves each in
   the batch it was in. */
static gboolean
fill_batches(CareDb *db, const char *agent, guint batch, CareRelease *release, GError **error)
{
    g_autoptr(GError) failed = NULL;
    CareCounts current = {0}, full = {0};
    sqlite3_stmt *query = care_db_query(
        db,
        "SELECT s.rating FROM chat c JOIN survey s ON s.id = c.survey"
        " WHERE c.agent = (SELECT id FROM agent WHERE name = ?1) AND c.outcome = 'answered'"
        " AND s.rating NOT NULL"
        " ORDER BY (SELECT min(at_ms) FROM answer WHERE survey = s.id AND item IS NULL), s.id",
        error, CARE_TEXT(agent));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        const int rating = sqlite3_column_int(query, 0);

        current.ratings[CLAMP(rating, 1, CARE_RATINGS) - 1]++;
        release->answered++;
        if (release->answered % batch != 0)
            continue;
        care_counts_add(&full, &current);
        release->newest = current;
        current = (CareCounts){0};
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    for (guint i = 0; i < CARE_RATINGS; i++)
        release->released.ratings[i] = full.ratings[i];
    return TRUE;
}

static gboolean
read_release(CareDb *db, const char *agent, guint batch, CareRelease *out_release, GError **error)
{
    const CareCubeFilter filter = {.agent = agent};
    g_autoptr(CareCube) cube = care_load_cube(db, &filter, error);

    if (cube == NULL)
        return FALSE;
    out_release->released = care_cube_sum(cube, NULL);
    return fill_batches(db, agent, batch, out_release, error);
}

gboolean
care_load_release(CareDb *db, const char *agent, guint batch, CareRelease *out_release,
                  GError **error)
{
    CareRelease release = {0};
    gboolean is_read;

    /* One transaction: another client's answer between two looks would not add up. */
    if (!care_db_exec(db, "BEGIN", error))
        return FALSE;
    is_read = read_release(db, agent, batch, &release, error);
    care_db_exec(db, is_read ? "COMMIT" : "ROLLBACK", NULL);
    if (is_read)
        *out_release = release;
    return is_read;
}
