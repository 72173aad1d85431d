/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times the store's commits beside bare syncs of the same disk: figures, never a verdict. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <purple-care/engine.h>
#include <purple-care/store.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NOW_MS     G_GINT64_CONSTANT(1700000000000)
#define N_ALONE    200
#define N_TOGETHER 20000
#define WAVE       4000 /* fewer than the queue holds */

typedef struct {
    gboolean is_open, failed;
    guint stored;
} Progress;

static void
on_opened(const CareStoreOpened *opened, gpointer data)
{
    Progress *progress = data;

    progress->is_open = TRUE;
    progress->failed = opened->error != NULL;
}

static void
on_stored(CareStored status, const GError *error G_GNUC_UNUSED, gpointer data)
{
    Progress *progress = data;

    progress->stored++;
    progress->failed |= status != CARE_STORED_OK;
}

static CareRecord *
answered_chat(guint n)
{
    CareRecord *record = g_new0(CareRecord, 1);
    const gint64 at_ms = NOW_MS + n;

    record->chat = (CareChatRecord){.id = g_strdup_printf("%08x-0000-4000-8000-000000000000", n),
                                    .agent = g_strdup("bench"),
                                    .protocol = g_strdup("xmpp"),
                                    .account = g_strdup("bench@example.org"),
                                    .customer = g_strdup_printf("xmpp:c%u@example.org", n),
                                    .started_ms = at_ms - 60000,
                                    .last_ms = at_ms - 1000,
                                    .ended_ms = at_ms,
                                    .agent_lines = 3,
                                    .customer_lines = 2,
                                    .end = CARE_END_EXPLICIT,
                                    .outcome = CARE_OUTCOME_ANSWERED,
                                    .guards = g_strdup("desk=yes;private=no")};
    record->survey =
        (CareSurveyRecord){.id = g_strdup_printf("%08x-0000-4000-9000-000000000000", n),
                           .state = CARE_SURVEY_ANSWERED,
                           .asked_ms = at_ms,
                           .changed_ms = at_ms,
                           .rounds = 1,
                           .probability = 1,
                           .definition = g_strdup("bench"),
                           .answers = 1,
                           .rating = 4};
    record->answer = (CareAnswerRecord){.seq = 1, .rating = 4, .at_ms = at_ms};
    record->at_ms = at_ms;
    record->seen_asked_ms = -1;
    return record;
}

static void
wait_for(const Progress *progress, guint stored)
{
    while (progress->stored < stored || !progress->is_open)
        g_main_context_iteration(NULL, TRUE);
}

static double
cpu_s(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

/* What the disk itself can do: the same number of 4 KiB appends, each synced. */
static double
time_bare_syncs(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "bare", NULL);
    char page[4096];
    const int fd = g_open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    const gint64 start_us = g_get_monotonic_time();

    memset(page, 7, sizeof page);
    for (guint i = 0; i < N_ALONE; i++) {
        if (write(fd, page, sizeof page) != (gssize)sizeof page || fsync(fd) != 0)
            g_error("cannot write to the bench folder");
    }
    close(fd);
    return (double)(g_get_monotonic_time() - start_us) / 1e6;
}

static void
bench_store(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "care.db", NULL);
    Progress progress = {0};
    CareStore *store = care_store_open(path, NULL, on_opened, &progress);
    const double bare_s = time_bare_syncs(folder);
    gint64 start_us;
    double alone_s, together_s, cpu_before_s;
    guint n = 0;

    wait_for(&progress, 0);
    start_us = g_get_monotonic_time();
    for (guint i = 0; i < N_ALONE; i++) {
        care_store_put(store, answered_chat(n++), on_stored, &progress);
        wait_for(&progress, n);
    }
    alone_s = (double)(g_get_monotonic_time() - start_us) / 1e6;

    cpu_before_s = cpu_s();
    start_us = g_get_monotonic_time();
    while (n < N_ALONE + N_TOGETHER) {
        for (guint i = 0; i < WAVE; i++)
            care_store_put(store, answered_chat(n++), on_stored, &progress);
        wait_for(&progress, n);
    }
    together_s = (double)(g_get_monotonic_time() - start_us) / 1e6;
    printf("bare 4 KiB write and fsync\t%.0f/s\t1.00\n", N_ALONE / bare_s);
    printf("durable answers, one at a time\t%.0f/s\t%.2f of the bare rate\n", N_ALONE / alone_s,
           bare_s / alone_s);
    printf("durable answers, as many as come (group commit)\t%.0f/s\t%.1f times the bare rate\n",
           N_TOGETHER / together_s, N_TOGETHER / together_s * bare_s / N_ALONE);
    printf("CPU for one of those, both threads\t%.0f µs\t-\n",
           1e6 * (cpu_s() - cpu_before_s) / N_TOGETHER);
    if (!care_store_close(store, 2000) || progress.failed)
        printf("SOMETHING WAS NOT STORED: these figures are void\t-\t-\n");
}

int
main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench-core EMPTY-FOLDER\n");
        return 2;
    }
    bench_store(argv[1]);
    return 0;
}
