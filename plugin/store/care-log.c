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
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX      1000000 /* in one folder: some 80 MB of names */
#define NAME_MAX_BYTES 512

G_DEFINE_QUARK(care_log_error, care_log_error)

typedef enum {
    PASS_COUNT, /* the files, so that a bar can tell how far it is */
    PASS_HEAR,  /* the names in text logs */
    PASS_READ,
    N_PASSES
} Pass;

typedef struct {
    const CareLogReading *reading;
    CareLogRead *read;
    guint64 done, total;        /* files; text logs are read twice */
    GHashTable *seen[N_PASSES]; /* conversations' folders: a link may lead to one again */
    CareLogNames *names;        /* of the account that is on; NULL: it has no text logs */
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

/* (transfer full): what is in the folder @path, by name; NULL: it could not be read. @is_first: of
 * the passes that see it: what is too much to be listed counts as unreadable once. */
static GPtrArray *
list(Walk *walk, const char *path, gboolean is_first)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    if (dir == NULL) {
        walk->read->unreadable += is_first;
        return NULL;
    }
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (names->len < FILES_MAX)
            g_ptr_array_add(names, g_strdup(name));
        else
            walk->read->unreadable += is_first;
    }
    g_ptr_array_sort(names, by_name);
    return g_steal_pointer(&names);
}

/* Those of @names that are folders, or links to some. */
static void
add_folders(GPtrArray *folders, const char *path, const GPtrArray *names, gboolean are_links)
{
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *inner = g_build_filename(path, name, NULL);

        if (name[0] != '.' && g_file_test(inner, G_FILE_TEST_IS_SYMLINK) == are_links &&
            g_file_test(inner, G_FILE_TEST_IS_DIR))
            g_ptr_array_add(folders, g_strdup(name));
    }
}

/* The same of folders: first those that are there, then links, which may lead to one of them under
 * another name. */
