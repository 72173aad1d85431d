/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks once over the chats of a period and counts how each agent's asking went. */
#include "care-attended.h"
#include "care-count.h"
#include "care-gather.h"
#include "care-reader-private.h"
#include <math.h>
#include <purple-care/store-audit.h>

#define PROGRESS_EVERY 4096 /* chats */
#define USUAL_FROM_N   20   /* measured chats: of fewer nobody knows what is usual */

enum { /* columns of a chat */
       COLUMN_END,
       COLUMN_CELL,
       COLUMN_ENDED_BY,
       COLUMN_WAIT,
       COLUMN_SURVEY,
       COLUMN_BY_AGENT,
       COLUMN_PROBABILITY,
};

static const char select_chats[] =
    "SELECT c.counted_ms, c.cell, c.ended_by, c.longest_wait_ms, s.id, s.by_agent, s.probability"
    " FROM chat c LEFT JOIN survey s ON s.id = c.survey AND s.kind = 'final'"
    " WHERE c.counted_ms IS NOT NULL AND c.counted_ms >= ?1 AND c.counted_ms < ?2"
    " ORDER BY c.counted_ms";

typedef struct { /* an agent of one store */
    CareAuditAgent *agent;
    gint64 definition; /* of the question before; CARE_NO_ROW: none yet */
} Seen;

typedef struct {
    gint64 from, to; /* definitions' rows */
} Pair;

typedef struct {
    gint64 first_ms, last_ms;
    guint64 n;          /* chats, or changes */
    GHashTable *agents; /* set of rows; NULL of a definition */
} Span;

typedef struct { /* one store's */
    CareReader *part;
    CareAudit *audit;
    CareGather *gather;
    CareScale scale;
    GHashTable *agents;      /* row to Seen */
    GHashTable *definitions; /* row to Span */
    GHashTable *changes;     /* Pair to Span */
} Walk;

typedef struct { /* over all of them */
    CareProgressFunc progress;
    gpointer data;
    guint64 done, total;
} Way;

static void
span_free(gpointer data)
{
    Span *span = data;

    g_clear_pointer(&span->agents, g_hash_table_unref);
    g_free(span);
}

static guint
pair_hash(gconstpointer data)
{
    const Pair *pair = data;

    return (guint)pair->from * 1009 + (guint)pair->to;
}

static gboolean
pair_equal(gconstpointer a, gconstpointer b)
{
    const Pair *one = a, *other = b;

    return one->from == other->from && one->to == other->to;
}

