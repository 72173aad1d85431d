/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that follow-ups and questions in mid-chat are kept whole, and change no figure of a chat's
 * end. */
#include "care-schema.h"
#include "care-store-test.h"

#define T0      ((gint64)1700000000000)
#define HOUR_MS ((gint64)60 * 60 * 1000)
#define N_KILLS 12
#define N_STEPS 3 /* rating, item, words */

static gint64
now_ms(void)
{
    return g_get_real_time() / 1000;
}

static void
set_comment(CareRecord *record, const char *comment)
{
    g_free(record->answer.comment);
    record->answer.comment = g_strdup(comment);
}

/* The answer to the item that was drawn, after the rating of answered(). */
static CareRecord *
item_answered(guint id, const char *key, gint64 at_ms)
{
    CareRecord *record = answered(id, key, at_ms);

    record->survey.item = CARE_ITEM_RESPONSIVENESS;
    record->survey.item_rating = record->answer.rating = 1;
    record->survey.step = CARE_STEP_COMMENT;
    record->survey.answers = record->answer.seq = 2;
    record->answer.kind = CARE_ANSWER_ITEM;
    set_comment(record, NULL);
    return record;
}

static void
care_store_put__keeps__item_answers_apart_from_the_rating(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) rating = answered(1, KEY, T0), item = item_answered(1, KEY, T0);
    g_auto(Said) said = {.status = UNSET, .code = UNSET};
    const CareCubeFilter all = {0};

    assert_int_equal(put(place, store, rating), CARE_STORED_OK);
    assert_int_equal(put(place, store, item), CARE_STORED_OK);
    assert_int_equal(put(place, store, item), CARE_STORED_OK);
    assert_int_equal(ask_number(place, "SELECT rating FROM survey WHERE item_rating = 1"
                                       " AND item = 'responsiveness' AND rated_seq = 1"),
                     4);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 2);
    assert_int_equal(ask_number(place, "SELECT rating FROM answer WHERE seq = 2"
                                       " AND kind = 'item' AND item = 'responsiveness'"),
                     1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer WHERE item IS NULL"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE value = 'item:1'"), 1);
    care_store_count(store, &all, on_cube, &said);
    await(place, &said);
    assert_int_equal(said.chats, 1);
    assert_int_equal(said.ratings, 1);
    close_well(store);
}

static void
care_store_put__fails__an_item_answer_without_its_item(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) item = item_answered(1, KEY, T0), step = answered(2, KEY, T0);

    item->survey.item = CARE_ITEM_NONE;
    assert_int_equal(put(place, store, item), CARE_STORED_FAILED);
    item->survey.item = CARE_N_ITEMS;
    assert_int_equal(put(place, store, item), CARE_STORED_FAILED);
    step->survey.step = CARE_N_STEPS;
    assert_int_equal(put(place, store, step), CARE_STORED_FAILED);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat"), 0);
    close_well(store);
}

