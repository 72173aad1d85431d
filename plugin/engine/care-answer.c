/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reply reader's rules: the whole line is one of the known forms, or it is no answer. */
#include "care-comment.h"
#include "care-refusal.h"

#include <string.h>

static gboolean
finish(CareReply *reply, CareReplyClass class)
{
    reply->class = class;
    return TRUE;
}

static gboolean
read_opt_out_phrase(const CareLine *line, CareReply *reply)
{
    if (!care_refusal_has_phrase(line))
        return FALSE;
    reply->only_wish = care_refusal_says_nothing_else(line);
    return finish(reply, CARE_REPLY_OPT_OUT);
}

static gboolean
read_opt_out_word(const CareLine *line, CareReply *reply)
{
    reply->bare = TRUE;
    if (!care_refusal_has_word(line))
        return FALSE;
    reply->only_wish = care_refusal_says_nothing_else(line);
    return finish(reply, CARE_REPLY_OPT_OUT);
}

static gboolean
read_skip(const CareLine *line, CareReply *reply)
{
    return care_refusal_is_skip(line) && finish(reply, CARE_REPLY_SKIP);
}

static gboolean
read_value(const CareLine *line, const CareValue *value, CareReply *reply)
{
    const CareReplyClass class = care_value_class(value);

    if (class == CARE_REPLY_RATING && care_comment_read(line, value, reply)) {
        reply->rating = value->value;
        return finish(reply, class);
    }
    return class == CARE_REPLY_CLARIFY && care_line_only_manners(line, value->end) &&
           finish(reply, class);
}

static gboolean
read_correction(const CareLine *line, CareReply *reply)
{
    const CareParser *parser = &line->parser;
    const CareValue first = care_form_value(parser, line->start);
    CareValue value = care_form_correction(parser, line->start);

    if (value.end == 0) /* a filler may also begin the form: "no 4 sino 5" */
        value = care_form_correction(parser, care_line_skip_fillers(line, line->start));
    reply->corrects = value.end > 0;
    if (value.end == 0 && first.end > 0)
        value = care_form_correction(parser, care_line_skip_fillers(line, first.end));
    return value.end > 0 && read_value(line, &value, reply);
}

/* "4? no, 3": nothing but numbers and fillers; different ones are no answer, the same one repeated
 * is. */
static gboolean
read_several(const CareLine *line, CareReply *reply)
{
    const CareParser *parser = &line->parser;
    const CareValue first = care_form_value(parser, line->start);
    gboolean same = care_value_class(&first) == CARE_REPLY_RATING;
    guint at = first.end, n = 1;

    if (care_value_class(&first) == CARE_REPLY_NOT_RATING)
        return FALSE;
    while (care_line_kind(line, care_line_skip_doubts(line, at)) != CARE_TOKEN_END) {
        const guint next = care_line_skip_fillers(line, at);
        const CareValue value = care_form_value(parser, next);
        const gboolean glued = next == at + 1 && !care_line_is_spaced(line, next) &&
                               (care_tokens_is_mark(line->tokens, at, ':') ||
                                care_line_kind(line, at) == CARE_TOKEN_WRAP); /* "10:45", "4*5" */

        if (care_value_class(&value) == CARE_REPLY_NOT_RATING || glued ||
            (next == at && !care_line_is_spaced(line, at) &&
             care_line_kind(line, at) != CARE_TOKEN_NUMBER))
            return FALSE;
        same = same && value.sense == CARE_SENSE_WHOLE && value.value == first.value;
        at = value.end;
        n++;
    }
    if (n == 1)
        return FALSE;
    reply->rating = same ? first.value : 0;
    return finish(reply, same ? CARE_REPLY_RATING : CARE_REPLY_CLARIFY);
}

static gboolean
read_number(const CareLine *line, CareReply *reply)
{
    const CareValue value = care_form_value(&line->parser, line->start);

    return read_value(line, &value, reply);
}

/* "4?" is an attempt that is not sure of itself. */
static gboolean
read_doubt(const CareLine *line, CareReply *reply)
{
    const CareValue value = care_form_value(&line->parser, line->start);

    return care_value_class(&value) != CARE_REPLY_NOT_RATING &&
           care_line_kind(line, care_line_skip_doubts(line, value.end)) == CARE_TOKEN_END &&
           finish(reply, CARE_REPLY_CLARIFY);
}

/* "Very good!", "great, thanks"; but "ok, thanks" only says goodbye. */
static gboolean
read_quality(const CareLine *line, CareReply *reply)
{
    const CareLanguage *language = line->parser.language;
    const guint at = care_line_skip_marks(line, line->first);
    guint end = care_line_phrase(line, at, language->quality);

    for (guint next = care_line_phrase(line, at, language->intensifiers); next > 0;
         next = care_line_phrase(line, next, language->intensifiers))
        end = MAX(end, care_line_phrase(line, next, language->quality));

    if (end == 0 || !care_line_only_manners(line, end))
        return FALSE;
    return (care_line_phrase(line, at, language->greetings) == 0 ||
            care_line_kind(line, care_line_skip_marks(line, end)) == CARE_TOKEN_END) &&
           finish(reply, CARE_REPLY_CLARIFY);
}

static gboolean
read_thumb(const CareLine *line, CareReply *reply)
{
    guint at = care_line_skip_marks(line, line->first);

    if (care_line_kind(line, at) != CARE_TOKEN_THUMB)
        return FALSE;
    while (care_line_kind(line, at) == CARE_TOKEN_THUMB)
        at = care_line_skip_marks(line, at + 1);
    return care_line_kind(line, at) == CARE_TOKEN_END && finish(reply, CARE_REPLY_CLARIFY);
}

/* In order of precedence: the first that takes the line decides. */
static const struct {
    const char *name;
    gboolean (*reads)(const CareLine *line, CareReply *reply);
} rules[] = {
    {"opt-out phrase", read_opt_out_phrase},
    {"opt-out word", read_opt_out_word},
    {"skip", read_skip},
    {"correction", read_correction},
    {"several numbers", read_several},
    {"number", read_number},
    {"number in doubt", read_doubt},
    {"quality word", read_quality},
    {"thumb", read_thumb},
};

CareReply
care_answer_read(const CareLanguage *language, const char *text)
{
    const CareReply nothing = {.class = CARE_REPLY_NOT_RATING, .rule = "conversation"};
    const gsize size = strnlen(text, CARE_REPLY_MAX_BYTES + 1);

    if (size > CARE_REPLY_MAX_BYTES)
        return (CareReply){.class = CARE_REPLY_NOT_RATING, .rule = "too long"};
    g_auto(CareLine) line = {.tokens = NULL};

    care_line_init(&line, language, text, size);
    for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
        CareReply reply = {.rule = rules[i].name};

        if (rules[i].reads(&line, &reply))
            return reply;
    }
    return nothing;
}
