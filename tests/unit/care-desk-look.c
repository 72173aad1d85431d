/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests of reminders and notes look for on the desk, and the talk that many of them begin
 * with. */
#include "care-desk.h"

const char *
desk_last_text(const Desk *desk) /* of the newest line to the agent */
{
    return g_ptr_array_index(desk->texts, desk->texts->len - 1);
}

CareMessageId
desk_last_told(const Desk *desk)
{
    return g_array_index(desk->told, CareMessageId, desk->told->len - 1);
}

const CareRecord *
desk_last_stored(const Desk *desk)
{
    return g_ptr_array_index(desk->stored, desk->stored->len - 1);
}

/* The last command, asked without an argument, shows this; NULL: nothing. */
void
desk_assert_shows(Desk *desk, CareCommand command, CareMessageId message, const char *text)
{
    desk_command(desk, command);
    assert_int_equal(desk_last_told(desk), message);
    assert_string_equal(desk_last_text(desk), text != NULL ? text : "");
}

guint
desk_n_changes(const Desk *desk, CareCustomerChange bit)
{
    guint n = 0;

    for (guint i = 0; i < desk->stored->len; i++)
        n += (((const CareRecord *)g_ptr_array_index(desk->stored, i))->change & bit) != 0;
    return n;
}

guint
desk_interruptions(const Desk *desk)
{
    guint n = 0;

    for (gint rule = 0; rule < CARE_N_RULES; rule++)
        n += desk_reminded(desk, rule, CARE_LEVEL_SHOWN) +
             desk_reminded(desk, rule, CARE_LEVEL_URGENT);
    return n;
}

/* "my router is dead", "try again": from then on the next answer is waited for. */
void
desk_talk(Desk *desk)
{
    desk_customer(desk, "my router is dead");
    desk_agent(desk, "try it again");
    desk_pass(desk, DESK_MINUTE);
}
