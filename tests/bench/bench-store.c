/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What storing costs: syncs, time, memory and the main loop's patience, beside the disk's own pace:
 * figures, never a verdict. */
#include "care-vfs.h"
#include "measure.h"
#include <glib/gstdio.h>
#include <purple-care/engine.h>
#include <purple-care/store.h>
#include <stdio.h>
#include <string.h>

#define NOW_MS     G_GINT64_CONSTANT(1700000000000)
#define N_LIVES    150
#define N_TOGETHER 40000
#define WAVE       4000   /* fewer than the queue holds */
#define N_KEPT     100000 /* chats for the memory's growth */
#define WAVE_KEPT  64
#define N_WARM     5000 /* chats until all that is kept in memory is there */
#define SLOW_MS    500
#define TRICKLE_S  5
#define PAUSE_US   5000 /* between two records of the trickle */

/* The commits of one answered chat. */
typedef enum { LIFE_ASKING, LIFE_ASKED, LIFE_ANSWERED, LIFE_ITEM, LIFE_DONE, N_LIFE } Life;

typedef struct {
    CareStore *store;
    guint put, stored;
    gboolean is_open, failed;
} Client;

static void
on_opened(const CareStoreOpened *opened, gpointer data)
{
    Client *client = data;

    client->is_open = TRUE;
    client->failed |= opened->error != NULL;
}

static void
on_stored(CareStored status, const GError *error G_GNUC_UNUSED, gpointer data)
{
    Client *client = data;

    client->stored++;
    client->failed |= status != CARE_STORED_OK;
}

static void
catch_up(const Client *client)
{
    while (client->stored < client->put || !client->is_open)
        g_main_context_iteration(NULL, TRUE);
}

static void
client_open(Client *client, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    *client = (Client){0};
    client->store = care_store_open(path, NULL, on_opened, client);
    catch_up(client);
}

static void
client_close(Client *client)
{
    if (!care_store_close(client->store, 5000) || client->failed)
        measure_tell("SOMETHING WAS NOT STORED: these figures are void\t-\t-");
}

static CareSurveyRecord
survey_of(guint n, Life life, gint64 at_ms)
{
    static const CareSurveyState states[] = {CARE_SURVEY_ASKING, CARE_SURVEY_ASKED,
                                             CARE_SURVEY_ANSWERED, CARE_SURVEY_ANSWERED,
                                             CARE_SURVEY_ANSWERED};
    static const CareStep steps[] = {CARE_STEP_RATING, CARE_STEP_RATING, CARE_STEP_ITEM,
                                     CARE_STEP_DONE, CARE_STEP_DONE};

    return (CareSurveyRecord){.id = g_strdup_printf("%08x-0000-4000-9000-000000000000", n),
                              .state = states[life],
                              .asked_ms = at_ms,
                              .changed_ms = at_ms,
                              .rounds = 1,
                              .probability = 1,
                              .definition = g_strdup("bench"),
                              .answers = life < LIFE_ANSWERED ? 0
                                         : life < LIFE_ITEM   ? 1
                                                              : 2,
                              .rating = life < LIFE_ANSWERED ? 0 : 1 + (gint)(n % 5),
                              .rated_seq = life < LIFE_ANSWERED ? 0 : 1,
                              .language = g_strdup("en"),
                              .step = steps[life],
                              .item = (CareItem)(CARE_ITEM_IDEAL + n % 5),
                              .item_rating = life < LIFE_ITEM ? 0 : 1 + (gint)(n / 5 % 5)};
}

