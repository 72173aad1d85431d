/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ten million chats cost to report, to open and to keep, beside bare SQL on the same file. */
#include "fill.h"
#include "measure.h"
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <purple-care/report.h>
#include <purple-care/store-admin.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS     5
#define N_QUARTERS 12
#define DAY_MS     ((gint64)24 * 60 * 60 * 1000)
#define BARE_SUMS                                                                             \
    "SELECT agent, protocol, definition, sum(answered), sum(expired), sum(skipped), sum(x0)," \
    " sum(x1), sum(x2), sum(x3), sum(x4) FROM rollup WHERE unit = 'month' GROUP BY 1, 2, 3"
#define BARE_RECOUNT "SELECT cell, count(*) FROM chat WHERE counted_ms IS NOT NULL GROUP BY cell"
#define BARE_COURSE \
    "SELECT counted_ms, cell FROM chat WHERE counted_ms >= 1727740800000 ORDER BY counted_ms"

static double
seconds_of_sql(const char *path, const char *text, guint rounds)
{
    double best_s = 1e9;

    for (guint round = 0; round < rounds; round++) {
        const double start_s = measure_wall_s();
        sqlite3_stmt *query;
        sqlite3 *sql;

        if (sqlite3_open_v2(path, &sql, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
            sqlite3_prepare_v2(sql, text, -1, &query, NULL) != SQLITE_OK)
            g_error("%s: %s", text, sqlite3_errmsg(sql));
        while (sqlite3_step(query) == SQLITE_ROW)
            continue;
        sqlite3_finalize(query);
        sqlite3_close(sql);
        best_s = MIN(best_s, measure_wall_s() - start_s);
    }
    return best_s;
}

static void
edges_of(const char *zone, gint64 *edges)
{
    g_autoptr(GTimeZone) local = care_zone_new(zone, NULL);

    for (gint i = 0; i <= N_QUARTERS; i++) {
        g_autoptr(GDateTime) start =
            g_date_time_new(local, 2022 + i / 4, 1 + 3 * (i % 4), 1, 0, 0, 0);

        edges[i] = g_date_time_to_unix(start) * 1000;
    }
}

static void
add_rating(gint rating, gpointer data)
{
    *(guint64 *)data += (guint64)rating;
}

typedef enum { READ_ALL, READ_QUARTERS, READ_COURSE, READ_RECOUNT, READ_SCORE } Reading;

static gboolean
read_once(CareReader *reader, Reading what, const gint64 *edges, GError **error)
{
    CareCubeFilter filter = {.recount = what == READ_RECOUNT};
    g_autoptr(GPtrArray) series = NULL;
    g_autoptr(CareCube) cube = NULL;
    guint64 sum = 0;

    if (what == READ_QUARTERS) {
        series = care_reader_series(reader, &filter, edges, N_QUARTERS, error);
        return series != NULL;
    }
    if (what == READ_COURSE) {
        filter.from_ms = edges[N_QUARTERS - 1];
        filter.to_ms = edges[N_QUARTERS];
        return care_reader_each_rating(reader, &filter, CARE_SCALE_ASKED, add_rating, &sum, error);
    }
    if (what == READ_SCORE) {
        filter.agent = "Agent 7";
        filter.to_ms = FILL_END_MS - 11 * 60 * 60 * 1000;
        filter.from_ms = filter.to_ms - 90 * DAY_MS;
    }
    cube = care_reader_count(reader, &filter, error);
    return cube != NULL;
}

/* The best of some rounds, each with a connection of its own, as the command line has. */
static double
seconds_of(const char *path, Reading what, const gint64 *edges)
{
    double best_s = 1e9;

    for (guint round = 0; round < ROUNDS; round++) {
        const double start_s = measure_wall_s();
        g_autoptr(GError) error = NULL;
        g_autoptr(CareReader) reader = care_reader_open(path, &error);

        if (reader == NULL || !read_once(reader, what, edges, &error))
            g_error("%s", error->message);
        best_s = MIN(best_s, measure_wall_s() - start_s);
    }
    return best_s;
}

static void
tell_beside(const char *what, double figure_s, const char *beside, double beside_s)
{
    measure_tell("%s\t%.1f ms\t%s: %.1f ms (%.2f)", what, 1e3 * figure_s, beside, 1e3 * beside_s,
                 figure_s / beside_s);
}

static void
bench_reading(const char *path, double recount_s)
{
    const double sums_s = seconds_of_sql(path, BARE_SUMS, ROUNDS),
                 course_s = seconds_of_sql(path, BARE_COURSE, ROUNDS);
    static const char *const zones[] = {"UTC", "Europe/Berlin"};

    tell_beside("counting all, from the sums", seconds_of(path, READ_ALL, NULL),
                "bare SQL summing 8 columns of the months", sums_s);
    for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
        gint64 edges[N_QUARTERS + 1];
        g_autofree char *what = g_strdup_printf("its 12 quarters in %s", zones[i]);
        g_autofree char *course =
            g_strdup_printf("the last quarter's ratings in order, %s", zones[i]);

        edges_of(zones[i], edges);
        tell_beside(what, seconds_of(path, READ_QUARTERS, edges), "the same bare SQL", sums_s);
        tell_beside(course, seconds_of(path, READ_COURSE, edges), "bare SQL reading that index",
                    course_s);
    }
    tell_beside("one agent's last 90 days, to the hour", seconds_of(path, READ_SCORE, NULL),
                "bare SQL summing 8 columns of the months", sums_s);
    tell_beside("counting all chats one by one", seconds_of(path, READ_RECOUNT, NULL),
                "bare SQL counting by cell", recount_s);
}

