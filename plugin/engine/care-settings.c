/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lays settings files over each other: whose value wins, what is locked, and what a mistake closes.
 */
#include "care-settings-lock.h"
#include "care-settings-scan.h"
#include "care-settings-value.h"
#include "care-settings-vision.h"
#include <string.h>

#define MISTAKES_MAX 100 /* a file of noise must not make a list as long as itself */
#define QUOTE_MAX    40

typedef struct { /* one layer while it is read */
    CareSettings *settings;
    const CareSettingsLayer *layer;
    CareScan *scan;
    GHashTable *closed; /* ids that an earlier mistake keeps at their strictest */
} Reading;

/* A name from a file for a message; "?" when it is none that people type: it may be an address, or
 * noise. */
static const char *
quotable(const char *name)
{
    gsize length = 0;

    while (g_ascii_isalnum(name[length]) ||
           (name[length] != '\0' && strchr("-_.*[]", name[length]) != NULL))
        length++;
    return length > 0 && length <= QUOTE_MAX && name[length] == '\0' ? name : "?";
}

static gboolean
is_full(const Reading *reading)
{
    const GPtrArray *mistakes = reading->settings->mistakes;

    if (mistakes->len == MISTAKES_MAX)
        g_ptr_array_add(reading->settings->mistakes,
                        g_strdup_printf(_("%s: more mistakes are not listed; mend these first"),
                                        reading->layer->name));
    return mistakes->len > MISTAKES_MAX;
}

static void
add_mistake(Reading *reading, guint line, const char *where, const char *wrong, const char *allowed)
{
    g_autofree char *place = line == 0 ? g_strdup(reading->layer->name)
                                       : g_strdup_printf("%s:%u", reading->layer->name, line);

    if (!is_full(reading))
        g_ptr_array_add(reading->settings->mistakes,
                        g_strdup_printf("%s: %s%s%s; %s", place, where, *where == '\0' ? "" : ": ",
                                        wrong, allowed));
}

static void
add_key_mistake(Reading *reading, guint line, const char *group, const char *key, const char *wrong,
                const char *allowed)
{
    g_autofree char *where = g_strdup_printf("[%s] %s", quotable(group), quotable(key));

    add_mistake(reading, line, where, wrong, allowed);
}

/* Where a message about the key should point: at its second line, if it has two. */
static guint
key_line(const Reading *reading, const char *group, const char *key)
{
    const guint again = care_scan_again(reading->scan, group, key);

    return again > 0 ? again : care_scan_line(reading->scan, group, key);
}

static gboolean
may_set(const Reading *reading, const char *group, const char *key)
{
    return reading->layer->may_lock ||
           care_settings_lock_of(reading->settings->locks, group, key) == NULL;
}

static void
note_value(Reading *reading, const char *group, const char *key, const char *text)
{
    g_hash_table_insert(reading->settings->values, care_key_id(group, key), g_strdup(text));
    g_hash_table_insert(reading->settings->origins, care_key_id(group, key),
                        g_strdup(reading->layer->name));
}

/* What a mistake in this key closes, until the file is mended: no later layer may open it again. */
static void
close_key(Reading *reading, const CareKey *row)
{
    CareSettings *settings = reading->settings;

    if (!may_set(reading, row->group, row->key))
        return; /* the mistake could change nothing */
    if (strcmp(row->group, "desk") == 0)
        settings->desk.failed = TRUE;
    if (row->strict == NULL && strcmp(row->group, "privacy") != 0)
        return;
    g_hash_table_add(reading->closed, care_key_id(row->group, row->key));
    if (row->strict != NULL) {
        care_value_set(settings, row, row->strict);
        note_value(reading, row->group, row->key, row->strict);
    } else if (settings->privacy.smallest_group < (gint)g_ascii_strtoll(row->initial, NULL, 10)) {
        care_value_set(settings, row, row->initial);
        note_value(reading, row->group, row->key, row->initial);
    }
}

/* Whether a mistake that may be about any key of @group closes them all. */
static gboolean
closes_whole(const char *group)
{
    return strcmp(group, "desk") == 0 || strcmp(group, "privacy") == 0;
}

/* The same for all keys of @group, or (NULL) of the whole file. */
static void
close_group(Reading *reading, const char *group)
{
    const CareKey *row;

    for (guint n = 0; (row = care_key_nth(n)) != NULL; n++) {
        if (group == NULL || strcmp(row->group, group) == 0)
            close_key(reading, row);
    }
}

