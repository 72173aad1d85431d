/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a line is meant rather than what it answers: courtesy, a question, anger. */
#include "care-form.h"

#include <string.h>

#define TAIL_BYTES 512 /* a line's last sentence is judged by its end */

/* A long line's first part, cut between characters. */
static gsize
bounded(const char *text)
{
    gsize size = strnlen(text, CARE_REPLY_MAX_BYTES + 1);

    if (size <= CARE_REPLY_MAX_BYTES)
        return size;
    for (size--; size > 0 && (text[size] & 0xC0) == 0x80;)
        size--;
    return size;
}

gboolean
care_answer_is_courtesy(const CareLanguage *language, const char *text)
{
    const gsize size = strnlen(text, CARE_REPLY_MAX_BYTES + 1);
    guint at = 0, said = 0;

    if (size > CARE_REPLY_MAX_BYTES)
        return FALSE;
    g_autoptr(CareTokens) tokens = care_tokens_new(text, size);

    while (at < tokens->n) {
        const guint8 kind = tokens->list[at].kind;
        const guint courtesy = MAX(care_form_phrase(tokens, at, language->courtesy),
                                   care_form_phrase(tokens, at, language->politeness));

        if (courtesy > 0) {
            at = courtesy;
            said++;
        } else if (kind == CARE_TOKEN_SMILE || kind == CARE_TOKEN_THUMB) {
            at++;
            said++;
        } else if (kind == CARE_TOKEN_MARK && !care_tokens_is_mark(tokens, at, '?')) {
            at++;
        } else {
            return FALSE;
        }
    }
    return said > 0;
}

/* Whether token @at ends a web address: its own question mark asks nobody. */
static gboolean
is_address(const CareTokens *tokens, guint at)
{
    for (; at > 0 && !tokens->list[at].spaced; at--) {
        if (care_tokens_sign(tokens, at) == '/' && care_tokens_sign(tokens, at - 1) == '/')
            return TRUE;
    }
    return FALSE;
}

static gboolean
ends_sentence(const CareTokens *tokens, guint at)
{
    return care_tokens_is_mark(tokens, at, '?') && !is_address(tokens, at) &&
           (tokens->list[at + 1].spaced || tokens->list[at + 1].kind != CARE_TOKEN_WORD);
}

static gboolean
is_glued(const CareTokens *tokens, guint at)
{
    return !tokens->list[at].spaced && tokens->list[at].kind == CARE_TOKEN_WORD;
}

/* A number word that stands apart: in scripts without spaces many are also part of other words. */
static gboolean
is_number_word(const CareParser *parser, guint at)
{
    const CareValue number = care_form_number(parser, at);

    return number.end > 0 && !is_glued(parser->tokens, number.end) &&
           (!is_glued(parser->tokens, at) || at == 0 ||
            parser->tokens->list[at - 1].kind != CARE_TOKEN_WORD);
}

gboolean
care_answer_may_draw_number(const CareLanguage *language, const char *text)
{
    const gsize size = strnlen(text, CARE_REPLY_MAX_BYTES + 1);

    if (size > CARE_REPLY_MAX_BYTES)
        return TRUE; /* not read, so it may */
    g_autoptr(CareTokens) tokens = care_tokens_new(text, size);
    const CareParser parser = {
        .language = language, .english = care_language_of("en"), .tokens = tokens};

    for (guint i = 0; i < tokens->n_chars; i++) {
        if (g_unichar_isdigit(tokens->chars[i].c) || tokens->chars[i].style != CARE_STYLE_PLAIN)
            return TRUE;
    }
    for (guint at = 0; at < tokens->n; at++) {
        if (ends_sentence(tokens, at) || is_number_word(&parser, at))
            return TRUE;
    }
    return FALSE;
}

gboolean
care_answer_asks(const char *text)
{
    const gsize size = strlen(text);
    const char *tail = text + size - MIN(size, TAIL_BYTES);

    while ((*tail & 0xC0) == 0x80)
        tail++;
    g_autoptr(CareTokens) tokens = care_tokens_new(tail, strlen(tail));

    for (guint at = tokens->n; at > 0; at--) {
        const guint8 kind = tokens->list[at - 1].kind;

        if (ends_sentence(tokens, at - 1))
            return TRUE;
        if (kind != CARE_TOKEN_MARK && kind != CARE_TOKEN_WRAP && kind != CARE_TOKEN_CLOSE &&
            kind != CARE_TOKEN_SMILE && kind != CARE_TOKEN_EMOJI)
            return FALSE;
    }
    return FALSE;
}

gboolean
care_answer_is_angry(const CareLanguage *language, const char *text)
{
    g_autoptr(CareTokens) tokens = care_tokens_new(text, bounded(text));

    for (guint at = 0; at < tokens->n; at++) {
        if (care_form_phrase(tokens, at, language->anger) > 0)
            return TRUE;
    }
    return FALSE;
}
