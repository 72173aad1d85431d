/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care export. */
#include "care-cli.h"

int
care_cmd_export(int argc G_GNUC_UNUSED, char **argv G_GNUC_UNUSED)
{
    return care_cli_usage("export", "not built yet");
}
