/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reply as the rules see it: its tokens, found inside its quotes and after its greeting. */
#include "care-line.h"

CareTokenKind
care_line_kind(const CareLine *line, guint at)
{
    return (CareTokenKind)line->tokens->list[at].kind;
}

gboolean
care_line_is_spaced(const CareLine *line, guint at)
{
    return line->tokens->list[at].spaced;
}

gboolean
care_line_is_question(const CareLine *line, guint at)
{
    return care_tokens_is_mark(line->tokens, at, '?');
}

guint
care_line_phrase(const CareLine *line, guint at, const CareWords *words)
{
    return care_form_phrase(line->tokens, at, words);
}

guint
care_line_skip_marks(const CareLine *line, guint at)
{
    while (care_line_kind(line, at) == CARE_TOKEN_MARK && !care_line_is_question(line, at))
        at++;
    return at;
}

gboolean
care_line_is_trimming(const CareLine *line, guint at)
{
    const CareTokenKind kind = care_line_kind(line, at);

    return kind == CARE_TOKEN_WRAP || kind == CARE_TOKEN_CLOSE || kind == CARE_TOKEN_SMILE;
}

guint
care_line_skip_manners(const CareLine *line, guint at)
{
    for (;;) {
        const guint polite = care_line_phrase(line, at, line->parser.language->politeness);
        const guint after = care_line_skip_marks(line, at);

        if (polite > 0)
            at = polite;
        else if (care_line_is_trimming(line, at))
            at++;
        else if (after > at)
            at = after;
        else
            return at;
    }
}

gboolean
care_line_only_manners(const CareLine *line, guint at)
{
    return care_line_kind(line, care_line_skip_manners(line, at)) == CARE_TOKEN_END;
}

guint
care_line_skip_doubts(const CareLine *line, guint at)
{
    for (guint next = care_line_skip_manners(line, at);;
         next = care_line_skip_manners(line, next + 1)) {
        if (!care_line_is_question(line, next))
            return next;
    }
}

guint
care_line_skip_fillers(const CareLine *line, guint at)
{
    for (;;) {
        const guint filler = care_line_phrase(line, at, line->parser.language->fillers);

        if (filler > 0)
            at = filler;
        else if (care_line_kind(line, at) == CARE_TOKEN_MARK ||
                 care_line_kind(line, at) == CARE_TOKEN_WRAP)
            at++;
        else
            return at;
    }
}

/* "Hi, ", "Thanks! ": a greeting needs a separator after it ("hi 5" is a gesture), thanks do not.
 */
static guint
skip_prefix(const CareLine *line, guint at)
{
    const CareLanguage *language = line->parser.language;

    at = care_line_skip_marks(line, at);
    if (at > line->first && care_tokens_is_mark(line->tokens, at - 1, '-'))
        at--; /* the sign of "-1" */
    for (;;) {
        const guint polite = care_line_phrase(line, at, language->politeness);
        const guint greeting = MAX(polite, care_line_phrase(line, at, language->greetings));
        guint after = greeting > 0 ? care_line_skip_marks(line, greeting) : 0;

        while (after > 0 && care_line_kind(line, after) == CARE_TOKEN_SMILE)
            after = care_line_skip_marks(line, after + 1);
        if (after == 0 || (after == greeting && polite < greeting))
            return at;
        at = after;
    }
}

/* Takes quotes, emphasis or parentheses off that stand around the whole line, as often as they do.
 */
static void
unwrap(CareLine *line)
{
    CareTokens *tokens = line->tokens;

    for (guint last = tokens->n;; last = tokens->n) {
        guint depth = 0, inside = 0, closing = 0;

        while (last > line->first && tokens->list[last - 1].kind == CARE_TOKEN_MARK)
            last--;
        const gunichar open = care_tokens_sign(tokens, line->first);
        const gunichar close = open == '(' ? ')' : open == '[' ? ']' : open;

        if (tokens->list[line->first].kind != CARE_TOKEN_OPEN &&
            tokens->list[line->first].kind != CARE_TOKEN_WRAP)
            return;
        while (care_tokens_sign(tokens, line->first + depth) == open)
            depth++;
        if (last < line->first + 2 * depth)
            return;
        for (guint at = line->first + depth; at < last - depth; at++)
            inside += care_tokens_sign(tokens, at) == close;
        for (guint at = last - depth; at < last; at++)
            closing += care_tokens_sign(tokens, at) == close;
        if (inside > 0 || closing < depth)
            return;
        line->first += depth;
        tokens->n = last - depth;
        tokens->list[tokens->n].kind = CARE_TOKEN_END;
        line->end_byte = tokens->chars[tokens->list[tokens->n].first].from;
    }
}

void
care_line_init(CareLine *out_line, const CareLanguage *language, const char *text, gsize size_bytes)
{
    CareTokens *tokens = care_tokens_new(text, size_bytes);

    *out_line = (CareLine){
        .parser = {language, care_language_of("en"), tokens, g_new0(CareFound, CARE_FOUND_SLOTS)},
        .tokens = tokens,
        .text = text,
        .end_byte = size_bytes};
    unwrap(out_line);
    out_line->start = skip_prefix(out_line, out_line->first);
}

void
care_line_clear(CareLine *line)
{
    g_clear_pointer(&line->tokens, care_tokens_free);
    g_clear_pointer(&line->parser.found, g_free);
}
