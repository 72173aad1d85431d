/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lays copies and broken files beside a store, and looks what is left of somebody in them. */
#define _GNU_SOURCE /* memmem */
#include "care-forget-test.h"
#include "care-schema.h"
#include <utime.h>

/* A copy as it was made before the schema @version + 1. */
static void
make_old(const Place *place, guint version, const char *end)
{
    g_autofree char *path = beside(place, end);
    Place old = {.path = path};
    g_autofree char *stamp =
        g_strdup_printf("PRAGMA journal_mode = WAL; PRAGMA application_id = %d;"
                        " PRAGMA user_version = %u",
                        CARE_SCHEMA_APPLICATION, version);
    sqlite3 *sql = NULL;

    assert_int_equal(sqlite3_open(path, &sql), SQLITE_OK);
    for (guint i = 0; i < version; i++)
        assert_int_equal(sqlite3_exec(sql, care_schema.migrations[i], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(sql, stamp, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(sql);
    edit(&old,
         "INSERT INTO agent VALUES (1, 'Bea');"
         "INSERT INTO customer (id, key, private, created_ms) VALUES (7, '" KEY "', 1, 5);"
         "INSERT INTO customer (id, key, created_ms) VALUES (8, '" OTHER "', 5);"
         "INSERT INTO chat (id, ext, agent, protocol, account, address, room, customer, started_ms,"
         " last_ms, ended_ms, agent_lines, customer_lines, ended_by, outcome, reason, client)"
         " SELECT id, 'c' || id, 1, 'xmpp', 'bea@example.org', substr(key, 6), 0, id, 1, 2, 3, 1,"
         " 1, 'explicit', 'answered', 'none', '1-x' FROM customer;"
         "INSERT INTO survey (id, ext, chat, customer, state, asked_ms, changed_ms, rounds,"
         " clarified, by_agent, probability, who, answers, rating)"
         " SELECT id, 's' || id, id, customer, 'answered', 3, 4, 1, 0, 0, 1, 'nick-' || id, 1, 4"
         " FROM chat;"
         "UPDATE chat SET survey = id;"
         "INSERT INTO answer (id, survey, seq, rating, kind, at_ms)"
         " SELECT id, id, 1, 4, 'final', 4 FROM survey;"
         "INSERT INTO comment VALUES (7, 'zebras crossing in the copy alone'),"
         " (8, '" THEIRS "')");
}

static void
care_editor_forget__cleans__copies_of_every_schema(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};

    store_two(place);
    for (guint version = 1; version < care_schema.version; version++) {
        g_autofree char *end = g_strdup_printf(".before-%u", version + 1);

        make_old(place, version, end);
    }
    copy_beside(place, ".before-99");
    copy_beside(place, ".before-100~");
    copy_beside(place, ".new~");
    forget(place, KEY, &forgotten);
    assert_int_equal(forgotten.uncleaned->len, 0);
    assert_int_equal(forgotten.cleaned->len, care_schema.version - 1 + 3);
    assert_gone(place);
    assert_int_equal(count_in_bytes(place, "zebras crossing in the copy alone"), 0);
    assert_int_equal(count_in_bytes(place, "xmpp:anna"), 0);
    for (guint version = 1; version < care_schema.version; version++) {
        g_autofree char *end = g_strdup_printf(".before-%u", version + 1);
        g_autofree char *path = beside(place, end), *log = g_strconcat(path, "-wal", NULL);
        g_autofree char *left =
            ask_file(path, "SELECT (SELECT count(*) FROM chat) || (SELECT count(*) FROM answer) ||"
                           " (SELECT count(*) FROM customer) || (SELECT count(*) FROM comment)");
        g_autofree char *found = ask_file(path, "PRAGMA user_version");
        GStatBuf info;

        assert_string_equal(left, "2211");
        assert_int_equal(atoi(found), version);
        assert_false(g_file_test(log, G_FILE_TEST_EXISTS));
        assert_int_equal(g_stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
        if (version > 1) { /* put back it would still not be asked */
            g_autofree char *wish = ask_file(path, "SELECT sum(private) FROM tombstone");

            assert_string_equal(wish, "1");
        }
    }
}

/* One note the store knows by now, another the copy alone; the same name of somebody else stays. */
static void
care_editor_forget__cleans__notes_and_names_everywhere(void **state)
{
    Place *place = *state;
    CareRecord mine = {.customer = (char *)KEY,
                       .change = CARE_CUSTOMER_NOTE | CARE_CUSTOMER_NAME,
                       .note = (char *)"ocelots in the copy",
                       .name = (char *)"Lady Marmalade",
                       .at_ms = T0};
    CareRecord theirs = {.customer = (char *)OTHER,
                         .change = CARE_CUSTOMER_NAME,
                         .name = (char *)"Lady Marmalade",
                         .at_ms = T0};
    g_auto(CareForgotten) forgotten = {0};
    CareStore *store;

    store_two(place);
    store = open_well(place);
    put(place, store, &mine);
    put(place, store, &theirs);
    close_well(store);
    copy_beside(place, ".before-5");
    store = open_well(place);
    mine.note = (char *)"narwhals in the store";
    put(place, store, &mine);
    close_well(store);
    assert_true(count_in_bytes(place, "ocelots in the copy") > 0);
    assert_true(count_in_bytes(place, "narwhals in the store") > 0);
    forget(place, KEY, &forgotten);
    assert_true(forgotten.noted);
    assert_int_equal(forgotten.cleaned->len, 1);
    assert_int_equal(forgotten.uncleaned->len, 0);
    assert_int_equal(count_in_bytes(place, "ocelots in the copy"), 0);
    assert_int_equal(count_in_bytes(place, "narwhals in the store"), 0);
    assert_int_equal(
        ask_number(place, "SELECT count(*) FROM customer WHERE name = 'Lady Marmalade'"), 1);
}

static void
care_editor_forget__cleans__a_file_with_its_log(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};
    g_autofree char *log = beside(place, "-wal"),
                    *aside = beside(place, ".corrupt-20250131T235959Z"),
                    *its_log = g_strconcat(aside, "-wal", NULL), *n = NULL;
    struct utimbuf then = {.actime = 1000000000, .modtime = 1000000000};
    GStatBuf info;
    CareStore *store;
    sqlite3 *reader;

    store_two(place);
    store = open_well(place);
    reader = look(place); /* keeps the log where it is */
    sqlite3_exec(reader, "BEGIN; SELECT * FROM chat", NULL, NULL, NULL);
    for (guint i = 3; i < 40; i++) {
        g_autoptr(CareRecord) record = said(i, KEY, WORDS);

        put(place, store, record);
    }
    copy_file(place->path, aside);
    copy_file(log, its_log);
    g_utime(aside, &then);
    sqlite3_close(reader);
    close_well(store);
    forget(place, KEY, &forgotten);
    assert_int_equal(forgotten.chats, 38);
    assert_int_equal(forgotten.uncleaned->len, 0);
    assert_int_equal(forgotten.cleaned->len, 1);
    assert_string_equal(g_ptr_array_index(forgotten.cleaned, 0), aside);
    assert_gone(place);
    assert_false(g_file_test(its_log, G_FILE_TEST_EXISTS));
    n = ask_file(aside, "SELECT count(*) FROM chat");
    assert_string_equal(n, "39"); /* what stood in its log alone, too */
    assert_int_equal(g_stat(aside, &info), 0);
    assert_int_equal(info.st_mtime, then.modtime);
}

/* Overwrites the page at which a table or index begins. */
static void
break_page(const char *path, const char *name)
{
    g_autofree char *query =
        g_strdup_printf("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", name);
    g_autofree char *page = ask_file(path, query), *bytes = NULL;
    gsize size = 0;

    assert_non_null(page);
    assert_true(g_file_get_contents(path, &bytes, &size, NULL));
    memset(bytes + (atoi(page) - 1) * 4096, 0xa5, 4096);
    assert_true(g_file_set_contents(path, bytes, (gssize)size, NULL));
}

/* Adds a chat of theirs that the index of customers does not know. */
static void
hide_a_chat(const char *path)
{
    Place other = {.path = (char *)path};
    g_autofree char *bad = NULL;

    edit(&other, "PRAGMA writable_schema = ON;"
                 "CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema"
                 " WHERE name = 'chat_customer';"
                 "DELETE FROM sqlite_schema WHERE name = 'chat_customer';"
                 "PRAGMA writable_schema = RESET;"
                 "INSERT INTO chat (ext, agent, protocol, account, address, room, customer,"
                 " started_ms, last_ms, ended_ms, agent_lines, customer_lines, ended_by, outcome,"
                 " reason, client) SELECT 'hidden', agent, protocol, account, 'hidden-address',"
                 " 0, customer, 1, 2, 3, 1, 1, ended_by, outcome, reason, client FROM chat"
                 " WHERE customer = (SELECT id FROM customer WHERE key = '" KEY "');"
                 "PRAGMA writable_schema = ON;"
                 "INSERT INTO sqlite_schema SELECT * FROM kept;"
                 "PRAGMA writable_schema = RESET");
    bad = ask_text(&other, "PRAGMA integrity_check");
    assert_string_not_equal(bad, "ok");
}

static void
care_editor_forget__tells__what_it_cannot_clean(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};
    g_autofree char *mended = beside(place, ".corrupt-20250101T000000Z"),
                    *broken = beside(place, ".corrupt-20250102T000000Z"),
                    *noise = beside(place, ".corrupt-20250103T000000Z"),
                    *log = beside(place, ".replaced-20250104T000000Z-wal"),
                    *empty = beside(place, ".replaced-20250105T000000Z-wal"), *before = NULL,
                    *after = NULL;
    gsize size = 0;

    store_two(place);
    copy_file(place->path, mended);
    hide_a_chat(mended); /* an index can be made anew */
    copy_file(place->path, broken);
    break_page(broken, "survey");
    assert_true(g_file_set_contents(noise, KEY " is no database", -1, NULL));
    assert_true(g_file_set_contents(log, "pages of some time", -1, NULL));
    assert_true(g_file_set_contents(empty, "", 0, NULL));
    assert_true(g_file_get_contents(broken, &before, &size, NULL));
    forget(place, KEY, &forgotten);
    assert_int_equal(forgotten.cleaned->len, 1);
    assert_string_equal(g_ptr_array_index(forgotten.cleaned, 0), mended);
    assert_int_equal(forgotten.uncleaned->len, 3);
    assert_string_equal(g_ptr_array_index(forgotten.uncleaned, 0), broken);
    assert_string_equal(g_ptr_array_index(forgotten.uncleaned, 1), noise);
    assert_string_equal(g_ptr_array_index(forgotten.uncleaned, 2), log);
    assert_true(g_file_get_contents(broken, &after, &size, NULL));
    assert_memory_equal(before, after, size); /* as it was */
    g_remove(broken);
    g_remove(noise);
    assert_gone(place);
    assert_int_equal(count_in_bytes(place, "hidden-address"), 0);
}

/* Nobody knows what an unknown table means, but its bytes tell. */
static void
care_editor_forget__tells__of_words_where_it_cannot_erase(void **state)
{
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};
    g_autofree char *aside = beside(place, ".corrupt-20250101T000000Z");
    Place other = {.path = aside};

    store_two(place);
    copy_file(place->path, aside);
    edit(&other, "CREATE TABLE diary (line); INSERT INTO diary VALUES ('" WORDS "')");
    forget(place, KEY, &forgotten);
    assert_int_equal(forgotten.cleaned->len, 0);
    assert_int_equal(forgotten.uncleaned->len, 1);
    assert_string_equal(g_ptr_array_index(forgotten.uncleaned, 0), aside);
}

