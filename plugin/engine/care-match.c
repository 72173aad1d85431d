/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The matcher for words and forms of all languages: spaces, apostrophes and accents as people leave
 * them out, choices as the lists write them. */
#include "care-match.h"

#define EM_DASH  0x2014
#define L_STROKE 0x0142 /* Unicode does not decompose it */

static const CareToken *
token_of(const CareMatch *match)
{
    return &match->parser->tokens->list[match->token];
}

static gboolean
at_token_end(const CareMatch *match)
{
    return match->c == token_of(match)->last;
}

static void
enter(CareMatch *match, guint token)
{
    match->token = token;
    match->c = token_of(match)->first;
}

/* Number forms end where the value ends, with the place between two tokens: `c` is then the end of
 * the one before. */
static void
leave(CareMatch *match, guint end)
{
    match->token = end - 1;
    match->c = token_of(match)->last;
}

/* A space in a form: whitespace, a hyphen or a comma; or nothing at all after a number ("4stars")
 * and in scripts that put spaces where they like. */
static gboolean
match_gap(CareMatch *match)
{
    const CareTokens *tokens = match->parser->tokens;
    const gboolean after_number = match->after_number;
    guint next = match->token + 1;

    if (!at_token_end(match) || token_of(match)->kind == CARE_TOKEN_END)
        return FALSE;
    const gboolean joined = care_tokens_is_mark(tokens, next, '-') ||
                            (!after_number && care_tokens_is_mark(tokens, next, ','));

    next += joined;
    if (!joined && !after_number && !match->loose && !tokens->list[next].spaced &&
        !care_normal_is_unspaced(tokens->chars[match->c - 1].c))
        return FALSE;
    if (tokens->list[next].kind == CARE_TOKEN_END)
        return FALSE;
    leave(match, next);
    match->loose = TRUE;
    return TRUE;
}

/* People leave accents out: "tres bien". */
static gboolean
is_without_accent(gunichar form, gunichar typed)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

    if (form < 0x80 || typed >= 0x80 || !g_unichar_isalpha(typed))
        return FALSE;
    if (form == L_STROKE)
        return typed == 'l';
    g_unichar_fully_decompose(form, FALSE, parts, G_N_ELEMENTS(parts));
    return parts[0] == typed;
}

static gboolean
is_same(gunichar form, gunichar typed)
{
    return form == typed || is_without_accent(form, typed) ||
           (form == ':' && (typed == '=' || typed == '-' || typed == EM_DASH));
}

static gboolean
match_literal(CareMatch *match, gunichar c)
{
    const CareTokens *tokens = match->parser->tokens;

    if (at_token_end(match)) {
        const CareToken *next = token_of(match) + 1;

        if (c == '\'' && tokens->chars[next->first].c != '\'')
            return TRUE;
        if (next->kind == CARE_TOKEN_END || (next->spaced && !match->loose && c != ':'))
            return FALSE;
        enter(match, match->token + 1);
    }
    match->loose = !g_unichar_isalnum(c) && c != '\'';
    if (c == '\'' && tokens->chars[match->c].c != '\'')
        return TRUE; /* people leave it out: "dont" */
    const gunichar typed = tokens->chars[match->c++].c;
    const CareToken *next = token_of(match) + 1;

    if (at_token_end(match) && is_without_accent(c, typed) && !next->spaced &&
        next->kind == CARE_TOKEN_WRAP && tokens->chars[next->first].c == '\'')
        leave(match, match->token + 2); /* or write them after the letter: "perche'" */
    return is_same(c, typed);
}

