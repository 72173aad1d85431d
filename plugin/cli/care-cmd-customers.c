/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care customers. */
#include "care-cli.h"

int
care_cmd_customers(int argc G_GNUC_UNUSED, char **argv G_GNUC_UNUSED)
{
    return care_cli_usage("customers", "not built yet");
}
