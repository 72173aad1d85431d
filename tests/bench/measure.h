/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all benches measure with, so that their figures can be read side by side. */
#pragma once

#include <glib.h>

double measure_wall_s(void); /* of a steady clock */
double measure_cpu_s(void);  /* of this process, all its threads */

/* What this process alone has in memory: not the code and files that others share. */
guint64 measure_memory_bytes(void);

/* Seconds for one 4 KiB append and fsync in @folder: what the disk itself can do. @out_cpu_s:
 * (nullable): how much of that is CPU. */
double measure_bare_sync_s(const char *folder, double *out_cpu_s);

/* Seconds that a program takes; what it prints is thrown away. It has to succeed. */
double measure_program_s(const char *const *argv);

/* One line of the table, without its newline: what, figure, what is beside it, parted by tabs. */
void measure_tell(const char *format, ...) G_GNUC_PRINTF(1, 2);
