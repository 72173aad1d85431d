/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that forms are data: languages with their words in any order are read by the same matcher.
 */
#include "care-form.h"
#include "care-test.h"
#include <string.h>

#define LIST(...)  ((const char *const[]){__VA_ARGS__, NULL})
#define WORDS(...) care_words_new(LIST(__VA_ARGS__))

/* Three made-up tables, each with one thing that English has not. */
static CareLanguage german, turkish, chinese;

static void
make_languages(void)
{
    german = (CareLanguage){.tag = "de", /* many forms of one number */
                            .numbers = {[4] = WORDS("vier"), [5] = WORDS("fünf", "fuenf")},
                            .carriers = WORDS("ich würde sagen #", "eine #"),
                            .out_of = WORDS("# von @"),
                            .stars = WORDS("# sterne", "# sternen"),
                            .corrections = WORDS("nicht #, sondern #")};
    turkish = (CareLanguage){.tag = "tr", /* the scale first, the carrier last */
                             .numbers = {[4] = WORDS("dört"), [5] = WORDS("beş")},
                             .carriers = WORDS("# veriyorum", "bence #"),
                             .out_of = WORDS("@ üzerinden #"),
                             .corrections = WORDS("# demek istedim")};
    chinese = (CareLanguage){.tag = "zh", /* no spaces */
                             .numbers = {[4] = WORDS("四"), [5] = WORDS("五")},
                             .carriers = WORDS("我给#", "#分", "打#"),
                             .halves = WORDS("#点#", "#分半"),
                             .out_of = WORDS("满分@分,我给#分"),
                             .ranges = WORDS("#到#")};
}

typedef struct {
    const CareLanguage *language;
    const char *text;
    CareReplyClass class;
    gint value;
} Case;

static CareValue
whole_value(const Case *c, gboolean correction)
{
    g_autoptr(CareTokens) tokens = care_tokens_new(c->text, strlen(c->text));
    const CareParser parser = {
        .language = c->language, .english = care_language_of("en"), .tokens = tokens};
    CareValue value = correction ? care_form_correction(&parser, 0) : care_form_value(&parser, 0);

    if (value.end != tokens->n) /* it left something over */
        value.end = 0;
    return value;
}

static void
care_form_value__reads__languages_by_their_tables_alone(void **state G_GNUC_UNUSED)
{
    const CareLanguage *en = care_language_of("en");
    const Case cases[] = {
        {en, "I think I'd say it's a solid 4", CARE_REPLY_RATING, 4},
        {en, "four out of five stars", CARE_REPLY_RATING, 4},
        {en, "0/10", CARE_REPLY_RATING, 1},
        {en, "100 %", CARE_REPLY_RATING, 5},
        {en, "almost a 5", CARE_REPLY_CLARIFY, 0},
        {en, "3 out of 5 or 4", CARE_REPLY_CLARIFY, 0},
        {en, "-1", CARE_REPLY_CLARIFY, 0},
        {en, "10-15", CARE_REPLY_NOT_RATING, 0},
        {en, "24/7", CARE_REPLY_NOT_RATING, 0},
        {en, "42", CARE_REPLY_NOT_RATING, 0},
        {en, "a4", CARE_REPLY_NOT_RATING, 0},
        {&german, "ich würde sagen FÜNF", CARE_REPLY_RATING, 5},
        {&german, "4 von 5 Sternen", CARE_REPLY_RATING, 4},
        {&german, "eine vier", CARE_REPLY_RATING, 4},
        {&german, "four", CARE_REPLY_RATING, 4}, /* English words hold everywhere */
        {&german, "I'd say 4", CARE_REPLY_NOT_RATING, 0},
        {&turkish, "5 üzerinden 4", CARE_REPLY_RATING, 4},
        {&turkish, "beş üzerinden dört", CARE_REPLY_RATING, 4},
        {&turkish, "10 üzerinden 7", CARE_REPLY_CLARIFY, 0},
        {&turkish, "dört veriyorum", CARE_REPLY_RATING, 4},
        {&chinese, "我给４分", CARE_REPLY_RATING, 4},
        {&chinese, "五分", CARE_REPLY_RATING, 5},
        {&chinese, "四点五", CARE_REPLY_CLARIFY, 0},
        {&chinese, "4到5", CARE_REPLY_CLARIFY, 0},
        {&chinese, "四月", CARE_REPLY_NOT_RATING, 0},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const CareValue value = whole_value(&cases[i], FALSE);

        assert_int_equal(care_value_class(&value), cases[i].class);
        if (cases[i].class == CARE_REPLY_RATING)
            assert_int_equal(value.value, cases[i].value);
    }
}

static void
care_form_correction__takes__the_last_number(void **state G_GNUC_UNUSED)
{
    const Case cases[] = {
        {care_language_of("en"), "not 5 but 4", CARE_REPLY_RATING, 4},
        {care_language_of("en"), "5 but 4", CARE_REPLY_NOT_RATING, 0},
        {&german, "nicht fünf, sondern vier", CARE_REPLY_RATING, 4},
        {&turkish, "4 demek istedim", CARE_REPLY_RATING, 4},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const CareValue value = whole_value(&cases[i], TRUE);

        assert_int_equal(care_value_class(&value), cases[i].class);
        if (cases[i].class == CARE_REPLY_RATING)
            assert_int_equal(value.value, cases[i].value);
    }
}

static void
care_form_phrase__forgives__apostrophes_hyphens_and_commas_only(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareWords) words = WORDS("don't", "no thanks", "opt out");
    static const char *const same[] = {"don't",     "DON’T",      "dont",
                                       "no,thanks", "no  thanks", "opt-out"};
    static const char *const other[] = {"don",        "donut",           "do n't", "nothanks",
                                        "no. thanks", "no thanksgiving", "don't4", ""};

    for (guint i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autoptr(CareTokens) tokens = care_tokens_new(same[i], strlen(same[i]));

        assert_int_equal(care_form_phrase(tokens, 0, words), tokens->n);
    }
    for (guint i = 0; i < G_N_ELEMENTS(other); i++) {
        g_autoptr(CareTokens) tokens = care_tokens_new(other[i], strlen(other[i]));

        assert_int_equal(care_form_phrase(tokens, 0, words), 0);
    }
}

/* Carriers may hold carriers, so a line of nothing but "a a a ..." must not be followed all the way
 * down. */
static void
care_form_value__stops__at_a_depth(void **state G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < 1000; i++)
        g_string_append(text, "a ");
    g_string_append(text, "5");
    const Case deep = {care_language_of("en"), text->str, CARE_REPLY_NOT_RATING, 0};
    const CareValue value = whole_value(&deep, FALSE);

    assert_int_equal(care_value_class(&value), CARE_REPLY_NOT_RATING);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_form_value__reads__languages_by_their_tables_alone),
        cmocka_unit_test(care_form_correction__takes__the_last_number),
        cmocka_unit_test(care_form_phrase__forgives__apostrophes_hyphens_and_commas_only),
        cmocka_unit_test(care_form_value__stops__at_a_depth),
    };

    care_test_init();
    make_languages();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
