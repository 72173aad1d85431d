/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks a folder of logs, account by account and peer by peer, and gives their lines out in order.
 */
#include "care-db.h"
#include "care-log-file.h"
#include "care-log-name.h"
#include <errno.h>
#include <fcntl.h>
#include <purple-care/engine.h>
#include <string.h>
#include <unistd.h>

#define FILES_MAX      200000 /* of one peer */
#define NAME_MAX_BYTES 512

G_DEFINE_QUARK(care_log_error, care_log_error)

typedef struct {
    const CareLogReading *reading;
    CareLogRead *read;
    guint64 bytes;
    CareLogNames *names; /* of the account that is on; NULL: it has no text logs */
    CareLogPeer peer;
    gint64 last_ms; /* of the peer's newest line */
    gboolean has_begun;
    char *own, *other; /* names in the HTML file that is on; NULL: not heard yet */
} Walk;

static gint
by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* (transfer full): what is in folder @name of @parent, by name; NULL: it could not be read. */
static GPtrArray *
list(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    if (dir == NULL)
        return NULL;
    while (names->len < FILES_MAX && (name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    return g_steal_pointer(&names);
}

/* The folders' names are escaped as in URIs. (transfer full); NULL: it is no such name */
static char *
unescape(const char *name)
{
    char *plain = g_uri_unescape_string(name, NULL);

    if (plain != NULL && g_utf8_validate(plain, -1, NULL))
        return plain;
    g_free(plain);
    return g_utf8_make_valid(name, -1);
}

static void
show(const Walk *walk)
{
    if (walk->reading->progress != NULL)
        walk->reading->progress(walk->bytes, 0, walk->reading->data);
}

/* Whether the agent wrote it; FALSE in @out_known: nobody can tell. */
static gboolean
is_agents(Walk *walk, const CareLogParts *parts, const char *name, gboolean *out_known)
{
    const gboolean is_own = g_strcmp0(name, walk->own) == 0;
    CareLogWho who;

    *out_known = TRUE;
    if (parts->kind == CARE_LOG_SENT || parts->kind == CARE_LOG_RECEIVED) {
        char **const slot = parts->kind == CARE_LOG_SENT ? &walk->own : &walk->other;

        if (g_strcmp0(*slot, name) != 0) {
            g_free(*slot);
            *slot = g_strdup(name);
        }
        return parts->kind == CARE_LOG_SENT;
    }
    if (parts->is_html) {
        *out_known = is_own || walk->peer.room || g_strcmp0(name, walk->other) == 0;
        return is_own;
    }
    who = care_log_names_who(walk->names, walk->peer.address, walk->peer.room, name);
    *out_known = who != CARE_LOG_NOBODY;
    return who == CARE_LOG_AGENT;
}

static gboolean
give(Walk *walk, const CareLogParts *parts, gint64 at_ms)
{
    g_autofree char *name =
        care_log_plain(parts->name, parts->name_size, parts->is_html, NAME_MAX_BYTES);
    g_autofree char *text =
        care_log_plain(parts->text, parts->text_size, parts->is_html, CARE_LOG_TEXT_BYTES);
    CareLogLine line = {.is_automatic = parts->is_automatic, .name = name, .text = text};
    gboolean known;

    line.by_agent = is_agents(walk, parts, name, &known);
    if (!known) {
        walk->read->unclear++;
        return TRUE;
    }
    if (!walk->has_begun) {
        walk->reading->begin(&walk->peer, walk->reading->data);
        walk->has_begun = TRUE;
        walk->read->peers++;
    }
    walk->read->lines++;
    walk->last_ms = line.at_ms = MAX(at_ms, walk->last_ms); /* two windows may overlap */
    return walk->reading->line(&line, walk->reading->data);
}

/* "NAME waves": where the name ends only those who heard it before can say. */
static void
find_name(const Walk *walk, CareLogParts *parts)
{
    if (parts->name_size > 0 || walk->names == NULL)
        return;
    parts->name_size = care_log_names_begin(walk->names, walk->peer.address, parts->name);
    parts->text += parts->name_size;
    parts->text_size -= parts->name_size;
}

static gboolean
read_file(Walk *walk, CareLogFile *file, const char *name)
{
    const gboolean dated = care_log_file_is_dated(file);
    CareLogClock clock;
    CareLogParts parts;

    if (!care_log_clock_begin(&clock, name, walk->reading->zone)) {
        walk->read->strange++;
        return TRUE;
    }
    walk->read->files++;
    g_clear_pointer(&walk->own, g_free);
    g_clear_pointer(&walk->other, g_free);
    while (care_log_file_next(file, &parts)) {
        CareLogStamp stamp;

        if (!care_log_stamp_read(parts.stamp, parts.stamp_size, &stamp))
            continue;
        if (stamp.has_date && !dated) {
            walk->read->delayed++;
            continue;
        }
        find_name(walk, &parts);
        if (!give(walk, &parts, care_log_clock_next(&clock, &stamp, dated)))
            return FALSE;
    }
    if (care_log_file_failed(file))
        walk->read->unreadable++;
    return TRUE;
}

/* The names in a text log. */
static void
hear_file(Walk *walk, CareLogFile *file)
{
    CareLogParts parts;

    while (care_log_file_next(file, &parts)) {
        g_autofree char *name = NULL;

        if (parts.name_size == 0)
            continue;
        name = care_log_plain(parts.name, parts.name_size, FALSE, NAME_MAX_BYTES);
        care_log_names_hear(walk->names, walk->peer.address, name);
    }
}

static CareLogFile *
open_file(Walk *walk, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    CareLogFile *file = care_log_file_open(AT_FDCWD, path);

    walk->read->unreadable += file == NULL && errno != 0;
    return file;
}

/* All files of a peer, or, @hear, only the names in its text logs. FALSE: it is enough. */
static gboolean
read_peer(Walk *walk, const char *folder, gboolean hear)
{
    g_autoptr(GPtrArray) files = list(folder);
    gboolean more = TRUE;

    if (files == NULL) {
        walk->read->unreadable += hear;
        return TRUE;
    }
    walk->last_ms = 0;
    walk->has_begun = FALSE;
    for (guint i = 0; more && i < files->len; i++) {
        const char *name = g_ptr_array_index(files, i);
        g_autoptr(CareLogFile) file = NULL;
        gboolean is_html;

        if (!care_log_file_is_log(name, &is_html) || (hear && is_html))
            continue;
        if (hear) {
            g_autofree char *path = g_build_filename(folder, name, NULL);

            file = care_log_file_open(AT_FDCWD, path);
            if (file != NULL)
                hear_file(walk, file);
            continue;
        }
        file = open_file(walk, folder, name);
        if (file == NULL)
            continue;
        more = read_file(walk, file, name);
        walk->bytes += care_log_file_bytes(file);
        show(walk);
    }
    if (walk->has_begun)
        walk->reading->end(walk->reading->data);
    walk->read->stopped = !more;
    return more;
}

/* One pass over the peers of an account. */
static gboolean
read_peers(Walk *walk, const char *folder, const GPtrArray *peers, gboolean hear)
{
    for (guint i = 0; i < peers->len; i++) {
        const char *name = g_ptr_array_index(peers, i);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *address = NULL;

        if (name[0] == '.' || !g_file_test(path, G_FILE_TEST_IS_DIR) ||
            g_str_has_suffix(name, ".system"))
            continue;
        address = unescape(name);
        walk->peer.room = g_str_has_suffix(address, ".chat");
        if (walk->peer.room)
            address[strlen(address) - strlen(".chat")] = '\0';
        walk->peer.address = address;
        if (!read_peer(walk, path, hear))
            return FALSE;
    }
    return TRUE;
}

static gboolean
read_account(Walk *walk, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *account = unescape(name);
    g_autoptr(GPtrArray) peers = NULL;
    gboolean more;

    if (name[0] == '.' || !g_file_test(path, G_FILE_TEST_IS_DIR))
        return TRUE;
    peers = list(path);
    if (peers == NULL) {
        walk->read->unreadable++;
        return TRUE;
    }
    walk->peer.account = account;
    walk->names = care_log_names_new(account, walk->reading->agent_name);
    more = read_peers(walk, path, peers, TRUE) && read_peers(walk, path, peers, FALSE);
    g_clear_pointer(&walk->names, care_log_names_free);
    return more;
}

/* Folders bear the name of a protocol's icon: that of its plug-in but for one. */
static const char *
protocol_of(const char *name, char **out_owned)
{
    *out_owned = g_strconcat("prpl-", name, NULL);
    return care_protocol_name(*out_owned);
}

static gboolean
read_protocol(Walk *walk, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *owned = NULL;
    g_autoptr(GPtrArray) accounts = NULL;

    if (name[0] == '.' || !g_file_test(path, G_FILE_TEST_IS_DIR))
        return TRUE;
    accounts = list(path);
    if (accounts == NULL) {
        walk->read->unreadable++;
        return TRUE;
    }
    walk->peer.protocol = protocol_of(name, &owned);
    for (guint i = 0; i < accounts->len; i++) {
        if (!read_account(walk, path, g_ptr_array_index(accounts, i)))
            return FALSE;
    }
    return TRUE;
}

gboolean
care_log_read(const char *dir, const CareLogReading *reading, CareLogRead *out_read, GError **error)
{
    Walk walk = {.reading = reading, .read = out_read};
    g_autoptr(GError) failed = NULL;
    g_autoptr(GDir) folder = g_dir_open(dir, 0, &failed);
    g_autoptr(GPtrArray) protocols = NULL;

    g_return_val_if_fail(reading != NULL && out_read != NULL, FALSE);

    *out_read = (CareLogRead){0};
    protocols = folder != NULL ? list(dir) : NULL;
    if (protocols == NULL) {
        const int code = errno;

        g_set_error(error, CARE_LOG_ERROR, CARE_LOG_ERROR_FOLDER, "%s: %s", dir,
                    failed != NULL && g_error_matches(failed, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                        ? _("no such folder")
                        : g_strerror(code != 0 ? code : EACCES));
        return FALSE;
    }
    for (guint i = 0; i < protocols->len; i++) {
        if (!read_protocol(&walk, dir, g_ptr_array_index(protocols, i)))
            break;
    }
    g_free(walk.own);
    g_free(walk.other);
    if (out_read->files > 0 || out_read->unreadable > 0)
        return TRUE;
    g_set_error(error, CARE_LOG_ERROR, CARE_LOG_ERROR_NONE,
                _("%s: no logs; they are in folders PROTOCOL/ACCOUNT/CUSTOMER, usually in %s"), dir,
                "~/.purple/logs");
    return FALSE;
}