/* Locks an item of the list. What is parted by anything but ";" is locked as it was meant. */
static void
read_lock(Reading *reading, const char *item, guint line)
{
    g_auto(GStrv) parts = g_strsplit_set(item, ", \t", -1);
    const gboolean several = parts[1] != NULL;
    g_autofree char *allowed = care_value_allowed(care_key_find("policy", "locked"));
    g_autofree char *wrong = several ? g_strdup(_("entries are not parted by ;"))
                                     : g_strdup_printf(_("%s is no key or group"), quotable(item));
    gboolean found = TRUE;

    for (char **part = parts; *part != NULL; part++) {
        if (**part != '\0')
            found &= care_settings_lock_item(reading->settings->locks, *part, reading->layer->name);
    }
    if (several || !found)
        add_key_mistake(reading, line, "policy", "locked", wrong, allowed);
}

static void
read_locks(Reading *reading, const char *text, guint line)
{
    g_auto(GStrv) items = care_list_split(text);

    if (!reading->layer->may_lock) {
        add_key_mistake(reading, line, "policy", "locked", _("only the system's policy may lock"),
                        _("remove this line"));
        return;
    }
    for (char **item = items; *item != NULL; item++)
        read_lock(reading, *item, line);
    g_autofree char *whole = g_strjoinv(";", items);
    note_value(reading, "policy", "locked", whole);
}

/* Closes the keys that an unknown one may have meant, and (@wide) the groups they are in. */
static void
close_near(Reading *reading, const char *key, gboolean wide)
{
    const CareKey *row;

    for (guint n = 0; (row = care_key_nth(n)) != NULL; n++) {
        if (!care_key_is_near(row, key))
            continue;
        close_key(reading, row);
        if (wide && closes_whole(row->group))
            close_group(reading, row->group);
    }
}

/* A lock under a wrong name locks all the same. */
static void
read_near_locks(Reading *reading, GKeyFile *file, const char *group, const char *key)
{
    g_autofree char *base = g_strndup(key, strcspn(key, "["));
    const CareKey *near = care_key_nearest(group, base);
    g_autofree char *text = g_key_file_get_value(file, group, key, NULL);

    if (near != NULL && near->type == CARE_KEY_LOCKS && reading->layer->may_lock && text != NULL)
        read_locks(reading, text, key_line(reading, group, key));
}

static void
add_unknown_key(Reading *reading, GKeyFile *file, const char *group, const char *key)
{
    const CareKey *near = is_full(reading) ? NULL : care_key_nearest(group, key);
    g_autofree char *allowed =
        near == NULL ? g_strdup(_("purple-care-policy(5) lists all keys"))
                     : g_strdup_printf(_("did you mean [%s] %s?"), near->group, near->key);

    add_key_mistake(reading, key_line(reading, group, key), group, key, _("unknown key"), allowed);
    if (closes_whole(group))
        close_group(reading, group); /* which key of the group was meant nobody knows */
    close_near(reading, key, FALSE);
    read_near_locks(reading, file, group, key);
}

/* Takes over a value that GKeyFile could read; returns what is wrong with it. */
static const char *
take_value(Reading *reading, const CareKey *row, const char *key, const char *text)
{
    CareSettings *settings = reading->settings;
    const char *wrong;

    if (row->type == CARE_KEY_WORDING) {
        const char *name = key + strlen("text-");
        wrong = care_value_check_wording(name, text);
        if (wrong == NULL)
            g_hash_table_insert(settings->ask.texts, g_strdup(name), g_strdup(text));
    } else {
        wrong = care_value_set(settings, row, text);
    }
    if (wrong == NULL)
        wrong = care_vision_check(row->group, key, text);
    if (wrong == NULL && strcmp(row->group, "empowerment") == 0 &&
        !care_vision_is_cue(row->group, key) && !care_vision_note(settings, key, text))
        wrong = _("is one entry too many");
    if (wrong == NULL)
        note_value(reading, row->group, key, text);
    return wrong;
}

/* NULL for a value with a wrong escape, which GKeyFile hands out besides its error. (transfer full)
 */
static char *
value_of(GKeyFile *file, const char *group, const char *key)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_key_file_get_string(file, group, key, &error);

    return error != NULL ? NULL : g_steal_pointer(&text);
}

