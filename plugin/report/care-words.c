/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts reasons into words, keeps columns straight and strange names harmless. */
#include "care-words.h"
#include <math.h>
#include <string.h>

#define COLUMNS      80  /* where nobody says how wide the terminal is */
#define COLUMNS_MIN  24  /* of a narrower one lines are cut by itself */
#define COLUMNS_MAX  400 /* and a wider one is not filled */
#define LINE_COLUMNS 100 /* of words: the eye does not find back along longer lines */
#define EIGHTHS      8
#define LABEL_MIN    12 /* columns of labels, whatever a translation says */
#define LABEL_MAX    20

static _Thread_local guint terminal_columns = COLUMNS;
static _Thread_local gboolean has_whole_blocks;

void
care_words_lay_out(const CareReportOptions *options)
{
    const guint columns = options != NULL && options->columns > 0 ? options->columns : COLUMNS;

    terminal_columns = CLAMP(columns, COLUMNS_MIN, COLUMNS_MAX);
    has_whole_blocks = options != NULL && options->whole_blocks;
}

/* The last column stays free: some terminals break the line there themselves. */
guint
care_words_table_columns(void)
{
    return terminal_columns - 1;
}

guint
care_words_line_columns(void)
{
    return MIN(terminal_columns, LINE_COLUMNS) - 1;
}

guint
care_words_bar(GString *out, double value, double most, guint columns)
{
    /* U+2588 is the full block, U+258F one eighth of it, counted from the left. */
    guint eighths = most > 0 ? (guint)floor(value * columns * EIGHTHS / most) : 0;

    if (has_whole_blocks)
        eighths = MAX(eighths / EIGHTHS, value > 0) * EIGHTHS;
    eighths = MIN(MAX(eighths, value > 0), columns * EIGHTHS);
    for (guint i = 0; i < eighths / EIGHTHS; i++)
        g_string_append_unichar(out, 0x2588);
    if (eighths % EIGHTHS > 0)
        g_string_append_unichar(out, 0x2590 - eighths % EIGHTHS);
    return (eighths + EIGHTHS - 1) / EIGHTHS;
}

const char *
care_report_reason(CareReason reason)
{
    static const char *const words[CARE_N_REASONS] = {
        [CARE_REASON_PRIVATE] = N_("a private contact"),
        [CARE_REASON_PROTOCOL] = N_("this kind of chat cannot carry a question"),
        [CARE_REASON_IDLE] = N_("the chat went quiet and nobody ended it"),
        [CARE_REASON_LOST] = N_("the connection was lost"),
        [CARE_REASON_CLOSED] = N_("the window was closed, and policy asks only after /care end"),
        [CARE_REASON_AGENT_CHOICE] = N_("the agent chose not to ask"),
        [CARE_REASON_CUSTOMER_WAITING] = N_("closed while the customer waited for an answer"),
        [CARE_REASON_LEFT] = N_("the customer had left the room"),
        [CARE_REASON_SEVERAL] = N_("several customers were in the room"),
        [CARE_REASON_NO_EXCHANGE] = N_("too little was written by one side"),
        [CARE_REASON_OPTED_OUT] = N_("the customer wants no questions"),
        [CARE_REASON_TOO_RECENT] = N_("the customer was asked too recently"),
        [CARE_REASON_YEARLY_CAP] = N_("the customer was asked often enough this year"),
        [CARE_REASON_WEAKER_ENCRYPTION] = N_("the question would have gone out less protected"),
        [CARE_REASON_SAMPLED_OUT] = N_("left out by the sample"),
        [CARE_REASON_SHADOW] = N_("shadow mode: decided, but nothing sent"),
        [CARE_REASON_OFF] = N_("asking is switched off"),
        [CARE_REASON_STORE] = N_("the store could not be written"),
        [CARE_REASON_SEND_FAILED] = N_("the question could not be sent"),
        [CARE_REASON_ASKED_ELSEWHERE] = N_("another client was asking this customer"),
        [CARE_REASON_LIMIT] = N_("a safety limit on our own lines"),
        [CARE_REASON_OTHER] = N_("a reason of the system it was imported from"),
    };

    if ((guint)reason >= CARE_N_REASONS || words[reason] == NULL)
        return NULL;
    return _(words[reason]);
}

const char *
care_report_guard(const char *value)
{
    static const char *const words[] = {
        NC_("guard", "yes"),         NC_("guard", "no"),     NC_("guard", "erased"),
        NC_("guard", "transferred"), NC_("guard", "quiet"),  NC_("guard", "explicit"),
        NC_("guard", "closed"),      NC_("guard", "idle"),   NC_("guard", "lost"),
        NC_("guard", "none"),        NC_("guard", "open"),   NC_("guard", "never"),
        NC_("guard", "encrypted"),   NC_("guard", "plain"),  NC_("guard", "reached"),
        NC_("guard", "free"),        NC_("guard", "failed"), NC_("guard", "ready"),
    };

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_str_equal(words[i], value))
            return g_dpgettext2(GETTEXT_PACKAGE, "guard", words[i]);
    }
    return value;
}

/* Control characters could drive the terminal; direction marks and line separators could fake what
 * is read. */
