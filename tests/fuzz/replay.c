/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replays a fuzz target's corpus without a fuzzer, so that every old crash stays mended. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An empty or missing corpus proves nothing, so it fails rather than passes. */
static guint
replay_folder(const char *folder, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    const char *name;
    guint n = 0;

    if (dir == NULL)
        return 0;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *data = NULL;
        gsize size = 0;

        if (!g_file_get_contents(path, &data, &size, error))
            return 0;
        /* A copy without the NUL that GLib adds: reading past the end is then seen by sanitizers.
         */
        g_autofree uint8_t *exact = g_malloc(MAX(size, 1));
        memcpy(exact, data, size);
        LLVMFuzzerTestOneInput(exact, size);
        n++;
    }
    if (n == 0)
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s holds no inputs", folder);
    return n;
}

int
main(int argc G_GNUC_UNUSED, char **argv)
{
    g_autofree char *name = g_path_get_basename(argv[0]);
    g_autoptr(GError) error = NULL;

    if (!g_str_has_prefix(name, "fuzz-")) {
        g_printerr("%s: a fuzz target's name begins with fuzz-\n", name);
        return 2;
    }
    g_autofree char *folder =
        g_build_filename("tests", "fuzz", "corpus", name + strlen("fuzz-"), NULL);
    const guint n = replay_folder(folder, &error);

    if (error != NULL) {
        g_printerr("%s: %s\n", name, error->message);
        return 1;
    }
    g_print("%s: %u inputs replayed\n", name, n);
    return 0;
}
