/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that what looks alike folds alike, within its room, and that offsets lead back to what was
 * typed. */
#include "care-normal.h"
#include "care-test.h"
#include <string.h>

static char *
folded(const char *text)
{
    g_autofree CareChar *chars = g_new(CareChar, strlen(text) + 1);
    const guint n = care_normal_fold(text, strlen(text), chars);
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < n; i++)
        g_string_append_unichar(out, chars[i].c);
    return g_string_free(out, FALSE);
}

static void
care_normal_fold__makes_alike__what_looks_alike(void **state G_GNUC_UNUSED)
{
    static const char *const pairs[][2] = {
        {"Ｆｉｖｅ", "five"},
        {"𝐟𝐨𝐮𝐫", "four"},
        {"FÜNF", "fünf"},
        {"fu\u0308nf", "fünf"},
        {"t\u00ADwo", "two"},
        {"\u200B4\uFEFF", "4"},
        {"٤", "4"},
        {"𝟜", "4"},
        {"４／５", "4/5"},
        {"3–4", "3-4"},
        {"3～4", "3-4"},
        {"I’d", "i'd"},
        {"SKİP", "skip"},
        {"skıp", "skip"},
        {"\u00A05\u3000", " 5 "},
        {"４．５", "4.5"},
        {"٫", "."},
        {"٪", "%"},
        {"“x”", "\"x\""},
        {"5️⃣", "5"},
        {"👍🏽", "👍"},
        {"🌟⭐", "★★"},
        {"한", "\u1112\u1161\u11AB"},
        {"「4」", "[4]"},
        {"４。", "4."},
        {"a\tb\r\nc", "a b\n\nc"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *left = folded(pairs[i][0]);
        g_autofree char *right = folded(pairs[i][1]);

        assert_string_equal(left, right);
    }
}

static void
care_normal_fold__keeps_apart__numbers_of_another_kind(void **state G_GNUC_UNUSED)
{
    /* clang-format off */
    static const struct {
        const char *text;
        CareStyle style;
        guint value;
    } cases[] = {
        {"5", CARE_STYLE_PLAIN, 5},       {"５", CARE_STYLE_PLAIN, 5},
        {"④", CARE_STYLE_ENCLOSED, 4},    {"➃", CARE_STYLE_ENCLOSED, 4},
        {"⒋", CARE_STYLE_ENCLOSED, 4},    {"㊃", CARE_STYLE_ENCLOSED, 4},
        {"⓪", CARE_STYLE_ENCLOSED, 0},    {"🔟", CARE_STYLE_ENCLOSED, 10},
        {"🄌", CARE_STYLE_ENCLOSED, 0}, {"5\u20E3", CARE_STYLE_ENCLOSED, 5},
        {"²", CARE_STYLE_RAISED, 2},      {"₅", CARE_STYLE_RAISED, 5},
        {"½", CARE_STYLE_FRACTION, 0},    {"⅓", CARE_STYLE_FRACTION, 0},
    };
    /* clang-format on */

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        CareChar chars[8];

        assert_int_equal(care_normal_fold(cases[i].text, strlen(cases[i].text), chars), 1);
        assert_int_equal(chars[0].style, cases[i].style);
        assert_int_equal(chars[0].value, cases[i].value);
    }
}

static void
care_normal_fold__leads_back__to_every_byte(void **state G_GNUC_UNUSED)
{
    const char *text = "x5️⃣\u200Bé";
    CareChar chars[32];

    assert_int_equal(care_normal_fold(text, strlen(text), chars), 3);
    assert_int_equal(chars[1].from, 1);
    /* What cannot be seen goes with it. */
    assert_int_equal(chars[1].to, 1 + strlen("5️⃣\u200B"));
    assert_int_equal(chars[2].from, chars[1].to);
    assert_int_equal(chars[2].to, strlen(text));
}

/* U+FDFA alone becomes 18 characters by NFKC: the room asked for has to be enough all the same. */
static void
care_normal_fold__needs_no_more_room__than_the_text(void **state G_GNUC_UNUSED)
{
    for (gunichar c = 1; c < 0x20000; c++) {
        char text[8] = {0};
        CareChar chars[8];

        if (!g_unichar_validate(c))
            continue;
        const gsize size = (gsize)g_unichar_to_utf8(c, text);
        const guint n = care_normal_fold(text, size, chars);

        assert_true(n <= size);
        for (guint i = 0; i < n; i++)
            assert_true(chars[i].from == 0 && chars[i].to == size);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_normal_fold__makes_alike__what_looks_alike),
        cmocka_unit_test(care_normal_fold__keeps_apart__numbers_of_another_kind),
        cmocka_unit_test(care_normal_fold__leads_back__to_every_byte),
        cmocka_unit_test(care_normal_fold__needs_no_more_room__than_the_text),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
