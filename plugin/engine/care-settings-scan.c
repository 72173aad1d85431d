/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks the lines of a settings file by GKeyFile's own rules; values are GKeyFile's business. */
#include "care-settings-scan.h"
#include "care-settings-table.h"
#include <string.h>

static guint
count_lines(const char *from, const char *to)
{
    guint lines = 1;

    for (; from < to; from++)
        lines += *from == '\n';
    return lines;
}

static void
note_entry(CareScan *scan, char *entry, guint line)
{
    if (!g_hash_table_contains(scan->lines, entry))
        g_hash_table_insert(scan->lines, entry, GUINT_TO_POINTER(line));
    else if (!g_str_has_suffix(entry, "\n") && !g_hash_table_contains(scan->twice, entry))
        g_hash_table_insert(scan->twice, entry, GUINT_TO_POINTER(line));
    else
        g_free(entry); /* a group may come in parts */
}

/* Whether brackets stand in @key only around a language at its end, "text-question[de]". */
static gboolean
has_sane_brackets(const char *key)
{
    const char *bracket = strpbrk(key, "[]");

    return bracket == NULL ||
           (*bracket == '[' && bracket != key &&
            strcspn(bracket + 1, "[]") + 2 == strlen(bracket) && g_str_has_suffix(key, "]"));
}

/* Reads one line without its end; returns what is wrong with it. */
static const char *
scan_line(CareScan *scan, char **group, char *text, guint line)
{
    char *stripped = g_strstrip(text);
    char *equals = strchr(stripped, '=');
    const gsize length = strlen(stripped);

    if (*stripped == '\0' || *stripped == '#')
        return NULL;
    if (length > 1 && *stripped == '[' && stripped[length - 1] == ']') {
        g_free(*group);
        *group = g_strndup(stripped + 1, length - 2);
        if (**group == '\0' || strpbrk(*group, "[]") != NULL)
            return _("no name of a [group]");
        note_entry(scan, g_strconcat(*group, "\n", NULL), line);
        return NULL;
    }
    if (equals == NULL || equals == stripped)
        return _("no [group], no key=value and no # comment");
    if (*group == NULL)
        return _("a key before the first [group]");
    *equals = '\0';
    if (!has_sane_brackets(g_strchomp(stripped)))
        return _("brackets that belong to no key");
    if (strcmp(*group, "policy") == 0 && strcmp(stripped, "locked") == 0)
        g_string_append_printf(scan->locked, ";%s", equals + 1);
    note_entry(scan, g_strconcat(*group, "\n", stripped, NULL), line);
    return NULL;
}

CareScan *
care_scan_new(const char *text, gsize size)
{
    CareScan *scan = g_new0(CareScan, 1);
    const char *end = text + size, *bad = NULL;
    g_autofree char *group = NULL;

    scan->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    scan->locked = g_string_new(NULL);
    scan->twice = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!g_utf8_validate_len(text, size, &bad)) {
        scan->fault_line = count_lines(text, bad);
        scan->fault = _("not UTF-8 text");
        return scan;
    }
    for (guint line = 1; text < end && scan->fault == NULL; line++) {
        const char *stop = memchr(text, '\n', (gsize)(end - text));
        const char *next = stop == NULL ? end : stop + 1;
        g_autofree char *copy = g_strndup(text, (gsize)((stop == NULL ? end : stop) - text));

        scan->fault = scan_line(scan, &group, copy, line);
        scan->fault_line = scan->fault == NULL ? 0 : line;
        text = next;
    }
    return scan;
}

void
care_scan_free(CareScan *scan)
{
    if (scan == NULL)
        return;
    g_hash_table_unref(scan->lines);
    g_hash_table_unref(scan->twice);
    g_string_free(scan->locked, TRUE);
    g_free(scan);
}

static guint
look_up(GHashTable *lines, const char *group, const char *key)
{
    g_autofree char *entry = g_strconcat(group, "\n", key, NULL);

    return GPOINTER_TO_UINT(g_hash_table_lookup(lines, entry));
}

guint
care_scan_line(const CareScan *scan, const char *group, const char *key)
{
    return look_up(scan->lines, group, key);
}

guint
care_scan_again(const CareScan *scan, const char *group, const char *key)
{
    return look_up(scan->twice, group, key);
}