static GPtrArray *
list_folders(Walk *walk, const char *path, gboolean is_first)
{
    g_autoptr(GPtrArray) all = list(walk, path, is_first);
    g_autoptr(GPtrArray) sorted = NULL;

    if (all == NULL)
        return NULL;
    sorted = g_ptr_array_new_with_free_func(g_free);
    add_folders(sorted, path, all, FALSE);
    add_folders(sorted, path, all, TRUE);
    return g_steal_pointer(&sorted);
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
show(Walk *walk)
{
    walk->done++;
    if (walk->reading->progress != NULL)
        walk->reading->progress(walk->done, walk->total, walk->reading->data);
}

/* Whether this folder comes for the first time in @pass. */
static gboolean
is_new(Walk *walk, const char *path, Pass pass)
{
    struct stat info;

    if (stat(path, &info) != 0)
        return TRUE; /* then listing it says what is wrong */
    return g_hash_table_add(walk->seen[pass],
                            g_strdup_printf("%llx %llx", (unsigned long long)info.st_dev,
                                            (unsigned long long)info.st_ino));
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
open_file(Walk *walk, const char *folder, const char *name, Pass pass)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    CareLogFile *file = care_log_file_open(AT_FDCWD, path);

    walk->read->unreadable += file == NULL && errno != 0 && pass == PASS_READ;
    return file;
}

/* One file of a peer; what a pass has nothing to do with is gone past. FALSE: it is enough. */
static gboolean
visit_file(Walk *walk, const char *folder, const char *name, Pass pass)
{
    g_autoptr(CareLogFile) file = NULL;
    gboolean is_html, more = TRUE;

    if (!care_log_file_is_log(name, &is_html) || (pass == PASS_HEAR && is_html))
        return TRUE;
    if (pass == PASS_COUNT) {
        walk->total += is_html ? 1 : 2;
        return TRUE;
    }
    file = open_file(walk, folder, name, pass);
    if (file != NULL && pass == PASS_HEAR)
        hear_file(walk, file);
    else if (file != NULL)
        more = read_file(walk, file, name);
    show(walk);
    return more;
}

/* All files of a peer. FALSE: it is enough. */
static gboolean
visit_peer(Walk *walk, const char *folder, Pass pass)
{
    g_autoptr(GPtrArray) files = NULL;
    gboolean more = TRUE;

    if (!is_new(walk, folder, pass)) {
        walk->read->again += pass == PASS_COUNT;
        return TRUE;
    }
    files = list(walk, folder, pass == PASS_COUNT);
    walk->last_ms = 0;
    walk->has_begun = FALSE;
    for (guint i = 0; files != NULL && more && i < files->len; i++)
        more = visit_file(walk, folder, g_ptr_array_index(files, i), pass);
    if (walk->has_begun)
        walk->reading->end(walk->reading->data);
    walk->read->stopped = !more;
    return more;
}

/* One pass over the peers of an account. */
static gboolean
visit_peers(Walk *walk, const char *folder, const GPtrArray *peers, Pass pass)
{
    for (guint i = 0; i < peers->len; i++) {
        const char *name = g_ptr_array_index(peers, i);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *address = NULL;

        if (g_str_has_suffix(name, ".system"))
            continue;
        address = unescape(name);
        walk->peer.room = g_str_has_suffix(address, ".chat");
        if (walk->peer.room)
            address[strlen(address) - strlen(".chat")] = '\0';
        walk->peer.address = address;
        if (!visit_peer(walk, path, pass))
            return FALSE;
    }
    return TRUE;
}

static gboolean
visit_account(Walk *walk, const char *folder, const char *name, gboolean counts)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *account = unescape(name);
    g_autoptr(GPtrArray) peers = NULL;
    gboolean more;

    peers = list_folders(walk, path, counts);
    if (peers == NULL)
        return TRUE;
    if (counts)
        return visit_peers(walk, path, peers, PASS_COUNT);
    walk->peer.account = account;
    walk->names = care_log_names_new(account, walk->reading->agent_name);
    more = visit_peers(walk, path, peers, PASS_HEAR) && visit_peers(walk, path, peers, PASS_READ);
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
visit_protocol(Walk *walk, const char *folder, const char *name, gboolean counts)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *owned = NULL;
    g_autoptr(GPtrArray) accounts = NULL;

    accounts = list_folders(walk, path, counts);
    walk->peer.protocol = protocol_of(name, &owned);
    for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
        if (!visit_account(walk, path, g_ptr_array_index(accounts, i), counts))
            return FALSE;
    }
    return TRUE;
}

/* Counts the files, or reads them. FALSE: enough. */
static gboolean
visit_all(Walk *walk, const char *dir, const GPtrArray *protocols, gboolean counts)
{
    for (guint i = 0; i < protocols->len; i++) {
        if (!visit_protocol(walk, dir, g_ptr_array_index(protocols, i), counts))
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
    protocols = folder != NULL ? list_folders(&walk, dir, TRUE) : NULL;
    if (protocols == NULL) {
        const int code = errno;

        g_set_error(error, CARE_LOG_ERROR, CARE_LOG_ERROR_FOLDER, "%s: %s", dir,
                    failed != NULL && g_error_matches(failed, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                        ? _("no such folder")
                        : g_strerror(code != 0 ? code : EACCES));
        return FALSE;
    }
    for (guint i = 0; i < N_PASSES; i++)
        walk.seen[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (visit_all(&walk, dir, protocols, TRUE))
        visit_all(&walk, dir, protocols, FALSE);
    for (guint i = 0; i < N_PASSES; i++)
        g_hash_table_unref(walk.seen[i]);
    g_free(walk.own);
    g_free(walk.other);
    if (out_read->files > 0 || out_read->unreadable > 0)
        return TRUE;
    g_set_error(error, CARE_LOG_ERROR, CARE_LOG_ERROR_NONE,
                _("%s: no logs; they are in folders PROTOCOL/ACCOUNT/CUSTOMER, usually in %s"), dir,
                "~/.purple/logs");
    return FALSE;
}
