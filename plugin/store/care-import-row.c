/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Believes no cell: a wrong figure that looks right is worse than a row that is refused. */
#include "care-import-row.h"
#include "care-db.h"
#include <string.h>

#define ID_MAX       128 /* bytes, as all below */
#define WORD_MAX     256
#define CUSTOMER_MAX 512
#define REASON_MAX   200
#define TIME_MAX     40
#define DAY_MS       ((gint64)24 * 60 * 60 * 1000) /* clocks and zones may be off by that */
#define DIGITS       "0123456789"
#define DAY_LEN      10 /* "2025-03-01" */

typedef struct { /* what every check needs */
    const CareImportRules *rules;
    const CareImportMap *map;
    const CareCsv *csv;
} Source;

static gboolean
fail(CareColumn column, GError **error, const char *what)
{
    g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_ROW, "%s: %s", care_column_name(column),
                what);
    return FALSE;
}

static gboolean
fail_range(CareColumn column, gint min, gint max, GError **error)
{
    g_autofree char *what = g_strdup_printf(_("must be a whole number from %d to %d"), min, max);

    return fail(column, error, what);
}

/* "": there is no such column, or nothing in it. */
static const char *
cell_of(const Source *source, CareColumn column)
{
    const char *cell = care_import_map_cell(source->map, source->csv, column);

    return cell != NULL ? cell : "";
}

static gboolean
is_mapped(const Source *source, CareColumn column)
{
    return care_import_map_cell(source->map, source->csv, column) != NULL;
}

/* One line: what is not, or begins with a space, is probably two cells, or no name. */
static gboolean
is_plain(const char *text)
{
    const gsize size = strlen(text);

    for (const char *at = text; *at != '\0'; at++) {
        if (g_ascii_iscntrl(*at))
            return FALSE;
    }
    return size == 0 || (text[0] != ' ' && text[size - 1] != ' ');
}

/* At most @max bytes; at least one if @is_needed. */
static gboolean
read_text(const Source *source, CareColumn column, gsize max, gboolean is_needed,
          const char **out_text, GError **error)
{
    const char *text = cell_of(source, column);
    g_autofree char *what = NULL;

    if (is_needed && *text == '\0')
        return fail(column, error, _("must not be empty"));
    if (strlen(text) > max) {
        what = g_strdup_printf(_("must not be longer than %u bytes"), (guint)max);
        return fail(column, error, what);
    }
    if (!is_plain(text))
        return fail(column, error,
                    _("must be one line without control characters, and no space "
                      "at its ends"));
    *out_text = text;
    return TRUE;
}

/* Two ids that look alike must not be two chats. */
static gboolean
read_id(const Source *source, CareImportRow *row, GError **error)
{
    if (!read_text(source, CARE_COLUMN_CHAT_ID, ID_MAX, TRUE, &row->id, error))
        return FALSE;
    if (g_str_is_ascii(row->id))
        return TRUE; /* read_text() has looked */
    for (const char *at = row->id; *at != '\0'; at = g_utf8_next_char(at)) {
        if (!g_unichar_isgraph(g_utf8_get_char(at)) && *at != ' ')
            return fail(CARE_COLUMN_CHAT_ID, error, _("must not hold invisible characters"));
    }
    return TRUE;
}

/* (transfer full): in lower case, whatever the locale, for the key must be the same for everybody.
 */