/* Chats a second apart, so that days and months go by, of ten agents. */
static CareRecord *
record_of(guint n, Life life)
{
    CareRecord *record = g_new0(CareRecord, 1);
    const gint64 at_ms = NOW_MS + (gint64)n * 1000;

    record->chat = (CareChatRecord){
        .id = g_strdup_printf("%08x-0000-4000-8000-000000000000", n),
        .agent = g_strdup_printf("agent %u", n % 10),
        .protocol = g_strdup("xmpp"),
        .account = g_strdup("bench@example.org"),
        .address = g_strdup_printf("c%u@example.org", n),
        .customer = g_strdup_printf("xmpp:c%u@example.org", n),
        .started_ms = at_ms - 60000,
        .last_ms = at_ms - 1000,
        .ended_ms = at_ms,
        .agent_lines = 3,
        .customer_lines = 2,
        .end = CARE_END_EXPLICIT,
        .outcome = life < LIFE_ANSWERED ? CARE_OUTCOME_PENDING : CARE_OUTCOME_ANSWERED,
        .guards = g_strdup("desk=yes;private=no;min-messages=3;last-asked=never"),
    };
    record->survey = survey_of(n, life, at_ms);
    if (life == LIFE_ANSWERED || life == LIFE_DONE)
        record->answer = (CareAnswerRecord){
            .seq = 1,
            .rating = record->survey.rating,
            .at_ms = at_ms,
            .comment = life == LIFE_DONE ? g_strdup("quick, and they did listen") : NULL};
    else if (life == LIFE_ITEM)
        record->answer = (CareAnswerRecord){.seq = 2,
                                            .rating = record->survey.item_rating,
                                            .kind = CARE_ANSWER_ITEM,
                                            .at_ms = at_ms};
    record->at_ms = at_ms;
    record->seen_asked_ms = -1;
    return record;
}

static void
put(Client *client, guint n, Life life)
{
    client->put++;
    care_store_put(client->store, record_of(n, life), on_stored, client);
}

/* Each commit waits for the one before, as a customer who answers makes them. */
static void
bench_lives(const char *folder)
{
    const double n_commits = N_LIVES * N_LIFE;
    double wall_s, cpu_s, bare_cpu_s;
    const double bare_s = measure_bare_sync_s(folder, &bare_cpu_s);
    CareVfsCounts log, file;
    Client client;

    client_open(&client, folder, "lives.db");
    care_vfs_reset_counts();
    cpu_s = measure_cpu_s();
    wall_s = measure_wall_s();
    for (guint n = 0; n < N_LIVES; n++) {
        for (Life life = LIFE_ASKING; life < N_LIFE; life++) {
            put(&client, n, life);
            catch_up(&client);
        }
    }
    wall_s = measure_wall_s() - wall_s;
    cpu_s = measure_cpu_s() - cpu_s;
    log = care_vfs_counts(CARE_VFS_WAL);
    file = care_vfs_counts(CARE_VFS_DB);
    client_close(&client);
    measure_tell("bare 4 KiB write and fsync\t%.0f/s\t1.00", 1 / bare_s);
    measure_tell("commits of an answered chat, one at a time\t%.0f/s\t%.2f of the bare rate",
                 n_commits / wall_s, n_commits / wall_s * bare_s);
    measure_tell("syncs of the log for a commit\t%.3f\t%" G_GUINT64_FORMAT
                 " more, of the file, by checkpoints; %.0f commits",
                 (double)log.calls[CARE_VFS_SYNC] / n_commits, file.calls[CARE_VFS_SYNC],
                 n_commits);
    measure_tell("writes to the log for a commit\t%.1f\t%.1f KiB; bare: 1 of 4 KiB",
                 (double)log.calls[CARE_VFS_WRITE] / n_commits,
                 (double)log.bytes / 1024 / n_commits);
    measure_tell("CPU of such a commit, both threads and the kernel\t%.0f µs\t"
                 "bare: %.0f µs (%.1f); all %d of an answered chat: %.0f µs",
                 1e6 * cpu_s / n_commits, 1e6 * bare_cpu_s, cpu_s / n_commits / bare_cpu_s, N_LIFE,
                 1e6 * cpu_s / N_LIVES);
}

static void
bench_group(const char *folder)
{
    const double bare_s = measure_bare_sync_s(folder, NULL);
    double wall_s, cpu_s;
    Client client;
    guint n = 0;

    client_open(&client, folder, "group.db");
    cpu_s = measure_cpu_s();
    wall_s = measure_wall_s();
    while (n < N_TOGETHER) {
        for (guint i = 0; i < WAVE; i++)
            put(&client, n++, LIFE_ANSWERED);
        catch_up(&client);
    }
    wall_s = measure_wall_s() - wall_s;
    cpu_s = measure_cpu_s() - cpu_s;
    client_close(&client);
    measure_tell("answers of many chats at once (group commit)\t%.0f/s\t%.1f times the bare rate",
                 N_TOGETHER / wall_s, N_TOGETHER / wall_s * bare_s);
    measure_tell("CPU of such an answer, both threads\t%.0f µs\t-", 1e6 * cpu_s / N_TOGETHER);
}

