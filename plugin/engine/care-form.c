/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One matcher for words and forms of all languages; what a form means is settled level by level,
 * inside out. */
#include "care-match.h"

#define RATING_MAX 5
#define SCALE_MAX                                                                            \
    10              /* "7" is off our scale but evidently on another; "42" is something else \
                     */
#define MAX_DEPTH 4 /* "I think | I'd say | it's | a solid 4" */

static CareValue value_at(const CareParser *parser, gint level, guint at, guint depth);

static CareValue
number_word_at(const CareParser *parser, const CareLanguage *language, guint at)
{
    CareValue best = {.end = 0};

    for (gint n = 0; n < CARE_NUMBER_WORDS; n++) {
        const guint end = care_form_phrase(parser->tokens, at, language->numbers[n]);

        if (end > best.end)
            best = (CareValue){.end = end, .value = n};
    }
    const guint lowest = care_form_phrase(parser->tokens, at, language->lowest);
    const guint highest = care_form_phrase(parser->tokens, at, language->highest);

    if (lowest > best.end)
        best = (CareValue){.end = lowest, .value = 1};
    if (highest > best.end)
        best = (CareValue){.end = highest, .value = RATING_MAX};
    return best;
}

static gboolean
is_bare_fraction(const CareTokens *tokens, guint at)
{
    return tokens->list[at].kind == CARE_TOKEN_NUMBER &&
           tokens->chars[tokens->list[at].first].style == CARE_STYLE_FRACTION;
}

/* A number without anything around it. */
static CareValue
bare_number_at(const CareParser *parser, guint at)
{
    const CareTokens *tokens = parser->tokens;
    const CareToken *token = &tokens->list[at];
    CareValue value = {.end = 0};

    if (token->kind == CARE_TOKEN_NUMBER || token->kind == CARE_TOKEN_STARS) {
        const gboolean stars = token->kind == CARE_TOKEN_STARS;
        const gboolean half = token->fraction || is_bare_fraction(tokens, at + 1);
        const gboolean whole = !half && !(stars && token->value > RATING_MAX);

        value = (CareValue){.end = at + 1,
                            .value = token->value,
                            .stars = stars,
                            .sense = whole ? CARE_SENSE_WHOLE : CARE_SENSE_UNCLEAR};
        if (!token->fraction && half)
            value.end++;
        return value;
    }
    if (token->kind != CARE_TOKEN_WORD)
        return value;
    value = number_word_at(parser, parser->language, at);
    if (value.end > 0 || parser->language == parser->english)
        return value;
    return number_word_at(parser, parser->english, at);
}

/* The same in quotes, emphasis or parentheses, or below zero. */
static CareValue
number_at(const CareParser *parser, guint at)
{
    const CareTokens *tokens = parser->tokens;
    guint wraps = 0, opens = 0;

    for (;; at++) {
        wraps += tokens->list[at].kind == CARE_TOKEN_WRAP;
        opens += tokens->list[at].kind == CARE_TOKEN_OPEN;
        if (tokens->list[at].kind != CARE_TOKEN_WRAP && tokens->list[at].kind != CARE_TOKEN_OPEN)
            break;
    }
    const gboolean negative = at == wraps + opens && care_tokens_is_mark(tokens, at, '-') &&
                              tokens->list[at + 1].kind == CARE_TOKEN_NUMBER &&
                              !tokens->list[at + 1].spaced;
    CareValue value = bare_number_at(parser, at + negative);

    if (value.end == 0)
        return value;
    if (negative)
        value.sense = CARE_SENSE_UNCLEAR;
    for (; wraps + opens > 0 && !tokens->list[value.end].spaced; value.end++) {
        if (tokens->list[value.end].kind == CARE_TOKEN_WRAP && wraps > 0)
            wraps--;
        else if (tokens->list[value.end].kind == CARE_TOKEN_CLOSE && opens > 0)
            opens--;
        else
            break;
    }
    if (opens > 0)
        value.end = 0;
    return value;
}

static CareValue
unclear_of(const CareCaptures *captures)
{
    CareSense sense = CARE_SENSE_UNCLEAR;

    for (guint i = 0; i < captures->n_rated; i++) {
        const CareValue *value = &captures->rated[i];

        if (value->sense == CARE_SENSE_WHOLE && value->value > SCALE_MAX)
            sense = CARE_SENSE_ODD;
    }
    return (CareValue){.sense = sense};
}

static CareValue
share_of(CareValue rated, gint scale)
{
    if (rated.sense != CARE_SENSE_WHOLE)
        return rated;
    if (scale == RATING_MAX && rated.value >= 1 && rated.value <= RATING_MAX)
        return rated;
    if (scale != RATING_MAX && (rated.value == 0 || rated.value == scale))
        return (CareValue){.value = rated.value == 0 ? 1 : RATING_MAX};
    return (CareValue){.sense = CARE_SENSE_UNCLEAR};
}

static CareValue
out_of_of(const CareCaptures *captures)
{
    const gint scale = captures->scale.value;

    if (captures->scale.sense != CARE_SENSE_WHOLE || captures->scale.stars ||
        (scale != RATING_MAX && scale != SCALE_MAX && scale != 100))
        return (CareValue){.sense = CARE_SENSE_ODD};
    return share_of(captures->rated[0], scale);
}

