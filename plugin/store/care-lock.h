/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says which clients of a store are alive, by locks that the kernel drops with the process, even at
 * kill -9. */
#pragma once

#include "care-file.h"

/* care.lock is a row of slots. Slot 0 is the gate: shared by every client that has the store open,
   held alone while the schema changes or a damaged file is set aside. Each client owns one slot
   more and writes its run's UUID there. Behind the gate's lock stands which log belongs to which
   database file. */
typedef struct _CareLock CareLock;

typedef enum { CARE_GATE_LEFT, CARE_GATE_SHARED, CARE_GATE_ALONE } CareGate;

/* Opens or makes @path (0600) and takes a free slot. @run: this client's UUID. BUSY: all slots are
   taken. Writer thread, as all of this file. */
CareLock *care_lock_open(const char *path, const char *run, GError **error);
void care_lock_close(CareLock *lock);

/* Opens the file at @path only to look: takes no slot, is no client and changes nothing. OPEN: it
 * is not there, or not to be read. Any thread. */
CareLock *care_lock_look(const char *path, GError **error);

/* How many clients are alive, this one left out. Any thread. */
guint care_lock_count(const CareLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareLock, care_lock_close)

/* Whether this client had to make the file: then it says of nobody whether they live, for all who
 * do have their locks in a file that someone removed. */
gboolean care_lock_is_new(const CareLock *lock);

/* This client's name, "17-0b5e...": what chat.client holds. (transfer none) */
const char *care_lock_client(const CareLock *lock);

/* Whether the client of that name still runs. A slot taken over by a later run does not make the
 * earlier one alive. */
gboolean care_lock_is_alive(const CareLock *lock, const char *client);

/* Takes the gate so, or changes how it is held; never waits. FALSE: others hold it; what was held
 * stays held. */
gboolean care_lock_gate(CareLock *lock, CareGate gate);

/* Remembers @pair beyond any kill -9, or tells what was remembered last. FALSE: nothing was. With
 * the gate held. */
void care_lock_note(CareLock *lock, const CareFilePair *pair);
gboolean care_lock_noted(const CareLock *lock, CareFilePair *out_pair);

/* Whether @path is still the file that was opened. */
gboolean care_lock_is_current(const CareLock *lock);
