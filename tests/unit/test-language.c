/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves of every language that its lists are read as what they promise, and how a language is
 * found. */
#include "care-test.h"
#include <purple-care/engine-answer.h>
#include <string.h>

#define ROUNDS 50 /* so many ways through the choices of one entry */

typedef struct {
    GRand *random;
    const char *numbers[4]; /* what the form's `#` become, in order */
    guint n_said;
    GString *text;
} Speaker;

static const char *say(Speaker *speaker, const char *at);

/* The `|` or bracket that ends the choice that begins at @at. */
static const char *
end_of_choice(const char *at)
{
    for (guint depth = 0; *at != '\0'; at++) {
        if (*at == '(' || *at == '[')
            depth++;
        else if (depth == 0 && strchr("|)]", *at) != NULL)
            break;
        else if (*at == ')' || *at == ']')
            depth--;
    }
    return at;
}

/* "(a|b)", "[a]": one of them, or nothing where it may be left out; returns what follows. */
static const char *
say_group(Speaker *speaker, const char *group)
{
    const char *end = group;
    gint32 n = 0, chosen;

    do {
        end = end_of_choice(end + 1);
        n++;
    } while (*end == '|');
    chosen = g_rand_int_range(speaker->random, 0, n + (*group == '['));
    for (const char *choice = group; chosen >= 0 && *choice != '\0' && choice < end; chosen--) {
        if (chosen == 0)
            say(speaker, choice + 1);
        choice = end_of_choice(choice + 1);
    }
    return *end == '\0' ? end : end + 1;
}

/* Says an entry, or a choice of it, up to its end. */
static const char *
say(Speaker *speaker, const char *at)
{
    while (*at != '\0' && strchr("|)]", *at) == NULL) {
        if (*at == '(' || *at == '[') {
            at = say_group(speaker, at);
            continue;
        }
        if (*at == '#')
            g_string_append(speaker->text, speaker->numbers[speaker->n_said++ % 4]);
        else
            g_string_append_c(speaker->text, *at == '@' ? '5' : *at);
        at++;
    }
    return at;
}

static const char *
say_entry(Speaker *speaker, const char *entry)
{
    g_string_truncate(speaker->text, 0);
    speaker->n_said = 0;
    say(speaker, entry);
    return g_strstrip(speaker->text->str);
}

typedef struct {
    const CareLanguage *language;
    const char *text;
    CareReply reply;
} Said;

static guint
complain(const Said *said, const char *promise)
{
    print_error("%s: \"%s\" should be %s, is read by \"%s\"\n", said->language->tag, said->text,
                promise, said->reply.rule);
    return 1;
}

/* How many ways to say the entries of @words are not read as @class. */
static guint
count_misread(const CareLanguage *language, const CareWords *words, CareReplyClass class,
              const char *promise)
{
    Speaker speaker = {g_rand_new_with_seed(1), {"4", "4", "4", "4"}, 0, g_string_new(NULL)};
    guint n = 0;

    for (const char *const *entry = care_words_entries(words); *entry != NULL; entry++) {
        for (guint round = 0; round < ROUNDS; round++) {
            const char *text = say_entry(&speaker, *entry);
            const Said said = {language, text, care_answer_read(language, text)};

            if (said.reply.class != class)
                n += complain(&said, promise);
            if (strpbrk(*entry, "([") == NULL)
                break; /* there is one way only */
        }
    }
    g_string_free(speaker.text, TRUE);
    g_rand_free(speaker.random);
    return n;
}

static void
care_language_nth__refuses__in_every_language(void **state G_GNUC_UNUSED)
{
    const CareLanguage *language;
    guint n = 0;

    for (guint i = 0; (language = care_language_nth(i)) != NULL; i++) {
        assert_non_null(care_words_entries(language->skips)[0]);
        assert_non_null(care_words_entries(language->opt_out_words)[0]);
        assert_non_null(care_words_entries(language->opt_out_phrases)[0]);
        n += count_misread(language, language->skips, CARE_REPLY_SKIP, "a skip");
        n += count_misread(language, language->opt_out_words, CARE_REPLY_OPT_OUT, "an opt-out");
        n += count_misread(language, language->opt_out_phrases, CARE_REPLY_OPT_OUT, "an opt-out");
    }
    assert_int_equal(n, 0);
}

/* One way to say @entry with @number, or as a correction to it, is read as @number, and no way as
 * another. A choice may also be one of another list: "at least a 4" asks back. */
