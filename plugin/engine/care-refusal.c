/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells when a customer does not want to answer, now or ever: misreading this is worse than missing
 * a rating. */
#include "care-refusal.h"

#define LONGEST_OPENER 16 /* tokens of what may stand before a phrase */

#define OWN_OR_ENGLISH(line, at, list) \
    phrase_or_english((line), (at), G_STRUCT_OFFSET(CareLanguage, list))

/* English skip and stop words hold in every language. */
static guint
phrase_or_english(const CareLine *line, guint at, gsize list)
{
    const CareLanguage *language = line->parser.language, *english = line->parser.english;
    const guint end =
        care_line_phrase(line, at, G_STRUCT_MEMBER(const CareWords *, language, list));

    if (end > 0 || language == english)
        return end;
    return care_line_phrase(line, at, G_STRUCT_MEMBER(const CareWords *, english, list));
}

static gboolean
ends_phrase(const CareLine *line, guint end, const CareWords *list)
{
    for (guint at = end; at > line->first && at + LONGEST_OPENER > end; at--) {
        if (care_line_phrase(line, at - 1, list) == end)
            return TRUE;
    }
    return FALSE;
}

static gboolean
starts_clause(const CareLine *line, guint at)
{
    const CareLanguage *language = line->parser.language;
    const CareWords *const before[] = {
        language->politeness,     language->greetings,     language->connectives,
        language->clause_openers, language->fillers,       language->quality,
        language->skips,          language->opt_out_words, line->parser.english->opt_out_words};

    if (at == line->first || care_line_kind(line, at - 1) != CARE_TOKEN_WORD)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(before); i++) {
        if (ends_phrase(line, at, before[i]))
            return TRUE;
    }
    return care_form_value(&line->parser, line->start).end == at;
}

static gboolean
ends_clause(const CareLine *line, guint at)
{
    const CareLanguage *language = line->parser.language;

    switch (care_line_kind(line, at)) {
    case CARE_TOKEN_MARK:
        return !care_line_is_question(line, at);
    case CARE_TOKEN_WORD:
        return care_line_phrase(line, at, language->politeness) > 0 ||
               care_line_phrase(line, at, language->greetings) > 0 || /* "..., ok?" */
               care_line_phrase(line, at, language->connectives) > 0 ||
               care_line_phrase(line, at, language->clause_openers) > 0;
    case CARE_TOKEN_NUMBER:
    case CARE_TOKEN_OPEN:
    case CARE_TOKEN_OTHER:
        return FALSE;
    default:
        return TRUE;
    }
}

gboolean
care_refusal_has_phrase(const CareLine *line)
{
    for (guint at = line->first; at < line->tokens->n; at++) {
        const guint end = OWN_OR_ENGLISH(line, at, opt_out_phrases);

        if (end > 0 && ends_clause(line, end) && starts_clause(line, at))
            return TRUE;
    }
    return FALSE;
}

/* A mark that sets a bare "stop" off: not the ones inside "non-stop", "example.stop" or "stop: the
 * order is wrong". */
static gboolean
sets_off(const CareLine *line, guint at, gboolean before)
{
    const gunichar sign = care_tokens_sign(line->tokens, at);

    if (care_line_kind(line, at) == CARE_TOKEN_EMOJI ||
        care_line_kind(line, at) == CARE_TOKEN_SMILE)
        return TRUE;
    if (care_line_kind(line, at) != CARE_TOKEN_MARK || care_line_is_question(line, at))
        return FALSE;
    if (sign == ':' && !before)
        return FALSE;
    if ((at > 0 && care_normal_is_unspaced(care_tokens_sign(line->tokens, at - 1))) ||
        care_normal_is_unspaced(care_tokens_sign(line->tokens, at + 1)))
        return TRUE;
    return (sign != '-' && sign != '.') || care_line_is_spaced(line, at + 1) ||
           care_line_kind(line, at + 1) == CARE_TOKEN_MARK;
}

