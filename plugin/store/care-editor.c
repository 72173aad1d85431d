/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens a store for the command line to change, with the same care as a client does. */
#include "care-editor.h"
#include "care-fact.h"
#include "care-file.h"
#include <glib/gstdio.h>

CareEditor *
care_editor_open(const char *path, gboolean create, GError **error)
{
    g_autoptr(CareEditor) editor = NULL;
    g_autofree char *set_aside = NULL;

    g_return_val_if_fail(path != NULL, NULL);

    if (!create && g_access(path, F_OK) != 0) {
        if (errno != ENOENT && errno != ENOTDIR) {
            care_file_fail(error, path, _("cannot open"));
            return NULL;
        }
        g_set_error(error, CARE_STORE_ERROR, CARE_STORE_ERROR_MISSING, _("%s: there is no store"),
                    path);
        return NULL;
    }
    editor = g_new0(CareEditor, 1);
    editor->session = care_session_new(path);
    editor->session->keeps_damaged = TRUE;
    if (!care_session_connect(editor->session, FALSE, &set_aside, error))
        return NULL;
    return g_steal_pointer(&editor);
}

void
care_editor_close(CareEditor *editor)
{
    if (editor == NULL)
        return;
    care_session_free(editor->session);
    g_free(editor);
}

gboolean
care_editor_rebuild_sums(CareEditor *editor, GError **error)
{
    CareDb *db;

    g_return_val_if_fail(editor != NULL, FALSE);

    db = editor->session->db;
    if (!care_db_exec(db, "BEGIN IMMEDIATE", error))
        return FALSE;
    if (care_rollup_rebuild(db, error) && care_db_exec(db, "COMMIT", error))
        return TRUE;
    care_db_exec(db, "ROLLBACK", NULL);
    return FALSE;
}
