/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A store with comments, the marks on them, and the list of both in short. */
#pragma once

#include "care-forget-test.h"
#include <purple-care/store-comments.h>

/* A chat that was answered with @rating; @words: (nullable). It ends at T0 + @id. */
static inline CareRecord *
rated(guint id, const char *key, gint rating, const char *words)
{
    CareRecord *record = said(id, key, words);

    record->survey.rating = record->answer.rating = rating;
    return record;
}

static inline void
store_ratings(const Place *place, CareRecord *first, ...)
{
    CareStore *store = open_well(place);
    va_list more;

    va_start(more, first);
    for (CareRecord *record = first; record != NULL; record = va_arg(more, CareRecord *)) {
        assert_int_equal(put(place, store, record), CARE_STORED_OK);
        care_record_free(record);
    }
    va_end(more);
    close_well(store);
}

/* Their ids are 1, 2 and 3. */
static inline void
store_three(const Place *place)
{
    store_ratings(place, rated(1, KEY, 1, WORDS), rated(2, OTHER, 4, "fine words"),
                  rated(3, OTHER, 5, "perfect, thanks"), NULL);
}

static inline gboolean
append_comment(const CareCommentRow *row, gpointer data)
{
    GString *list = data;

    g_string_append_printf(list, "%" G_GINT64_FORMAT ":%d '%s'", row->id, row->rating,
                           row->text != NULL ? row->text : "");
    if (row->is_unread)
        g_string_append(list, " unread");
    else
        g_string_append_printf(list, " read by %s", row->read_by != NULL ? row->read_by : "-");
    if (row->theme != NULL)
        g_string_append_printf(list, " theme %s", row->theme);
    if (row->best_ms != 0)
        g_string_append_printf(list, " best by %s", row->best_by);
    if (row->is_handled)
        g_string_append_printf(list, " handled by %s",
                               row->handled_by != NULL ? row->handled_by : "-");
    if (row->note != NULL)
        g_string_append_printf(list, ": %s", row->note);
    g_string_append(list, row->is_open ? " open\n" : "\n");
    return TRUE;
}

/* (transfer full): a line for each. */
static inline char *
listed(const Place *place, CareCommentFilter filter)
{
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
    g_autoptr(GError) error = NULL;
    GString *list = g_string_new(NULL);

    if (!care_reader_each_comment(reader, &filter, append_comment, list, &error))
        fail_msg("%s", error->message);
    return g_string_free(list, FALSE);
}

static inline CareCommentCounts
counted(const Place *place, CareCommentFilter filter, gint64 now_ms)
{
    g_autoptr(CareReader) reader = care_reader_open(place->path, NULL);
    CareCommentCounts counts = {0};
    g_autoptr(GError) error = NULL;

    if (!care_reader_count_comments(reader, &filter, now_ms, &counts, &error))
        fail_msg("%s", error->message);
    return counts;
}

static inline gboolean
mark_ids(const Place *place, const CareMark *how, GError **error, guint *out_changed, va_list ids)
{
    g_autoptr(CareEditor) editor = care_editor_open(place->path, FALSE, NULL);
    gint64 all[8];
    gsize n = 0;

    for (int id = va_arg(ids, int); id != 0; id = va_arg(ids, int))
        all[n++] = id;
    return care_editor_mark(editor, how, all, n, out_changed, error);
}

/* The ids end with 0; returns how many were not so before. */
static inline guint
mark(const Place *place, CareMarkKind kind, const char *text, const char *by, gint64 at_ms, ...)
{
    const CareMark how = {kind, text, by, at_ms};
    g_autoptr(GError) error = NULL;
    guint changed = 0;
    va_list ids;

    va_start(ids, at_ms);
    if (!mark_ids(place, &how, &error, &changed, ids))
        fail_msg("%s", error->message);
    va_end(ids);
    return changed;
}

static inline gboolean
try_mark(const Place *place, CareMarkKind kind, const char *text, GError **error, ...)
{
    const CareMark how = {kind, text, "lea", T0 + DAY_MS};
    gboolean done;
    guint changed;
    va_list ids;

    va_start(ids, error);
    done = mark_ids(place, &how, error, &changed, ids);
    va_end(ids);
    return done;
}
