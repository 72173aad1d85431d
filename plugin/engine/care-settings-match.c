/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers whom the settings mean: desk accounts, people left out, colleagues, and the desk's own
 * words. */
#include "care-settings-value.h"
#include <string.h>

/* @address folded and without its resource; NULL for what is no valid UTF-8. */
static char *
bare_of(const char *address)
{
    char *folded = care_fold(address);
    char *at = folded == NULL ? NULL : strchr(folded, '@');
    char *slash = folded == NULL ? NULL : strchr(at == NULL ? folded : at, '/');

    if (slash != NULL)
        *slash = '\0';
    return folded;
}

/* @entry "xmpp:agent@example.org", "xmpp:*@example.org", "xmpp:*" or "*"; @account
 * "xmpp:agent@example.org". */
static gboolean
is_meant(const char *entry, const char *account)
{
    const char *star = strchr(entry, '*');

    if (star == NULL)
        return strcmp(entry, account) == 0;
    return strncmp(entry, account, (gsize)(star - entry)) == 0 &&
           g_str_has_suffix(account, star + 1);
}

gboolean
care_settings_is_desk(const CareSettings *settings, const char *protocol, const char *account)
{
    g_return_val_if_fail(settings != NULL && protocol != NULL && account != NULL, FALSE);

    g_autofree char *folded = care_fold(protocol);
    g_autofree char *bare = bare_of(account);

    if (settings->desk.failed || folded == NULL || bare == NULL)
        return FALSE;
    g_autofree char *whole = g_strconcat(folded, ":", bare, NULL);
    for (char **entry = settings->desk.accounts; *entry != NULL; entry++) {
        if (is_meant(*entry, whole))
            return TRUE;
    }
    return FALSE;
}

/* Whether one of @entries is @bare, its domain, or its domain with an @ before it. */
static gboolean
names_address(char **entries, const char *bare)
{
    const char *at = strrchr(bare, '@');
    const char *domain = at == NULL ? bare : at + 1;

    for (; *entries != NULL; entries++) {
        const char *entry = *entries;
        if (strcmp(entry, bare) == 0 || strcmp(entry + (*entry == '@'), domain) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean
care_settings_is_excluded(const CareSettings *settings, const char *address,
                          const char *const *groups)
{
    g_return_val_if_fail(settings != NULL && address != NULL, TRUE);

    const char *const *exclude = (const char *const *)settings->desk.exclude;
    g_autofree char *bare = bare_of(address);

    if (bare == NULL)
        return TRUE; /* who can't be told apart from those left out is left out */
    for (; groups != NULL && *groups != NULL; groups++) {
        g_autofree char *group = care_fold(*groups);
        g_autofree char *trimmed = group == NULL ? NULL : g_strdup(g_strstrip(group));
        if (trimmed == NULL || g_strv_contains(exclude, trimmed))
            return TRUE;
    }
    return names_address(settings->desk.exclude, bare);
}

gboolean
care_settings_is_agent(const CareSettings *settings, const char *address)
{
    g_return_val_if_fail(settings != NULL && address != NULL, FALSE);

    g_autofree char *bare = bare_of(address);

    return bare != NULL && names_address(settings->desk.agents, bare);
}

const char *
care_settings_text(const CareSettings *settings, const char *name, const char *language)
{
    g_return_val_if_fail(settings != NULL && name != NULL, NULL);

    const char *text = NULL;

    if (language != NULL) {
        g_autofree char *exact = g_strdup_printf("%s[%s]", name, language);
        g_autofree char *wide =
            g_strdup_printf("%s[%.*s]", name, (gint)strcspn(language, "-_"), language);
        text = g_hash_table_lookup(settings->ask.texts, exact);
        if (text == NULL)
            text = g_hash_table_lookup(settings->ask.texts, wide);
    }
    return text != NULL ? text : g_hash_table_lookup(settings->ask.texts, name);
}