/* The end of a bare opt-out word with what may politely stand around it; 0: something else does. */
static guint
opt_out_word_at(const CareLine *line, guint at)
{
    const CareLanguage *language = line->parser.language;
    guint more = at, end;

    do { /* "no" may begin the word itself: "no molestar" */
        at = more;
        end = OWN_OR_ENGLISH(line, at, opt_out_words);
        more = MAX(care_line_phrase(line, at, language->politeness),
                   care_line_phrase(line, at, language->greetings));
        more = MAX(more, care_line_phrase(line, at, language->clause_openers));
        more = MAX(more, care_line_phrase(line, at, language->fillers));
        if (care_line_kind(line, at) == CARE_TOKEN_WRAP)
            more = at + 1;
    } while (end == 0 && more > 0);

    for (more = end; more > 0;) {
        end = more;
        more = MAX(care_line_phrase(line, end, language->politeness),
                   OWN_OR_ENGLISH(line, end, opt_out_words)); /* "stop stop stop" */
        if (care_line_is_trimming(line, end))
            more = end + 1;
    }
    return end;
}

/* The line is the word and a rating, in any order: "5 stop", "stop 1". */
static gboolean
is_word_with_rating(const CareLine *line)
{
    const CareValue first = care_form_value(&line->parser, line->start);
    const guint end = opt_out_word_at(line, first.end > 0 ? first.end : line->start);

    if (end == 0 || first.end > 0)
        return end > 0 && care_line_only_manners(line, end);
    const CareValue last = care_form_value(&line->parser, end);

    return last.end > 0 && care_line_only_manners(line, last.end);
}

gboolean
care_refusal_has_word(const CareLine *line)
{
    for (guint at = line->first; at < line->tokens->n; at++) {
        if (at > line->first && !sets_off(line, at - 1, TRUE))
            continue;
        const guint end = opt_out_word_at(line, at);

        if (end > 0 && (care_line_kind(line, end) == CARE_TOKEN_END || sets_off(line, end, FALSE)))
            return TRUE;
    }
    return is_word_with_rating(line);
}

gboolean
care_refusal_is_skip(const CareLine *line)
{
    const CareLanguage *language = line->parser.language;
    gboolean found = FALSE;
    guint at = line->first;

    for (;;) {
        const guint end = OWN_OR_ENGLISH(line, at, skips);
        guint other = care_line_skip_manners(line, at);

        if (end > 0) {
            found = TRUE;
            at = end;
            continue;
        }
        if (other == at && (!found || care_line_kind(line, at - 1) == CARE_TOKEN_MARK))
            other = MAX(care_line_phrase(line, at, language->greetings),
                        care_line_phrase(line, at, language->fillers));
        if (other <= at)
            break;
        at = other;
    }
    return found && care_line_kind(line, at) == CARE_TOKEN_END;
}

/* The end of what needs no telling to the agent at token @at; @at if it does. */
static guint
skip_small_talk(const CareLine *line, guint at)
{
    const CareLanguage *language = line->parser.language;
    const CareWords *const small[] = {
        language->politeness, language->greetings, language->connectives,  language->clause_openers,
        language->fillers,    language->quality,   language->intensifiers,
    };
    guint end = MAX(OWN_OR_ENGLISH(line, at, opt_out_phrases), OWN_OR_ENGLISH(line, at, skips));

    end = MAX(end, OWN_OR_ENGLISH(line, at, opt_out_words));
    end = MAX(end, care_form_value(&line->parser, at).end);
    for (guint i = 0; i < G_N_ELEMENTS(small); i++)
        end = MAX(end, care_line_phrase(line, at, small[i]));
    switch (care_line_kind(line, at)) {
    case CARE_TOKEN_MARK:
    case CARE_TOKEN_WRAP:
    case CARE_TOKEN_OPEN:
    case CARE_TOKEN_CLOSE:
    case CARE_TOKEN_SMILE:
    case CARE_TOKEN_EMOJI:
    case CARE_TOKEN_THUMB:
        return MAX(end, at + 1);
    default:
        return MAX(end, at);
    }
}

gboolean
care_refusal_says_nothing_else(const CareLine *line)
{
    guint at = line->first;

    for (guint next = skip_small_talk(line, at); next > at; next = skip_small_talk(line, at))
        at = next;
    return care_line_kind(line, at) == CARE_TOKEN_END;
}