static gboolean
is_harmless(gunichar c)
{
    const GUnicodeType type = g_unichar_type(c);

    return type != G_UNICODE_CONTROL && type != G_UNICODE_LINE_SEPARATOR &&
           type != G_UNICODE_PARAGRAPH_SEPARATOR && c != 0x061c && c != 0x200e && c != 0x200f &&
           !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

char *
care_report_safe(const char *text)
{
    g_autofree char *valid = NULL;
    g_autoptr(GString) safe = g_string_new(NULL);

    g_return_val_if_fail(text != NULL, NULL);

    valid = g_utf8_make_valid(text, -1);
    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);

        if (is_harmless(c))
            g_string_append_unichar(safe, c);
        else
            g_string_append_printf(safe, "\\u%04x", c);
    }
    return g_string_free(g_steal_pointer(&safe), FALSE);
}

guint
care_words_columns(const char *text)
{
    guint columns = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);

        if (!g_unichar_iszerowidth(c))
            columns += g_unichar_iswide(c) ? 2 : 1;
    }
    return columns;
}

void
care_words_pad(GString *out, const char *text, guint columns)
{
    const guint used = care_words_columns(text);

    g_string_append(out, text);
    if (used < columns)
        g_string_append_printf(out, "%*s", (gint)(columns - used), "");
}

void
care_words_pad_left(GString *out, const char *text, guint columns)
{
    const guint used = care_words_columns(text);

    if (used < columns)
        g_string_append_printf(out, "%*s", (gint)(columns - used), "");
    g_string_append(out, text);
}

void
care_report_pad(GString *out, const char *text, guint columns, gboolean is_number)
{
    if (is_number)
        care_words_pad_left(out, text, columns);
    else
        care_words_pad(out, text, columns);
}

void
care_words_bold(GString *out, const char *text, gboolean colour)
{
    g_string_append_printf(out, "%s%s%s", colour ? "\033[1m" : "", text, colour ? "\033[0m" : "");
}

guint
care_words_label_columns(void)
{
    /* Translators: how many columns the longest label takes, as "Response rate" does; 12 to 20. */
    const guint64 columns = g_ascii_strtoull(C_("columns of labels", "14"), NULL, 10);

    return (guint)CLAMP(columns, LABEL_MIN, LABEL_MAX);
}

void
care_words_label(GString *out, const char *label)
{
    care_words_pad(out, label, CARE_LABEL_COLUMNS);
    g_string_append(out, "  ");
}

/* Where the line that @out ends with begins. */
static char *
last_line(GString *out)
{
    gsize at = out->len;

    /* From the end: a long report would be read whole for each of its lines. */
    while (at > 0 && out->str[at - 1] != '\n')
        at--;
    return out->str + at;
}

#define JOINER 0x200d /* makes one sign of those before and after it */

gboolean
care_report_may_break(gunichar before, gunichar c)
{
    return before != JOINER && !g_unichar_iszerowidth(c) && !g_unichar_ismark(c) &&
           !(c >= 0x1f3fb && c <= 0x1f3ff); /* a skin's tone */
}

/* Where to break @line: the last space within @columns, but none before @indent, nor one between a
 * number and its "%"; without such a space (many scripts write none) before the sign that is too
 * much. NULL: nowhere. */
static char *
break_of(char *line, guint indent, guint columns)
{
    char *space = NULL, *sign = NULL;
    gunichar before = ' ';
    guint column = 0;

    for (char *p = line; *p != '\0'; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);

        if (*p == ' ' && p[1] != '%' && column > indent)
            space = p;
        if (*p != ' ' && before != ' ' && column > indent && care_report_may_break(before, c))
            sign = p;
        column += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
        if (column > columns && (space != NULL || sign != NULL))
            return space != NULL ? space : sign;
        before = c;
    }
    return NULL;
}

void
care_report_end(GString *out, guint indent, guint columns)
{
    g_autofree char *margin = g_strnfill(indent, ' ');
    char *found;

    while ((found = break_of(last_line(out), indent, columns)) != NULL) {
        const gssize at = found - out->str;

        if (*found == ' ')
            g_string_erase(out, at, 1);
        g_string_insert_c(out, at, '\n');
        g_string_insert(out, at + 1, margin);
    }
    g_string_append_c(out, '\n');
}

void
care_words_end(GString *out, guint indent)
{
    care_report_end(out, indent, care_words_line_columns());
}

void
care_words_end_row(GString *out, guint indent)
{
    care_report_end(out, indent, care_words_table_columns());
}

void
care_words_line(GString *out, const char *label, const char *text)
{
    care_words_label(out, label);
    g_string_append(out, text);
    care_words_end(out, CARE_INDENT);
}

double
care_words_down(double value)
{
    return floor(round(value * 1e6) / 1e6);
}

double
care_words_up(double value)
{
    return ceil(round(value * 1e6) / 1e6);
}

guint
care_words_percent(guint64 k, guint64 n)
{
    return n == 0 ? 0 : (guint)(100 * k / n);
}

char *
care_words_shown(const CareScore *score)
{
    return score->rule >= CARE_RULE_PERCENT_ONLY ? g_strdup_printf("%u", score->shown) : NULL;
}

char *
care_words_limits(const CareScore *score)
{
    if (score->rule < CARE_RULE_PERCENT_ONLY)
        return NULL;
    return g_strdup_printf(_("%.0f to %.0f"), care_words_down(score->low),
                           care_words_up(score->high));
}
