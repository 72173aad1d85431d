/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that each key is found on its line, and that the line which spoils a file is named. */
#include "care-settings-scan.h"
#include "care-test.h"
#include <string.h>

static void
care_scan__finds__keys_groups_and_repeats(void **state G_GNUC_UNUSED)
{
    const char *text = "# top\n"
                       "[desk]\r\n"
                       "  accounts = a\n"
                       "\n"
                       "[ask]\n"
                       "text-question[de]=1=5\n"
                       "[desk]\n"
                       "accounts=b\n"
                       "accounts=c";
    g_autoptr(CareScan) scan = care_scan_new(text, strlen(text));

    assert_null(scan->fault);
    assert_int_equal(scan->fault_line, 0);
    assert_int_equal(care_scan_line(scan, "desk", ""), 2);
    assert_int_equal(care_scan_line(scan, "desk", "accounts"), 3);
    assert_int_equal(care_scan_again(scan, "desk", "accounts"), 8);
    assert_int_equal(care_scan_line(scan, "ask", "text-question[de]"), 6);
    assert_int_equal(care_scan_again(scan, "ask", "text-question[de]"), 0);
    assert_int_equal(care_scan_line(scan, "ask", "mode"), 0);
}

static void
care_scan__names__the_line_that_spoils_a_file(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *text;
        gsize size;
        guint line;
    } bad[] = {
        {"[a]\nb=1\nnonsense\n", 17, 3},
        {"b=1\n[a]\n", 8, 1},
        {"[a]\n=1\n", 7, 2},
        {"[a\nb=1\n", 7, 1},
        {"[a]b]\n", 6, 1},
        {"[]\n", 3, 1},
        {"[\n", 2, 1},
        {"[a]\nb[=1\n", 9, 2},
        {"[a]\nb]=1\n", 9, 2},
        {"[a]\n[b] c=1\n", 12, 2},
        {"[a]\nb=1\0\n", 9, 2},
        {"[a]\n\n\nb=\xff\n", 10, 4},
        {"\xef\xbb\xbf[a]\n", 7, 1},
        {"[a]\n; no comment\n", 17, 2},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(CareScan) scan = care_scan_new(bad[i].text, bad[i].size);
        assert_non_null(scan->fault);
        assert_int_equal(scan->fault_line, bad[i].line);
    }
}

/* Whatever GKeyFile refuses must have been found here too, else a mistake would have no line. */
static void
care_scan__agrees__with_the_key_file_parser(void **state G_GNUC_UNUSED)
{
    const char *const parts[] = {"[", "]",    "a",     "=",     "\n",       "#",
                                 " ", "\r\n", "[a]\n", "b=c\n", "\xc3\xa4", "_"};
    g_autoptr(GRand) dice = g_rand_new_with_seed(7);
    guint refused = 0, taken = 0;

    for (guint round = 0; round < 20000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GKeyFile) file = g_key_file_new();
        for (gint n = g_rand_int_range(dice, 1, 12); n > 0; n--)
            g_string_append(text, parts[g_rand_int_range(dice, 0, G_N_ELEMENTS(parts))]);
        g_autoptr(CareScan) scan = care_scan_new(text->str, text->len);
        const gboolean loads = g_key_file_load_from_data(file, text->str, text->len,
                                                         G_KEY_FILE_KEEP_TRANSLATIONS, NULL);

        if (!loads)
            assert_non_null(scan->fault);
        refused += !loads;
        taken += scan->fault == NULL;
    }
    assert_true(refused > 1000 && taken > 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_scan__finds__keys_groups_and_repeats),
        cmocka_unit_test(care_scan__names__the_line_that_spoils_a_file),
        cmocka_unit_test(care_scan__agrees__with_the_key_file_parser),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