static double
size_of(const char *path)
{
    GStatBuf info;

    return g_stat(path, &info) == 0 ? (double)info.st_size : 0;
}

static double
best_of(const char *const *command, guint rounds)
{
    double best_s = 1e9;

    for (guint round = 0; round < rounds; round++)
        best_s = MIN(best_s, measure_program_s(command));
    return best_s;
}

/* The command line as a whole, its start included; the best of some rounds. */
static void
bench_programs(const char *path, const char *program, const char *folder)
{
    g_autofree char *copy = g_build_filename(folder, "copy.db", NULL);
    static const struct {
        const char *zone, *option, *value;
        guint rounds;
    } reports[] = {
        {"UTC", "--format", "json", ROUNDS},
        {"Europe/Berlin", "--format", "json", ROUNDS},
        {"Europe/Berlin", "--format", "html", ROUNDS},
        {"UTC", "--by", "hour", 1},
        {"UTC", "--by", "language", 1},
        {"UTC", "--by", "customer", 1},
    };
    g_autofree char *from = g_strconcat("if=", path, NULL), *to = g_strconcat("of=", copy, NULL);
    const char *const dd[] = {"dd", from, to, "bs=1M", "conv=fsync", "status=none", NULL};
    double sum_s, backup_s, bare_s;

    sum_s = best_of((const char *const[]){"sqlite3", path, BARE_SUMS, NULL}, ROUNDS);
    for (gsize i = 0; i < G_N_ELEMENTS(reports); i++) {
        const char *const report[] = {
            program,         "report",          "--store",        path, "--period", "all", "--tz",
            reports[i].zone, reports[i].option, reports[i].value, NULL};
        g_autofree char *what =
            g_strdup_printf("purple-care report on all of it, %s %s, %s", reports[i].option,
                            reports[i].value, reports[i].zone);

        tell_beside(what, best_of(report, reports[i].rounds), "sqlite3 doing the bare sum", sum_s);
    }
    bare_s = measure_program_s(dd);
    g_unlink(copy);
    backup_s =
        measure_program_s((const char *const[]){program, "backup", "--store", path, copy, NULL});
    measure_tell(
        "purple-care backup of it, checked\t%.1f s\t%.0f MB/s; dd with its fsync: %.1f s (%.2f)",
        backup_s, size_of(path) / 1e6 / backup_s, bare_s, backup_s / bare_s);
    g_unlink(copy);
}

typedef struct {
    double opened_s, counted_s;
} Client;

