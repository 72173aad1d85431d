/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one thread that writes: a bounded queue in, one commit for all that waits, answers on the
 * main context. */
#pragma once

#include "care-job.h"

#define CARE_WRITER_CAPACITY 4096 /* requests that may wait */
#define CARE_WRITER_RESERVE \
    512 /* and so many records with an answer on top: ratings go last when all is full */
#define CARE_WRITER_GROUP 256 /* records in one commit */

typedef struct _CareWriter CareWriter;

/* Starts the thread, whose first work is @open. Answers go to @context. */
CareWriter *care_writer_new(const char *path, GMainContext *context, CareJob *open);

/* Queues @job (transfer full); with a full queue its answer is that. Never waits for the disk. Any
 * thread. */
void care_writer_push(CareWriter *writer, CareJob *job);

/* Stops after at most @drain_ms, and lets go of @writer (transfer full); a thread stuck in I/O goes
   by itself when it gets out. No callback runs after this. FALSE: a record was left unstored. On
   the context's thread. */
gboolean care_writer_stop(CareWriter *writer, guint drain_ms);

/* Commits so far: how well records share one. Any thread. */
guint care_writer_commits(CareWriter *writer);
