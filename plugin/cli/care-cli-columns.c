/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds out how wide a terminal is, so that what people read fits it. */
#include "care-cli.h"
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS     80 /* of what is no terminal */
#define COLUMNS_MAX 10000

guint
care_cli_columns(void)
{
    const char *set = g_getenv("COLUMNS");
    struct winsize size = {0};
    guint64 columns = 0;

    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    if (set == NULL || !g_ascii_string_to_unsigned(set, 10, 1, COLUMNS_MAX, &columns, NULL))
        return COLUMNS;
    return (guint)columns;
}