static void
on_opened(const CareStoreOpened *opened, gpointer data)
{
    if (opened->error != NULL)
        g_error("%s", opened->error->message);
    ((Client *)data)->opened_s = measure_wall_s();
}

static void
on_cube(const CareCube *cube, const GError *error, gpointer data)
{
    if (cube == NULL)
        g_error("%s", error->message);
    ((Client *)data)->counted_s = measure_wall_s();
}

/* A client's start, and its first /care score. */
static Client
open_client(const char *path)
{
    Client best = {1e9, 1e9};
    const CareCubeFilter filter = {.agent = "Agent 7",
                                   .from_ms = FILL_END_MS - 90 * DAY_MS - 11 * 60 * 60 * 1000,
                                   .to_ms = FILL_END_MS - 11 * 60 * 60 * 1000};

    for (guint round = 0; round < ROUNDS; round++) {
        const double start_s = measure_wall_s();
        Client client = {0};
        CareStore *store = care_store_open(path, NULL, on_opened, &client);

        while (client.opened_s == 0)
            g_main_context_iteration(NULL, TRUE);
        care_store_count(store, &filter, on_cube, &client);
        while (client.counted_s == 0)
            g_main_context_iteration(NULL, TRUE);
        care_store_close(store, 5000);
        best.opened_s = MIN(best.opened_s, client.opened_s - start_s);
        best.counted_s = MIN(best.counted_s, client.counted_s - client.opened_s);
    }
    return best;
}

static void
bench_client(const char *path, const char *empty)
{
    const Client few = open_client(empty), many = open_client(path);

    measure_tell("a client's start with that store\t%.1f ms\twith an empty one: %.1f ms (%+.1f ms)",
                 1e3 * many.opened_s, 1e3 * few.opened_s, 1e3 * (many.opened_s - few.opened_s));
    measure_tell(
        "its first /care score, on the store's thread\t%.1f ms\twith an empty one: %.1f ms",
        1e3 * many.counted_s, 1e3 * few.counted_s);
}

static double
seconds_to_rebuild(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CareEditor) editor = NULL;
    double start_s;
    sqlite3 *sql;

    if (sqlite3_open(path, &sql) != SQLITE_OK ||
        sqlite3_exec(sql, "DELETE FROM meta WHERE key = 'sums'", NULL, NULL, NULL) != SQLITE_OK)
        g_error("%s", path);
    sqlite3_close(sql);
    editor = care_editor_open(path, FALSE, &error);
    if (editor == NULL)
        g_error("%s", error->message);
    start_s = measure_wall_s();
    if (!care_editor_rebuild_sums(editor, &error))
        g_error("%s", error->message);
    return measure_wall_s() - start_s;
}

int
main(int argc, char **argv)
{
    const char *wanted = g_getenv("BENCH_CHATS");
    const guint64 n = wanted != NULL ? g_ascii_strtoull(wanted, NULL, 10) : 10000000;
    g_autofree char *path = NULL, *empty = NULL;
    const double start_s = measure_wall_s();
    double rebuild_s, recount_s;

    if (argc != 3 || n == 0) {
        fprintf(stderr, "usage: [BENCH_CHATS=10000000] bench-years EMPTY-FOLDER PURPLE-CARE\n");
        return 2;
    }
    path = g_build_filename(argv[1], "years.db", NULL);
    empty = g_build_filename(argv[1], "empty.db", NULL);
    fill_store(path, n);
    measure_tell("a store of %" G_GUINT64_FORMAT " chats, made in %.0f s\t%.0f MB\t"
                 "for a million chats: %.0f MB",
                 n, measure_wall_s() - start_s, size_of(path) / 1e6, size_of(path) / (double)n);
    rebuild_s = seconds_to_rebuild(path);
    recount_s = seconds_of_sql(path, BARE_RECOUNT, 1); /* it takes long enough */
    tell_beside("making all its sums anew", rebuild_s, "bare SQL counting by cell", recount_s);
    bench_reading(path, recount_s);
    bench_client(path, empty);
    bench_programs(path, argv[2], argv[1]);
    return 0;
}
