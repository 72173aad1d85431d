/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides what may follow a rating in the same line, and which bytes of it are the customer's
 * comment. */
#include "care-comment.h"

#define EM_DASH 0x2014
#define JOINER  0x200D

static gboolean
says_something(gunichar c)
{
    return g_unichar_isalnum(c) || care_normal_is_emoji(c);
}

static gboolean
is_padding(gunichar c)
{
    return g_unichar_isspace(c) || (care_normal_is_invisible(c) && c != JOINER);
}

/* The marks that Spanish opens a sentence with. */
static gboolean
is_opening(gunichar c)
{
    return c == 0xA1 || c == 0xBF;
}

static gboolean
has_content(const CareLine *line, guint at)
{
    const CareTokens *tokens = line->tokens;

    for (; at < tokens->n; at++) {
        const gunichar c = care_tokens_sign(tokens, at);
        const gboolean drawn = tokens->list[at].kind == CARE_TOKEN_SMILE && c < 0x80; /* ":D" */

        if (!drawn && says_something(c))
            return TRUE;
    }
    return FALSE;
}

/* Cut from the text as typed, without the space around it; a joiner at the end belongs to an emoji.
 */
static void
take_comment(const CareLine *line, guint at, CareReply *reply)
{
    const CareTokens *tokens = line->tokens;

    while (is_opening(care_tokens_sign(tokens, at - 1)))
        at--; /* "5, ¡gracias!" */
    const CareToken *before = &tokens->list[at - 1];
    const gboolean after_mark = before->kind == CARE_TOKEN_MARK;
    const char *from = line->text + (after_mark ? tokens->chars[before->last - 1].to
                                                : tokens->chars[tokens->list[at].first].from);
    const char *to = line->text + line->end_byte;

    if (!has_content(line, at))
        return;
    while (from < to && is_padding(g_utf8_get_char(from)))
        from = g_utf8_next_char(from);
    while (to > from && is_padding(g_utf8_get_char(g_utf8_prev_char(to))))
        to = g_utf8_prev_char(to);
    reply->comment_from = (gsize)(from - line->text);
    reply->comment_to = (gsize)(to - line->text);
}

/* "1. broken 2. late": the same mark after the next number. */
static gboolean
is_list(const CareLine *line, guint marks, gint rating)
{
    const gunichar mark = care_tokens_sign(line->tokens, marks);

    for (guint at = marks + 1; at + 1 < line->tokens->n; at++) {
        if (!care_line_is_spaced(line, at) && care_line_kind(line, at - 1) != CARE_TOKEN_MARK)
            continue;
        const CareValue next = care_form_number(&line->parser, at);

        if (next.end > 0 && next.value == rating + 1 && next.sense == CARE_SENSE_WHOLE &&
            care_tokens_is_mark(line->tokens, next.end, mark) &&
            (rating == 1 || care_tokens_is_mark(line->tokens, at - 1, '\n')))
            return TRUE;
    }
    return FALSE;
}

/* A mark inside something else: "16:05", "4-day", "4.pdf". */
static gboolean
is_glued(const CareLine *line, guint marks, guint after)
{
    const gunichar mark = care_tokens_sign(line->tokens, after - 1);
    const CareChar *first = &line->tokens->chars[line->tokens->list[after].first];
    const gunichar typed = g_utf8_get_char(line->text + first->from);
    const CareLanguage *language = line->parser.language;

    if (care_line_is_spaced(line, after))
        return FALSE;
    if (care_line_kind(line, after) == CARE_TOKEN_NUMBER) /* but a unit may stand before */
        return !care_normal_is_unspaced(care_tokens_sign(line->tokens, marks - 1));
    if (care_line_kind(line, after) == CARE_TOKEN_OTHER)
        return TRUE;
    if (care_normal_is_unspaced(typed))
        return FALSE;
    if (mark == '-')
        return !care_line_is_spaced(line, marks);
    if (care_line_kind(line, after) != CARE_TOKEN_WORD || after - marks > 1 ||
        care_line_phrase(line, after, language->politeness) > 0 ||
        care_line_phrase(line, after, language->connectives) > 0)
        return FALSE;
    if (mark == ':') /* Swedish writes 2nd as "2:a" */
        return line->tokens->list[after].last - line->tokens->list[after].first <= 2;
    return mark == '.' && !g_unichar_isupper(typed);
}

/* "4, 15 minutes on hold": a number that no scale of ours has, with its unit, tells of something.
 */
