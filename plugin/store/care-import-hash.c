/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The nine lines that an imported chat is in its import's hash; docs/store.md, "Ledger", has them.
 */
#include "care-import-hash.h"
#include "care-fact.h"
#include <string.h>

static void
add_line(GChecksum *sum, const char *text)
{
    g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text));
    g_checksum_update(sum, (const guchar *)"\n", 1);
}

static void
add_number(GChecksum *sum, gint64 number)
{
    char text[24];

    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, number);
    add_line(sum, text);
}

static void
add_rating(GChecksum *sum, gint rating)
{
    if (rating == CARE_NO_RATING)
        add_line(sum, "");
    else
        add_number(sum, rating);
}

void
care_import_hash_add(GChecksum *sum, const CareImportHashed *chat)
{
    add_line(sum, chat->ext);
    add_line(sum, chat->agent);
    add_line(sum, chat->protocol);
    add_number(sum, chat->ended_ms);
    add_line(sum, chat->outcome);
    add_line(sum, chat->reason);
    add_rating(sum, chat->rating);
    add_line(sum, chat->item);
    add_rating(sum, chat->item_rating);
}

char *
care_import_hash_value(GChecksum *sum, guint64 n_chats)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT ":%s", n_chats, g_checksum_get_string(sum));
}