static void
read_key(Reading *reading, GKeyFile *file, const char *group, const char *key)
{
    const CareKey *row = care_key_find(group, key);
    const guint again = care_scan_again(reading->scan, group, key);
    const guint line = key_line(reading, group, key);
    g_autofree char *text = value_of(file, group, key);
    g_autofree char *id = care_key_id(group, key);

    if (row == NULL) {
        add_unknown_key(reading, file, group, key);
        return;
    }
    if (!may_set(reading, group, key)) {
        g_autofree char *wrong = g_strdup_printf(
            _("locked by %s"), care_settings_lock_of(reading->settings->locks, group, key));
        add_key_mistake(reading, line, group, key, wrong, _("remove this line"));
        return;
    }
    if (!reading->layer->may_lock && row->type != CARE_KEY_LOCKS &&
        care_settings_is_systems(group, key)) {
        add_key_mistake(reading, line, group, key, _("only the system's policy may set it"),
                        _("remove this line"));
        return;
    }
    if (again == 0 && text != NULL && g_hash_table_contains(reading->closed, id))
        return;
    if (text != NULL)
        g_strstrip(text);
    if (row->type == CARE_KEY_LOCKS) /* of all its lines: what one locks, another must not open */
        read_locks(reading, reading->scan->locked->str, line);
    if (row->type == CARE_KEY_LOCKS && again == 0)
        return;
    g_autofree char *allowed = care_value_allowed(row);
    if (again > 0) {
        add_key_mistake(reading, line, group, key, _("set twice"), _("keep one of the lines"));
        close_key(reading, row);
        return;
    }
    const char *wrong =
        text == NULL ? _("holds an unknown \\ escape") : take_value(reading, row, key, text);
    if (wrong != NULL) {
        add_key_mistake(reading, line, group, key, wrong, allowed);
        close_key(reading, row);
    }
}

static void
read_group(Reading *reading, GKeyFile *file, const char *group)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
    g_autoptr(GHashTable) seen =
        g_hash_table_new(g_str_hash, g_str_equal); /* set twice, listed twice */

    if (care_key_has_group(group)) {
        for (gsize i = 0; keys != NULL && keys[i] != NULL; i++) {
            if (g_hash_table_add(seen, keys[i]))
                read_key(reading, file, group, keys[i]);
        }
        return;
    }
    const char *near = care_group_nearest(group);
    g_autofree char *allowed = near == NULL ? g_strdup(_("purple-care-policy(5) lists all groups"))
                                            : g_strdup_printf(_("did you mean [%s]?"), near);
    g_autofree char *where = g_strdup_printf("[%s]", quotable(group));
    add_mistake(reading, care_scan_line(reading->scan, group, ""), where, _("unknown group"),
                allowed);
    if (near != NULL && closes_whole(near))
        close_group(reading, near);
    for (gsize i = 0; keys != NULL && keys[i] != NULL; i++) {
        if (!g_hash_table_add(seen, keys[i]))
            continue;
        close_near(reading, keys[i], TRUE); /* "[exclude] exclude=": the key tells what was meant */
        read_near_locks(reading, file, group, keys[i]);
    }
}

static void
read_text(Reading *reading)
{
    const CareSettingsLayer *layer = reading->layer;
    g_autoptr(GKeyFile) file = g_key_file_new();

    /* KEEP_TRANSLATIONS: else a text for a language that is not the agent's own would be dropped.
     */
    if (reading->scan->fault != NULL ||
        (layer->size > 0 && !g_key_file_load_from_data(file, layer->text, layer->size,
                                                       G_KEY_FILE_KEEP_TRANSLATIONS, NULL))) {
        add_mistake(reading, reading->scan->fault_line, "",
                    reading->scan->fault != NULL ? reading->scan->fault : _("no settings file"),
                    _("nothing of this file is in force until it is mended"));
        close_group(reading, NULL);
        return;
    }
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (char **group = groups; *group != NULL; group++)
        read_group(reading, file, *group);
}

static void
read_layer(CareSettings *settings, const CareSettingsLayer *layer, GHashTable *closed)
{
    Reading reading = {settings, layer, NULL, closed};
    const char *fault = layer->fault;

    if (layer->text != NULL && layer->size > CARE_SETTINGS_MAX_BYTES)
        fault = _("larger than 1 MiB");
    else if (layer->text != NULL)
        fault = NULL;
    else if (fault == NULL)
        fault = _("can't be read");
    g_ptr_array_add(settings->files, g_strdup(layer->name));
    if (fault != NULL) {
        add_mistake(&reading, 0, "", fault,
                    _("nothing of this file is in force until it is mended"));
        close_group(&reading, NULL);
        return;
    }
    reading.scan = care_scan_new(layer->text, layer->size);
    read_text(&reading);
    care_scan_free(reading.scan);
}