static gboolean
match_value(CareMatch *match, gboolean is_scale)
{
    const gboolean is_first = !match->begun;
    const guint at = is_first ? match->token : match->token + 1;
    CareValue value;

    if (!is_first &&
        (!at_token_end(match) || (match->parser->tokens->list[at].spaced && !match->loose)))
        return FALSE;
    if (is_first && match->leading != NULL)
        value = *match->leading;
    else
        value = match->value_at(match->parser, is_scale ? -1 : match->level, at, match->depth);
    if (value.end == 0)
        return FALSE;
    if (is_scale)
        match->captures.scale = value;
    else if (match->captures.n_rated < G_N_ELEMENTS(match->captures.rated))
        match->captures.rated[match->captures.n_rated++] = value;
    leave(match, value.end);
    match->loose = TRUE;
    return TRUE;
}

/* "or4" is no word: a phrase ends where a word ends. */
static gboolean
ends_cleanly(const CareMatch *match)
{
    const CareToken *next = token_of(match) + 1;

    if (!match->begun || !at_token_end(match))
        return FALSE;
    return match->after_number || next->spaced || next->kind != CARE_TOKEN_NUMBER ||
           care_normal_is_unspaced(match->parser->tokens->chars[match->c - 1].c);
}

static gboolean
match_part(CareMatch *match, gunichar c)
{
    const gboolean is_number = c == '#' || c == '@';

    if (match->gap && !match_gap(match))
        return FALSE;
    match->gap = FALSE;
    if (!(is_number ? match_value(match, c == '@') : match_literal(match, c)))
        return FALSE;
    match->begun = TRUE;
    match->after_number = is_number;
    return TRUE;
}

/* The `|` or the end of the group that @part is in. */
static const char *
end_of_choice(const char *part)
{
    guint depth = 0;

    for (; *part != '\0'; part++) {
        if (*part == '(' || *part == '[')
            depth++;
        else if ((*part == ')' || *part == ']') && depth > 0)
            depth--;
        else if ((*part == ')' || *part == ']' || *part == '|') && depth == 0)
            break;
    }
    return part;
}

static guint match_from(CareMatch *match, const char *part);

/* "(a|b)" is either, "[a]" may be left out: each choice goes on after the group, the longest wins.
 */
static guint
match_group(CareMatch *match, const char *group)
{
    const CareMatch before = *match;
    const char *choice = group;
    guint best = 0;

    do {
        CareMatch attempt = before;
        const guint end = match_from(&attempt, ++choice);

        if (end > best)
            *match = attempt;
        best = MAX(best, end);
        choice = end_of_choice(choice);
    } while (*choice == '|');
    if (*group == '[' && best == 0) {
        *match = before;
        best = match_from(match, choice);
    }
    return best;
}

static guint
match_from(CareMatch *match, const char *part)
{
    for (; *part != '\0'; part = g_utf8_next_char(part)) {
        const gunichar c = g_utf8_get_char(part);

        if (c == '(' || c == '[')
            return match_group(match, part);
        while (*part == '|')
            part = end_of_choice(part + 1);
        if (*part == '\0')
            break;
        if (*part == ')' || *part == ']')
            continue;
        if (c == ' ')
            match->gap = match->begun;
        else if (!match_part(match, c))
            return 0;
    }
    return ends_cleanly(match) ? match->token + 1 : 0;
}

guint
care_match_form(CareMatch *match, guint at, const char *form)
{
    match->token = at;
    match->c = token_of(match)->first;
    match->loose = match->begun = match->gap = match->after_number = FALSE;
    match->captures = (CareCaptures){.n_rated = 0};
    return token_of(match)->kind == CARE_TOKEN_END ? 0 : match_from(match, form);
}

guint
care_form_phrase(const CareTokens *tokens, guint at, const char *const *list)
{
    const CareParser parser = {.tokens = tokens};
    guint best = 0;

    for (; list != NULL && *list != NULL; list++) {
        const gunichar first = g_utf8_get_char(*list);

        if (first != '(' && first != '[' && !is_same(first, care_tokens_sign(tokens, at)))
            continue;
        CareMatch match = {.parser = &parser};

        best = MAX(best, care_match_form(&match, at, *list));
    }
    return best;
}