static void
walk_clear(Walk *walk)
{
    care_gather_free(walk->gather);
    g_hash_table_unref(walk->agents);
    g_hash_table_unref(walk->definitions);
    g_hash_table_unref(walk->changes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

/* (transfer full): one name; "" for a row that is not there. */
static char *
name_of(CareDb *db, const char *sql, gint64 row, GError **error)
{
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(db, sql, error, CARE_INT(row));
    char *name = NULL;

    if (query == NULL)
        return NULL;
    if (care_db_step(query, &failed)) {
        name = care_db_column_text(query, 0);
        sqlite3_reset(query);
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return NULL;
    }
    return name != NULL ? name : g_strdup("");
}

static gint64 *
row_new(gint64 row)
{
    gint64 *copy = g_new(gint64, 1);

    *copy = row;
    return copy;
}

static Seen *
seen_of(Walk *walk, gint64 row, GError **error)
{
    Seen *seen = g_hash_table_lookup(walk->agents, &row);
    g_autofree char *name = NULL;

    if (seen != NULL)
        return seen;
    name = name_of(walk->part->db, "SELECT name FROM agent WHERE id = ?1", row, error);
    if (name == NULL)
        return NULL;
    seen = g_new0(Seen, 1);
    seen->agent = care_audit_agent(walk->audit, name);
    g_hash_table_insert(walk->agents, row_new(row), seen);
    return seen;
}

static void
stretch(Span *span, gint64 ms)
{
    if (span->n++ == 0)
        span->first_ms = ms;
    span->last_ms = ms; /* chats come in order of their ends */
}

/* A question of @seen was asked under @definition. */
static void
define(Walk *walk, Seen *seen, gint64 agent, gint64 definition, gint64 ms)
{
    Span *span = g_hash_table_lookup(walk->definitions, &definition);

    if (span == NULL) {
        span = g_new0(Span, 1);
        g_hash_table_insert(walk->definitions, row_new(definition), span);
    }
    stretch(span, ms);
    if (seen->definition != CARE_NO_ROW && seen->definition != definition) {
        const Pair pair = {seen->definition, definition};

        span = g_hash_table_lookup(walk->changes, &pair);
        if (span == NULL) {
            Pair *key = g_new(Pair, 1);

            *key = pair;
            span = g_new0(Span, 1);
            span->agents = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
            g_hash_table_insert(walk->changes, key, span);
        }
        stretch(span, ms);
        g_hash_table_add(span->agents, row_new(agent));
    }
    seen->definition = definition;
}

static void
add_answer(const Walk *walk, sqlite3_stmt *query, const CareCellFacts *facts, CareWeights *weights)
{
    const gboolean has_survey = sqlite3_column_type(query, COLUMN_SURVEY) != SQLITE_NULL;

    if (facts->outcome != CARE_OUTCOME_ANSWERED || facts->step < 0 ||
        facts->scale.min != walk->scale.min || facts->scale.max != walk->scale.max)
        return;
    care_weights_add(weights, (guint)facts->step,
                     has_survey ? sqlite3_column_double(query, COLUMN_PROBABILITY) : NAN);
}

static void
add_wait(const Walk *walk, sqlite3_stmt *query, gboolean is_asked, gboolean is_withheld,
         CareAuditAgent *agent)
{
    const gint64 ms = sqlite3_column_int64(query, COLUMN_WAIT);

    if (sqlite3_column_type(query, COLUMN_WAIT) != SQLITE_INTEGER || ms < 0 ||
        walk->audit->long_ms < 0 || !(is_asked || is_withheld))
        return;
    const guint wait = ms >= walk->audit->long_ms ? CARE_WAIT_LONG : CARE_WAIT_USUAL;

    agent->could[wait]++;
    agent->withheld[wait] += is_withheld ? 1 : 0;
}

static gboolean
add_chat(Walk *walk, sqlite3_stmt *query, GError **error)
{
    const gint end = care_end_from_name((const char *)sqlite3_column_text(query, COLUMN_ENDED_BY));
    const CareCellFacts *facts;
    Seen *seen;

    if (!care_gather_find(walk->gather, sqlite3_column_int64(query, COLUMN_CELL), &facts, error))
        return FALSE;
    if (facts == NULL) /* of another protocol */
        return TRUE;
    seen = seen_of(walk, facts->agent, error);
    if (seen == NULL)
        return FALSE;

    const gboolean is_asked = facts->outcome != CARE_OUTCOME_NOT_ASKED;
    const gboolean is_withheld = !is_asked && care_reason_is_agents_own((CareReason)facts->reason);

    if (end > CARE_END_NONE)
        seen->agent->ends[end]++;
    if (is_asked && sqlite3_column_type(query, COLUMN_SURVEY) != SQLITE_NULL) {
        seen->agent->questions++;
        seen->agent->by_hand += sqlite3_column_int(query, COLUMN_BY_AGENT) != 0 ? 1 : 0;
    }
    if (is_asked && facts->definition != CARE_NO_ROW)
        define(walk, seen, facts->agent, facts->definition,
               sqlite3_column_int64(query, COLUMN_END));
    add_wait(walk, query, is_asked, is_withheld, seen->agent);
    add_answer(walk, query, facts, &seen->agent->weights);
    return TRUE;
}

/* (transfer full) */
static char *
definition_name(const Walk *walk, gint64 row, GError **error)
{
    g_autofree char *name =
        name_of(walk->part->db, "SELECT hash FROM definition WHERE id = ?1", row, error);

    return name != NULL ? g_strdup(care_reader_definition(walk->part, name)) : NULL;
}

static gboolean
name_definitions(const Walk *walk, GError **error)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, walk->definitions);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Span *span = value;
        g_autofree char *name = definition_name(walk, *(const gint64 *)key, error);

        if (name == NULL)
            return FALSE;
        care_audit_define(walk->audit, name, span->first_ms, span->last_ms, span->n);
    }
    g_hash_table_iter_init(&iter, walk->changes);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Span *span = value;
        g_autofree char *from = definition_name(walk, ((const Pair *)key)->from, error);
        g_autofree char *to =
            from != NULL ? definition_name(walk, ((const Pair *)key)->to, error) : NULL;

        if (to == NULL)
            return FALSE;
        care_audit_change(walk->audit, &(CareAuditChange){.from = from,
                                                          .to = to,
                                                          .first_ms = span->first_ms,
                                                          .last_ms = span->last_ms,
                                                          .agents = g_hash_table_size(span->agents),
                                                          .times = span->n});
    }
    return TRUE;
}

