/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads chats of another system from CSV, each row checked before anybody may rely on it. */
#pragma once

#include <purple-care/store-admin.h>

#define CARE_IMPORT_ERROR (care_import_error_quark())
typedef enum {
    CARE_IMPORT_ERROR_MAP,  /* which column is what: the user's words about it are wrong */
    CARE_IMPORT_ERROR_ROW,  /* this row alone: the next may be good */
    CARE_IMPORT_ERROR_FILE, /* nothing more can be read of it */
} CareImportError;
GQuark care_import_error_quark(void);

/* Bytes put into @buffer; 0: the end; below 0: errno says why. May give less than @size. */
typedef gssize (*CareReadFunc)(char *buffer, gsize size, gpointer data);

typedef struct {
    const char *map; /* "chat_id=Ticket ID;agent=Assignee;protocol=:email"; NULL: the file has our
                        own header */
    GTimeZone *zone; /* of times without one, which only a mapped file may have; NULL: UTC */
    CareScale scale;
    CareOutcome unrated; /* what a chat without a rating counts as if no column has outcomes:
                            EXPIRED or NOT_ASKED; OPEN: that is an error */
    gint64 now_ms;       /* nothing can have ended much later */
} CareImportOptions;

/* A file of chats. All of it belongs to one thread; memory does not grow with the file. */
typedef struct _CareImportFile CareImportFile;

/**
 * care_import_file_new:
 * @options: copied
 * @read: gives the bytes; called on the caller's thread until the file is freed
 * @error: MAP
 *
 * CSV by RFC 4180 in UTF-8, with or without byte order mark, lines ended by LF, CRLF or CR. The
 * columns are chat_id, agent, customer, protocol, ended_at, outcome, reason, rating, item and
 * item_rating in any order, or those of the map.
 */
CareImportFile *care_import_file_new(const CareImportOptions *options, CareReadFunc read,
                                     gpointer data, GError **error);
void care_import_file_free(CareImportFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareImportFile, care_import_file_free)

/**
 * care_import_file_next:
 * @out_row: (out) (transfer none): valid until the next call; NULL with TRUE: no more rows
 * @error: ROW: call again; FILE or MAP: do not. No message holds a cell's text, but a header's name
 *
 * Returns: FALSE with @error
 */
gboolean care_import_file_next(CareImportFile *file, const CareImportRow **out_row, GError **error);

/* Where the row, or what is wrong, stands: the line, from 1. */
guint64 care_import_file_line(const CareImportFile *file);

/* Bytes read so far. */
guint64 care_import_file_bytes(const CareImportFile *file);
