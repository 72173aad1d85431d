/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whom a word on the command line means. */
#pragma once

#include <purple-care/store-admin.h>

/**
 * care_cli_customer:
 * @name: a key, "xmpp:anna@example.org", or an address that one customer alone has
 * @out_key: (out) (transfer full): NULL when the store knows nobody of that name
 *
 * Returns: an exit code: an error line was written unless it is 0
 */
int care_cli_customer(const char *command, CareReader *reader, const char *name, char **out_key);
