/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care backup. */
#include "care-cli.h"

int
care_cmd_backup(int argc G_GNUC_UNUSED, char **argv G_GNUC_UNUSED)
{
    return care_cli_usage("backup", "not built yet");
}
