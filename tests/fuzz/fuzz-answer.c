/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds the reply reader any bytes in any language, made valid UTF-8 as the adapter makes them, and
 * checks what it promises. */
#include "care-fuzz.h"

static gboolean
is_border(const char *text, gsize at)
{
    return ((guchar)text[at] & 0xC0) != 0x80;
}

static void
check_reply(const CareReply *reply, const char *text)
{
    const gsize length = strlen(text);
    const gboolean rated = reply->rating >= 1 && reply->rating <= 5;

    must(reply->comment_from <= reply->comment_to && reply->comment_to <= length);
    must(is_border(text, reply->comment_from) && is_border(text, reply->comment_to));
    must(rated == (reply->class == CARE_REPLY_RATING) && (rated || reply->rating == 0));
    must(rated || reply->comment_to == 0);
    must(length <= CARE_REPLY_MAX_BYTES || reply->class == CARE_REPLY_NOT_RATING);
    must(reply->rule != NULL);
}

/* A machine that stands still for a while is no fault of ours: the quickest of a few counts. */
static void
check_time(const CareLanguage *language, const char *text)
{
    const double most_ms = START_MS + MS_FOR_BYTES * (double)strlen(text);
    double spent_ms = most_ms;

    for (guint i = 0; i < 5 && spent_ms >= most_ms; i++) {
        const double start_ms = cpu_ms();

        care_answer_read(language, text);
        spent_ms = cpu_ms() - start_ms;
    }
    must(spent_ms < most_ms);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const CareLanguage *language = language_by(data[0]);
    g_autofree char *text = g_utf8_make_valid((const char *)data + 1, (gssize)size - 1);
    const CareReply reply = care_answer_read(language, text);
    const CareReply again = care_answer_read(language, text);

    check_time(language, text);
    check_reply(&reply, text);
    must(reply.class == again.class && reply.rating == again.rating && reply.rule == again.rule &&
         reply.comment_from == again.comment_from && reply.comment_to == again.comment_to &&
         reply.corrects == again.corrects && reply.bare == again.bare);
    care_answer_is_courtesy(language, text);
    care_answer_may_draw_number(language, text);
    care_answer_is_angry(language, text);
    care_answer_asks(text);
    return 0;
}
