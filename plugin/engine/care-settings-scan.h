/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the line numbers that GKeyFile does not tell: of each key, and of what makes a file
 * unreadable. */
#pragma once

#include <glib.h>

typedef struct {
    guint fault_line;  /* 0: nothing wrong was found */
    const char *fault; /* what is wrong there, translated; none of the text */
    GHashTable *lines; /* "group\nkey" to its first line; "group\n" to the group's */
    GString *locked;   /* the values of every [policy] locked line, parted by ";", as they stand */
    GHashTable *twice; /* "group\nkey" of those that come again, to the line of the second */
} CareScan;

/* Reads @text (any bytes). Stops at the first fault. (transfer full) Any thread. */
CareScan *care_scan_new(const char *text, gsize size);
void care_scan_free(CareScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareScan, care_scan_free)

/* The line of a key, or of a group (@key ""); 0: it is not there. */
guint care_scan_line(const CareScan *scan, const char *group, const char *key);

/* The line where a key comes a second time; 0: it does not. */
guint care_scan_again(const CareScan *scan, const char *group, const char *key);
