/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that files are found, read within bounds and changed with care, and that a change is
 * noticed. */
#include "care-settings-file.h"
#include "care-test.h"
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *top, *user;

static void
put(const char *path, const char *text)
{
    g_autofree char *folder = g_path_get_dirname(path);

    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
put_in(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(top, name, NULL);

    put(path, text);
}

static void
remove_all(const char *path)
{
    g_autoptr(GDir) dir =
        g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_all(inner);
    }
    g_remove(path);
}

static int
set_up(void **state G_GNUC_UNUSED)
{
    top = g_dir_make_tmp("care-settings-XXXXXX", NULL);
    user = g_build_filename(top, "home", "care", "policy.conf", NULL);
    return top == NULL;
}

static int
tear_down(void **state G_GNUC_UNUSED)
{
    remove_all(top);
    g_clear_pointer(&top, g_free);
    g_clear_pointer(&user, g_free);
    return 0;
}

static char *
content(const char *path)
{
    char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static void
care_settings_load__takes__no_files_for_defaults(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) none = care_settings_load(top, user);
    g_autoptr(CareSettings) nothing = care_settings_load(NULL, NULL);

    assert_int_equal(none->mistakes->len + none->files->len, 0);
    assert_int_equal(nothing->ask.yearly_cap, 4);
}

static void
care_settings_load__orders__the_layers_by_name(void **state G_GNUC_UNUSED)
{
    g_autofree char *last = g_build_filename(top, "policy.d", "b.conf", NULL);

    put_in("policy.conf", "[ask]\nyearly-cap=1\nfollow-ups=0\n[policy]\nlocked=expiry\n");
    put_in("policy.d/b.conf", "[ask]\nyearly-cap=3\n");
    put_in("policy.d/a.conf", "[ask]\nyearly-cap=2\n");
    put_in("policy.d/Z.conf", "[ask]\nyearly-cap=9\n");
    put_in("policy.d/c.conf.bak", "[ask]\nyearly-cap=4\n");
    put_in("policy.d/.d.conf", "[ask]\nyearly-cap=5\n");
    put(user, "[ask]\nexpiry=2h\nfollow-ups=2\n");
    g_autoptr(CareSettings) s = care_settings_load(top, user);

    assert_int_equal(s->ask.yearly_cap, 3);
    assert_string_equal(care_settings_origin(s, "ask", "yearly-cap"), last);
    assert_int_equal(s->ask.follow_ups, 2);
    assert_int_equal(s->ask.expiry, 3600000);
    assert_int_equal(s->files->len, 5);
    assert_int_equal(s->mistakes->len, 1);
}

static void
care_settings_load__closes__on_what_it_can_not_read(void **state G_GNUC_UNUSED)
{
    g_autofree char *folder = g_path_get_dirname(user);
    g_autofree char *large = g_strnfill(1024 * 1024 + 1, '\n');
    g_autofree char *missing = g_build_filename(top, "nowhere", NULL);

    put_in("policy.conf", "[desk]\naccounts=*\n");
    assert_int_equal(g_mkdir_with_parents(user, 0700), 0); /* a folder in the file's place */
    g_autoptr(CareSettings) directory = care_settings_load(top, user);
    assert_true(directory->desk.failed && directory->mistakes->len == 1);
    assert_int_equal(directory->privacy.keep_comments, 0);

    assert_int_equal(g_rmdir(user), 0);
    assert_int_equal(mkfifo(user, 0600), 0);
    g_autoptr(CareSettings) pipe = care_settings_load(top, user);
    assert_true(pipe->desk.failed);

    assert_int_equal(g_remove(user), 0);
    put(user, large);
    g_autoptr(CareSettings) refused = care_settings_load(top, user);
    assert_true(refused->desk.failed);
    assert_non_null(strstr(g_ptr_array_index(refused->mistakes, 0), "1 MiB"));

    memcpy(large, "\xef\xbb\xbf", 3); /* nor does an editor's mark make it small enough */
    put(user, large);
    g_autoptr(CareSettings) marked = care_settings_load(top, user);
    assert_true(marked->desk.failed);
    assert_non_null(strstr(g_ptr_array_index(marked->mistakes, 0), "1 MiB"));

    assert_int_equal(g_remove(user), 0);
    assert_int_equal(symlink(missing, user), 0);
    g_autoptr(CareSettings) dangling = care_settings_load(top, user);
    assert_true(dangling->desk.failed);

    remove_all(folder);
    put(folder, "no folder");
    g_autoptr(CareSettings) gone = care_settings_load(top, user);
    assert_false(gone->desk.failed);
}

