/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Long lines as keyed hashes in a table of fixed size: nobody can read out of it what was said, or
 * to whom. */
#include "care-stock.h"
#include <string.h>

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT(1000))

typedef struct {
    guint64 hash;
    gint64 day;
    guint n;
    guint64 customers[CARE_STOCK_MANY];
    GList link; /* in `order` */
} Line;

struct _CareStock {
    GHashTable *lines; /* of Line, by its hash, owned */
    GQueue order;      /* of Line, longest unused first */
};

CareStock *
care_stock_new(void)
{
    CareStock *stock = g_new0(CareStock, 1);

    stock->lines = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    g_queue_init(&stock->order);
    return stock;
}

void
care_stock_free(CareStock *stock)
{
    if (stock == NULL)
        return;
    g_hash_table_unref(stock->lines); /* with them their links */
    g_free(stock);
}

static guint64
hash_of(const char *key, const char *text)
{
    GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, (const guchar *)key, strlen(key));
    guint8 digest[32];
    gsize size = sizeof(digest);
    guint64 hash;

    g_hmac_update(hmac, (const guchar *)text, (gssize)strlen(text));
    g_hmac_get_digest(hmac, digest, &size);
    g_hmac_unref(hmac);
    memcpy(&hash, digest, sizeof(hash));
    return hash;
}

/* Neither letter case nor blanks make another line of it; NULL: too short. (transfer full) */
static char *
fold(const char *text)
{
    g_autofree char *folded = NULL;
    GString *line;

    if (strlen(text) < CARE_STOCK_CHARS)
        return NULL;
    folded = g_utf8_casefold(text, -1);
    line = g_string_sized_new(strlen(folded));
    for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);

        if (!g_unichar_isspace(c))
            g_string_append_unichar(line, c);
        else if (line->len > 0 && line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    }
    return g_string_free(line, g_utf8_strlen(line->str, -1) < CARE_STOCK_CHARS);
}

static Line *
line_of(CareStock *stock, guint64 hash, gint64 day)
{
    Line *line = g_hash_table_lookup(stock->lines, &hash);

    if (line != NULL) {
        g_queue_unlink(&stock->order, &line->link);
    } else {
        if (stock->order.length >= CARE_STOCK_MAX) {
            Line *oldest = g_queue_pop_head_link(&stock->order)->data;

            g_hash_table_remove(stock->lines, &oldest->hash);
        }
        line = g_new0(Line, 1);
        line->hash = hash;
        line->link.data = line;
        g_hash_table_insert(stock->lines, &line->hash, line);
    }
    g_queue_push_tail_link(&stock->order, &line->link);
    if (line->day != day)
        line->n = 0;
    line->day = day;
    return line;
}

guint
care_stock_add(CareStock *stock, const char *key, const char *text, const char *customer,
               gint64 wall_ms)
{
    g_autofree char *folded = fold(text);
    guint64 who;
    Line *line;

    if (folded == NULL)
        return 0;
    line = line_of(stock, hash_of(key, folded), wall_ms / DAY_MS);
    who = hash_of(key, customer);
    for (guint i = 0; i < line->n; i++)
        if (line->customers[i] == who)
            return line->n;
    if (line->n < CARE_STOCK_MANY)
        line->customers[line->n++] = who;
    return line->n;
}

guint
care_stock_size(const CareStock *stock)
{
    return stock->order.length;
}
