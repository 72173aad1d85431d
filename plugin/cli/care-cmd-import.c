/* SPDX-License-Identifier: GPL-2.0-or-later */
/* purple-care import. */
#include "care-cli.h"

int
care_cmd_import(int argc G_GNUC_UNUSED, char **argv G_GNUC_UNUSED)
{
    return care_cli_usage("import", "not built yet");
}
