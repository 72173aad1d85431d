/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A store with two customers, and a search for one of them in every byte of every file. */
#pragma once

#include "care-editor.h"
#include "care-store-test.h"
#include <glib/gstdio.h>

#define T0      ((gint64)1700000000000)
#define ADDRESS "anna@example.org"
#define OTHER   "xmpp:joanna@example.org" /* whose address holds the other's */
#define WORDS   "he never once asked what I needed"
#define THEIRS  "other words that stay as they are"
#define LONG    9000 /* bytes: three pages */
#define PIECE   8

/* (transfer full): @size bytes, no eight of which stand anywhere else. */
static inline char *
letters(guint seed, gsize size)
{
    GRand *rand = g_rand_new_with_seed(seed);
    char *text = g_malloc(size + 1);

    for (gsize i = 0; i < size; i++)
        text[i] = (char)g_rand_int_range(rand, 'a', 'z' + 1);
    text[size] = '\0';
    g_rand_free(rand);
    return text;
}

/* In how many places of the store's folder the text, or any eight of its bytes, stand. */
static inline guint
count_in_bytes(const Place *place, const char *text)
{
    g_autofree char *folder = g_path_get_dirname(place->path);
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;
    guint n = 0;

    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *file = g_build_filename(folder, name, NULL);
        g_autofree char *bytes = NULL;
        gsize size = 0;

        assert_true(g_file_get_contents(file, &bytes, &size, NULL)); /* no folder is left */
        for (gsize at = 0; at + PIECE <= strlen(text); at += PIECE)
            n += memmem(bytes, size, text + at, PIECE) != NULL;
    }
    g_dir_close(dir);
    return n;
}

static inline CareRecord *
said(guint id, const char *key, const char *words)
{
    CareRecord *record = answered(id, key, T0 + id);

    g_free(record->answer.comment);
    record->answer.comment = g_strdup(words);
    g_free(record->chat.address);
    record->chat.address = g_strdup(strchr(key, ':') + 1);
    return record;
}

static inline void
store_two(const Place *place)
{
    CareStore *store = open_well(place);
    g_autoptr(CareRecord) mine = said(1, KEY, WORDS), theirs = said(2, OTHER, THEIRS);

    put(place, store, mine);
    put(place, store, theirs);
    close_well(store);
}

static inline char *
beside(const Place *place, const char *end)
{
    return g_strconcat(place->path, end, NULL);
}

static inline void
copy_file(const char *from, const char *to)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;

    assert_true(g_file_get_contents(from, &bytes, &size, NULL));
    assert_true(g_file_set_contents(to, bytes, (gssize)size, NULL));
}

static inline void
copy_beside(const Place *place, const char *end)
{
    g_autofree char *to = beside(place, end);

    copy_file(place->path, to);
}

static inline void
forget(const Place *place, const char *key, CareForgotten *out_forgotten)
{
    g_autoptr(CareEditor) editor = care_editor_open(place->path, FALSE, NULL);
    g_autoptr(GError) error = NULL;
    const gboolean done = care_editor_forget(editor, key, T0 + DAY_MS, out_forgotten, &error);

    if (!done)
        fail_msg("%s", error->message);
}

static inline char *
ask_file(const char *path, const char *query)
{
    Place other = {.path = (char *)path};

    return ask_text(&other, query);
}

static inline void
assert_gone(const Place *place)
{
    assert_int_equal(count_in_bytes(place, WORDS), 0);
    assert_true(count_in_bytes(place, THEIRS) > 0);
}
