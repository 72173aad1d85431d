/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a stored chat gives back what its guards looked at, that what is not known stays
 * unknown, and that several stores are one history. */
#include "care-store-test.h"
#include <purple-care/store-past.h>

#define T0 ((gint64)1700000000000)

typedef struct {
    guint n, most; /* most: 0: all */
    CarePastRow row;
    GString *ids; /* the first eight letters of each */
    char *keys[2];
} Heard;

static gboolean
hear(const CarePastRow *row, gpointer data)
{
    Heard *heard = data;

    heard->row = *row;
    g_string_append_printf(heard->ids, "%.8s ", row->chat.id);
    if (heard->n < G_N_ELEMENTS(heard->keys))
        heard->keys[heard->n] = g_strdup(row->chat.sample_key);
    return ++heard->n != heard->most;
}

static void
heard_clear(Heard *heard)
{
    g_string_free(heard->ids, TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(heard->keys); i++)
        g_free(heard->keys[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Heard, heard_clear)

static Heard
read_all(const char *const *paths, gint64 from_ms, gint64 to_ms, guint most)
{
    g_autoptr(CareReader) reader = care_reader_open_several(paths, NULL);
    g_autoptr(GError) error = NULL;
    Heard heard = {.most = most, .ids = g_string_new(NULL)};

    assert_non_null(reader);
    assert_true(care_reader_each_past(reader, from_ms, to_ms, hear, &heard, &error));
    assert_null(error);
    return heard;
}

static Heard
read_one(const Place *place)
{
    return read_all((const char *const[]){place->path, NULL}, 0, 0, 0);
}

/* A chat that was not asked about. */
static CareRecord *
unasked(guint id, CareReason reason, CareEnd end, const char *guards)
{
    CareRecord *record = answered(id, KEY, T0 + id);

    g_free(record->survey.id);
    g_free(record->survey.definition);
    record->survey = (CareSurveyRecord){0};
    g_free(record->answer.comment);
    record->answer = (CareAnswerRecord){0};
    record->chat.outcome = CARE_OUTCOME_NOT_ASKED;
    record->chat.reason = reason;
    record->chat.end = end;
    g_free(record->chat.guards);
    record->chat.guards = g_strdup(guards);
    return record;
}

static void
store_all(const Place *place, CareRecord *const *records, gsize n)
{
    CareStore *store = open_well(place);

    for (gsize i = 0; i < n; i++) {
        g_autoptr(CareRecord) record = records[i];

        assert_int_equal(put(place, store, record), CARE_STORED_OK);
    }
    close_well(store);
}

static void
care_reader_each_past__gives__ended_chats_in_order(void **state)
{
    const Place *place = *state;
    CareRecord *open = pulsed(4, KEY, T0);
    const char *const paths[] = {place->path, NULL};

    store_all(place,
              (CareRecord *const[]){answered(3, KEY, T0 + 20), answered(1, KEY, T0 + 30),
                                    answered(2, KEY, T0 + 20), open},
              4);
    g_auto(Heard) all = read_one(place), some = read_all(paths, T0 + 20, T0 + 30, 0),
                  first = read_all(paths, 0, 0, 1), none = read_all(paths, T0 + 31, T0 + 99, 0);

    assert_string_equal(all.ids->str, "00000002 00000003 00000001 "); /* ties by their names */
    assert_string_equal(some.ids->str, "00000002 00000003 ");
    assert_string_equal(first.ids->str, "00000002 ");
    assert_string_equal(none.ids->str, "");
}

static gboolean
check_all(const CarePastRow *row, gpointer data)
{
    const CarePastChat *chat = &row->chat;

    assert_string_equal(chat->agent, "Bea");
    assert_string_equal(chat->protocol, "xmpp");
    assert_string_equal(chat->customer, KEY);
    assert_string_equal(row->account, "bea@example.org");
    assert_string_equal(row->address, "anna@example.org");
    assert_string_equal(chat->sample_key, data);
    assert_int_equal(chat->ended_ms, T0);
    assert_int_equal(chat->agent_lines, 3);
    assert_int_equal(chat->customer_lines, 2);
    assert_int_equal(chat->present, 2);
    assert_int_equal(chat->end, CARE_END_EXPLICIT);
    assert_int_equal(chat->outcome, CARE_OUTCOME_ANSWERED);
    assert_true(chat->is_room && chat->is_encrypted && row->lines_known);
    assert_false(chat->is_desk || chat->is_erased || chat->is_transferred || chat->is_quiet ||
                 chat->is_waiting || row->was_private);
    return TRUE;
}

static void
care_reader_each_past__knows__all_that_was_stored(void **state)
{
    const Place *place = *state;
    g_autoptr(CareReader) reader = NULL;
    g_autofree char *key = NULL;
    CareRecord *record = answered(1, KEY, T0);

    record->chat.room = TRUE;
    g_free(record->chat.guards);
    record->chat.guards = g_strdup("desk=yes;end=explicit;room=2;protection=encrypted;sample=100");
    store_all(place, &record, 1);
    reader = care_reader_open(place->path, NULL);
    key = care_reader_key(reader, NULL);
    assert_true(care_reader_each_past(reader, 0, 0, check_all, key, NULL));
}

enum { /* what a row may say */
       WAS_PRIVATE = 1,
       WAITING = 2,
       ENCRYPTED = 4,
       QUIET = 8,
       TRANSFERRED = 16,
};

static guint
facts_of(const CarePastRow *row)
{
    const CarePastChat *chat = &row->chat;

    return (row->was_private ? WAS_PRIVATE : 0) | (chat->is_waiting ? WAITING : 0) |
           (chat->is_encrypted ? ENCRYPTED : 0) | (chat->is_quiet ? QUIET : 0) |
           (chat->is_transferred ? TRANSFERRED : 0);
}

static void
care_reader_each_past__reads__facts_from_reasons(void **state)
{
    static const struct {
        CareReason reason;
        CareEnd stored, end;
        const char *guards;
        guint present, facts;
    } cases[] = {
        {CARE_REASON_PRIVATE, CARE_END_EXPLICIT, CARE_END_EXPLICIT, "desk=no!", 1, WAS_PRIVATE},
        {CARE_REASON_CUSTOMER_WAITING, CARE_END_CLOSED, CARE_END_CLOSED, "end=waiting!", 1,
         WAITING},
        {CARE_REASON_WEAKER_ENCRYPTION, CARE_END_CLOSED, CARE_END_CLOSED, "protection=encrypted!",
         1, ENCRYPTED},
        {CARE_REASON_AGENT_CHOICE, CARE_END_EXPLICIT, CARE_END_EXPLICIT, "end=quiet!", 1, QUIET},
        {CARE_REASON_ASKED_ELSEWHERE, CARE_END_EXPLICIT, CARE_END_EXPLICIT, "end=transferred!", 1,
         TRANSFERRED},
        {CARE_REASON_IDLE, CARE_END_IDLE, CARE_END_IDLE, "end=idle!", 1, 0},
        {CARE_REASON_LOST, CARE_END_LOST, CARE_END_LOST, "end=lost!", 1, 0},
        {CARE_REASON_LEFT, CARE_END_EXPLICIT, CARE_END_EXPLICIT, "room=0!", 0, 0},
        {CARE_REASON_SEVERAL, CARE_END_EXPLICIT, CARE_END_EXPLICIT, "room=3!", 3, 0},
        {CARE_REASON_TOO_RECENT, CARE_END_CLOSED, CARE_END_CLOSED, NULL, 1, 0},
        {CARE_REASON_SHADOW, CARE_END_EXPLICIT, CARE_END_EXPLICIT, "mode=shadow!", 1, 0},
        /* of an import the reason is all there is */
        {CARE_REASON_IDLE, CARE_END_NONE, CARE_END_IDLE, NULL, 1, 0},
        {CARE_REASON_CUSTOMER_WAITING, CARE_END_NONE, CARE_END_CLOSED, "", 1, WAITING},
        {CARE_REASON_SEVERAL, CARE_END_NONE, CARE_END_NONE, "roomy=7;=;;room", 2, 0},
    };
    const Place *place = *state;

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        CareRecord *record = unasked((guint)i, cases[i].reason, cases[i].stored, cases[i].guards);

        store_all(place, &record, 1);
        g_auto(Heard) heard =
            read_all((const char *const[]){place->path, NULL}, T0 + (gint64)i, T0 + 99, 0);

        assert_int_equal(heard.n, 1);
        assert_int_equal(heard.row.chat.outcome, CARE_OUTCOME_NOT_ASKED);
        assert_int_equal(heard.row.chat.end, cases[i].end);
        assert_int_equal(heard.row.chat.present, cases[i].present);
        assert_int_equal(facts_of(&heard.row), cases[i].facts);
    }
}

/* An import tells how a chat ended in its reason alone, and of its lines nothing. */
static void
care_reader_each_past__leaves__unknown_what_imports_do_not_tell(void **state)
{
    const Place *place = *state;
    CareRecord *records[] = {answered(1, KEY, T0),
                             unasked(2, CARE_REASON_NO_EXCHANGE, CARE_END_NONE, NULL)};

    store_all(place, records, G_N_ELEMENTS(records));
    edit(place, "UPDATE chat SET client = 'import-9', agent_lines = 0, customer_lines = 0");
    g_auto(Heard) plain = read_all((const char *const[]){place->path, NULL}, T0, T0 + 1, 0),
                  alone = read_all((const char *const[]){place->path, NULL}, T0 + 2, T0 + 3, 0);

    assert_false(plain.row.lines_known);
    assert_int_equal(plain.row.chat.end, CARE_END_NONE);
    assert_true(alone.row.lines_known); /* one side wrote nothing */
    assert_int_equal(alone.row.chat.agent_lines, 1);
    assert_int_equal(alone.row.chat.customer_lines, 0);
}

static void
care_reader_each_past__names__nobody_who_was_erased(void **state)
{
    const Place *place = *state;
    g_autoptr(CareRecord) mine = answered(1, KEY, T0);
    CareRecord *records[] = {care_record_copy(mine), erasing(mine, KEY)};

    store_all(place, records, G_N_ELEMENTS(records));
    g_auto(Heard) heard = read_one(place);

    assert_int_equal(heard.n, 1);
    assert_null(heard.row.chat.customer);
    assert_true(heard.row.chat.is_erased);
}

/* In order of their ends, each with the secret that its own samples are drawn with. */
static void
care_reader_each_past__makes__one_history_of_several_stores(void **state)
{
    const Place *place = *state;
    Place *other;

    assert_int_equal(place_make((void **)&other), 0);
    store_all(place, (CareRecord *const[]){answered(1, KEY, T0), answered(4, KEY, T0 + 20)}, 2);
    store_all(other, (CareRecord *const[]){answered(2, KEY, T0 + 10), answered(3, KEY, T0 + 20)},
              2);
    g_auto(Heard) heard = read_all((const char *const[]){place->path, other->path, NULL}, 0, 0, 0);

    assert_string_equal(heard.ids->str, "00000001 00000002 00000003 00000004 ");
    assert_non_null(heard.keys[0]);
    assert_string_not_equal(heard.keys[0], heard.keys[1]);
    place_drop((void **)&other);
}

static void
care_reader_each_past__says__which_store_is_broken(void **state)
{
    const Place *place = *state;
    g_autoptr(CareReader) reader = NULL;
    g_autoptr(GError) error = NULL;
    g_auto(Heard) heard = {.ids = g_string_new(NULL)};
    Place *other;

    assert_int_equal(place_make((void **)&other), 0);
    store_all(place, (CareRecord *const[]){answered(1, KEY, T0)}, 1);
    store_all(other, (CareRecord *const[]){answered(2, KEY, T0)}, 1);
    reader = care_reader_open_several((const char *const[]){place->path, other->path, NULL}, NULL);
    edit(other, "DELETE FROM meta WHERE key = 'key'");
    assert_false(care_reader_each_past(reader, 0, 0, hear, &heard, &error));
    assert_int_equal(heard.n, 0); /* nothing half */
    assert_non_null(strstr(error->message, other->path));
    place_drop((void **)&other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_reader_each_past__gives__ended_chats_in_order),
        IN_PLACE(care_reader_each_past__knows__all_that_was_stored),
        IN_PLACE(care_reader_each_past__reads__facts_from_reasons),
        IN_PLACE(care_reader_each_past__leaves__unknown_what_imports_do_not_tell),
        IN_PLACE(care_reader_each_past__names__nobody_who_was_erased),
        IN_PLACE(care_reader_each_past__makes__one_history_of_several_stores),
        IN_PLACE(care_reader_each_past__says__which_store_is_broken),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