/* A cue that brings nothing to mind: perhaps its entry was renamed. */
static void
add_leftover(const char *group, const char *key, const char *near, gpointer data)
{
    CareSettings *settings = data;
    const CareSettingsLayer layer = {.name = care_settings_origin(settings, group, key)};
    Reading reading = {.settings = settings, .layer = &layer};
    g_autofree char *allowed =
        near != NULL ? g_strdup_printf(_("did you mean cue-%s?"), quotable(near))
                     : g_strdup(strcmp(group, "vision") == 0
                                    ? _("name the value in values= of [vision]")
                                    : _("name what an agent may do in a key of its own, without "
                                        "cue-"));

    add_key_mistake(&reading, 0, group, key, _("a cue without its entry"), allowed);
}

static GHashTable *
text_table(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

CareSettings *
care_settings_new(const CareSettingsLayer *layers, gsize n_layers)
{
    CareSettings *settings = g_new0(CareSettings, 1);
    g_autoptr(GHashTable) closed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const CareKey *row;

    settings->ref_count = 1;
    care_vision_init(settings);
    settings->ask.texts = text_table();
    settings->origins = text_table();
    settings->locks = text_table();
    settings->values = text_table();
    settings->mistakes = g_ptr_array_new_with_free_func(g_free);
    settings->files = g_ptr_array_new_with_free_func(g_free);
    for (guint n = 0; (row = care_key_nth(n)) != NULL; n++) {
        if (strchr(row->key, '*') != NULL)
            continue;
        care_value_set(settings, row, row->initial);
        g_hash_table_insert(settings->values, care_key_id(row->group, row->key),
                            g_strdup(row->initial));
    }
    for (gsize i = 0; i < n_layers; i++)
        read_layer(settings, &layers[i], closed);
    care_vision_finish(settings, add_leftover, settings);
    return settings;
}

CareSettings *
care_settings_ref(CareSettings *settings)
{
    g_atomic_int_inc(&settings->ref_count);
    return settings;
}

void
care_settings_unref(CareSettings *settings)
{
    const CareKey *row;

    if (settings == NULL || !g_atomic_int_dec_and_test(&settings->ref_count))
        return;
    for (guint n = 0; (row = care_key_nth(n)) != NULL; n++)
        care_value_clear(settings, row);
    care_vision_clear(settings);
    g_hash_table_unref(settings->ask.texts);
    g_hash_table_unref(settings->origins);
    g_hash_table_unref(settings->locks);
    g_hash_table_unref(settings->values);
    g_ptr_array_unref(settings->mistakes);
    g_ptr_array_unref(settings->files);
    g_free(settings);
}

const char *
care_settings_value(const CareSettings *settings, const char *group, const char *key)
{
    g_autofree char *id = care_key_id(group, key);

    return g_hash_table_lookup(settings->values, id);
}

const char *
care_settings_origin(const CareSettings *settings, const char *group, const char *key)
{
    g_autofree char *id = care_key_id(group, key);

    return g_hash_table_lookup(settings->origins, id);
}

const char *
care_settings_lock(const CareSettings *settings, const char *group, const char *key)
{
    return care_settings_lock_of(settings->locks, group, key);
}

char *
care_settings_fault(const CareSettingsChange *changes, gsize n)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(CareSettings) settings = NULL;
    g_autofree char *text = NULL;
    CareSettingsLayer layer = {.name = ""};
    const char *mistake, *place;

    for (gsize i = 0; i < n; i++) {
        if (changes[i].value != NULL)
            g_key_file_set_string(file, changes[i].group, changes[i].key, changes[i].value);
    }
    text = g_key_file_to_data(file, &layer.size, NULL);
    layer.text = text;
    settings = care_settings_new(&layer, 1);
    if (settings->mistakes->len == 0)
        return NULL;
    mistake = g_ptr_array_index(settings->mistakes, 0);
    place = strchr(mistake, '['); /* the file and line before it are none */
    return g_strdup(place != NULL ? place : mistake);
}
