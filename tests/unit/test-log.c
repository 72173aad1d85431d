/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a folder of logs gives out who wrote what when, and is neither stopped nor changed by
 * what does not belong there. */
#include "care-log-name.h"
#include "care-test.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <purple-care/store-log.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SENT(time, text)                                                       \
    "<span style=\"color: #16569E\"><span style=\"font-size: smaller\">(" time \
    ")</span> <b>Kim:</b></span> " text "<br>\n"
#define RECEIVED(time, text)                                                   \
    "<span style=\"color: #A82F2F\"><span style=\"font-size: smaller\">(" time \
    ")</span> <b>Anna:</b></span> " text "<br>\n"

typedef struct {
    char *dir;
    GString *seen; /* "peer|A 12:00:00 text|C ..." */
    guint stop_after;
    gpointer shown; /* how far it is; NULL: nobody wants to know */
} Logs;

static void
remove_all(const char *path)
{
    const gboolean is_link = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
    g_autoptr(GDir) dir = is_link ? NULL : g_dir_open(path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        remove_all(inner);
    }
    g_remove(path);
}

static int
setup(void **state)
{
    Logs *logs = g_new0(Logs, 1);

    logs->dir = g_dir_make_tmp("care-log-XXXXXX", NULL);
    logs->seen = g_string_new(NULL);
    *state = logs;
    return logs->dir == NULL;
}

static int
teardown(void **state)
{
    Logs *logs = *state;

    remove_all(logs->dir);
    g_free(logs->dir);
    g_string_free(logs->seen, TRUE);
    g_free(logs);
    return 0;
}

static void
put(const Logs *logs, const char *peer, const char *name, const char *text)
{
    g_autofree char *folder = g_build_filename(logs->dir, "jabber", "kim@example.org", peer, NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);

    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
begin(const CareLogPeer *peer, gpointer data)
{
    Logs *logs = data;

    g_string_append_printf(logs->seen, "[%s %s %s%s]", peer->protocol, peer->account, peer->address,
                           peer->room ? " room" : "");
}

static gboolean
line(const CareLogLine *line, gpointer data)
{
    Logs *logs = data;
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(line->at_ms / 1000);
    g_autofree char *text = g_date_time_format(time, "%d.%H:%M:%S");

    g_string_append_printf(logs->seen, "%s%s %s %s|", line->by_agent ? "A" : "C",
                           line->is_automatic ? "*" : "", text, line->text);
    return logs->stop_after == 0 || --logs->stop_after > 0;
}

static void
end(gpointer data)
{
    g_string_append((((Logs *)data)->seen), ".");
}

static CareLogRead
read_all(Logs *logs, const char *agent_name)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GError) error = NULL;
    const CareLogReading reading = {.agent_name = agent_name,
                                    .zone = utc,
                                    .begin = begin,
                                    .line = line,
                                    .end = end,
                                    .data = logs};
    CareLogRead read;

    g_string_truncate(logs->seen, 0);
    assert_true(care_log_read(logs->dir, &reading, &read, &error));
    return read;
}

static void
care_log_read__gives__html_logs_in_order(void **state)
{
    Logs *logs = *state;
    CareLogRead read;

    put(logs, "anna@example.org", "2026-11-28.090000+0000UTC.html", RECEIVED("09:00:00", "again"));
    put(logs, "anna@example.org", "2026-11-27.130000+0100CET.html",
        "<!DOCTYPE HTML><html><head></head><body><h1>x</h1><p>\n" RECEIVED("13:00:00", "hello")
            SENT("13:00:05", "hi")
                RECEIVED("11/20/26 13:00:00",
                         "sent while you were away") "a further line\n<span style=\"font-size: "
                                                     "smaller\">(13:01:00)</span><b> x</b><br>\n");
    read = read_all(logs, NULL);
    assert_string_equal(logs->seen->str,
                        "[xmpp kim@example.org anna@example.org]"
                        "C 27.12:00:00 hello|A 27.12:00:05 hi|C 28.09:00:00 again|.");
    assert_int_equal(read.peers, 1);
    assert_int_equal(read.files, 2);
    assert_int_equal(read.lines, 3);
    assert_int_equal(read.delayed, 1);
}

