/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that an import stores all of what was set aside, as it was, or nothing; that sums follow;
 * and that nobody loses a wish by it. */
#include "care-verify-test.h"

#define SCALE      ((CareScale){1, 5})
#define DEFINITION "import"
#define MANY       20000 /* rows: from here on indices are made anew */
#define FEW        20    /* rows: beside so many, sums are added to */
#define HOUR_MS    ((gint64)60 * 60 * 1000)

typedef struct {
    GString *told; /* "line: what\n" */
    guint64 n_bad;
    CareImported imported;
} Done;

static void
done_clear(Done *done)
{
    if (done->told != NULL)
        g_string_free(done->told, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Done, done_clear)

static void
on_bad(guint64 line, const char *what, gpointer data)
{
    Done *done = data;

    g_string_append_printf(done->told, "%" G_GUINT64_FORMAT ": %s\n", line, what);
}

static CareImportRow
rated(const char *id, const char *customer, gint rating)
{
    return (CareImportRow){.id = id,
                           .agent = "Bea",
                           .protocol = "web",
                           .customer = customer,
                           .reason = "",
                           .ended_ms = T0,
                           .outcome = CARE_OUTCOME_ANSWERED,
                           .has_rating = TRUE,
                           .rating = rating};
}

static CareImportRow
opted_out(const char *id, const char *customer, gint64 at_ms)
{
    CareImportRow row = rated(id, customer, 0);

    row.outcome = CARE_OUTCOME_OPTED_OUT;
    row.has_rating = FALSE;
    row.ended_ms = at_ms;
    return row;
}

static CareEditor *
edit_well(const Place *place)
{
    g_autoptr(GError) error = NULL;
    CareEditor *editor = care_editor_open(place->path, TRUE, &error);

    assert_null(error);
    return editor;
}

/* Rows set aside, with their place from 1 as their line. */
static CareImport *
stage(CareEditor *editor, const CareImportRow *rows, guint n)
{
    CareImport *import = care_import_new(editor, DEFINITION, SCALE, NULL);

    assert_non_null(import);
    for (guint i = 0; i < n; i++)
        assert_true(care_import_add(import, &rows[i], i + 1, NULL));
    return import;
}

static Done
import_rows(const Place *place, const CareImportRow *rows, guint n)
{
    Done done = {.told = g_string_new(NULL)};
    g_autoptr(CareEditor) editor = edit_well(place);
    g_autoptr(CareImport) import = stage(editor, rows, n);

    assert_true(care_import_check(import, on_bad, &done, &done.n_bad, NULL));
    assert_true(care_import_commit(import, T0 + DAY_MS, NULL, NULL, &done.imported, NULL));
    return done;
}

/* Of all kinds, with ids and customers of their own; (transfer full): free the ids with it. */
static CareImportRow *
any_rows(guint n, guint32 seed, GStringChunk *texts)
{
    static const char *const agents[] = {"Bea", "Cem", "Ida"};
    static const char *const words[] = {"", "idle", "their word"};
    g_autoptr(GRand) rng = g_rand_new_with_seed(seed);
    CareImportRow *rows = g_new0(CareImportRow, n);

    for (guint i = 0; i < n; i++) {
        g_autofree char *id = g_strdup_printf("%u-%08x", seed, i * 2654435761U);
        g_autofree char *customer = g_strdup_printf("web:%d", g_rand_int_range(rng, 0, 50));
        CareImportRow *row = &rows[i];

        row->id = g_string_chunk_insert(texts, id);
        row->agent = agents[g_rand_int_range(rng, 0, G_N_ELEMENTS(agents))];
        row->protocol = g_rand_boolean(rng) ? "web" : "irc";
        row->customer = g_rand_boolean(rng) ? g_string_chunk_insert(texts, customer) : NULL;
        row->reason = words[g_rand_int_range(rng, 0, G_N_ELEMENTS(words))];
        row->ended_ms = T0 + g_rand_int_range(rng, 0, 90 * 24) * HOUR_MS;
        row->outcome = (CareOutcome)g_rand_int_range(rng, CARE_OUTCOME_ANSWERED, CARE_N_OUTCOMES);
        row->has_rating = row->outcome == CARE_OUTCOME_ANSWERED;
        row->rating = row->has_rating ? g_rand_int_range(rng, 1, 6) : 0;
        row->item = (CareItem)g_rand_int_range(rng, 0, CARE_N_ITEMS);
        row->has_item_rating = row->has_rating && row->item != CARE_ITEM_NONE;
        row->item_rating = row->has_item_rating ? g_rand_int_range(rng, 1, 6) : 0;
    }
    return rows;
}

static void
import_any(const Place *place, guint n, guint32 seed)
{
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    g_autofree CareImportRow *rows = any_rows(n, seed, texts);
    g_auto(Done) done = import_rows(place, rows, n);

    assert_int_equal(done.n_bad, 0);
    assert_int_equal(done.imported.added, n);
}

static void
care_import_commit__stores__every_word_of_a_row(void **state)
{
    const CareImportRow row = {.id = "T-1",
                               .agent = "Bea",
                               .protocol = "web",
                               .customer = "web:7",
                               .reason = "their word",
                               .ended_ms = T0 + 250,
                               .outcome = CARE_OUTCOME_ANSWERED,
                               .has_rating = TRUE,
                               .rating = 4,
                               .has_item_rating = TRUE,
                               .item = CARE_ITEM_CULTURE,
                               .item_rating = 2};
    g_auto(Done) done = import_rows(*state, &row, 1);
    g_autofree char *chat = ask_text(
        *state,
        "SELECT printf('%s|%s|%s|%s|%s|%d|%s', ext, a.name, protocol, account, address, room, key)"
        " FROM chat c JOIN agent a ON a.id = c.agent JOIN customer u ON u.id = c.customer");
    g_autofree char *times = ask_text(
        *state, "SELECT printf('%d %d %d %d %d %d', ended_ms, started_ms - ended_ms, last_ms -"
                " ended_ms, counted_ms - ended_ms, agent_lines, customer_lines) FROM chat");
    g_autofree char *end = ask_text(*state, "SELECT printf('%s|%s|%s|%s|%s|%s', ended_by, outcome,"
                                            " reason, guards, survey, client) FROM chat");
    g_autofree char *cell =
        ask_text(*state, "SELECT printf('%s|%s|%s|%d-%d|%s|%s|%d|%s|%d', a.name, k.protocol, hash,"
                         " min, max, k.outcome, k.reason, k.rating, k.item, k.item_rating)"
                         " FROM chat c JOIN cell k ON k.id = c.cell"
                         " JOIN agent a ON a.id = k.agent JOIN definition d ON d.id = definition");
    g_autofree char *ledger = ask_text(*state, "SELECT kind || ' ' || value FROM ledger");
    /* As docs/store.md has it. */
    g_autofree char *hash = g_compute_checksum_for_string(
        G_CHECKSUM_SHA256, "T-1\nBea\nweb\n1740823383250\nanswered\ntheir word\n4\nculture\n2\n",
        -1);
    g_autofree char *told = g_strconcat("import 1:", hash, NULL);

    assert_string_equal(chat, "T-1|Bea|web|||0|web:7");
    assert_string_equal(times, "1740823383250 0 0 0 0 0");
    assert_string_equal(end, "none|answered|their word|||import-1");
    assert_string_equal(cell, "Bea|web|import|1-5|answered|none|4|culture|2");
    assert_string_equal(ledger, told);
    assert_int_equal(done.imported.answered, 1);
    assert_int_equal(done.imported.first_ms, T0 + 250);
    assert_whole(*state);
}

/* All sums are made anew where that is less work. */
static void
care_import_commit__keeps__sums_equal_to_a_recount(void **state)
{
    import_any(*state, 700, 1);
    assert_whole(*state);
    import_any(*state, 5, 2);
    assert_whole(*state);
    import_any(*state, 300, 3);
    assert_whole(*state);
    assert_int_equal(ask_number(*state, "SELECT count(*) FROM chat"), 1005);
    assert_int_equal(ask_number(*state, "SELECT count(*) FROM ledger WHERE kind = 'import'"), 3);
}

static void
care_import_commit__leaves__indices_and_sums_whole_after_many_rows(void **state)
{
    static const char indices[] = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM"
                                  " sqlite_schema WHERE type = 'index' ORDER BY name)";
    g_autofree char *before = NULL, *after = NULL;

    import_any(*state, 3, 1);
    before = ask_text(*state, indices);
    import_any(*state, MANY, 2);
    after = ask_text(*state, indices);
    assert_string_equal(after, before);
    assert_whole(*state);
    import_any(*state, FEW, 3);
    assert_whole(*state);
}

static void
care_import_check__tells__ids_that_are_there_twice(void **state)
{
    const CareImportRow first[] = {rated("a", NULL, 1), rated("B", NULL, 2)};
    const CareImportRow second[] = {rated("a", "web:2", 5), rated("c", "web:1", 5),
                                    rated("c", "web:3", 4), rated("b", NULL, 3),
                                    rated("c", NULL, 2)};
    g_auto(Done) one = import_rows(*state, first, 2), two = import_rows(*state, second, 5);

    assert_int_equal(one.n_bad, 0);
    assert_int_equal(two.n_bad, 3);
    assert_string_equal(two.told->str, "1: chat_id: already in the store\n"
                                       "3: chat_id: already in line 2\n"
                                       "5: chat_id: already in line 2\n");
    assert_int_equal(two.imported.added, 2);
    assert_int_equal(two.imported.answered, 2);
    /* Nobody whose only rows were dropped becomes known. */
    assert_int_equal(ask_number(*state, "SELECT count(*) FROM customer"), 1);
    assert_int_equal(ask_number(*state, "SELECT count(*) FROM customer WHERE key = 'web:1'"), 1);
    assert_whole(*state);
}

static void
care_import_check__counts__only_what_is_left(void **state)
{
    CareImportRow rows[] = {rated("a", NULL, 1), rated("b", NULL, 1), rated("a", NULL, 1)};

    rows[2].agent = "Cem";
    rows[2].ended_ms = T0 + DAY_MS;

    g_auto(Done) done = import_rows(*state, rows, 3);

    assert_int_equal(done.imported.added, 2);
    assert_int_equal(done.imported.agents, 1);
    assert_int_equal(done.imported.last_ms, T0);
    assert_int_equal(ask_number(*state, "SELECT count(*) FROM agent"), 1);
}

static void
care_import_free__leaves__no_trace_of_what_was_set_aside(void **state)
{
    const CareImportRow kept = rated("a", "web:1", 1);
    const CareImportRow rows[] = {rated("b", "web:2", 1), opted_out("c", "web:1", T0)};
    g_auto(Done) done = import_rows(*state, &kept, 1);
    g_autofree char *before = dump(*state), *after = NULL;
    g_autoptr(CareEditor) editor = edit_well(*state);
    CareImport *import = stage(editor, rows, 2);
    guint64 n_bad;

    assert_true(care_import_check(import, on_bad, &done, &n_bad, NULL));
    care_import_free(import);
    after = dump(*state);
    assert_string_equal(after, before);
}

/* Between the check and the commit another client may be faster. */
static void
care_import_commit__stores__nothing_where_another_was_faster(void **state)
{
    const CareImportRow rows[] = {rated("a", NULL, 1), rated("b", NULL, 1)};
    g_autoptr(CareEditor) editor = edit_well(*state);
    g_autoptr(CareImport) import = stage(editor, rows, 2);
    g_autoptr(GError) error = NULL;
    g_auto(Done) mine = {.told = g_string_new(NULL)};
    g_autofree char *before = NULL, *after = NULL;

    assert_true(care_import_check(import, on_bad, &mine, &mine.n_bad, NULL));

    g_auto(Done) theirs = import_rows(*state, &rows[1], 1);

    before = dump(*state);
    assert_int_equal(mine.n_bad, 0);
    assert_false(care_import_commit(import, T0, NULL, NULL, &mine.imported, &error));
    assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY));
    after = dump(*state);
    assert_string_equal(after, before);
    assert_whole(*state);
}

