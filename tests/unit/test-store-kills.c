/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that clients killed at any moment, hundreds of them, alone or beside one that lives, take
 * nothing with them that was told as stored. It takes some seconds. */
#include "care-history.h"
#include "care-vfs.h"
#include <poll.h>
#include <sys/prctl.h>

#define SEED     7
#define SLICE_US 12000 /* a client lives for up to so long after its first answer is stored */
#define START_US 30000 /* every fourth one for up to so long from its start */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define N_KILLS 60
#else
#define N_KILLS 500
#endif

typedef struct { /* a client tells by a pipe which records are stored */
    guint32 client, history, record;
} Ack;

typedef struct {
    int out;
    Ack ack;
    guint *n_told; /* callbacks so far */
} Told;

static gint64 began_ms; /* all clients' histories: their ids hold times */

/* The history with chats, customers and words of its own. */
static GPtrArray *
history_of(guint32 client, guint32 n)
{
    GPtrArray *history = care_history_new(began_ms);

    for (guint i = 0; i < history->len; i++) {
        CareRecord *record = g_ptr_array_index(history, i);
        char **const texts[] = {&record->chat.id, &record->survey.id, &record->chat.customer,
                                &record->customer, &record->answer.comment};

        for (gsize j = 0; j < G_N_ELEMENTS(texts); j++) {
            char *text = *texts[j];

            if (text == NULL)
                continue;
            *texts[j] = g_strdup_printf("%s-%u-%u", text, client, n);
            g_free(text);
        }
    }
    return history;
}

static void
tell(CareStored status, const GError *error G_GNUC_UNUSED, gpointer data)
{
    Told *told = data;

    if (status == CARE_STORED_OK)
        (void)!write(told->out, &told->ack, sizeof told->ack);
    (*told->n_told)++;
    g_free(told);
}

/* Stores histories until it is killed; it waits for some of its records and not for others. */
G_GNUC_NORETURN static void
live(const Place *place, guint32 client, int out, guint pause_us)
{
    /* A context of its own: one made before the fork would be woken for another client. */
    GMainContext *context = g_main_context_new();
    CareStore *store = care_store_open(place->path, context, NULL, NULL);
    guint n_put = 0, n_told = 0;

    for (guint32 n = 0;; n++) {
        GPtrArray *history = history_of(client, n);

        for (guint32 i = 0; i < history->len; i++) {
            Told *told = g_new(Told, 1);

            *told = (Told){out, {client, n, i}, &n_told};
            care_store_put(store, care_record_copy(g_ptr_array_index(history, i)), tell, told);
            n_put++;
            g_usleep(pause_us);
            while (i % 3 == 0 && n_told < n_put)
                g_main_context_iteration(context, TRUE);
        }
        g_ptr_array_unref(history);
    }
}

typedef struct {
    pid_t pid;
    int acks;
} Client;

static Client
start(const Place *place, guint32 client, guint pause_us)
{
    int ends[2];
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork_client();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nobody behind */
        live(place, client, ends[1], pause_us);
    }
    close(ends[1]);
    return (Client){child, ends[0]};
}

/* Kills it, and adds what it told to @acks; what is in the pipe was stored before. */
static void
end(Client client, GArray *acks)
{
    Ack ack;

    assert_int_equal(kill(client.pid, SIGKILL), 0);
    assert_int_equal(waitpid(client.pid, NULL, 0), client.pid);
    while (read(client.acks, &ack, sizeof ack) == sizeof ack)
        g_array_append_val(acks, ack);
    close(client.acks);
}

static void
wait_for_ack(Client client)
{
    struct pollfd acks = {.fd = client.acks, .events = POLLIN};

    assert_int_equal(poll(&acks, 1, 60 * 1000), 1);
}

/* Each history by itself: those told of it are there. */
static void
check_acks(const Place *place, const GArray *acks)
{
    for (guint i = 0; i < acks->len;) {
        const Ack first = g_array_index(acks, Ack, i);
        g_autoptr(GPtrArray) history = history_of(first.client, first.history);
        g_autofree gboolean *is_stored = g_new0(gboolean, history->len);

        for (; i < acks->len; i++) {
            const Ack ack = g_array_index(acks, Ack, i);

            if (ack.client != first.client || ack.history != first.history)
                break;
            is_stored[ack.record] = TRUE;
        }
        care_history_check_records(place, history, is_stored);
    }
}

static void
kill_many(const Place *place, guint n_kills, GArray *acks)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(SEED);

    for (guint32 i = 0; i < n_kills; i++) {
        const Client client = start(place, i + 1, 0);

        if (i % 4 != 0)
            wait_for_ack(client);
        g_usleep((gulong)g_rand_int_range(rng, 0, i % 4 != 0 ? SLICE_US : START_US));
        end(client, acks);
        if (i % 100 == 1) /* of the first one, killed unheard, there may be no file yet */
            assert_sound(place);
    }
}

static void
care_store__loses__nothing_to_kill_nine(void **state)
{
    const Place *place = *state;
    g_autoptr(GArray) acks = g_array_new(FALSE, FALSE, sizeof(Ack));

    kill_many(place, N_KILLS, acks);
    assert_in_range(acks->len, N_KILLS / 2, G_MAXINT32);
    close_well(open_well(place));
    care_history_check_soundness(place);
    check_acks(place, acks);
}

static void
care_store__goes__on_beside_clients_that_are_killed(void **state)
{
    const Place *place = *state;
    g_autoptr(GArray) acks = g_array_new(FALSE, FALSE, sizeof(Ack));
    g_autoptr(GArray) lived = g_array_new(FALSE, FALSE, sizeof(Ack));
    const Client survivor = start(place, 1000000, 1000);

    wait_for_ack(survivor);
    kill_many(place, N_KILLS / 5, acks);
    assert_int_equal(waitpid(survivor.pid, NULL, WNOHANG), 0);
    end(survivor, lived);
    assert_in_range(lived->len, 2, G_MAXINT32);
    /* One after the other, without a gap: no other client's death failed one of them. */
    for (guint i = 1; i < lived->len; i++) {
        const Ack before = g_array_index(lived, Ack, i - 1), ack = g_array_index(lived, Ack, i);

        assert_true(ack.history == before.history ? ack.record == before.record + 1
                                                  : ack.record == 0);
    }
    close_well(open_well(place));
    care_history_check_soundness(place);
    check_acks(place, acks);
    check_acks(place, lived);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(care_store__loses__nothing_to_kill_nine),
        IN_PLACE(care_store__goes__on_beside_clients_that_are_killed),
    };

    began_ms = g_get_real_time() / 1000 - DAY_MS / 24;
    care_test_init();
    care_vfs_install();
    care_vfs_sync_takes(0); /* what is killed is the client, not the machine */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