static void
care_settings_load_file__reads__a_file_as_the_systems(void **state G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;

    assert_null(care_settings_load_file(user, &error));
    assert_true(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT));
    put(user, "[policy]\nlocked=ask\n");
    g_autoptr(CareSettings) s = care_settings_load_file(user, NULL);
    assert_int_equal(s->mistakes->len, 0);
    assert_string_equal(care_settings_lock(s, "ask", "mode"), user);
}

static void
care_settings_write__makes__a_private_file(void **state G_GNUC_UNUSED)
{
    g_autofree char *folder = g_path_get_dirname(user);
    struct stat info;

    assert_true(care_settings_write(user, "desk", "accounts", "xmpp:a@b;irc:c@d", NULL));
    g_autofree char *text = content(user);
    assert_string_equal(text, "[desk]\naccounts=xmpp:a@b;irc:c@d\n");
    assert_int_equal(stat(user, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(stat(folder, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
}

static void
care_settings_write__keeps__all_else_as_it_was(void **state G_GNUC_UNUSED)
{
    put(user, "# top\n\n[desk]\n# about accounts\n  accounts = old\nunknown=1\n\n# about "
              "ask\n[ask]\nmode=off");
    assert_true(care_settings_write(user, "desk", "accounts", "xmpp:a@b", NULL));
    assert_true(care_settings_write(user, "desk", "exclude", "Friends", NULL));
    assert_true(care_settings_write(user, "ask", "mode", "live", NULL));
    assert_true(care_settings_write(user, "show", "rating", "no", NULL));
    g_autofree char *text = content(user);
    assert_string_equal(
        text, "# top\n\n[desk]\n# about accounts\naccounts=xmpp:a@b\nunknown=1\nexclude=Friends\n\n"
              "# about ask\n[ask]\nmode=live\n\n[show]\nrating=no\n");

    assert_true(care_settings_write(user, "desk", "exclude", NULL, NULL));
    assert_true(care_settings_write(user, "desk", "nonsense", NULL, NULL));
    g_autofree char *less = content(user);
    assert_null(strstr(less, "exclude"));
    assert_non_null(strstr(less, "unknown=1\n\n# about ask"));
}

static void
care_settings_write__lets__no_value_become_a_key(void **state G_GNUC_UNUSED)
{
    assert_true(care_settings_write(user, "desk", "exclude", "a\n[ask]\nmode=off", NULL));
    g_autoptr(CareSettings) s = care_settings_load(NULL, user);
    assert_int_equal(s->ask.mode, CARE_MODE_LIVE);
}

static void
care_settings_write__refuses__what_it_can_not_read(void **state G_GNUC_UNUSED)
{
    const char *const bad[] = {"[desk]\nSECRET\n", "accounts=1\n", "[desk\n"};

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        put(user, bad[i]);
        assert_false(care_settings_write(user, "desk", "accounts", "*", &error));
        assert_true(g_error_matches(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE));
        assert_null(strstr(error->message, "SECRET"));
        g_autofree char *text = content(user);
        assert_string_equal(text, bad[i]);
    }
    g_autofree char *folder = g_path_get_dirname(user);
    g_autoptr(GError) error = NULL;
    remove_all(folder);
    put(folder, "no folder");
    assert_false(care_settings_write(user, "desk", "accounts", "*", &error));
    assert_non_null(error);
}

static void
care_settings_write_all__changes__many_keys_or_none(void **state G_GNUC_UNUSED)
{
    const CareSettingsChange changes[] = {{"desk", "accounts", "xmpp:a@b"},
                                          {"ask", "mode", NULL},
                                          {"desk", "exclude", "Friends"},
                                          {"show", "rating", "no"}};
    g_autofree char *after = NULL, *still = NULL;

    put(user, "[ask]\nmode=off\n# kept\nexpiry=2h\n");
    assert_true(care_settings_write_all(user, changes, G_N_ELEMENTS(changes), NULL));
    after = content(user);
    assert_string_equal(after, "[ask]\n# kept\nexpiry=2h\n\n[desk]\naccounts=xmpp:a@b\n"
                               "exclude=Friends\n\n[show]\nrating=no\n");
    put(user, "[desk]\nNONSENSE\n");
    assert_false(care_settings_write_all(user, changes, G_N_ELEMENTS(changes), NULL));
    still = content(user);
    assert_string_equal(still, "[desk]\nNONSENSE\n");
}

static void
care_settings_write__follows__a_link(void **state G_GNUC_UNUSED)
{
    g_autofree char *real = g_build_filename(top, "dotfiles", NULL);
    g_autofree char *folder = g_path_get_dirname(user);

    put(real, "[ask]\nmode=off\n");
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_int_equal(symlink(real, user), 0);
    assert_true(care_settings_write(user, "ask", "mode", "live", NULL));
    g_autofree char *text = content(real);
    assert_string_equal(text, "[ask]\nmode=live\n");
    assert_true(g_file_test(user, G_FILE_TEST_IS_SYMLINK));
}

static void
care_settings_write__refuses__a_link_to_nowhere(void **state G_GNUC_UNUSED)
{
    g_autofree char *missing = g_build_filename(top, "unmounted", "dotfiles", NULL);
    g_autofree char *folder = g_path_get_dirname(user);
    g_autoptr(GError) error = NULL;

    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_int_equal(symlink(missing, user), 0);
    assert_false(care_settings_write(user, "ask", "mode", "live", &error));
    assert_true(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT));
    assert_non_null(strstr(error->message, "link"));
    assert_true(g_file_test(user, G_FILE_TEST_IS_SYMLINK));
    assert_false(g_file_test(missing, G_FILE_TEST_EXISTS));
}

static void
care_settings_write__keeps__an_empty_list_as_none(void **state G_GNUC_UNUSED)
{
    put_in("policy.conf", "[desk]\naccounts=*\n");
    put(user, "[desk]\naccounts=xmpp:a@b\n");
    assert_true(care_settings_write(user, "desk", "accounts", "", NULL));
    g_autofree char *text = content(user);
    assert_string_equal(text, "[desk]\naccounts=\n");
    g_autoptr(CareSettings) s = care_settings_load(top, user);
    assert_int_equal(s->mistakes->len, 0);
    assert_false(care_settings_is_desk(s, "xmpp", "a@b"));
}

#define WRITES 15 /* of both writers together fewer than entries may be */

static gpointer
write_keys(gpointer prefix)
{
    for (guint n = 0; n < WRITES; n++) {
        g_autofree char *key = g_strdup_printf("%s-%u", (const char *)prefix, n);
        if (!care_settings_write(user, "empowerment", key, "yes", NULL))
            return GUINT_TO_POINTER(FALSE);
    }
    return GUINT_TO_POINTER(TRUE);
}

static void
care_settings_write__loses__nothing_of_two_writers(void **state G_GNUC_UNUSED)
{
    static char one[] = "one", two[] = "two";
    GThread *other = g_thread_new("writer", write_keys, two);

    assert_true(GPOINTER_TO_UINT(write_keys(one)));
    assert_true(GPOINTER_TO_UINT(g_thread_join(other)));
    g_autoptr(CareSettings) s = care_settings_load(NULL, user);
    for (guint n = 0; n < WRITES; n++) {
        g_autofree char *first = g_strdup_printf("one-%u", n);
        g_autofree char *second = g_strdup_printf("two-%u", n);
        assert_non_null(care_settings_value(s, "empowerment", first));
        assert_non_null(care_settings_value(s, "empowerment", second));
    }
}

/* What the commented file leaves out: nothing goes by it yet, or it has but one value. */
static gboolean
is_unused(const char *group, const char *key)
{
    return strcmp(group, "team") == 0 || strcmp(key, "smallest-group") == 0 ||
           strcmp(key, "hours") == 0;
}

/* Whoever copies an example out of a guide has no mistake by it. */
static void
care_settings_docs__show__examples_that_are_right(void **state G_GNUC_UNUSED)
{
    const char *const guides[] = {"docs/admin.md", "docs/reminders.md"};
    g_autoptr(GRegex) block =
        g_regex_new("```ini\n(\\[(?!Service).*?)```", G_REGEX_DOTALL, 0, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(guides); i++) {
        g_autofree char *guide = content(guides[i]);
        g_autoptr(GMatchInfo) match = NULL;

        assert_true(g_regex_match(block, guide, 0, &match));
        for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
            g_autofree char *example = g_match_info_fetch(match, 1);
            const CareSettingsLayer layer = {guides[i], example, strlen(example), NULL, TRUE};
            g_autoptr(CareSettings) settings = care_settings_new(&layer, 1);

            assert_int_equal(settings->mistakes->len, 0);
        }
    }
}

/* Tests run from the project's root. */
static void
care_settings_docs__name__every_key_and_only_right_values(void **state G_GNUC_UNUSED)
{
    g_autofree char *manual = content("packaging/man/purple-care-policy.5");
    g_autofree char *example = content("packaging/policy/policy.conf");
    g_autoptr(GRegex) comment = g_regex_new("^#(?=[a-z])", G_REGEX_MULTILINE, 0, NULL);
    g_autofree char *live = g_regex_replace(comment, example, -1, 0, "", 0, NULL);
    g_auto(GStrv) parts = g_strsplit(manual, "\\-", -1); /* as man writes a hyphen */
    g_autofree char *plain = g_strjoinv("-", parts);
    const char *group, *key, *initial, *help;

    for (guint n = 0; care_settings_nth(n, &group, &key, &initial, &help); n++) {
        g_autofree char *heading = g_strdup_printf(".SS [%s]\n", group);
        const char *section = strstr(plain, heading);
        const char *end = section == NULL ? NULL : strstr(section + 1, "\n.S");
        assert_non_null(end);
        g_autofree char *named = *initial == '\0' || strcmp(initial, "on") == 0
                                     ? g_strdup(key)
                                     : g_strdup_printf("\"%s\" \" (%s)", key, initial);
        assert_non_null(g_strstr_len(section, end - section, named));
        g_autofree char *line = g_strdup_printf("\n#%s=", key);
        assert_true(is_unused(group, key) || strstr(example, line) != NULL);
    }
    /* Without its section man shows the command of that name. */
    assert_non_null(strstr(example, "man 5 purple-care-policy"));
    put(user, example); /* as it is installed it changes nothing */
    g_autoptr(CareSettings) untouched = care_settings_load_file(user, NULL);
    assert_int_equal(untouched->mistakes->len, 0);
    assert_int_equal(g_hash_table_size(untouched->origins), 0);
    put(user, live);
    g_autoptr(CareSettings) s = care_settings_load_file(user, NULL);
    assert_int_equal(s->mistakes->len, 0);
    assert_string_equal(care_settings_value(s, "privacy", "keep-comments"), "180d");
}

#define LOOK_US 20000

typedef struct {
    guint times;
    CareMode mode;
    GMainLoop *loop;
} Heard;

static void
hear(CareSettings *settings, gpointer data)
{
    Heard *heard = data;

    heard->times++;
    heard->mode = settings->ask.mode;
    g_main_loop_quit(heard->loop);
}

static gboolean
give_up(gpointer data)
{
    g_main_loop_quit(((Heard *)data)->loop);
    return G_SOURCE_REMOVE;
}

/* Runs the main loop until the watch tells something, for @limit_ms at most. */
static void
listen_for(Heard *heard, guint limit_ms)
{
    const guint timeout = g_timeout_add(limit_ms, give_up, heard);
    const guint before = heard->times;

    g_main_loop_run(heard->loop);
    if (heard->times > before)
        g_source_remove(timeout);
}

static void
care_settings_watch__tells__each_change_once(void **state G_GNUC_UNUSED)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Heard heard = {0, CARE_MODE_LIVE, loop};
    CareSettingsWatch *watch = care_settings_watch_every(LOOK_US, top, user, hear, &heard);

    listen_for(&heard, 2000);
    assert_int_equal(heard.times, 1);
    put_in("policy.d/off.conf", "[ask]\nmode=off\n"); /* the folder was not there before */
    listen_for(&heard, 2000);
    assert_int_equal(heard.times, 2);
    assert_int_equal(heard.mode, CARE_MODE_OFF);
    listen_for(&heard, 150); /* nothing changed */
    assert_int_equal(heard.times, 2);
    care_settings_watch_free(watch);
}