static void
care_import_new__refuses__one_definition_on_two_scales(void **state)
{
    const CareImportRow row = rated("a", NULL, 1);
    g_auto(Done) done = import_rows(*state, &row, 1);
    g_autoptr(CareEditor) editor = edit_well(*state);
    g_autoptr(CareImport) other = NULL;
    g_autoptr(GError) error = NULL;

    assert_null(care_import_new(editor, DEFINITION, (CareScale){0, 10}, &error));
    assert_true(g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN));
    assert_null(care_import_new(editor, "wide", (CareScale){0, CARE_STEPS_MAX}, NULL));
    other = care_import_new(editor, "wide", (CareScale){0, CARE_STEPS_MAX - 1}, NULL);
    assert_non_null(other);
}

static gboolean
is_opted_out(const Place *place, const char *key)
{
    CareStore *store = open_well(place);
    const CareCustomer customer = customer_of(place, store, key, T0 + 2 * DAY_MS);

    close_well(store);
    return customer.is_opted_out;
}

static void
care_import_commit__keeps__the_wish_of_who_opted_out(void **state)
{
    const CareImportRow rows[] = {opted_out("a", "web:1", T0), opted_out("b", "web:1", T0 + 9),
                                  rated("c", "web:2", 4), opted_out("d", NULL, T0)};
    g_auto(Done) done = import_rows(*state, rows, 4);

    assert_true(is_opted_out(*state, "web:1"));
    assert_false(is_opted_out(*state, "web:2"));
    assert_int_equal(ask_number(*state, "SELECT opted_out_ms FROM customer WHERE key = 'web:1'"),
                     T0 + 9);
}

