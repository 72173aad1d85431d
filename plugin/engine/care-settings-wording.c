/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row for each text that customers read; the settings take no wording that would tell them
 * less. */
#include "care-settings-wording.h"
#include "care-settings-table.h"
#include <string.h>

/* clang-format off */
static const CareWording wordings[] = {
    {"question",            NULL,       NULL,     TRUE},
    {"question-short",      NULL,       NULL,     TRUE},
    {"pulse",               NULL,       NULL,     TRUE},
    {"item",                "{item}",   NULL,     TRUE},
    {"item-ideal",          NULL,       NULL,     FALSE},
    {"item-culture",        NULL,       NULL,     FALSE},
    {"item-attentiveness",  NULL,       NULL,     FALSE},
    {"item-responsiveness", NULL,       NULL,     FALSE},
    {"item-empowerment",    NULL,       NULL,     FALSE},
    {"comment-low",         NULL,       NULL,     FALSE},
    {"comment-high",        NULL,       NULL,     FALSE},
    {"comment-seen",        NULL,       NULL,     FALSE},
    {"comment-seen-team",   NULL,       NULL,     FALSE},
    {"thanks",              NULL,       NULL,     FALSE},
    {"thanks-low",          NULL,       NULL,     FALSE},
    {"clarify",             NULL,       NULL,     FALSE},
    {"help",                NULL,       "{days}", FALSE},
    {"help-all",            "{days}",   NULL,     FALSE},
    {"help-number",         NULL,       NULL,     FALSE},
    {"help-team",           "{days}",   NULL,     FALSE},
    {"help-least",          NULL,       NULL,     FALSE},
    {"help-stop",           NULL,       NULL,     FALSE},
    {"help-erase",          NULL,       NULL,     FALSE},
    {"skipped",             NULL,       NULL,     FALSE},
    {"changed",             "{rating}", NULL,     FALSE},
    {"late",                NULL,       NULL,     FALSE},
    {"expired",             NULL,       NULL,     FALSE},
    {"opted-out",           NULL,       NULL,     FALSE},
    {"opted-in",            NULL,       NULL,     FALSE},
    {"erase",               NULL,       NULL,     FALSE},
    {"erased",              NULL,       NULL,     FALSE},
    {"not-saved",           NULL,       NULL,     FALSE},
};
/* clang-format on */

const CareWording *
care_wording_nth(guint n)
{
    return n < G_N_ELEMENTS(wordings) ? &wordings[n] : NULL;
}

const CareWording *
care_wording_find(const char *name)
{
    const gsize length = strcspn(name, "[");

    for (gsize i = 0; i < G_N_ELEMENTS(wordings); i++) {
        if (strlen(wordings[i].name) == length && strncmp(wordings[i].name, name, length) == 0)
            return &wordings[i];
    }
    return NULL;
}

/* Braces may only be those of a name that is filled in there: "{agnet}" would reach customers as it
 * stands. */
static gboolean
has_known_places(const CareWording *wording, const char *text)
{
    const char *const known[] = {"{agent}", wording->must, wording->may};

    while (*(text += strcspn(text, "{}")) != '\0') {
        gsize length = 0;

        for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
            if (known[i] != NULL && g_str_has_prefix(text, known[i]))
                length = strlen(known[i]);
        }
        if (length == 0)
            return FALSE;
        text += length;
    }
    return TRUE;
}

const char *
care_wording_check(const CareWording *wording, const char *text)
{
    if (!has_known_places(wording, text))
        return _("holds braces around a name that is not filled in here");
    if (wording->must != NULL && strstr(text, wording->must) == NULL)
        return _("lacks a name in braces that it has to hold");
    if (wording->has_scale && (strchr(text, '1') == NULL || strchr(text, '5') == NULL))
        return _("does not tell the scale, 1 and 5");
    return NULL;
}