static char *
fold(const char *text)
{
    g_autoptr(GString) lower = NULL;
    char *composed;

    if (g_str_is_ascii(text))
        return g_ascii_strdown(text, -1);
    lower = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        g_string_append_unichar(lower, g_unichar_tolower(g_utf8_get_char(at)));
    composed = g_utf8_normalize(lower->str, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    return composed != NULL ? composed : g_string_free(g_steal_pointer(&lower), FALSE);
}

/* An address is the same in capitals; and over XMPP from any device. */
static void
normalise(GString *key, gsize start)
{
    char *at = strchr(key->str + start, '@');
    g_autofree char *folded = NULL;

    if (at == NULL)
        return;
    if (g_str_has_prefix(key->str, "xmpp:") && strchr(at, '/') != NULL)
        g_string_truncate(key, (gsize)(strchr(at, '/') - key->str));
    folded = fold(key->str + start);
    g_string_truncate(key, start);
    g_string_append(key, folded);
}

/* A live customer's key is "protocol:address"; theirs becomes one like it. */
static gboolean
read_customer(const Source *source, GString *key, CareImportRow *row, GError **error)
{
    const char *customer;
    gsize size;

    if (!read_text(source, CARE_COLUMN_CUSTOMER, CUSTOMER_MAX, FALSE, &customer, error))
        return FALSE;
    row->customer = NULL;
    if (*customer == '\0')
        return TRUE;
    g_string_assign(key, row->protocol);
    g_string_ascii_down(key);
    g_string_append_c(key, ':');
    size = key->len;
    if (g_ascii_strncasecmp(customer, key->str, size) == 0)
        customer += size;
    if (*customer == '\0')
        return fail(CARE_COLUMN_CUSTOMER, error, _("must not be empty behind its protocol"));
    g_string_append(key, customer);
    normalise(key, size);
    row->customer = key->str;
    return TRUE;
}

/* "2025-03-01", "2025-03-01 09:30" and "1740821400" as ISO 8601 has them, in a mapped file only.
 * (transfer full) (nullable) */
static char *
complete_time(const char *text)
{
    const gsize size = strlen(text), n_digits = strspn(text, DIGITS);

    /* From 1973 on; fewer digits are rather a date. */
    if (n_digits == size && (size == 9 || size == 10)) {
        g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(g_ascii_strtoll(text, NULL, 10));

        return time != NULL ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    }
    if (size == DAY_LEN)
        return g_strconcat(text, "T00:00:00", NULL);
    if (size == strlen("2025-03-01 09:30") && strchr(" Tt", text[10]) != NULL)
        return g_strconcat(text, ":00", NULL);
    return g_strdup(text);
}

/* Whether the zone's clock ever showed the time as it is written: one that summer time skips is
 * another than was meant. A day is that day, whenever it began. */
static gboolean
was_shown(const char *text, gboolean is_day, GDateTime *time)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) written = g_date_time_new_from_iso8601(text, utc);
    const gint64 shown_s =
        g_date_time_to_unix(time) + g_date_time_get_utc_offset(time) / G_USEC_PER_SEC;

    return is_day || (written != NULL && g_date_time_to_unix(written) == shown_s);
}

/* (transfer full) (nullable) */
static GDateTime *
parse_time(const CareImportRules *rules, const char *text)
{
    g_autofree char *whole = NULL;
    g_autoptr(GDateTime) time = NULL;

    if (strlen(text) > TIME_MAX)
        return NULL;
    whole = rules->zone != NULL ? complete_time(text) : g_strdup(text);
    time = whole != NULL ? g_date_time_new_from_iso8601(whole, NULL) : NULL;
    if (time != NULL || whole == NULL || rules->zone == NULL)
        return g_steal_pointer(&time);
    time = g_date_time_new_from_iso8601(whole, rules->zone);
    return time != NULL && was_shown(whole, strlen(text) == DAY_LEN, time) ? g_steal_pointer(&time)
                                                                           : NULL;
}

static gboolean
read_end(const Source *source, CareImportRow *row, GError **error)
{
    const CareImportRules *rules = source->rules;
    g_autoptr(GDateTime) time = parse_time(rules, cell_of(source, CARE_COLUMN_ENDED_AT));

    if (time == NULL && rules->zone == NULL)
        return fail(CARE_COLUMN_ENDED_AT, error,
                    _("must be a time with its zone, as 2025-03-01T09:30:00Z or "
                      "2025-03-01T10:30:00+01:00"));
    if (time == NULL)
        return fail(CARE_COLUMN_ENDED_AT, error,
                    _("must be a time that the zone's clock showed, as 2025-03-01 09:30, "
                      "2025-03-01T09:30:00Z or seconds since "
                      "1970"));
    row->ended_ms = g_date_time_to_unix(time) * 1000 + g_date_time_get_microsecond(time) / 1000;
    if (row->ended_ms <= 0)
        return fail(CARE_COLUMN_ENDED_AT, error, _("must not be before 1970"));
    if (row->ended_ms > rules->now_ms + DAY_MS)
        return fail(CARE_COLUMN_ENDED_AT, error, _("must not lie in the future"));
    return TRUE;
}

/* FALSE: no whole number of the scale. */
static gboolean
read_number(const char *text, CareScale scale, gint *out_number)
{
    const char *digits = *text == '-' ? text + 1 : text;
    const gsize n_digits = strspn(digits, DIGITS);
    gint64 number;

    if (n_digits == 0 || n_digits > 9 || digits[n_digits] != '\0')
        return FALSE;
    number = g_ascii_strtoll(text, NULL, 10);
    *out_number = (gint)number;
    return number >= scale.min && number <= scale.max;
}

