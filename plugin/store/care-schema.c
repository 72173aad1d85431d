/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the embedded migrations: forward only, after a copy, each step whole or not at all. */
#include "care-schema.h"
#include "care-file.h"
#include <care-migrations.h>
#include <glib/gstdio.h>

const CareSchema care_schema = {care_migrations, G_N_ELEMENTS(care_migrations)};

gboolean
care_schema_check(CareDb *db, const CareSchema *schema, guint *out_version, GError **error)
{
    gint64 application = 0, version = 0, n_tables = 0;

    if (!care_db_int(db, "PRAGMA application_id", 0, &application, error) ||
        !care_db_int(db, "PRAGMA user_version", 0, &version, error) ||
        !care_db_int(db, "SELECT count(*) FROM sqlite_schema", 0, &n_tables, error))
        return FALSE;
    if (application != CARE_SCHEMA_APPLICATION &&
        (application != 0 || version != 0 || n_tables != 0)) {
        g_set_error(
            error, CARE_STORE_ERROR, CARE_STORE_ERROR_OPEN,
            _("this database belongs to another program: choose another file for the store"));
        return FALSE;
    }
    if (version > (gint64)schema->version) {
        g_set_error(
            error, CARE_STORE_ERROR, CARE_STORE_ERROR_NEWER,
            _("this store has schema %lld, newer than the %u known here: update purple-care"),
            (long long)version, schema->version);
        return FALSE;
    }
    *out_version = (guint)version;
    return TRUE;
}

/* SQLite's own backup reads through the log, and keeps the file's locks as they are. */
static gboolean
copy_to(CareDb *db, const char *to, GError **error)
{
    g_autoptr(CareDb) copy = NULL;
    sqlite3_backup *backup;
    int code;

    if (!care_file_make_private(to, error))
        return FALSE;
    copy = care_db_open(to, SQLITE_OPEN_READWRITE, error);
    if (copy == NULL)
        return FALSE;
    backup = sqlite3_backup_init(copy->sql, "main", db->sql, "main");
    if (backup == NULL)
        return care_db_fail(sqlite3_extended_errcode(copy->sql), error);
    sqlite3_backup_step(backup, -1);
    code = sqlite3_backup_finish(backup);
    return code == SQLITE_OK || care_db_fail(code, error);
}

static gboolean
keep_copy(CareDb *db, const char *path, guint version, GError **error)
{
    g_autofree char *kept = g_strdup_printf("%s.before-%u", path, version);
    g_autofree char *half = g_strconcat(kept, "~", NULL);

    g_unlink(half); /* our own, of a try that did not come to its end */
    if (!copy_to(db, half, error))
        return FALSE;
    return g_rename(half, kept) == 0 || care_file_fail(error, kept, _("cannot keep a copy"));
}

/* In a transaction: of two clients that meet at a new file, the second finds the work done. */
static gboolean
apply(CareDb *db, const CareSchema *schema, guint version, GError **error)
{
    g_autofree char *stamp = g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %u",
                                             CARE_SCHEMA_APPLICATION, version + 1);
    gint64 found = 0;

    if (!care_db_int(db, "PRAGMA user_version", 0, &found, error))
        return FALSE;
    return found != (gint64)version ||
           (care_db_exec(db, schema->migrations[version], error) && care_db_exec(db, stamp, error));
}

static gboolean
step(CareDb *db, const CareSchema *schema, guint version, GError **error)
{
    if (!care_db_exec(db, "BEGIN IMMEDIATE", error))
        return FALSE;
    if (apply(db, schema, version, error) && care_db_exec(db, "COMMIT", error))
        return TRUE;
    care_db_exec(db, "ROLLBACK", NULL);
    return FALSE;
}

gboolean
care_schema_migrate(CareDb *db, const CareSchema *schema, const char *path, gboolean alone,
                    GError **error)
{
    guint version;

    if (!care_schema_check(db, schema, &version, error))
        return FALSE;
    if (version == schema->version)
        return TRUE;
    if (version > 0 && !alone) {
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_BUSY,
                    _("the store must be brought up to date: close the other clients that use it"));
        return FALSE;
    }
    if (version > 0 && !keep_copy(db, path, schema->version, error))
        return FALSE;
    for (; version < schema->version; version++) {
        if (!step(db, schema, version, error))
            return FALSE;
    }
    return TRUE;
}
