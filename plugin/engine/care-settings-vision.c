/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes values and entries of their keys: names are an admin's own, so they are matched as people
 * write them. */
#include "care-settings-vision.h"
#include "care-settings-value.h"
#include <purple-care/engine-cue.h>
#include <purple-care/engine-remind.h>
#include <string.h>

#define CUE "cue-"

static void
cued_free(gpointer data)
{
    CareCuedText *cued = data;

    care_cue_list_free(cued->cues);
    g_free(cued->name);
    g_free(cued->text);
    g_free(cued);
}

static CareCuedText *
cued_new(const char *name, const char *text)
{
    CareCuedText *cued = g_new0(CareCuedText, 1);

    cued->name = g_strdup(name);
    cued->text = g_strdup(text);
    return cued;
}

void
care_vision_init(CareSettings *settings)
{
    settings->vision.values = g_ptr_array_new_with_free_func(cued_free);
    settings->empowerment.entries = g_ptr_array_new_with_free_func(cued_free);
}

void
care_vision_clear(CareSettings *settings)
{
    g_ptr_array_unref(settings->vision.values);
    g_ptr_array_unref(settings->empowerment.entries);
}

gboolean
care_vision_is_cue(const char *group, const char *key)
{
    return (strcmp(group, "vision") == 0 || strcmp(group, "empowerment") == 0) &&
           g_str_has_prefix(key, CUE);
}

const char *
care_vision_check(const char *group, const char *key, const char *text)
{
    g_auto(GStrv) patterns = NULL;
    g_autoptr(CareCueList) cues = NULL;

    if (!care_vision_is_cue(group, key))
        return NULL;
    patterns = care_list_split(text);
    if (g_strv_length(patterns) > CARE_CUES_MAX)
        return _("holds too many cues");
    cues = care_cue_list_new((const char *const *)patterns, NULL);
    return cues == NULL ? _("holds a cue that can't be read (docs/cues.md)") : NULL;
}

/* A name as people mean it: "No blame" and "no-blame" are one. (transfer full) */
static char *
name_fold(const char *name)
{
    char *folded = care_fold(name);

    return folded == NULL ? g_strdup(name) : g_strdelimit(folded, " _", '-');
}

static CareCuedText *
find(const GPtrArray *list, const char *name)
{
    g_autofree char *wanted = name_fold(name);

    for (guint i = 0; i < list->len; i++) {
        CareCuedText *cued = g_ptr_array_index(list, i);
        g_autofree char *folded = name_fold(cued->name);

        if (strcmp(folded, wanted) == 0)
            return cued;
    }
    return NULL;
}

gboolean
care_vision_note(CareSettings *settings, const char *key, const char *text)
{
    GPtrArray *entries = settings->empowerment.entries;
    CareCuedText *cued = find(entries, key);

    if (*text == '\0') {
        if (cued != NULL)
            g_ptr_array_remove(entries, cued);
        return TRUE;
    }
    if (cued != NULL) {
        g_free(cued->text);
        cued->text = g_strdup(text);
        return TRUE;
    }
    if (entries->len >= CARE_ENTRIES_MAX)
        return FALSE;
    g_ptr_array_add(entries, cued_new(key, text));
    return TRUE;
}

static void
make_values(CareSettings *settings)
{
    const char *text = care_settings_value(settings, "vision", "values");
    g_auto(GStrv) values = care_list_split(text != NULL ? text : "");

    for (char **value = values; *value != NULL; value++) {
        if (settings->vision.values->len < CARE_ENTRIES_MAX &&
            find(settings->vision.values, *value) == NULL)
            g_ptr_array_add(settings->vision.values, cued_new(*value, *value));
    }
}

/* The name nearest to @name: they begin alike. (transfer none); NULL: none is near */
static const char *
nearest(const GPtrArray *list, const char *name)
{
    const char *best = NULL;
    gsize most = 2; /* so many letters in common at least */

    for (guint i = 0; i < list->len; i++) {
        const char *other = ((const CareCuedText *)g_ptr_array_index(list, i))->name;
        gsize n = 0;

        while (name[n] != '\0' && g_ascii_tolower(name[n]) == g_ascii_tolower(other[n]))
            n++;
        if (n > most) {
            most = n;
            best = other;
        }
    }
    return best;
}

static gint
by_id(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
care_vision_finish(CareSettings *settings, CareVisionFunc leftover, gpointer data)
{
    g_autofree gpointer *ids = g_hash_table_get_keys_as_array(settings->values, NULL);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();

    make_values(settings);
    for (gpointer *id = ids; *id != NULL; id++)
        g_ptr_array_add(sorted, *id);
    g_ptr_array_sort(sorted, by_id); /* mistakes in the same order each time */
    for (guint i = 0; i < sorted->len; i++) {
        const char *id = g_ptr_array_index(sorted, i);
        const char *key = strchr(id, '.') + 1;
        g_autofree char *group = g_strndup(id, (gsize)(key - 1 - id));
        const gboolean is_value = strcmp(group, "vision") == 0;
        const GPtrArray *list = is_value ? settings->vision.values : settings->empowerment.entries;
        const char *text = g_hash_table_lookup(settings->values, id);
        g_auto(GStrv) patterns = NULL;
        CareCuedText *cued;

        if (!care_vision_is_cue(group, key) || *text == '\0')
            continue;
        cued = find(list, key + strlen(CUE));
        if (cued == NULL) {
            leftover(group, key, nearest(list, key + strlen(CUE)), data);
            continue;
        }
        patterns = care_list_split(text);
        care_cue_list_free(cued->cues);
        cued->cues = care_cue_list_new((const char *const *)patterns, NULL);
    }
}