static void
care_log_read__finds__the_agent_in_text_logs(void **state)
{
    Logs *logs = *state;
    CareLogRead read;

    put(logs, "anna@example.org", "2026-11-27.120000+0000UTC.txt",
        "Conversation with anna@example.org at x on kim@example.org/desk (jabber)\n"
        "(12:00:00) Anna S.: hello\n(12:00:01) Kim T.: hi\n(12:00:02) ***Anna S. waits\nmore\n"
        "(12:00:03) Kim T. has signed off.\n(12:00:04) Kim T. <AUTO-REPLY>: away\n");
    put(logs, "bob@example.org", "2026-11-27.120000+0000UTC.txt",
        "(12:00:00) bob: hello\n(12:00:01) Kim T.: hi bob\n");
    read = read_all(logs, NULL);
    assert_string_equal(
        logs->seen->str,
        "[xmpp kim@example.org anna@example.org]C 27.12:00:00 hello|A 27.12:00:01 hi|"
        "C 27.12:00:02 waits|A* 27.12:00:04 away|."
        "[xmpp kim@example.org bob@example.org]C 27.12:00:00 hello|A 27.12:00:01 hi "
        "bob|.");
    assert_int_equal(read.unclear, 0);
}

/* One conversation of two strangers tells nobody which is which, unless policy names the agent. */
static void
care_log_read__leaves__out_whom_nobody_knows(void **state)
{
    Logs *logs = *state;

    put(logs, "anna@example.org", "2026-11-27.120000+0000UTC.txt",
        "(12:00:00) Sun: hello\n(12:00:01) Moon: hi\n");
    assert_int_equal(read_all(logs, NULL).unclear, 2);
    assert_string_equal(logs->seen->str, "");
    assert_int_equal(read_all(logs, "Moon").unclear, 0);
    assert_string_equal(logs->seen->str, "[xmpp kim@example.org anna@example.org]"
                                         "C 27.12:00:00 hello|A 27.12:00:01 hi|.");
}

static void
care_log_read__tells__rooms_and_escaped_names(void **state)
{
    Logs *logs = *state;

    put(logs, "help%2froom@muc.example.org.chat", "2026-11-27.120000+0000UTC.html",
        RECEIVED("12:00:00", "hello"));
    put(logs, ".system", "2026-11-27.120000+0000UTC.html", RECEIVED("12:00:00", "no"));
    read_all(logs, NULL);
    assert_string_equal(logs->seen->str, "[xmpp kim@example.org help/room@muc.example.org room]"
                                         "C 27.12:00:00 hello|.");
}

static void
care_log_read__goes__on_past_what_is_no_log(void **state)
{
    Logs *logs = *state;
    g_autofree char *folder =
        g_build_filename(logs->dir, "jabber", "kim@example.org", "anna@example.org", NULL);
    g_autofree char *fifo = g_build_filename(folder, "2026-11-26.120000+0000UTC.txt", NULL);
    g_autofree char *dir = g_build_filename(folder, "2026-11-25.120000+0000UTC.html", NULL);
    g_autofree char *broken = g_strnfill(300000, '<');
    CareLogRead read;

    put(logs, "anna@example.org", "notes.html", "no time in the name");
    put(logs, "anna@example.org", "picture.png", "\x89PNG");
    put(logs, "anna@example.org", "2026-11-24.120000+0000UTC.html", broken);
    put(logs, "anna@example.org", "2026-11-23.120000+0000UTC.txt", "");
    put(logs, "anna@example.org", "2026-11-27.120000+0000UTC.html", RECEIVED("12:00:00", "hello"));
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(g_mkdir(dir, 0700), 0);
    read = read_all(logs, NULL);
    assert_string_equal(logs->seen->str,
                        "[xmpp kim@example.org anna@example.org]C 27.12:00:00 hello|.");
    assert_int_equal(read.unreadable, 2);
    assert_int_equal(read.strange, 1);
    assert_int_equal(read.files, 3);
}

