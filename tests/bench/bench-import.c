/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How fast a history comes in, from CSV to commit, beside a bare table filled from the same file.
 */
#include "measure.h"
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define N_ROWS    1000000
#define N_COLUMNS 10

static const char header[] =
    "chat_id,agent,customer,protocol,ended_at,outcome,reason,rating,item,item_rating\n";

/* Three years of 50 agents, in the order of time; ids in none, as other systems draw them. */
static void
write_rows(FILE *file)
{
    static const char *const ends[] = {"answered,,5,,",     "answered,,4,ideal,4",
                                       "answered,,3,,",     "expired,,,,",
                                       "expired,,,,",       "expired,,,,",
                                       "not_asked,idle,,,", "not_asked,too_recent,,,",
                                       "skipped,,,,",       "answered,,5,responsiveness,"};
    g_autoptr(GDateTime) start = g_date_time_new_utc(2022, 1, 1, 0, 0, 0);
    GRand *rng = g_rand_new_with_seed(7);

    fputs(header, file);
    for (guint n = 0; n < N_ROWS; n++) {
        g_autoptr(GDateTime) end = g_date_time_add_seconds(start, n * 94.6);
        g_autofree char *time = g_date_time_format(end, "%Y-%m-%dT%H:%M:%SZ");
        const guint32 dice = g_rand_int(rng);

        fprintf(file, "T-%08x-%07u,Agent %u,", n * 2654435761U, n, dice % 50);
        if (dice % 3 != 0)
            fprintf(file, "xmpp:customer%u@example.org", dice / 64 % 20000);
        fprintf(file, ",%s,%s,%s\n", dice / 7 % 4 == 0 ? "irc" : "xmpp", time,
                ends[dice / 1024 % G_N_ELEMENTS(ends)]);
    }
    g_rand_free(rng);
}

static void
run(sqlite3 *sql, const char *text)
{
    if (sqlite3_exec(sql, text, NULL, NULL, NULL) != SQLITE_OK)
        g_error("%s: %s", text, sqlite3_errmsg(sql));
}

/* What SQLite itself takes: each cell as text into one table without an index, one commit. */
static double
bare_s(const char *csv, const char *path)
{
    const double start_s = measure_wall_s();
    FILE *file = g_fopen(csv, "r");
    sqlite3_stmt *query;
    char line[1024];
    sqlite3 *sql;

    if (file == NULL || sqlite3_open(path, &sql) != SQLITE_OK)
        g_error("cannot write to the bench folder");
    run(sql, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    run(sql, "CREATE TABLE bare (a, b, c, d, e, f, g, h, i, j); BEGIN");
    sqlite3_prepare_v2(sql, "INSERT INTO bare VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", -1,
                       &query, NULL);
    while (fgets(line, sizeof line, file) != NULL) {
        char *at = line;

        for (int i = 1; i <= N_COLUMNS; i++) {
            const size_t size = strcspn(at, ",\n");

            sqlite3_bind_text(query, i, at, (int)size, SQLITE_STATIC);
            at += size + 1;
        }
        sqlite3_step(query);
        sqlite3_reset(query);
    }
    sqlite3_finalize(query);
    run(sql, "COMMIT");
    sqlite3_close(sql);
    fclose(file);
    return measure_wall_s() - start_s;
}

int
main(int argc, char **argv)
{
    g_autofree char *csv = NULL, *store = NULL, *bare = NULL;
    double import_s, loop_s;
    FILE *file;

    if (argc != 3) {
        fprintf(stderr, "usage: bench-import EMPTY-FOLDER PURPLE-CARE\n");
        return 2;
    }
    csv = g_build_filename(argv[1], "history.csv", NULL);
    store = g_build_filename(argv[1], "import.db", NULL);
    bare = g_build_filename(argv[1], "bare.db", NULL);
    file = g_fopen(csv, "w");
    if (file == NULL)
        g_error("cannot write to the bench folder");
    write_rows(file);
    fclose(file);
    loop_s = bare_s(csv, bare);
    import_s =
        measure_program_s((const char *const[]){argv[2], "import", csv, "--store", store, NULL});
    measure_tell("purple-care import of %d rows, to its commit\t%.0f rows/s\t"
                 "SQLite into a bare table: %.0f rows/s (%.2f)",
                 N_ROWS, N_ROWS / import_s, N_ROWS / loop_s, loop_s / import_s);
    g_unlink(csv);
    g_unlink(store);
    g_unlink(bare);
    return 0;
}
