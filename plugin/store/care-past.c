/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads back from a stored chat what its guards once looked at: from its columns, from the guards'
 * own line, and from why it was not asked. */
#include "care-load.h"
#include "care-reader-private.h"
#include <purple-care/store-past.h>
#include <string.h>

#define SELECT                                                                                 \
    "SELECT c.ext, a.name, c.protocol, u.key, c.account, c.address, c.reason, c.guards,"       \
    " c.ended_by, c.outcome, c.counted_ms, c.agent_lines, c.customer_lines, c.room, c.erased," \
    " c.client GLOB 'import-*' FROM chat c JOIN agent a ON a.id = c.agent"                     \
    " LEFT JOIN customer u ON u.id = c.customer"                                               \
    " WHERE c.counted_ms NOT NULL AND c.counted_ms >= ?1 AND c.counted_ms < ?2"                \
    " ORDER BY c.counted_ms, c.ext"

enum {
    EXT,
    AGENT,
    PROTOCOL,
    CUSTOMER,
    ACCOUNT,
    ADDRESS,
    REASON,
    GUARDS,
    ENDED_BY,
    OUTCOME,
    N_TEXTS,
    ENDED = N_TEXTS,
    AGENT_LINES,
    CUSTOMER_LINES,
    ROOM,
    ERASED,
    IMPORTED,
};

typedef struct {
    char *texts[N_TEXTS];
} Texts;

static void
texts_clear(Texts *texts)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts->texts); i++)
        g_free(texts->texts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Texts, texts_clear)

/* The value that guard @name had, "closed"; NULL: it was not reached. (transfer full) */
static char *
guard_of(const char *guards, const char *name)
{
    g_auto(GStrv) all = g_strsplit(guards != NULL ? guards : "", ";", 0);

    for (char **at = all; *at != NULL; at++) {
        const gsize length = strlen(name);

        if (strncmp(*at, name, length) == 0 && (*at)[length] == '=') {
            g_autofree char *value = g_strdup(*at + length + 1);
            g_auto(GStrv) parts = g_strsplit(value, "!", 2);

            return g_strdup(parts[0]);
        }
    }
    return NULL;
}

static void
add_guards(CarePastChat *chat, const char *guards)
{
    g_autofree char *end = guard_of(guards, "end");
    g_autofree char *room = guard_of(guards, "room");
    g_autofree char *protection = guard_of(guards, "protection");

    chat->is_quiet = g_strcmp0(end, "quiet") == 0;
    chat->is_transferred = g_strcmp0(end, "transferred") == 0;
    chat->is_encrypted = g_strcmp0(protection, "encrypted") == 0;
    if (room != NULL)
        chat->present = (guint)g_ascii_strtoull(room, NULL, 10);
}

/* What @reason says of the chat itself, whatever the policy was; of an imported one it is all there
 * is. What only policy decided is judged anew. */
static void
add_reason(CarePastRow *row, CareReason reason)
{
    CarePastChat *chat = &row->chat;

    row->was_private = reason == CARE_REASON_PRIVATE;
    if (reason == CARE_REASON_CUSTOMER_WAITING || reason == CARE_REASON_CLOSED ||
        reason == CARE_REASON_WEAKER_ENCRYPTION)
        chat->end = CARE_END_CLOSED;
    else if (reason == CARE_REASON_IDLE)
        chat->end = CARE_END_IDLE;
    else if (reason == CARE_REASON_LOST)
        chat->end = CARE_END_LOST;
    chat->is_waiting = reason == CARE_REASON_CUSTOMER_WAITING;
    chat->is_encrypted = chat->is_encrypted || reason == CARE_REASON_WEAKER_ENCRYPTION;
    chat->is_quiet = chat->is_quiet || reason == CARE_REASON_AGENT_CHOICE;
    if (reason == CARE_REASON_LEFT)
        chat->present = 0;
    else if (reason == CARE_REASON_SEVERAL)
        chat->present = MAX(chat->present, 2);
    if (reason == CARE_REASON_NO_EXCHANGE && !row->lines_known) {
        chat->agent_lines = 1; /* one side wrote nothing */
        row->lines_known = TRUE;
    }
}

