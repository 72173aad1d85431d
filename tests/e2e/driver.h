/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the test driver offer each other. */
#pragma once

#include <gtk/gtk.h>

/* Until GTK has nothing to do. */
void driver_drain(void);

/* A line each: path, words, place and wish, as driver.c's head says. */
void driver_write_widgets(const char *file);
/* Takes the name of buttons that say just this away from who can't see them. */
void driver_unname(const char *words);
