/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care verify: says whether a store is whole and was edited by nobody, and makes its sums
 * anew. */
#include "care-cli.h"
#include "care-progress.h"
#include <json-glib/json-glib.h>
#include <purple-care/report.h>
#include <purple-care/store-admin.h>

#define NAME "verify"

typedef struct {
    CareProgress *progress;
    GPtrArray *findings; /* of char *, safe to show */
    CareVerified verified;
} Look;

static void
look_clear(Look *look)
{
    g_clear_pointer(&look->progress, care_progress_free);
    g_ptr_array_unref(look->findings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Look, look_clear)

static void
on_progress(guint64 done, guint64 total, gpointer data)
{
    Look *look = data;

    care_progress_show(done, total, look->progress);
}

static void
on_found(const char *what, gpointer data)
{
    Look *look = data;

    g_ptr_array_add(look->findings, care_report_safe(what));
}

static char *
text_of(const Look *look)
{
    const CareVerified *verified = &look->verified;
    g_autoptr(GString) out = g_string_new(NULL);

    for (guint i = 0; i < look->findings->len; i++)
        g_string_append_printf(out, "%s\n", (const char *)g_ptr_array_index(look->findings, i));
    g_string_append_printf(out,
                           g_dngettext(GETTEXT_PACKAGE, "%llu row of the ledger",
                                       "%llu rows of the ledger", (gulong)verified->ledger_rows),
                           (unsigned long long)verified->ledger_rows);
    g_string_append_printf(
        out, g_dngettext(GETTEXT_PACKAGE, ", %llu chat", ", %llu chats", (gulong)verified->chats),
        (unsigned long long)verified->chats);
    g_string_append_printf(
        out,
        g_dngettext(GETTEXT_PACKAGE, ", %llu answer", ", %llu answers", (gulong)verified->answers),
        (unsigned long long)verified->answers);
    if (verified->n_findings == 0)
        g_string_append(out, _(": nothing found\n"));
    else
        g_string_append_printf(
            out,
            g_dngettext(GETTEXT_PACKAGE, ": %u finding\n", ": %u findings\n", verified->n_findings),
            verified->n_findings);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
add_number(JsonBuilder *builder, const char *name, gint64 number)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, number);
}

static char *
json_of(const Look *look)
{
    const CareVerified *verified = &look->verified;
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    json_builder_begin_object(builder);
    add_number(builder, "format", 1);
    add_number(builder, "ledger_rows", (gint64)verified->ledger_rows);
    add_number(builder, "chats", (gint64)verified->chats);
    add_number(builder, "answers", (gint64)verified->answers);
    json_builder_set_member_name(builder, "first_edited_row");
    if (verified->first_bad_seq == 0)
        json_builder_add_null_value(builder);
    else
        json_builder_add_int_value(builder, verified->first_bad_seq);
    add_number(builder, "n_findings", verified->n_findings);
    add_number(builder, "n_sums", verified->n_sums);
    json_builder_set_member_name(builder, "findings");
    json_builder_begin_array(builder);
    for (guint i = 0; i < look->findings->len; i++)
        json_builder_add_string_value(builder, g_ptr_array_index(look->findings, i));
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    text = json_to_string(root, TRUE);
    return g_strconcat(text, "\n", NULL);
}

static int
tell(const Look *look, gboolean is_json)
{
    g_autofree char *text = is_json ? json_of(look) : text_of(look);
    const int written = care_cli_write(NAME, NULL, text, !is_json);

    if (look->verified.n_sums > 0)
        care_cli_note(NAME, _("purple-care verify --rebuild-sums makes the sums anew"));
    return written == CARE_EXIT_DONE && look->verified.n_findings > 0 ? CARE_EXIT_FOUND : written;
}

/* A file that is too damaged to be opened is what was asked about, too. */
static int
tell_unreadable(Look *look, const GError *error, gboolean is_json)
{
    if (!g_error_matches(error, CARE_STORE_ERROR, CARE_STORE_ERROR_CORRUPT))
        return care_cli_store_failed(NAME, error);
    look->verified.n_findings++;
    on_found(error->message, look);
    return tell(look, is_json);
}

static int
look_at(const char *path, gboolean is_json)
{
    g_auto(Look) look = {.findings = g_ptr_array_new_with_free_func(g_free)};
    g_autoptr(GError) error = NULL;
    g_autoptr(CareReader) reader = care_reader_open(path, &error);
    gboolean is_read;

    if (reader == NULL)
        return tell_unreadable(&look, error, is_json);
    look.progress = care_progress_new(_("Verifying"));
    is_read = care_reader_verify(reader, on_progress, on_found, &look, &look.verified, &error);
    care_progress_hide(look.progress);
    return is_read ? tell(&look, is_json) : care_cli_store_failed(NAME, error);
}

static gboolean
rebuild(const char *path, GError **error)
{
    g_autoptr(CareEditor) editor = care_editor_open(path, FALSE, error);

    return editor != NULL && care_editor_rebuild_sums(editor, error);
}

static int
run(char **stores, gboolean rebuild_sums, gboolean is_json)
{
    g_autofree char *path = care_cli_store(NAME, stores);
    g_autoptr(GError) error = NULL;

    if (path == NULL)
        return CARE_EXIT_USAGE;
    if (rebuild_sums) {
        if (!rebuild(path, &error))
            return care_cli_store_failed(NAME, error);
        care_cli_note(NAME, _("the sums were made anew"));
    }
    return look_at(path, is_json);
}

int
care_cmd_verify(int argc, char **argv)
{
    g_autofree char *format = NULL;
    g_auto(GStrv) stores = NULL;
    gboolean rebuild_sums = FALSE, is_json;
    const GOptionEntry entries[] = {
        {"rebuild-sums", 0, 0, G_OPTION_ARG_NONE, &rebuild_sums,
         N_("First make the sums that reports read anew from the chats"), NULL},
        {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json (text)"), N_("FORMAT")},
        {"store", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &stores,
         N_("The store (~/.purple/care/care.db)"), N_("FILE")},
        {0},
    };

    if (!care_cli_parse(NULL,
                        _("Says whether a store is whole and was edited by nobody: the file, the\n"
                          "ledger's chain of hashes (the first edited row is named), the ledger\n"
                          "against chats and answers, and the sums against the chats.\n"
                          "\n"
                          "Example: purple-care verify\n"
                          "\n"
                          "Exit code 3: something was found."),
                        entries, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage(NAME, _("\"%s\" is not expected here"), argv[1]);
    if (!care_cli_format(NAME, format, &is_json))
        return CARE_EXIT_USAGE;
    return run(stores, rebuild_sums, is_json);
}