static void
read_row(sqlite3_stmt *query, Texts *texts, CarePastRow *row)
{
    CarePastChat *chat = &row->chat;
    gint end, outcome, reason;

    for (int i = 0; i < N_TEXTS; i++)
        texts->texts[i] = care_db_column_text(query, i);
    end = care_end_from_name(texts->texts[ENDED_BY]);
    outcome = care_outcome_from_name(texts->texts[OUTCOME]);
    reason = care_reason_from_name(texts->texts[REASON]);
    *row = (CarePastRow){
        .account = texts->texts[ACCOUNT],
        .address = texts->texts[ADDRESS],
        .lines_known = sqlite3_column_int(query, IMPORTED) == 0,
    };
    *chat = (CarePastChat){
        .id = texts->texts[EXT] != NULL ? texts->texts[EXT] : "",
        .agent = texts->texts[AGENT] != NULL ? texts->texts[AGENT] : "",
        .protocol = texts->texts[PROTOCOL] != NULL ? texts->texts[PROTOCOL] : "",
        .customer = texts->texts[CUSTOMER],
        .ended_ms = sqlite3_column_int64(query, ENDED),
        .agent_lines = (guint)sqlite3_column_int(query, AGENT_LINES),
        .customer_lines = (guint)sqlite3_column_int(query, CUSTOMER_LINES),
        .present = 1,
        .end = row->lines_known && end > 0 ? (CareEnd)end : CARE_END_NONE,
        .is_room = sqlite3_column_int(query, ROOM) != 0,
        .is_erased = sqlite3_column_int(query, ERASED) != 0,
        .outcome = outcome > 0 ? (CareOutcome)outcome : CARE_OUTCOME_OPEN,
    };
    add_guards(chat, texts->texts[GUARDS]);
    if (outcome == CARE_OUTCOME_NOT_ASKED && reason > 0)
        add_reason(row, (CareReason)reason);
}

/* One store's rows: several are merged by their ends. */
typedef struct {
    const CareReader *part;
    char *key;           /* that its samples are drawn with */
    sqlite3_stmt *query; /* NULL: at its end */
    Texts texts;
    CarePastRow row;
} Source;

static void
sources_free(gpointer data)
{
    Source *source = data;

    sqlite3_reset(source->query); /* of NULL: nothing */
    texts_clear(&source->texts);
    g_free(source->key);
    g_free(source);
}

/* Goes on to the next row. FALSE: with @error. */
static gboolean
advance(Source *source, GError **error)
{
    GError *failed = NULL;

    texts_clear(&source->texts);
    source->texts = (Texts){0};
    if (care_db_step(source->query, &failed)) {
        read_row(source->query, &source->texts, &source->row);
        source->row.chat.sample_key = source->key;
        return TRUE;
    }
    source->query = NULL;
    if (failed != NULL)
        g_propagate_prefixed_error(error, failed, "%s: ", source->part->path);
    return failed == NULL;
}

static gboolean
begin(Source *source, gint64 from_ms, gint64 to_ms, GError **error)
{
    const CareReader *part = source->part;

    source->key = care_load_key(part->db, error);
    if (source->key != NULL)
        source->query = care_db_query(part->db, SELECT, error, CARE_INT(from_ms), CARE_INT(to_ms));
    if (source->query != NULL)
        return advance(source, error);
    g_prefix_error(error, "%s: ", part->path);
    return FALSE;
}

static gboolean
is_before(const CarePastChat *one, const CarePastChat *other)
{
    return one->ended_ms != other->ended_ms ? one->ended_ms < other->ended_ms
                                            : strcmp(one->id, other->id) < 0;
}

static Source *
earliest(const GPtrArray *sources)
{
    Source *first = NULL;

    for (guint i = 0; i < sources->len; i++) {
        Source *source = g_ptr_array_index(sources, i);

        if (source->query != NULL &&
            (first == NULL || is_before(&source->row.chat, &first->row.chat)))
            first = source;
    }
    return first;
}

gboolean
care_reader_each_past(CareReader *reader, gint64 from_ms, gint64 to_ms, CarePastFunc each,
                      gpointer data, GError **error)
{
    const gboolean all = from_ms == 0 && to_ms == 0;
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(sources_free);
    Source *source;

    g_return_val_if_fail(reader != NULL && each != NULL, FALSE);

    for (guint i = 0; i < care_reader_n(reader); i++) {
        source = g_new0(Source, 1);
        source->part = care_reader_store(reader, i);
        g_ptr_array_add(sources, source);
        if (!begin(source, all ? G_MININT64 : from_ms, all ? G_MAXINT64 : to_ms, error))
            return FALSE;
    }
    while ((source = earliest(sources)) != NULL) {
        if (!each(&source->row, data))
            return TRUE;
        if (!advance(source, error))
            return FALSE;
    }
    return TRUE;
}

char *
care_reader_key(CareReader *reader, GError **error)
{
    g_return_val_if_fail(reader != NULL, NULL);

    return care_load_key(reader->db, error);
}
