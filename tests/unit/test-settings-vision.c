/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a desk's values and entries keep their order, find their cues, and name what is
 * wrong. */
#include "care-settings-vision.h"
#include "care-test.h"
#include <purple-care/engine-cue.h>
#include <purple-care/engine-remind.h>
#include <string.h>

#define SYSTEM "/etc/policy.conf"
#define USER   "/home/policy.conf"

static CareSettings *
settings_of(const char *system, const char *user)
{
    const CareSettingsLayer layers[] = {
        {SYSTEM, system, strlen(system), NULL, TRUE},
        {USER, user, strlen(user), NULL, FALSE},
    };

    return care_settings_new(layers, 2);
}

static const CareCuedText *
nth(const GPtrArray *list, guint n)
{
    assert_true(n < list->len);
    return g_ptr_array_index(list, n);
}

static void
assert_one_mistake(const char *text, const char *wanted)
{
    g_autoptr(CareSettings) s = settings_of(text, "");

    assert_int_equal(s->mistakes->len, 1);
    assert_string_equal(g_ptr_array_index(s->mistakes, 0), wanted);
}

static void
care_vision__keeps__values_in_their_rank(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s =
        settings_of("[vision]\nsentence=We listen first\nvalues=safety; No blame ;speed;safety\n"
                    "cue-no-blame=my fault;(was|is) it me\ncue-speed=urgent;asap\n",
                    "");

    assert_int_equal(s->mistakes->len, 0);
    assert_string_equal(s->vision.sentence, "We listen first");
    assert_int_equal(s->vision.values->len, 3);
    assert_string_equal(nth(s->vision.values, 0)->text, "safety");
    assert_null(nth(s->vision.values, 0)->cues);
    assert_string_equal(nth(s->vision.values, 1)->text, "No blame");
    assert_true(care_cue_list_matches(nth(s->vision.values, 1)->cues, "Sorry, was it me again?"));
    assert_false(care_cue_list_matches(nth(s->vision.values, 2)->cues, "nothing of the kind"));
}

static void
care_vision__lays__entries_over_each_other(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s =
        settings_of("[empowerment]\nrefund=Refund up to 20 EUR\nnight=A free night\n"
                    "cue-refund=refund*;money back\n",
                    "[empowerment]\nlate=Late check-out\nrefund=Refund up to 50 EUR\nnight=\n");

    assert_int_equal(s->mistakes->len, 0);
    assert_int_equal(s->empowerment.entries->len, 2);
    assert_string_equal(nth(s->empowerment.entries, 0)->text, "Refund up to 50 EUR");
    assert_true(
        care_cue_list_matches(nth(s->empowerment.entries, 0)->cues, "I want my money back!"));
    assert_string_equal(nth(s->empowerment.entries, 1)->name, "late");
    assert_null(nth(s->empowerment.entries, 1)->cues);
}

static void
care_vision__names__each_mistake(void **state G_GNUC_UNUSED)
{
    assert_one_mistake("[empowerment]\nrefund=Refund\ncue-refnd=refund\n",
                       SYSTEM ": [empowerment] cue-refnd: a cue without its entry; did you mean "
                              "cue-refund?");
    assert_one_mistake("[vision]\nvalues=care\ncue-speed=urgent\n",
                       SYSTEM ": [vision] cue-speed: a cue without its entry; name the value in "
                              "values= of [vision]");
    assert_one_mistake("[vision]\nvalues=care\ncue-care=(open\n",
                       SYSTEM ":3: [vision] cue-care: holds a cue that can't be read "
                              "(docs/cues.md); write one line of at most 500 bytes");
}

static void
care_vision__leaves__what_stood_under_a_wrong_cue(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) s =
        settings_of("[vision]\nvalues=care\ncue-care=help me\n", "[vision]\ncue-care=((\n");

    assert_int_equal(s->mistakes->len, 1);
    assert_true(care_cue_list_matches(nth(s->vision.values, 0)->cues, "please help me"));
}

static void
care_vision__bounds__entries_and_cues(void **state G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new("[empowerment]\n");
    g_autoptr(GString) cues = g_string_new("[vision]\nvalues=care\ncue-care=");

    for (guint n = 0; n < CARE_ENTRIES_MAX + 2; n++)
        g_string_append_printf(text, "entry-%u=You may\n", n);
    for (guint n = 0; n <= CARE_CUES_MAX; n++)
        g_string_append(cues, "a;");
    g_autoptr(CareSettings) many = settings_of(text->str, "");
    assert_int_equal(many->empowerment.entries->len, CARE_ENTRIES_MAX);
    assert_int_equal(many->mistakes->len, 2);
    g_autoptr(CareSettings) full = settings_of(cues->str, "");
    assert_int_equal(full->mistakes->len, 1);
    assert_null(nth(full->vision.values, 0)->cues);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_vision__keeps__values_in_their_rank),
        cmocka_unit_test(care_vision__lays__entries_over_each_other),
        cmocka_unit_test(care_vision__names__each_mistake),
        cmocka_unit_test(care_vision__leaves__what_stood_under_a_wrong_cue),
        cmocka_unit_test(care_vision__bounds__entries_and_cues),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