static void
care_store_put__grows__the_words_of_a_stored_answer(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) first = answered(1, KEY, T0), more = answered(1, KEY, T0);
    g_autofree char *once = NULL, *again = NULL, *text = NULL;

    set_comment(first, NULL);
    assert_int_equal(put(place, store, first), CARE_STORED_OK);
    set_comment(first, "good");
    assert_int_equal(put(place, store, first), CARE_STORED_OK);
    set_comment(more, "good\nand fast");
    more->answer.at_ms += 20000;
    assert_int_equal(put(place, store, more), CARE_STORED_OK);
    once = dump(place);
    assert_int_equal(put(place, store, more), CARE_STORED_OK);
    again = dump(place);
    assert_string_equal(once, again);
    assert_int_equal(put(place, store, first), CARE_STORED_OK); /* an earlier try, late */
    text = ask_text(place, "SELECT text FROM comment JOIN answer a ON a.id = answer WHERE seq = 1");
    assert_string_equal(text, "good\nand fast");
    assert_int_equal(ask_number(place, "SELECT count(*) FROM comment"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE kind = 'answer'"), 1);
    close_well(store);
}

static void
care_store_put__keeps__a_pulse_out_of_all_figures(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    const gint64 now = now_ms();
    g_autoptr(CareRecord) pulse = pulsed(1, KEY, now - 1000), late = pulsed(1, KEY, now + 1000),
                          done = answered(1, KEY, now), back = NULL;
    g_autoptr(CareReader) reader = NULL;
    g_auto(Said) said = {.status = UNSET, .code = UNSET};
    const CareCubeFilter all = {0};
    CareCustomer customer;

    assert_int_equal(put(place, store, pulse), CARE_STORED_OK);
    customer = customer_of(place, store, KEY, now);
    assert_int_equal(customer.last_asked_ms, 0);
    assert_int_equal(customer.last_end, CARE_SURVEY_NONE);
    assert_int_equal(customer.asked_in_year, 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM chat WHERE survey NOT NULL"), 0);
    assert_int_equal(ask_number(place, "SELECT rating FROM survey WHERE kind = 'pulse'"), 2);
    assert_int_equal(put(place, store, done), CARE_STORED_OK);

    late->chat.outcome = CARE_OUTCOME_ANSWERED;
    late->chat.ended_ms = now;
    late->survey.state = CARE_SURVEY_EXPIRED;
    assert_int_equal(put(place, store, late), CARE_STORED_OK);
    customer = customer_of(place, store, KEY, now);
    assert_int_equal(customer.last_asked_ms, now);
    assert_int_equal(customer.last_end, CARE_SURVEY_ANSWERED);
    assert_int_equal(customer.silent_in_row, 0);
    assert_int_equal(customer.asked_in_year, 1);
    care_store_count(store, &all, on_cube, &said);
    await(place, &said);
    assert_int_equal(said.chats, 1);
    assert_int_equal(said.ratings, 1);
    reader = care_reader_open(place->path, NULL);
    back = care_reader_chat(reader, "00000001", NULL);
    assert_string_equal(back->survey.id, done->survey.id); /* what `why` explains */
    assert_false(back->survey.is_pulse);
    close_well(store);
}

static void
care_store_put__asks__while_a_pulse_is_open(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    const gint64 now = now_ms();
    g_autoptr(CareRecord) pulse = pulsed(1, KEY, now), other = pulsed(2, KEY, now),
                          question = asking(3, KEY, now), third = pulsed(4, KEY, now);
    CareRecord wish = {.customer = (char *)KEY, .change = CARE_CUSTOMER_OPT_OUT, .at_ms = now};

    pulse->survey.state = other->survey.state = third->survey.state = CARE_SURVEY_ASKING;
    pulse->answer.seq = other->answer.seq = third->answer.seq = 0;
    question->seen_asked_ms = 0;
    assert_int_equal(put(place, store, pulse), CARE_STORED_OK);
    assert_int_equal(put(place, store, other), CARE_STORED_OK);
    assert_int_equal(put(place, store, question), CARE_STORED_OK);
    /* Now a number could be meant for either of two clients' questions. */
    assert_int_equal(put(place, store, third), CARE_STORED_ELSEWHERE);
    question->survey.state = CARE_SURVEY_EXPIRED;
    assert_int_equal(put(place, store, question), CARE_STORED_OK);
    assert_int_equal(put(place, store, &wish), CARE_STORED_OK);
    assert_int_equal(put(place, store, third), CARE_STORED_ELSEWHERE);
    close_well(store);
}

static void
care_store_put__remembers__a_customers_language(void **state)
{
    Place *place = *state;
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) record = answered(1, KEY, T0);

    record->survey.language = g_strdup("pt-BR");
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_string_equal(customer_of(place, store, KEY, T0).language, "");
    record->customer = g_strdup(KEY);
    record->change = CARE_CUSTOMER_LANGUAGE;
    assert_int_equal(put(place, store, record), CARE_STORED_OK);
    assert_string_equal(customer_of(place, store, KEY, T0).language, "pt-BR");
    edit(place, "UPDATE customer SET language = 'much-too-long-for-a-tag'");
    assert_string_equal(customer_of(place, store, KEY, T0).language, "");
    close_well(store);
}

static void
leave_steps(const Place *place, CareStore *store)
{
    const gint64 now = now_ms();
    g_autoptr(CareRecord) item = answered(1, NULL, now), words = item_answered(2, NULL, now),
                          done = answered(3, NULL, now), old = item_answered(4, NULL, 0),
                          open = pulsed(5, NULL, now), pulse = pulsed(6, NULL, now),
                          follow = pulsed(7, NULL, now);

    item->survey.step = CARE_STEP_ITEM;
    item->survey.item = CARE_ITEM_IDEAL;
    item->survey.language = g_strdup("de");
    done->survey.step = CARE_STEP_DONE;
    old->survey.changed_ms = now - 2 * HOUR_MS;
    open->survey.state = pulse->survey.state = CARE_SURVEY_ASKED;
    open->answer.seq = pulse->answer.seq = 0;
    pulse->chat.outcome = follow->chat.outcome = CARE_OUTCOME_NOT_ASKED;
    follow->survey.step = CARE_STEP_COMMENT;
    put(place, store, item);
    put(place, store, words);
    put(place, store, done);
    put(place, store, old);
    put(place, store, open);
    put(place, store, pulse);
    put(place, store, follow);
}

static void
care_store_open__resumes__follow_ups_and_no_pulse(void **state)
{
    static const char expired[] =
        "SELECT count(*) FROM survey WHERE kind = 'pulse' AND state = 'expired'";
    Place *place = *state;
    CareStore *store = open_well(place); /* it lives on: what is its own stays open */
    g_autoptr(CareRecord) mine = pulsed(0xa, NULL, now_ms());
    g_auto(Said) said;

    mine->survey.state = CARE_SURVEY_ASKED;
    mine->answer.seq = 0;
    put(place, store, mine);
    kill_client(place, leave_steps);
    assert_int_equal(ask_number(place, expired), 0);
    close_well(open_store(place, &said));
    assert_int_equal(said.code, UNSET);
    assert_int_equal(said.n_resumed, 3); /* both follow-ups, and the chat of the open pulse */
    assert_true(g_str_has_prefix(said.first->chat.id, "00000001"));
    assert_int_equal(said.first->chat.outcome, CARE_OUTCOME_ANSWERED);
    assert_int_equal(said.first->survey.state, CARE_SURVEY_ANSWERED);
    assert_int_equal(said.first->survey.step, CARE_STEP_ITEM);
    assert_int_equal(said.first->survey.item, CARE_ITEM_IDEAL);
    assert_int_equal(said.first->survey.rated_seq, 1);
    assert_string_equal(said.first->survey.language, "de");
    assert_int_equal(ask_number(place, expired), 2);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM ledger WHERE value = 'expired'"), 0);
    close_well(store);
}

typedef struct {
    int out;
    guint id;
} Ack;

static void
acknowledge(CareStored status, const GError *error G_GNUC_UNUSED, gpointer data)
{
    Ack *ack = data;

    if (status == CARE_STORED_OK && write(ack->out, &ack->id, sizeof ack->id) != sizeof ack->id)
        _exit(1);
    g_free(ack);
}

/* Rating, item, words, each told by its number. */
static CareRecord *
step_of(guint n)
{
    const guint id = n / N_STEPS, step = n % N_STEPS;
    CareRecord *record = step == 1 ? item_answered(id, NULL, T0) : answered(id, NULL, T0);

    record->survey.item = CARE_ITEM_RESPONSIVENESS;
    if (step == 0)
        set_comment(record, NULL);
    return record;
}

G_GNUC_NORETURN static void
follow_up_for_ever(const Place *place, guint from, int out)
{
    CareStore *store = open_well(place);

    for (guint n = from;; n++) {
        Ack *ack = g_new(Ack, 1);

        *ack = (Ack){out, n};
        care_store_put(store, step_of(n), acknowledge, ack);
        while (g_main_context_iteration(place->context, n % 8 == 0))
            continue;
    }
}

static void
assert_stored(const Place *place, guint n)
{
    static const char *const found[N_STEPS] = {
        "SELECT count(*) FROM answer WHERE seq = 1 AND item IS NULL AND survey =",
        "SELECT count(*) FROM answer WHERE kind = 'item' AND seq = 2 AND survey =",
        "SELECT count(*) FROM comment JOIN answer a ON a.id = answer WHERE seq = 1 AND survey =",
    };
    g_autofree char *query =
        g_strdup_printf("%s (SELECT id FROM survey WHERE ext = '%08x-0000-4000-9000-000000000000')",
                        found[n % N_STEPS], n / N_STEPS);

    assert_int_equal(ask_number(place, query), 1);
}

static void
care_store__loses__no_follow_up_to_kill_nine(void **state)
{
    Place *place = *state;
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    guint n_acknowledged = 0;

    for (guint round = 0; round < N_KILLS; round++) {
        guint n;
        int ends[2];
        pid_t child;

        assert_int_equal(pipe(ends), 0);
        child = fork_client();
        if (child == 0)
            follow_up_for_ever(place, round * 1000000 * N_STEPS, ends[1]);
        close(ends[1]);
        assert_int_equal(read(ends[0], &n, sizeof n), sizeof n);
        g_usleep((gulong)g_rand_int_range(rng, 0, 20000));
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        do {
            assert_stored(place, n);
            n_acknowledged++;
        } while (read(ends[0], &n, sizeof n) == sizeof n);
        close(ends[0]);
    }
    assert_in_range(n_acknowledged, N_KILLS, G_MAXINT32);
    assert_sound(place);
}

/* A store as the first version left it: one chat answered with a correction, one still asked, one
 * open, a customer who opted out, and a ledger. */
static const char old_rows[] =
    "INSERT INTO agent VALUES (1, 'Bea'); INSERT INTO definition VALUES (1, 'd1');"
    "INSERT INTO customer VALUES (1, 'xmpp:anna@example.org', 0, NULL, 5), (2, 'x:o', 1, 7, 6);"
    "INSERT INTO chat VALUES"
    " (1, '11111111-0', 1, 'xmpp', 'bea@example.org', 'anna@example.org', 0, 1, 10, 20, 30, 1, 2,"
    "  'explicit', 'answered', 'none', 'desk=yes', NULL, '1-gone'),"
    " (2, '22222222-0', 1, 'xmpp', 'bea@example.org', 'otto@example.org', 0, NULL, 11, 21, 31, 1,"
    "  2, 'explicit', 'pending', 'none', NULL, NULL, '1-gone'),"
    " (3, '33333333-0', 1, 'irc', 'bea', 'x', 1, 2, 12, 22, 0, 1, 0, 'none', 'open', 'none', NULL,"
    "  NULL, '1-gone');"
    "INSERT INTO survey VALUES"
    " (1, 's1', 1, 1, 'answered', 30, 40, 1, 1, 0, 0.5, 1, NULL, 2, 5),"
    " (2, 's2', 2, NULL, 'asked', 31, 32, 1, 0, 1, 1, 1, 'nick', 0, NULL);"
    "UPDATE chat SET survey = id WHERE id < 3;"
    "INSERT INTO answer VALUES (1, 1, 1, 4, 'final', 40), (2, 1, 2, 5, 'correction', 41);"
    "INSERT INTO comment VALUES (1, 'zebra-marker');"
    "INSERT INTO ledger VALUES (1, 40, '11111111-0', 'answer', 'final:4', 'h')";

static void
make_old(const Place *place)
{
    const CareSchema first = {care_schema.migrations, 1};
    g_autofree char *folder = g_path_get_dirname(place->path),
                    *lock = g_build_filename(folder, "care.lock", NULL);
    g_autoptr(CareDb) db = NULL;

    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(lock, "", 0, NULL)); /* else the first client waits */
    db = care_db_open(place->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    assert_true(care_schema_migrate(db, &first, place->path, TRUE, NULL));
    assert_true(care_db_exec(db, old_rows, NULL));
}

static void
care_store_open__migrates__the_first_schema_without_loss(void **state)
{
    static const char *const kept[] = {
        "SELECT group_concat(ext || quote(customer) || account || outcome || ended_ms"
        " || quote(guards)) FROM chat",
        "SELECT group_concat(ext || state || asked_ms || answers || quote(rating) || quote(who)"
        " || probability || clarified) FROM survey",
        "SELECT group_concat(address) FROM chat WHERE outcome <> 'answered'", /* that one is old */
        "SELECT group_concat(survey || seq || rating || kind || at_ms) FROM answer",
        "SELECT group_concat(answer || text) FROM comment",
        "SELECT group_concat(key || private || quote(opted_out_ms) || created_ms) FROM customer",
        "SELECT group_concat(seq || hash || value) FROM ledger",
        "SELECT value FROM meta WHERE key = 'key'",
    };
    Place *place = *state;
    g_autofree char *copy = g_strdup_printf("%s.before-%u", place->path, care_schema.version);
    const Place before = {.path = copy};
    g_auto(Said) said;
    CareStore *store;

    make_old(place);
    store = open_store(place, &said);
    assert_int_equal(said.code, UNSET);
    assert_int_equal(said.n_resumed, 2);
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
        g_autofree char *old = ask_text(&before, kept[i]), *new = ask_text(place, kept[i]);

        assert_non_null(new);
        assert_string_equal(old, new);
    }
    assert_int_equal(ask_number(place, "SELECT count(*) FROM survey WHERE kind = 'final'"), 2);
    assert_int_equal(ask_number(place, "SELECT rated_seq FROM survey WHERE step = 'done'"), 2);
    assert_int_equal(ask_number(place, "SELECT rated_seq FROM survey WHERE step = 'rating'"), 0);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_sound(place);
    assert_true(customer_of(place, store, "x:o", T0).is_opted_out);
    close_well(store);
}