static void
care_import_commit__keeps__the_wish_of_who_was_erased(void **state)
{
    const CareImportRow wish = opted_out("a", "web:1", T0), again = rated("b", "web:1", 4);
    g_auto(Done) first = import_rows(*state, &wish, 1);
    g_autoptr(CareEditor) editor = edit_well(*state);
    g_auto(CareForgotten) forgotten = {0};

    assert_true(care_editor_forget(editor, "web:1", T0 + DAY_MS, &forgotten, NULL));
    assert_int_equal(ask_number(*state, "SELECT count(*) FROM customer"), 0);
    g_clear_pointer(&editor, care_editor_close);

    g_auto(Done) second = import_rows(*state, &again, 1);

    assert_int_equal(second.imported.added, 1);
    assert_true(is_opted_out(*state, "web:1"));
    assert_int_equal(ask_number(*state, "SELECT count(*) FROM tombstone"), 0);
    assert_whole(*state);
}

static void
care_import_new_dry__checks__without_a_store(void **state)
{
    const Place *place = *state;
    const CareImportRow rows[] = {rated("a", NULL, 1), rated("a", NULL, 1)};
    g_autoptr(CareImport) import = care_import_new_dry(NULL, DEFINITION, SCALE, NULL);
    g_auto(Done) done = {.told = g_string_new(NULL)};

    for (guint i = 0; i < 2; i++)
        assert_true(care_import_add(import, &rows[i], i + 1, NULL));
    assert_true(care_import_check(import, on_bad, &done, &done.n_bad, NULL));
    care_import_sum(import, &done.imported);
    assert_int_equal(done.n_bad, 1);
    assert_int_equal(done.imported.added, 1);
    assert_false(g_file_test(place->path, G_FILE_TEST_EXISTS));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_import_commit__stores__every_word_of_a_row),
        IN_PLACE(care_import_commit__keeps__sums_equal_to_a_recount),
        IN_PLACE(care_import_commit__leaves__indices_and_sums_whole_after_many_rows),
        IN_PLACE(care_import_check__tells__ids_that_are_there_twice),
        IN_PLACE(care_import_check__counts__only_what_is_left),
        IN_PLACE(care_import_free__leaves__no_trace_of_what_was_set_aside),
        IN_PLACE(care_import_commit__stores__nothing_where_another_was_faster),
        IN_PLACE(care_import_new__refuses__one_definition_on_two_scales),
        IN_PLACE(care_import_commit__keeps__the_wish_of_who_opted_out),
        IN_PLACE(care_import_commit__keeps__the_wish_of_who_was_erased),
        IN_PLACE(care_import_new_dry__checks__without_a_store),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
