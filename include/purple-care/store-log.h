/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the logs that Pidgin and Finch keep anyway: only to read, a line at a time, whatever is in
 * them. */
#pragma once

#include <purple-care/store-admin.h>

#define CARE_LOG_ERROR (care_log_error_quark())
typedef enum {
    CARE_LOG_ERROR_FOLDER, /* no such folder, or it may not be read */
    CARE_LOG_ERROR_NONE,   /* no log of a conversation is in it */
} CareLogError;
GQuark care_log_error_quark(void);

typedef struct {          /* a conversation's folder: one peer or room of one account */
    const char *protocol; /* care_protocol_name(): "xmpp" */
    const char *account, *address;
    gboolean room;
} CareLogPeer;

typedef struct { /* one line that somebody wrote */
    gboolean by_agent;
    gboolean is_automatic;
    gint64 at_ms;     /* UTC; rising within a peer */
    const char *name; /* who wrote it, as shown */
    const char *text; /* plain, valid UTF-8, at most CARE_LOG_TEXT_BYTES of it; never to be shown */
} CareLogLine;
#define CARE_LOG_TEXT_BYTES 400

typedef struct {
    const char *agent_name; /* (nullable): what the agents' names may also be in text logs */
    GTimeZone *zone;        /* of files whose name tells none */
    void (*begin)(const CareLogPeer *peer, gpointer data);
    gboolean (*line)(const CareLogLine *line, gpointer data); /* FALSE: enough */
    void (*end)(gpointer data);
    CareProgressFunc progress; /* (nullable): files, text logs twice */
    gpointer data;
} CareLogReading;

typedef struct {
    guint64 peers, files, lines; /* lines: given out */
    guint64 unreadable;          /* files or folders that could not be opened or read */
    guint64 again;               /* conversations' folders to which a link leads once more */
    guint64 strange;  /* files of no form that we know, or without a time in their name */
    guint64 unclear;  /* lines of text logs by nobody knows whom */
    guint64 delayed;  /* lines that bear a date: they came late, so they are not given out */
    gboolean stopped; /* by line() */
} CareLogRead;

/**
 * care_log_read:
 * @dir: libpurple's folder of logs: PROTOCOL/ACCOUNT/PEER/DATE.html or .txt
 *
 * Gives out all peers one after the other, each with its files in order of their names. Nothing is
 * written, what is unreadable is counted. Memory does not grow with the files.
 */
gboolean care_log_read(const char *dir, const CareLogReading *reading, CareLogRead *out_read,
                       GError **error);