static void
care_store_open__migrates__whole_or_not_at_all(void **state)
{
    Place *place = *state;
    g_auto(Said) said;

    make_old(place);
    edit(place, "CREATE TABLE tombstone_asked (in_the_way)"); /* the last step cannot be taken */
    care_store_close(open_store(place, &said), 1000);
    assert_int_equal(said.code, CARE_STORE_ERROR_WRITE);
    assert_int_equal(ask_number(place, "PRAGMA user_version"), 1);
    assert_int_equal(ask_number(place, "SELECT count(*) FROM pragma_table_info('survey')"
                                       " WHERE name = 'kind'"),
                     0);
    edit(place, "DROP TABLE tombstone_asked");
    close_well(open_well(place));
    assert_int_equal(ask_number(place, "SELECT count(*) FROM answer"), 2);
}

static void
care_store_open__refuses__the_next_schema_untouched(void **state)
{
    Place *place = *state;
    g_autofree char *newer = g_strdup_printf("PRAGMA user_version = %u", care_schema.version + 1);
    g_autofree char *before = NULL, *after = NULL;
    gsize size = 0, size_after = 0;
    g_auto(Said) said;

    close_well(open_well(place));
    edit(place, newer);
    assert_true(g_file_get_contents(place->path, &before, &size, NULL));
    care_store_close(open_store(place, &said), 1000);
    assert_int_equal(said.code, CARE_STORE_ERROR_NEWER);
    assert_true(g_file_get_contents(place->path, &after, &size_after, NULL));
    assert_int_equal(size, size_after);
    assert_memory_equal(before, after, size);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store_put__keeps__item_answers_apart_from_the_rating),
        IN_PLACE(care_store_put__fails__an_item_answer_without_its_item),
        IN_PLACE(care_store_put__grows__the_words_of_a_stored_answer),
        IN_PLACE(care_store_put__keeps__a_pulse_out_of_all_figures),
        IN_PLACE(care_store_put__asks__while_a_pulse_is_open),
        IN_PLACE(care_store_put__remembers__a_customers_language),
        IN_PLACE(care_store_open__resumes__follow_ups_and_no_pulse),
        IN_PLACE(care_store__loses__no_follow_up_to_kill_nine),
        IN_PLACE(care_store_open__migrates__the_first_schema_without_loss),
        IN_PLACE(care_store_open__migrates__whole_or_not_at_all),
        IN_PLACE(care_store_open__refuses__the_next_schema_untouched),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