static gboolean
is_measure(const CareLine *line, guint at, const CareValue *number)
{
    const CareLanguage *language = line->parser.language;

    return number->value > 5 && care_line_kind(line, at) == CARE_TOKEN_NUMBER &&
           care_line_kind(line, number->end) == CARE_TOKEN_WORD &&
           care_line_phrase(line, number->end, language->clause_openers) == 0 &&
           care_line_phrase(line, number->end, language->fillers) == 0;
}

/* "2, 3 items missing", "4 - maybe 5 days", "two, three items", "4 points, 5 points for Ann"; but
 * "2, one of you was rude", "deux, un peu long", "five, completely clear" and "5 points, 2 days
 * only" do not count. */
static gboolean
goes_on_counting(const CareLine *line, guint marks, guint at)
{
    const CareParser *parser = &line->parser;
    const CareValue number = care_form_number(parser, at);
    const gboolean bare = care_form_number(parser, line->start).end == marks;

    if (number.end == 0 || is_measure(line, at, &number))
        return FALSE;
    if (!bare)
        return care_form_value(parser, at).end > number.end;
    if (care_line_kind(line, at) != CARE_TOKEN_WORD)
        return TRUE;
    return care_line_kind(line, marks - 1) == CARE_TOKEN_WORD && number.value > 1 &&
           care_line_phrase(line, at, parser->language->highest) != number.end;
}

/* Text set off from the rating by the marks from @marks to before @after. */
static gboolean
is_set_off(const CareLine *line, guint marks, guint after, gint rating)
{
    const gunichar mark = care_tokens_sign(line->tokens, after - 1);
    const gboolean weak =
        mark == ',' || mark == ':' || mark == '-' || mark == EM_DASH || mark == '.';
    const gboolean dotted_number =
        mark == '.' && after - marks == 1 && care_line_kind(line, marks - 1) == CARE_TOKEN_NUMBER;

    if (is_glued(line, marks, after) || is_list(line, marks, rating))
        return FALSE;
    if (weak && goes_on_counting(line, marks, care_line_skip_fillers(line, after)))
        return FALSE;
    return !dotted_number || !line->parser.language->dot_is_ordinal ||
           care_line_kind(line, after) != CARE_TOKEN_WORD ||
           care_line_phrase(line, after, line->parser.language->politeness) > 0;
}

/* Whether what stands at @at may follow a rating with no mark between them. */
static gboolean
may_follow(const CareLine *line, const CareValue *value, guint at)
{
    const CareLanguage *language = line->parser.language;

    switch (care_line_kind(line, at)) {
    case CARE_TOKEN_SMILE:
    case CARE_TOKEN_EMOJI:
    case CARE_TOKEN_THUMB:
        return TRUE;
    case CARE_TOKEN_OPEN:
        return care_line_is_spaced(line, at) ||
               care_normal_is_unspaced(care_tokens_sign(line->tokens, at + 1));
    default:
        break;
    }
    if (value->stars)
        return !care_line_is_question(line, at) && !care_form_is_number(&line->parser, at);
    if (value->value == 1 && care_line_kind(line, value->end - 1) == CARE_TOKEN_WORD &&
        care_line_phrase(line, at, language->politeness) > 0)
        return care_line_only_manners(line,
                                      at); /* where one is also an article: "a thank you to" */
    const gunichar sign = care_tokens_sign(line->tokens, at);

    return (care_line_is_spaced(line, at) || care_normal_is_unspaced(sign)) &&
           (care_line_phrase(line, at, language->politeness) > 0 ||
            care_line_phrase(line, at, language->connectives) > 0);
}

gboolean
care_comment_read(const CareLine *line, const CareValue *value, CareReply *out_reply)
{
    guint at = value->end;

    while (!care_line_is_spaced(line, at) && (care_line_kind(line, at) == CARE_TOKEN_WRAP ||
                                              care_line_kind(line, at) == CARE_TOKEN_CLOSE))
        at++;
    const guint after = care_line_skip_marks(line, at);
    guint rest = after;

    while (care_line_is_trimming(line, rest) && care_line_kind(line, rest) != CARE_TOKEN_SMILE)
        rest = care_line_skip_marks(line, rest + 1);
    if (care_line_kind(line, rest) == CARE_TOKEN_END)
        return TRUE;
    if (after > at ? !is_set_off(line, at, after, value->value) : !may_follow(line, value, at))
        return FALSE;
    take_comment(line, after, out_reply);
    return TRUE;
}