static gboolean
run(Walk *walk, const CareCubeFilter *filter, Way *way, GError **error)
{
    const CareRange range = care_count_range(filter);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(walk->part->db, select_chats, error, CARE_INT(range.from),
                                        CARE_INT(range.to));

    if (query == NULL)
        return FALSE;
    while (care_db_step(query, &failed)) {
        if (!add_chat(walk, query, error)) {
            sqlite3_reset(query);
            return FALSE;
        }
        if (++way->done % PROGRESS_EVERY == 0 && way->progress != NULL)
            way->progress(MIN(way->done, way->total), way->total, way->data);
    }
    if (failed == NULL)
        return name_definitions(walk, error);
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

static gboolean
read_part(CareReader *part, const CareCubeFilter *filter, CareScale scale, CareAudit *audit,
          Way *way, GError **error)
{
    g_auto(Walk) walk = {
        .part = part,
        .audit = audit,
        .scale = scale,
        .gather = care_gather_new(part->db, NULL, filter->protocol, 1, error),
        .agents = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free),
        .definitions = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, span_free),
        .changes = g_hash_table_new_full(pair_hash, pair_equal, g_free, span_free),
    };

    return walk.gather != NULL && run(&walk, filter, way, error);
}

/* What waits are usual on this desk: of all agents and stores together. */
static gboolean
read_usual(CareReader *reader, const CareCubeFilter *filter, CareAudit *audit, GError **error)
{
    g_autofree CareTimes *times = g_new0(CareTimes, 1);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        if (!care_attended_add(care_reader_store(reader, i)->db, filter, times, error)) {
            g_prefix_error(error, "%s: ", care_reader_store(reader, i)->path);
            return FALSE;
        }
    }
    audit->n_measured = care_times_n(times, CARE_TIME_LONGEST_WAIT);
    if (audit->n_measured >= USUAL_FROM_N)
        audit->long_ms = care_times_long_ms(times, CARE_TIME_LONGEST_WAIT);
    return TRUE;
}

CareAudit *
care_reader_audit(CareReader *reader, const CareCubeFilter *filter, CareScale scale, guint64 total,
                  CareProgressFunc progress, gpointer data, GError **error)
{
    g_autoptr(CareAudit) audit = care_audit_new();
    Way way = {.progress = progress, .data = data, .total = total};

    g_return_val_if_fail(reader != NULL && filter != NULL, NULL);

    CareCubeFilter all = *filter;

    all.agent = NULL;
    if (!read_usual(reader, &all, audit, error))
        return NULL;
    for (guint i = 0; i < care_reader_n(reader); i++) {
        CareReader *part = care_reader_store(reader, i);

        if (!read_part(part, &all, scale, audit, &way, error)) {
            g_prefix_error(error, "%s: ", part->path);
            return NULL;
        }
    }
    care_audit_sort(audit);
    return g_steal_pointer(&audit);
}
