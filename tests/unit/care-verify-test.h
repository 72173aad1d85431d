/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A store with a little of everything, ways to edit it that clients never take, and what a
 * verification says of it. */
#pragma once

#include "care-editor.h"
#include "care-store-test.h"

#define T0  ((gint64)1740823383000) /* 2025-03-01 10:03:03 UTC */
#define BEN "xmpp:ben@example.org"

typedef struct {
    GString *told; /* a finding a line */
    CareVerified verified;
    guint64 last_done, n_steps;
} Seen;

static inline void
seen_clear(Seen *seen)
{
    g_string_free(seen->told, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seen, seen_clear)

static inline void
on_found(const char *what, gpointer data)
{
    Seen *seen = data;

    g_string_append_printf(seen->told, "%s\n", what);
}

static inline void
on_progress(guint64 done, guint64 total, gpointer data)
{
    Seen *seen = data;

    assert_true(done <= total && done >= seen->last_done);
    seen->last_done = done;
    seen->n_steps++;
}

static inline Seen
verify(const Place *place)
{
    Seen seen = {.told = g_string_new(NULL)};
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);

    assert_non_null(reader);
    assert_true(care_reader_verify(reader, on_progress, on_found, &seen, &seen.verified, NULL));
    assert_true(seen.n_steps > 0);
    return seen;
}

static inline void
assert_whole(const Place *place)
{
    g_auto(Seen) seen = verify(place);

    assert_string_equal(seen.told->str, "");
    assert_int_equal(seen.verified.n_findings, 0);
    assert_int_equal(seen.verified.first_bad_seq, 0);
}

/* Exactly @n findings, one of which begins with @what. */
static inline void
assert_finds(const Place *place, guint n, const char *what)
{
    g_auto(Seen) seen = verify(place);
    g_autofree char *lines = g_strconcat("\n", seen.told->str, NULL);
    g_autofree char *wanted = g_strconcat("\n", what, NULL);

    if (strstr(lines, wanted) == NULL || seen.verified.n_findings != n)
        print_error("%u findings:%s", seen.verified.n_findings, lines);
    assert_non_null(strstr(lines, wanted));
    assert_int_equal(seen.verified.n_findings, n);
}

/* Without syncing: it is the tests' alone. */
static inline void
tamper(const Place *place, const char *change)
{
    g_autofree char *whole =
        g_strconcat("PRAGMA synchronous = OFF; BEGIN;", change, ";COMMIT", NULL);

    edit(place, whole);
}

/* The ledger's triggers are put back, so that they alone do not give an edit away. */
static inline void
edit_ledger(const Place *place, const char *change)
{
    g_autofree char *triggers =
        ask_text(place, "SELECT group_concat(sql, ';') FROM sqlite_schema WHERE type = 'trigger'");

    g_autofree char *all =
        g_strconcat("DROP TRIGGER ledger_keeps_rows; DROP TRIGGER ledger_keeps_values;", change,
                    ";", triggers, NULL);

    tamper(place, all);
}

static inline void
put_corrected(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) record = answered(1, KEY, T0);

    put(place, store, record);
    record->survey.answers = record->survey.rated_seq = record->answer.seq = 2;
    record->survey.rating = record->answer.rating = 5;
    record->answer.kind = CARE_ANSWER_CORRECTION;
    put(place, store, record);
}

static inline void
put_item(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) question = asking(2, BEN, T0 + DAY_MS);
    g_autoptr(CareRecord) record = answered(2, BEN, T0 + DAY_MS);

    put(place, store, question);
    put(place, store, record);
    record->survey.item = CARE_ITEM_CULTURE;
    record->survey.item_rating = record->answer.rating = 3;
    record->survey.answers = record->answer.seq = 2;
    record->answer.kind = CARE_ANSWER_ITEM;
    record->has_attention = TRUE;
    record->attention = (CareAttention){2, 1000, 2000, 9000, 900, 800, 3, 3, 1};
    put(place, store, record);
}

static inline void
put_not_asked(const Place *place, CareStore *store)
{
    g_autoptr(CareRecord) open = pulsed(3, KEY, T0 + 40 * DAY_MS);
    g_autoptr(CareRecord) record = answered(3, KEY, T0 + 40 * DAY_MS);

    put(place, store, open);
    g_clear_pointer(&record->survey.id, g_free);
    g_clear_pointer(&record->survey.definition, g_free);
    record->survey = (CareSurveyRecord){0};
    g_clear_pointer(&record->answer.comment, g_free);
    record->answer = (CareAnswerRecord){0};
    record->chat.outcome = CARE_OUTCOME_NOT_ASKED;
    record->chat.reason = CARE_REASON_TOO_RECENT;
    put(place, store, record);
}

/* Chats 1 (answered, corrected; then its customer was erased), 2 (answered, with an item), 3 (a
 * pulse; not asked) and 4 (still open): ten rows of the ledger. */
static inline void
fill(const Place *place)
{
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) open = pulsed(4, NULL, T0 + 41 * DAY_MS);
    g_autoptr(CareRecord) erase = g_new0(CareRecord, 1);

    put_corrected(place, store);
    put_item(place, store);
    put_not_asked(place, store);
    put(place, store, open);
    erase->customer = g_strdup(KEY);
    erase->change = CARE_CUSTOMER_ERASE;
    erase->at_ms = T0 + 41 * DAY_MS;
    put(place, store, erase);
    close_well(store);
}

typedef struct {
    char *bytes;
    gsize size;
} Image;

static inline void
image_clear(Image *image)
{
    g_free(image->bytes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Image, image_clear)

/* Filled once and put back often: that syncs no disk. */
static inline Image
fill_and_keep(const Place *place)
{
    Image image = {0};

    fill(place);
    assert_true(g_file_get_contents(place->path, &image.bytes, &image.size, NULL));
    return image;
}

static inline void
put_back(const Place *place, const Image *image)
{
    FILE *file = g_fopen(place->path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(image->bytes, 1, image->size, file), image->size);
    assert_int_equal(fclose(file), 0);
}

typedef struct {
    const char *change;
    guint n; /* findings */
    const char *told;
    gint64 seq;
} Edit;

#define CHAT(n) "0000000" #n "-0000-4000-8000-000000000000"
