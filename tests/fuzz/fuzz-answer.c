/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds the reply reader any bytes, made valid UTF-8 as the adapter makes them, and checks what it
 * promises. */
#include <purple-care/engine-answer.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const CareLanguage *language = care_language_of("en");
    g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);
    const CareReply reply = care_answer_read(language, text);
    const gsize length = strlen(text);

    g_assert_true(reply.comment_from <= reply.comment_to && reply.comment_to <= length);
    g_assert_true(g_utf8_validate(text + reply.comment_from,
                                  (gssize)(reply.comment_to - reply.comment_from), NULL));
    g_assert_true((reply.rating >= 1 && reply.rating <= 5) == (reply.class == CARE_REPLY_RATING));
    g_assert_true(length <= CARE_REPLY_MAX_BYTES || reply.class == CARE_REPLY_NOT_RATING);
    care_answer_is_courtesy(language, text);
    care_answer_may_draw_number(language, text);
    care_answer_is_angry(language, text);
    care_answer_asks(text);
    return 0;
}