static void
care_editor_forget__leaves__other_files_alone(void **state)
{
    static const char *const ends[] = {"-note",     ".before-3.txt", ".backup", ".corrupt-notes",
                                       ".before-x", "2.before-3",    ".old~"};
    Place *place = *state;
    g_auto(CareForgotten) forgotten = {0};

    store_two(place);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *path = beside(place, ends[i]);

        assert_true(g_file_set_contents(path, WORDS, -1, NULL));
    }
    forget(place, KEY, &forgotten);
    assert_int_equal(forgotten.cleaned->len + forgotten.uncleaned->len, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *path = beside(place, ends[i]), *text = NULL;

        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        assert_string_equal(text, WORDS);
    }
}

static void
forget_and_die(const Place *place, guint after_us)
{
    const pid_t child = fork_client();

    if (child == 0) {
        g_autoptr(CareEditor) editor = care_editor_open(place->path, FALSE, NULL);
        g_auto(CareForgotten) forgotten = {0};

        if (editor != NULL)
            care_editor_forget(editor, KEY, T0, &forgotten, NULL);
        _exit(0);
    }
    g_usleep(after_us);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* Each file is the old one or the new one, whenever it is killed; with its log, too. */
static void
care_editor_forget__keeps__copies_whole_when_killed(void **state)
{
    Place *place = *state;
    g_autofree char *log = beside(place, "-wal"),
                    *aside = beside(place, ".corrupt-20250131T235959Z"),
                    *its_log = g_strconcat(aside, "-wal", NULL), *file_bytes = NULL,
                    *log_bytes = NULL;
    g_auto(CareForgotten) forgotten = {0};
    GRand *rand = g_rand_new_with_seed(7);
    gsize file_size = 0, log_size = 0;
    CareStore *store;
    sqlite3 *reader;

    store_two(place);
    store = open_well(place);
    reader = look(place);
    sqlite3_exec(reader, "BEGIN; SELECT * FROM chat", NULL, NULL, NULL);
    for (guint i = 3; i < 40; i++) {
        g_autoptr(CareRecord) record = said(i, KEY, WORDS);

        put(place, store, record);
    }
    assert_true(g_file_get_contents(place->path, &file_bytes, &file_size, NULL));
    assert_true(g_file_get_contents(log, &log_bytes, &log_size, NULL));
    sqlite3_close(reader);
    close_well(store);
    for (guint round = 0; round < 40; round++) {
        g_autofree char *n = NULL, *verdict = NULL;

        assert_true(g_file_set_contents(aside, file_bytes, (gssize)file_size, NULL));
        assert_true(g_file_set_contents(its_log, log_bytes, (gssize)log_size, NULL));
        forget_and_die(place, (guint)g_rand_int_range(rand, 0, 60000));
        verdict = ask_file(aside, "PRAGMA integrity_check");
        n = ask_file(aside, "SELECT count(*) FROM chat");
        assert_string_equal(verdict, "ok");
        assert_string_equal(n, "39");
        assert_sound(place);
    }
    g_rand_free(rand);
    forget(place, KEY, &forgotten);
    assert_gone(place);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_editor_forget__cleans__copies_of_every_schema),
        IN_PLACE(care_editor_forget__cleans__notes_and_names_everywhere),
        IN_PLACE(care_editor_forget__cleans__a_file_with_its_log),
        IN_PLACE(care_editor_forget__tells__what_it_cannot_clean),
        IN_PLACE(care_editor_forget__tells__of_words_where_it_cannot_erase),
        IN_PLACE(care_editor_forget__leaves__other_files_alone),
        IN_PLACE(care_editor_forget__keeps__copies_whole_when_killed),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