static guint
count_misrated(const CareLanguage *language, const char *entry, guint number, gboolean corrects)
{
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5"};
    const gboolean from_another = corrects && strchr(entry, '#') != strrchr(entry, '#');
    const char *const wanted = digits[number];
    Speaker speaker = {g_rand_new_with_seed(1),
                       {from_another ? digits[number % 5 + 1] : wanted, wanted, wanted, wanted},
                       0,
                       g_string_new(NULL)};
    guint n_right = 0, n = 0;

    for (guint round = 0; round < ROUNDS; round++) {
        const char *text = say_entry(&speaker, entry);
        const Said said = {language, text, care_answer_read(language, text)};

        if (from_another && speaker.n_said < 2)
            continue; /* this way there is only the number that was wrong */
        if (said.reply.rating == (gint)number && said.reply.corrects >= corrects)
            n_right++;
        else if (said.reply.rating != 0 && !corrects)
            n += complain(&said, "another rating");
    }
    if (n_right == 0) {
        const Said said = {language, entry, {.rule = "nothing"}};

        n += complain(&said, corrects ? "a correction" : "a rating");
    }
    g_string_free(speaker.text, TRUE);
    g_rand_free(speaker.random);
    return n;
}

static guint
count_misrated_of(const CareLanguage *language, const CareWords *words, gboolean corrects)
{
    guint n = 0;

    for (const char *const *entry = care_words_entries(words); *entry != NULL; entry++) {
        for (guint number = 1; number <= 5; number++)
            n += count_misrated(language, *entry, number, corrects);
    }
    return n;
}

static void
care_language_nth__rates__in_every_language(void **state G_GNUC_UNUSED)
{
    const CareLanguage *language;
    guint n = 0;

    for (guint i = 0; (language = care_language_nth(i)) != NULL; i++) {
        assert_non_null(care_words_entries(language->carriers)[0]);
        n += count_misrated_of(language, language->carriers, FALSE);
        n += count_misrated_of(language, language->corrections, TRUE);
        for (gint number = 1; number <= 5; number++) {
            const char *word = care_words_entries(language->numbers[number])[0];

            assert_non_null(word);
            assert_int_equal(care_answer_read(language, word).rating, number);
        }
        assert_int_equal(care_answer_read(language, care_words_entries(language->lowest)[0]).rating,
                         1);
        assert_int_equal(
            care_answer_read(language, care_words_entries(language->highest)[0]).rating, 5);
    }
    assert_int_equal(n, 0);
}

static void
care_language_find__takes__the_first_part_of_a_tag(void **state G_GNUC_UNUSED)
{
    static const char *const cases[][2] = {
        {"de", "de"},  {"de-AT", "de"},    {"pt_BR.UTF-8", "pt"}, {"zh-Hant", "zh"},
        {"EN", "en"},  {"sr@latin", NULL}, {"de_DE@euro", "de"},  {"d", NULL},
        {"deu", NULL}, {"", NULL},         {"-de", NULL},         {"C", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const CareLanguage *found = care_language_find(cases[i][0]);

        if (cases[i][1] == NULL)
            assert_null(found);
        else
            assert_string_equal(found->tag, cases[i][1]);
    }
    assert_null(care_language_find(NULL));
}

static void
care_language_of__falls_back__to_english(void **state G_GNUC_UNUSED)
{
    static const char *const unknown[] = {"tlh", "", "C.UTF-8", NULL};

    assert_string_equal(care_language_of("fr-CA")->tag, "fr");
    for (guint i = 0; i < G_N_ELEMENTS(unknown); i++)
        assert_string_equal(care_language_of(unknown[i])->tag, "en");
}

/* How many languages we promise, each by its own tag, each with each text of its own. */
static void
care_language_nth__has__eighteen_with_all_texts(void **state G_GNUC_UNUSED)
{
    GHashTable *english = care_language_of("en")->texts;
    const CareLanguage *language;
    guint n = 0;

    for (; (language = care_language_nth(n)) != NULL; n++) {
        GHashTableIter at;
        gpointer name;

        assert_ptr_equal(care_language_find(language->tag), language);
        assert_int_equal(g_hash_table_size(language->texts), g_hash_table_size(english));
        g_hash_table_iter_init(&at, english);
        while (g_hash_table_iter_next(&at, &name, NULL)) {
            const char *text = care_language_text(language, name);

            assert_non_null(text);
            assert_true(*text != '\0' && g_utf8_validate(text, -1, NULL));
        }
    }
    assert_int_equal(n, 18);
    assert_null(care_language_nth(n + 1));
}

static void
care_language_text__falls_back__to_english(void **state G_GNUC_UNUSED)
{
    CareLanguage bare = *care_language_of("de");

    bare.texts = g_hash_table_new(g_str_hash, g_str_equal);
    assert_string_equal(care_language_text(&bare, "thanks"),
                        care_language_text(care_language_of("en"), "thanks"));
    assert_null(care_language_text(&bare, "no such text"));
    g_hash_table_unref(bare.texts);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_language_nth__refuses__in_every_language),
        cmocka_unit_test(care_language_nth__rates__in_every_language),
        cmocka_unit_test(care_language_find__takes__the_first_part_of_a_tag),
        cmocka_unit_test(care_language_of__falls_back__to_english),
        cmocka_unit_test(care_language_nth__has__eighteen_with_all_texts),
        cmocka_unit_test(care_language_text__falls_back__to_english),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