static void
care_settings_watch__tells__nothing_after_its_end(void **state G_GNUC_UNUSED)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Heard heard = {0, CARE_MODE_LIVE, loop};

    for (guint round = 0; round < 50; round++) {
        CareSettingsWatch *watch = care_settings_watch_every(LOOK_US, top, user, hear, &heard);
        if (round % 2 == 0)
            g_usleep(1000); /* now its source may be attached */
        care_settings_watch_free(watch);
    }
    listen_for(&heard, 100);
    assert_int_equal(heard.times, 0);
    care_settings_watch_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(care_settings_load__takes__no_files_for_defaults, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_load__orders__the_layers_by_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_load__closes__on_what_it_can_not_read, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_load_file__reads__a_file_as_the_systems,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write__makes__a_private_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write__keeps__all_else_as_it_was, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write__lets__no_value_become_a_key, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write__refuses__what_it_can_not_read, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write_all__changes__many_keys_or_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write__follows__a_link, set_up, tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write__refuses__a_link_to_nowhere, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write__keeps__an_empty_list_as_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_write__loses__nothing_of_two_writers, set_up,
                                        tear_down),
        cmocka_unit_test(care_settings_docs__show__examples_that_are_right),
        cmocka_unit_test_setup_teardown(care_settings_docs__name__every_key_and_only_right_values,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(care_settings_watch__tells__each_change_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(care_settings_watch__tells__nothing_after_its_end, set_up,
                                        tear_down),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
