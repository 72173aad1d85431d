/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where settings files are and how often they are looked at: what the loader and the watch share.
 */
#pragma once

#include "purple-care/store.h"

/* The files that count, weakest first, there or not: "policy.conf" and "policy.d/ *.conf" of
   @system_dir (nullable), then
   @user_file (nullable). (transfer full), of char *. Worker thread or command line. */
GPtrArray *care_settings_paths(const char *system_dir, const char *user_file);

/* care_settings_watch_new() with another pace than a second: tests can't wait. */
CareSettingsWatch *care_settings_watch_every(gint64 look_us, const char *system_dir,
                                             const char *user_file, CareSettingsFunc changed,
                                             gpointer data);
