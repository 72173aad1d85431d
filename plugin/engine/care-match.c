/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The matcher for words and forms of all languages: spaces, apostrophes and accents as people leave
 * them out, choices as the lists write them. */
#include "care-match.h"

#define EM_DASH       0x2014
#define ARTICLE_CHARS 4 /* "eine": a carrier of one word no longer than that */

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
 * and in scripts that put spaces where they like. No comma sets an article apart from its number:
 * "un, deux" are two. */
static gboolean
match_gap(CareMatch *match, gboolean before_number)
{
    const CareTokens *tokens = match->parser->tokens;
    const gboolean after_number = match->after_number;
    const gboolean is_article = before_number && match->token == match->first &&
                                token_of(match)->last - token_of(match)->first <= ARTICLE_CHARS;
    guint next = match->token + 1;

    if (!at_token_end(match) || token_of(match)->kind == CARE_TOKEN_END)
        return FALSE;
    const gboolean joined =
        care_tokens_is_mark(tokens, next, '-') ||
        (!after_number && !is_article && care_tokens_is_mark(tokens, next, ','));

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

static gboolean
is_same(const CareFormStep *step, gunichar typed)
{
    return step->c == typed || (step->plain != 0 && step->plain == typed) ||
           (step->c == ':' && (typed == '=' || typed == '-' || typed == EM_DASH));
}

static gboolean
match_literal(CareMatch *match, const CareFormStep *step)
{
    const CareTokens *tokens = match->parser->tokens;
    const gunichar c = step->c;

    if (at_token_end(match)) {
        const CareToken *next = token_of(match) + 1;

        if (c == '\'' && tokens->chars[next->first].c != '\'')
            return TRUE;
        if (next->kind == CARE_TOKEN_END || (next->spaced && !match->loose && c != ':'))
            return FALSE;
        enter(match, match->token + 1);
    }
    match->loose = step->loosens;
    if (c == '\'' && tokens->chars[match->c].c != '\'')
        return TRUE; /* people leave it out: "dont" */
    const gunichar typed = tokens->chars[match->c++].c;
    const CareToken *next = token_of(match) + 1;

    if (at_token_end(match) && typed == step->plain && !next->spaced &&
        next->kind == CARE_TOKEN_WRAP && tokens->chars[next->first].c == '\'')
        leave(match, match->token + 2); /* or write them after the letter: "perche'" */
    return is_same(step, typed);
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
    if (match->value_at == NULL)
        return FALSE; /* a list of phrases holds no numbers, whatever its translator wrote */
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
match_step(CareMatch *match, const CareFormStep *step)
{
    const gboolean is_number = step->kind != CARE_FORM_STEP_CHAR;

    if (match->gap && !match_gap(match, is_number))
        return FALSE;
    match->gap = FALSE;
    if (!(is_number ? match_value(match, step->kind == CARE_FORM_STEP_SCALE)
                    : match_literal(match, step)))
        return FALSE;
    match->begun = TRUE;
    match->after_number = is_number;
    return TRUE;
}

/* Whether a branch is worth following: its first letter is the next one typed,
 * maybe after a hyphen or a comma. */
static gboolean
may_go_on(const CareMatch *match, const CareFormStep *steps, guint at)
{
    const CareTokens *tokens = match->parser->tokens;

    while (steps[at].kind == CARE_FORM_STEP_JUMP || steps[at].kind == CARE_FORM_STEP_GAP)
        at = steps[at].kind == CARE_FORM_STEP_JUMP ? steps[at].to : at + 1;
    if (steps[at].kind != CARE_FORM_STEP_CHAR || !steps[at].is_letter)
        return TRUE;
    if (!at_token_end(match))
        return is_same(&steps[at], tokens->chars[match->c].c);
    const CareToken *next = token_of(match) + 1;

    return is_same(&steps[at], tokens->chars[next->first].c) ||
           (next->kind == CARE_TOKEN_MARK && is_same(&steps[at], tokens->chars[next[1].first].c));
}

static guint run(CareMatch *match, const CareFormStep *steps, guint at);

/* Each branch goes on to the end of the entry; the longest wins. */
static guint
run_fork(CareMatch *match, const CareFormStep *steps, guint at)
{
    const CareMatch before = *match;
    guint best = 0;

    for (gboolean more = TRUE; more; at = steps[at].to) {
        more = steps[at].kind == CARE_FORM_STEP_FORK;
        if (!may_go_on(&before, steps, at + more))
            continue;
        CareMatch branch = before;
        const guint end = run(&branch, steps, at + more);

        if (end > best)
            *match = branch;
        best = MAX(best, end);
    }
    return best;
}

static guint
run(CareMatch *match, const CareFormStep *steps, guint at)
{
    for (;; at++) {
        switch (steps[at].kind) {
        case CARE_FORM_STEP_GAP:
            match->gap = match->begun;
            break;
        case CARE_FORM_STEP_JUMP:
            at = steps[at].to - 1u;
            break;
        case CARE_FORM_STEP_FORK:
            return run_fork(match, steps, at);
        case CARE_FORM_STEP_END:
            return ends_cleanly(match) ? match->token + 1 : 0;
        default:
            if (!match_step(match, &steps[at]))
                return 0;
        }
    }
}

guint
care_match_entry(CareMatch *match, guint at, const CareWords *words, guint step)
{
    match->token = match->first = at;
    match->c = token_of(match)->first;
    match->loose = match->begun = match->gap = match->after_number = FALSE;
    match->captures.n_rated = 0;
    return run(match, words->steps, step);
}

guint
care_form_phrase(const CareTokens *tokens, guint at, const CareWords *words)
{
    const gunichar first = care_tokens_sign(tokens, at);
    const CareParser parser = {.tokens = tokens};
    guint best = 0;

    if (words == NULL)
        return 0;
    for (const CareStart *start = care_words_start(words, first);
         start != NULL && start < words->starts + words->n_starts && start->first == first;
         start++) {
        CareMatch match = {.parser = &parser};

        best = MAX(best, care_match_entry(&match, at, words, start->step));
    }
    return best;
}