static gboolean
read_rating(const Source *source, CareColumn column, gboolean *out_has, gint *out_rating,
            GError **error)
{
    const CareScale scale = source->rules->scale;
    const char *text = cell_of(source, column);

    *out_has = *text != '\0';
    *out_rating = 0;
    return !*out_has || read_number(text, scale, out_rating) ||
           fail_range(column, scale.min, scale.max, error);
}

/* What a row without a column of outcomes says by its rating. */
static gboolean
guess_outcome(const Source *source, CareImportRow *row, GError **error)
{
    row->outcome = row->has_rating ? CARE_OUTCOME_ANSWERED : source->rules->unrated;
    return row->outcome != CARE_OUTCOME_OPEN ||
           fail(CARE_COLUMN_RATING, error,
                _("is empty; --unrated expired or --unrated not_asked says what such chats were"));
}

static gboolean
read_outcome(const Source *source, CareImportRow *row, GError **error)
{
    gint outcome;

    if (!is_mapped(source, CARE_COLUMN_OUTCOME))
        return guess_outcome(source, row, error);
    outcome = care_outcome_from_name(cell_of(source, CARE_COLUMN_OUTCOME));
    if (outcome < 0 || outcome == CARE_OUTCOME_OPEN || outcome == CARE_OUTCOME_PENDING)
        return fail(CARE_COLUMN_OUTCOME, error,
                    _("must be answered, expired, skipped, opted_out or not_asked"));
    row->outcome = (CareOutcome)outcome;
    if (row->outcome == CARE_OUTCOME_ANSWERED && !row->has_rating)
        return fail(CARE_COLUMN_RATING, error,
                    _("must not be empty where the outcome is answered"));
    if (row->outcome != CARE_OUTCOME_ANSWERED && row->has_rating)
        return fail(CARE_COLUMN_RATING, error, _("must be empty unless the outcome is answered"));
    return TRUE;
}

static gboolean
read_item(const Source *source, CareImportRow *row, GError **error)
{
    const char *name = cell_of(source, CARE_COLUMN_ITEM);
    const gint item = *name == '\0' ? CARE_ITEM_NONE : care_item_from_name(name);

    if (item < 0 || (item == CARE_ITEM_NONE && *name != '\0'))
        return fail(CARE_COLUMN_ITEM, error,
                    _("must be ideal, culture, attentiveness, responsiveness, empowerment or "
                      "empty"));
    row->item = (CareItem)item;
    if (!read_rating(source, CARE_COLUMN_ITEM_RATING, &row->has_item_rating, &row->item_rating,
                     error))
        return FALSE;
    if (row->has_item_rating && row->item == CARE_ITEM_NONE)
        return fail(CARE_COLUMN_ITEM_RATING, error, _("must be empty without an item"));
    if (row->has_item_rating && row->outcome != CARE_OUTCOME_ANSWERED)
        return fail(CARE_COLUMN_ITEM_RATING, error,
                    _("must be empty unless the outcome is answered"));
    return TRUE;
}

static gboolean
read_protocol(const Source *source, CareImportRow *row, GError **error)
{
    row->protocol = "import";
    return !is_mapped(source, CARE_COLUMN_PROTOCOL) ||
           read_text(source, CARE_COLUMN_PROTOCOL, WORD_MAX, TRUE, &row->protocol, error);
}

/* A row with one cell too few or too many is a quote or comma gone wrong: none of it is sure. */
static gboolean
has_all_cells(const Source *source, GError **error)
{
    const guint n = care_csv_n_cells(source->csv), wanted = care_import_map_width(source->map);

    if (n == wanted)
        return TRUE;
    g_set_error(error, CARE_IMPORT_ERROR, CARE_IMPORT_ERROR_ROW,
                _("the header has %u cells, this row has %u"), wanted, n);
    return FALSE;
}

gboolean
care_import_row_read(const CareImportRules *rules, const CareImportMap *map, const CareCsv *csv,
                     GString *key, CareImportRow *out_row, GError **error)
{
    const Source source = {rules, map, csv};

    return has_all_cells(&source, error) && read_id(&source, out_row, error) &&
           read_text(&source, CARE_COLUMN_AGENT, WORD_MAX, TRUE, &out_row->agent, error) &&
           read_protocol(&source, out_row, error) && read_customer(&source, key, out_row, error) &&
           read_end(&source, out_row, error) &&
           read_text(&source, CARE_COLUMN_REASON, REASON_MAX, FALSE, &out_row->reason, error) &&
           read_rating(&source, CARE_COLUMN_RATING, &out_row->has_rating, &out_row->rating,
                       error) &&
           read_outcome(&source, out_row, error) && read_item(&source, out_row, error);
}
