/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that only listed protocols carry a question, and that IRC gets the short one. */
#include "care-test.h"
#include <purple-care/engine.h>

static void
care_protocol_name__knows__xmpp_and_names_the_rest(void **state G_GNUC_UNUSED)
{
    assert_string_equal(care_protocol_name("prpl-jabber"), "xmpp");
    assert_string_equal(care_protocol_name("prpl-irc"), "irc");
    assert_string_equal(care_protocol_name("prpl-something"), "something");
    assert_string_equal(care_protocol_name("odd"), "odd");
}

static void
care_protocol_can_ask__refuses__what_is_not_listed(void **state G_GNUC_UNUSED)
{
    assert_true(care_protocol_can_ask("xmpp"));
    assert_false(care_protocol_can_ask("something"));
    assert_false(care_protocol_can_ask(NULL));
    assert_true(care_protocol_is_terse("irc"));
    assert_false(care_protocol_is_terse("xmpp"));
    assert_false(care_protocol_is_terse("something"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_protocol_name__knows__xmpp_and_names_the_rest),
        cmocka_unit_test(care_protocol_can_ask__refuses__what_is_not_listed),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
