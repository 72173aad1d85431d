/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes no customer for another: where several are meant, it says which there are. */
#include "care-cli-customer.h"
#include "care-cli.h"

int
care_cli_customer(const char *command, CareReader *reader, const char *name, char **out_key)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) keys = NULL;

    *out_key = NULL;
    if (*name == '\0')
        return care_cli_usage(command, _("which customer? The name is empty"));
    keys = care_reader_find_customers(reader, name, &error);
    if (keys == NULL)
        return care_cli_store_failed(command, error);
    if (keys[0] != NULL && keys[1] != NULL) {
        g_autofree char *list = g_strjoinv(", ", keys);

        return care_cli_usage(command, _("several customers have that address, name one: %s"),
                              list);
    }
    *out_key = g_strdup(keys[0]);
    return CARE_EXIT_DONE;
}
