/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The nine lines that an imported chat is in its import's hash; docs/store.md, "Ledger", has them.
 */
#include "care-import-hash.h"
#include "care-fact.h"

#define LINES_SIZE 256 /* of most chats */

static void
add_line(GString *lines, const char *text)
{
    g_string_append(lines, text);
    g_string_append_c(lines, '\n');
}

static void
add_rating(GString *lines, gint rating)
{
    if (rating != CARE_NO_RATING)
        g_string_append_printf(lines, "%d", rating);
    g_string_append_c(lines, '\n');
}

void
care_import_hash_add(GChecksum *sum, const CareImportHashed *chat)
{
    g_autoptr(GString) lines = g_string_sized_new(LINES_SIZE);

    add_line(lines, chat->ext);
    add_line(lines, chat->agent);
    add_line(lines, chat->protocol);
    g_string_append_printf(lines, "%" G_GINT64_FORMAT "\n", chat->ended_ms);
    add_line(lines, chat->outcome);
    add_line(lines, chat->reason);
    add_rating(lines, chat->rating);
    add_line(lines, chat->item);
    add_rating(lines, chat->item_rating);
    g_checksum_update(sum, (const guchar *)lines->str, (gssize)lines->len);
}

char *
care_import_hash_value(GChecksum *sum, guint64 n_chats)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT ":%s", n_chats, g_checksum_get_string(sum));
}
