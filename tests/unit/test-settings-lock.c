/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a lock holds all that its item can mean, and that a slip in it leaves nothing open.
 */
#include "care-settings-lock.h"
#include "care-test.h"

#define BY "/etc/policy.conf"

static GHashTable *
locks_of(const char *item, gboolean right)
{
    GHashTable *locks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    if (care_settings_lock_item(locks, item, BY) != right)
        fail_msg("\"%s\" was taken for %s", item, right ? "a slip" : "right");
    return locks;
}

static void
care_settings_lock_item__locks__what_it_names_and_no_more(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *item, *group, *locked, *open;
    } items[] = {
        {"ask.mode", "ask", "mode", "late"},
        {"mode", "ask", "mode", "late"},
        {"privacy", "privacy", "notes", NULL},
        {"vision", "vision", "cue-speed", NULL},
        {"empowerment", "empowerment", "refund", NULL},
        {"empowerment", "remind", "empowerment", "value"},
        {"remind.empowerment", "remind", "empowerment", "value"},
        {"empowerment.refund", "empowerment", "refund", "gift"},
        {"ask.text-question[de]", "ask", "text-question[fr]", "text-thanks"},
        {"text-question", "ask", "text-question[de]", "text-question-short"},
        {"ask.text-*", "ask", "text-late", "late"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(items); i++) {
        g_autoptr(GHashTable) locks = locks_of(items[i].item, TRUE);
        const char *by = care_settings_lock_of(locks, items[i].group, items[i].locked);

        if (by == NULL)
            fail_msg("%s leaves %s open", items[i].item, items[i].locked);
        assert_string_equal(by, BY);
        if (items[i].open != NULL)
            assert_null(care_settings_lock_of(locks, items[i].group, items[i].open));
    }
}

static void
care_settings_lock_item__locks__the_nearest_group_after_a_slip(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *item, *group, *key;
    } slips[] = {
        {"ask.modes", "ask", "mode"},
        {"ask.nonsense", "ask", "text-thanks"},
        {"Privacy", "privacy", "notes"},
        {"dsek.exclude", "desk", "exclude"},
        {"exclud", "desk", "exclude"},
        {"privcy.keep", "privacy", "keep-notes"},
        {"*", "ask", "mode"},
        {"*", "privacy", "notes"},
        {"weather", "ask", NULL},

    };

    for (gsize i = 0; i < G_N_ELEMENTS(slips); i++) {
        g_autoptr(GHashTable) locks = locks_of(slips[i].item, FALSE);

        if (slips[i].key == NULL)
            assert_int_equal(g_hash_table_size(locks), 0);
        else if (care_settings_lock_of(locks, slips[i].group, slips[i].key) == NULL)
            fail_msg("%s leaves %s open", slips[i].item, slips[i].key);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_settings_lock_item__locks__what_it_names_and_no_more),
        cmocka_unit_test(care_settings_lock_item__locks__the_nearest_group_after_a_slip),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