typedef struct {
    double put_max_s, put_sum_s, turn_max_s;
    guint n_put, n_late; /* turns of the loop over 5 ms */
} Patience;

static double
turn(Patience *patience)
{
    const double start_s = measure_wall_s();
    double took_s;

    g_main_context_iteration(NULL, FALSE);
    took_s = measure_wall_s() - start_s;
    patience->turn_max_s = MAX(patience->turn_max_s, took_s);
    patience->n_late += took_s > 0.005;
    return took_s;
}

/* A client's main loop: a record every few milliseconds, and whatever comes back. */
static Patience
trickle(Client *client, guint *n)
{
    const double end_s = measure_wall_s() + TRICKLE_S;
    Patience patience = {0};

    while (measure_wall_s() < end_s) {
        CareRecord *record = record_of((*n)++, LIFE_ANSWERED);
        const double start_s = measure_wall_s();
        double took_s;

        client->put++;
        care_store_put(client->store, record, on_stored, client);
        took_s = measure_wall_s() - start_s;
        patience.put_max_s = MAX(patience.put_max_s, took_s);
        patience.put_sum_s += took_s;
        patience.n_put++;
        turn(&patience);
        g_usleep(PAUSE_US);
    }
    return patience;
}

static void
bench_patience(const char *folder)
{
    Patience quick, slow;
    Client client;
    guint n = 0;

    client_open(&client, folder, "patience.db");
    quick = trickle(&client, &n);
    catch_up(&client);
    care_vfs_sync_takes(SLOW_MS);
    slow = trickle(&client, &n);
    care_vfs_sync_takes(-1);
    catch_up(&client);
    client_close(&client);
    measure_tell("queueing a record while each sync takes %d ms: mean\t%.1f µs\t"
                 "without: %.1f µs; %u and %u records",
                 SLOW_MS, 1e6 * slow.put_sum_s / slow.n_put, 1e6 * quick.put_sum_s / quick.n_put,
                 slow.n_put, quick.n_put);
    measure_tell("the longest of them\t%.2f ms\twithout: %.2f ms", 1e3 * slow.put_max_s,
                 1e3 * quick.put_max_s);
    measure_tell("the main loop's longest turn meanwhile\t%.2f ms\t"
                 "without: %.2f ms; over 5 ms: %u and %u",
                 1e3 * slow.turn_max_s, 1e3 * quick.turn_max_s, slow.n_late, quick.n_late);
}

static void
keep(Client *client, guint from, guint to)
{
    for (guint n = from; n < to; n++) {
        put(client, n, LIFE_ANSWERED);
        if (n % WAVE_KEPT == 0)
            catch_up(client);
    }
    catch_up(client);
}

static void
bench_memory(const char *folder)
{
    const guint64 before = measure_memory_bytes();
    g_autofree char *path = g_build_filename(folder, "memory.db", NULL);
    guint64 opened, warm, late;
    GStatBuf info = {0};
    Client client;

    care_vfs_sync_takes(0); /* memory is what counts here */
    client_open(&client, folder, "memory.db");
    opened = measure_memory_bytes();
    keep(&client, 0, N_WARM);
    warm = measure_memory_bytes();
    keep(&client, N_WARM, N_WARM + N_KEPT);
    late = measure_memory_bytes();
    client_close(&client);
    care_vfs_sync_takes(-1);
    g_stat(path, &info);
    measure_tell("memory for a store that is open and has stored %d chats\t%.2f MiB\t"
                 "just opened: %.2f MiB",
                 N_WARM, (double)(warm - before) / 1048576, (double)(opened - before) / 1048576);
    measure_tell("what %d more chats add to it\t%.2f MiB\t-", N_KEPT,
                 ((double)late - (double)warm) / 1048576);
    measure_tell("disk for a million answered chats, each with a customer of its own\t%.0f MB\t-",
                 (double)info.st_size / (N_WARM + N_KEPT));
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(const char *folder);
    } all[] = {{"memory", bench_memory},
               {"lives", bench_lives},
               {"group", bench_group},
               {"patience", bench_patience}};

    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: bench-store EMPTY-FOLDER [memory|lives|group|patience]\n");
        return 2;
    }
    care_vfs_install();
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        if (argc == 2 || strcmp(argv[2], all[i].name) == 0)
            all[i].run(argv[1]);
    }
    return 0;
}