/* A link may lead to a conversation once more, or round in a circle. */
static void
care_log_read__reads__each_conversation_once(void **state)
{
    Logs *logs = *state;
    g_autofree char *protocol = g_build_filename(logs->dir, "jabber", NULL),
                    *account = g_build_filename(protocol, "kim@example.org", NULL),
                    *first = g_build_filename(protocol, "a-link@example.org", NULL),
                    *link = g_build_filename(protocol, "old-kim@example.org", NULL),
                    *same = g_build_filename(account, "anna-too@example.org", NULL),
                    *circle = g_build_filename(account, "circle@example.org", NULL),
                    *self = g_build_filename(account, "self@example.org", NULL);
    CareLogRead read;

    put(logs, "anna@example.org", "2026-11-27.120000+0000UTC.html", RECEIVED("12:00:00", "hello"));
    assert_int_equal(symlink("kim@example.org", first), 0);
    assert_int_equal(symlink("kim@example.org", link), 0);
    assert_int_equal(symlink("anna@example.org", same), 0);
    assert_int_equal(symlink("../..", circle), 0);
    assert_int_equal(symlink("self@example.org", self), 0);
    read = read_all(logs, NULL);
    assert_int_equal(read.files, 1);
    assert_int_equal(read.lines, 1);
    assert_int_equal(read.peers, 1);
    assert_int_equal(read.again, 7); /* anna-too, and all three of each linked account */
    assert_string_equal(logs->seen->str, "[xmpp kim@example.org anna@example.org]"
                                         "C 27.12:00:00 hello|.");
    assert_int_equal(read.unreadable, 0);
}

typedef struct {
    guint64 done, total;
    guint calls;
} Shown;

static void
note_progress(guint64 done, guint64 total, gpointer data)
{
    Shown *shown = ((Logs *)data)->shown;

    assert_int_equal(done, shown->done + 1);
    assert_true(done <= total && (shown->total == 0 || total == shown->total));
    *shown = (Shown){done, total, shown->calls + 1};
}

static void
care_log_read__tells__how_far_it_is(void **state)
{
    Logs *logs = *state;
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    Shown shown = {0};
    const CareLogReading reading = {.zone = utc,
                                    .begin = begin,
                                    .line = line,
                                    .end = end,
                                    .progress = note_progress,
                                    .data = logs};
    CareLogRead read;

    logs->shown = &shown;
    put(logs, "anna@example.org", "2026-11-27.120000+0000UTC.html", RECEIVED("12:00:00", "hello"));
    put(logs, "anna@example.org", "2026-11-28.120000+0000UTC.html", RECEIVED("12:00:00", "hello"));
    put(logs, "anna@example.org", "2026-11-29.120000+0000UTC.txt", "(12:00:00) Anna: hello\n");
    put(logs, "bob@example.org", "2026-11-27.120000+0000UTC.html", RECEIVED("12:00:00", "hello"));
    assert_true(care_log_read(logs->dir, &reading, &read, NULL));
    assert_int_equal(shown.total, 5); /* text logs are read twice */
    assert_int_equal(shown.done, 5);
}

static void
care_log_read__stops__when_told(void **state)
{
    Logs *logs = *state;

    put(logs, "anna@example.org", "2026-11-27.120000+0000UTC.html",
        RECEIVED("12:00:00", "hello") SENT("12:00:01", "hi"));
    put(logs, "bob@example.org", "2026-11-27.120000+0000UTC.html", RECEIVED("12:00:00", "hello"));
    logs->stop_after = 1;
    assert_true(read_all(logs, NULL).stopped);
    assert_string_equal(logs->seen->str,
                        "[xmpp kim@example.org anna@example.org]C 27.12:00:00 hello|.");
}

static void
care_log_read__fails__without_a_folder_or_logs(void **state)
{
    Logs *logs = *state;
    g_autoptr(GError) missing = NULL, none = NULL;
    const CareLogReading reading = {.begin = begin, .line = line, .end = end, .data = logs};
    g_autofree char *path = g_build_filename(logs->dir, "nowhere", NULL);
    CareLogRead read;

    assert_false(care_log_read(path, &reading, &read, &missing));
    assert_true(g_error_matches(missing, CARE_LOG_ERROR, CARE_LOG_ERROR_FOLDER));
    assert_false(care_log_read(logs->dir, &reading, &read, &none));
    assert_true(g_error_matches(none, CARE_LOG_ERROR, CARE_LOG_ERROR_NONE));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(care_log_read__gives__html_logs_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(care_log_read__finds__the_agent_in_text_logs, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(care_log_read__leaves__out_whom_nobody_knows, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(care_log_read__tells__rooms_and_escaped_names, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(care_log_read__goes__on_past_what_is_no_log, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(care_log_read__reads__each_conversation_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(care_log_read__tells__how_far_it_is, setup, teardown),
        cmocka_unit_test_setup_teardown(care_log_read__stops__when_told, setup, teardown),
        cmocka_unit_test_setup_teardown(care_log_read__fails__without_a_folder_or_logs, setup,
                                        teardown),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
