/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches for bytes that make the settings reader crash, lie or leave something open. */
#include "purple-care/engine-settings.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* For what must hold whatever the bytes are; g_assert() may be compiled out. */
static void
must(gboolean holds)
{
    if (!holds)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const CareSettingsLayer layers[] = {
        {"system", (const char *)data, size, NULL, TRUE},
        {"user", (const char *)data, size, NULL, FALSE},
    };
    g_autoptr(CareSettings) settings = care_settings_new(layers, G_N_ELEMENTS(layers));
    const char *group, *key, *initial, *help;

    for (guint n = 0; n < settings->mistakes->len; n++)
        must(g_utf8_validate(g_ptr_array_index(settings->mistakes, n), -1, NULL));
    for (guint n = 0; care_settings_nth(n, &group, &key, &initial, &help); n++)
        must(care_settings_value(settings, group, key) != NULL);
    must(settings->ask.sample_percent >= 0 && settings->ask.sample_percent <= 100);
    must(settings->ask.follow_ups >= 0 && settings->ask.follow_ups <= 2);
    must(settings->privacy.smallest_group >= 2);
    must(settings->ask.expiry > 0 && settings->chat.idle_end > 0);
    if (settings->desk.failed)
        must(!care_settings_is_desk(settings, "xmpp", "agent@example.org"));
    care_settings_is_excluded(settings, "anna@example.org", NULL);
    care_settings_text(settings, "question", "de");
    return 0;
}