static CareValue
percent_of(const CareCaptures *captures)
{
    return share_of(captures->rated[0], 100);
}

static CareValue
stars_of(const CareCaptures *captures)
{
    CareValue value = captures->rated[0];

    if (value.sense == CARE_SENSE_WHOLE && (value.value < 1 || value.value > RATING_MAX))
        value.sense = CARE_SENSE_UNCLEAR;
    return value;
}

static CareValue
last_of(const CareCaptures *captures)
{
    return captures->rated[captures->n_rated - 1];
}

/* From the inside out: a half is read before "out of", both before the carrier around them. */
static const struct {
    gsize forms; /* offset of the language's list */
    CareValue (*evaluate)(const CareCaptures *captures);
    gboolean nests; /* what is inside may be of any level */
} levels[] = {
    {G_STRUCT_OFFSET(CareLanguage, halves), unclear_of, FALSE},
    {G_STRUCT_OFFSET(CareLanguage, out_of), out_of_of, FALSE},
    {G_STRUCT_OFFSET(CareLanguage, percents), percent_of, FALSE},
    {G_STRUCT_OFFSET(CareLanguage, ranges), unclear_of, FALSE},
    {G_STRUCT_OFFSET(CareLanguage, stars), stars_of, FALSE},
    {G_STRUCT_OFFSET(CareLanguage, hedges), unclear_of, TRUE},
    {G_STRUCT_OFFSET(CareLanguage, carriers), last_of, TRUE},
    {G_STRUCT_OFFSET(CareLanguage, corrections), last_of, TRUE},
};
#define LEVEL_CORRECTION ((gint)G_N_ELEMENTS(levels) - 1)
#define LEVEL_TOP        (LEVEL_CORRECTION - 1)

static void
match_entry(CareMatch *match, gint level, guint at, guint step, CareValue *best)
{
    const CareWords *words =
        G_STRUCT_MEMBER(const CareWords *, match->parser->language, levels[level].forms);
    const guint end = care_match_entry(match, at, words, step);

    if (end > best->end && (match->captures.n_rated > 0 || levels[level].evaluate == unclear_of)) {
        *best = levels[level].evaluate(&match->captures);
        best->end = end;
    }
}

/* The longest form of exactly @level; @leading is what already stands at @at,
 * for forms that begin with a number. */
static CareValue
form_at(const CareParser *parser, gint level, guint at, guint depth, const CareValue *leading)
{
    const CareWords *words =
        G_STRUCT_MEMBER(const CareWords *, parser->language, levels[level].forms);
    const gunichar first = care_tokens_sign(parser->tokens, at);
    const gboolean nests = levels[level].nests;
    CareValue best = {.end = 0};
    CareMatch match = {.parser = parser,
                       .level = nests ? LEVEL_TOP : level - 1,
                       .depth = depth + nests,
                       .value_at = value_at,
                       .leading = leading};

    if (words == NULL)
        return best;
    for (guint i = 0; i < words->n_numbers && leading->end > 0; i++)
        match_entry(&match, level, at, words->numbers[i], &best);
    for (const CareStart *start = care_words_start(words, first);
         start != NULL && start < words->starts + words->n_starts && start->first == first; start++)
        match_entry(&match, level, at, start->step, &best);
    return best;
}

/* Each level adds to what the one inside it has found; below the first there
 * are bare numbers. */
static CareValue
read_value(const CareParser *parser, gint level, guint at, guint depth)
{
    if (level < 0 || depth >= MAX_DEPTH)
        return number_at(parser, at);
    const CareValue inner = value_at(parser, level - 1, at, depth);
    const CareValue form = form_at(parser, level, at, depth, &inner);

    return form.end > inner.end ? form : inner;
}

static CareValue
value_at(const CareParser *parser, gint level, guint at, guint depth)
{
    const guint32 key = (at << 8 | depth << 4 | (guint)(level + 1)) + 1;
    CareFound *found = parser->found != NULL ? &parser->found[key % CARE_FOUND_SLOTS] : NULL;

    if (found == NULL || found->key != key) {
        const CareValue value = read_value(parser, level, at, depth);

        if (found == NULL)
            return value;
        *found = (CareFound){key, value};
    }
    return found->value;
}

CareValue
care_form_value(const CareParser *parser, guint at)
{
    return value_at(parser, LEVEL_TOP, at, 0);
}

CareValue
care_form_correction(const CareParser *parser, guint at)
{
    const CareValue leading = care_form_value(parser, at);

    return form_at(parser, LEVEL_CORRECTION, at, 0, &leading);
}

CareValue
care_form_number(const CareParser *parser, guint at)
{
    return bare_number_at(parser, at);
}

gboolean
care_form_is_number(const CareParser *parser, guint at)
{
    return bare_number_at(parser, at).end > 0;
}

CareReplyClass
care_value_class(const CareValue *value)
{
    if (value->end == 0 || value->sense == CARE_SENSE_ODD)
        return CARE_REPLY_NOT_RATING;
    if (value->sense == CARE_SENSE_UNCLEAR)
        return CARE_REPLY_CLARIFY;
    if (value->value > SCALE_MAX)
        return CARE_REPLY_NOT_RATING;
    return value->value >= 1 && value->value <= RATING_MAX ? CARE_REPLY_RATING : CARE_REPLY_CLARIFY;
}
