/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds files of the system's policy that an agent could change, or that an agent's client can't
 * read. */
#pragma once

#include <purple-care/store.h>

typedef void (*CareRightFunc)(const char *what, gpointer data);

/* Looks at those of the files in @settings that lie in the system's folder, and at the folders that
 * they are in. Calls @each for what is wrong, with the file and what to do; returns how often. */
guint care_policy_rights(const CareSettings *settings, CareRightFunc each, gpointer data);
