/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Marks comments as a lead says, all that were named or none, and tells how it can be undone. */
#include "care-comments-mark.h"
#include "care-cli.h"
#include <string.h>

#define NAME      "comments"
#define TEXT_MAX  1000 /* characters of a note */
#define THEME_MAX 60

static const char *const marks[] = {
    [CARE_MARK_READ] = "read", [CARE_MARK_HANDLED] = "handled", [CARE_MARK_THEME] = "theme",
    [CARE_MARK_BEST] = "best", [CARE_MARK_UNDO] = "undo",       NULL};

const char *const *
care_comments_marks(void)
{
    return marks;
}

gboolean
care_comments_is_mark(const char *word, CareMarkKind *out_kind)
{
    for (guint i = 0; marks[i] != NULL; i++) {
        if (strcmp(word, marks[i]) == 0) {
            *out_kind = (CareMarkKind)i;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean
care_comments_ids(char *const *words, gsize n, GArray *ids)
{
    for (gsize i = 0; i < n; i++) {
        guint64 id = 0;

        if (!g_ascii_string_to_unsigned(words[i], 10, 1, G_MAXINT64, &id, NULL)) {
            care_cli_usage(NAME, _("\"%s\" is not the number of a comment"), words[i]);
            return FALSE;
        }
        g_array_append_val(ids, id);
    }
    return TRUE;
}

/* (transfer full): @text without what a terminal could stumble on; NULL after an error line. */
static char *
check_text(CareMarkKind kind, const char *text)
{
    const glong most = kind == CARE_MARK_THEME ? THEME_MAX : TEXT_MAX;
    g_autofree char *clean = NULL;

    if (!g_utf8_validate(text, -1, NULL)) {
        care_cli_usage(NAME, _("the text is not valid UTF-8"));
        return NULL;
    }
    clean = g_strstrip(g_strdup(text));
    for (const char *p = clean; *p != '\0'; p = g_utf8_next_char(p)) {
        if (g_unichar_iscntrl(g_utf8_get_char(p))) {
            care_cli_usage(NAME, _("the text holds a control character; write one line"));
            return NULL;
        }
    }
    if (*clean == '\0' || g_utf8_strlen(clean, -1) > most) {
        care_cli_usage(NAME, _("the text has to have 1 to %ld characters"), most);
        return NULL;
    }
    return g_steal_pointer(&clean);
}

/* (transfer full) */
static char *
result_of(CareMarkKind kind, guint changed, gsize n)
{
    static const char *const one[] = {
        N_("%u comment marked as read.\n"), N_("%u comment marked as handled.\n"),
        N_("%u comment given a theme.\n"), N_("%u comment marked as best practice.\n"),
        N_("%u comment: the last mark taken back.\n")};
    static const char *const many[] = {
        N_("%u comments marked as read.\n"), N_("%u comments marked as handled.\n"),
        N_("%u comments given a theme.\n"), N_("%u comments marked as best practice.\n"),
        N_("%u comments: the last mark taken back.\n")};
    g_autofree char *number = g_strdup_printf("%u", changed), *said = NULL;
    g_auto(GStrv) parts = NULL;

    if (changed == 0)
        return g_strdup(kind == CARE_MARK_UNDO ? _("There was no mark to take back.\n")
                                               : _("Nothing changed: it was so already.\n"));
    parts = g_strsplit(g_dngettext(GETTEXT_PACKAGE, one[kind], many[kind], changed), "%u", 2);
    said = g_strjoinv(number, parts);
    if (changed == n)
        return g_steal_pointer(&said);
    return g_strconcat(said, kind == CARE_MARK_UNDO ? "" : _("The others were so already.\n"),
                       NULL);
}

static int
fail(const GError *error)
{
    if (error->domain == CARE_MARK_ERROR)
        return care_cli_failed(NAME, _("%s; nothing was marked"), error->message);
    return care_cli_store_failed(NAME, error);
}

int
care_comments_mark(const char *path, CareMarkKind kind, const char *text, const char *by,
                   const GArray *ids, gboolean is_beside)
{
    g_autofree char *clean = text != NULL ? check_text(kind, text) : NULL, *result = NULL;
    const CareMark mark = {kind, clean, by, g_get_real_time() / 1000};
    g_autoptr(CareEditor) editor = NULL;
    g_autoptr(GError) error = NULL;
    guint changed;

    if (text != NULL && clean == NULL)
        return CARE_EXIT_USAGE;
    editor = care_editor_open(path, FALSE, &error);
    if (editor == NULL || !care_editor_mark(editor, &mark, (const gint64 *)(gpointer)ids->data,
                                            ids->len, &changed, &error))
        return fail(error);
    result = result_of(kind, changed, ids->len);
    if (!is_beside)
        return care_cli_write(NAME, NULL, result, TRUE);
    g_printerr("%s", result);
    return CARE_EXIT_DONE;
}
