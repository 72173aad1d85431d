/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells a slip in a name from a desk that has nothing to show. */
#include "care-cli-names.h"
#include "care-cli.h"
#include <purple-care/report.h>

#define NAMES_SHOWN 20

/* "anna, bruno"; a long list is cut. (transfer full) */
static char *
join(char **names)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < NAMES_SHOWN && names[i] != NULL; i++)
        g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", names[i]);
    if (g_strv_length(names) > NAMES_SHOWN)
        g_string_append(list, ", ...");
    return g_string_free(g_steal_pointer(&list), FALSE);
}

/* The protocols in @cube, each once. (transfer full) */
static char **
protocols_of(const CareCube *cube)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; i < cube->rows->len; i++) {
        const CareCubeRow *row = g_ptr_array_index(cube->rows, i);

        if (!g_ptr_array_find_with_equal_func(names, row->protocol, g_str_equal, NULL))
            g_ptr_array_add(names, row->protocol);
    }
    g_ptr_array_add(names, NULL);
    return g_strdupv((char **)names->pdata);
}

void
care_cli_note_missing(const char *command, CareReader *reader, const char *agent,
                      const char *protocol)
{
    g_autoptr(CareCube) all = care_reader_count(reader, &(CareCubeFilter){0}, NULL);
    g_auto(GStrv) agents = NULL;
    g_auto(GStrv) protocols = NULL;

    if (all == NULL || all->rows->len == 0)
        return; /* what is printed says that there is nothing yet */
    agents = care_cube_agents(all);
    protocols = protocols_of(all);
    if (agent != NULL && !g_strv_contains((const char *const *)agents, agent)) {
        g_autofree char *names = join(agents);
        care_cli_note(command, _("no chat is of an agent named \"%s\"; there are: %s"), agent,
                      names);
    }
    if (protocol != NULL && !g_strv_contains((const char *const *)protocols, protocol)) {
        g_autofree char *names = join(protocols);
        care_cli_note(command, _("no chat is over a protocol named \"%s\"; there are: %s"),
                      protocol, names);
    }
}
