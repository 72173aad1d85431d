/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves the reply reader on labelled replies, on laws that hold for all replies, and on noise. */
#include "care-test.h"
#include <purple-care/engine-answer.h>
#include <string.h>

static const char *const class_names[] = {"not_rating", "rating", "clarify", "skip", "optout"};

typedef struct { /* one labelled row */
    char *language, *text, *comment;
    CareReplyClass class;
    gint rating;
} Row;

typedef struct { /* what came of the rows of one language, or of all */
    guint right[G_N_ELEMENTS(class_names)], all[G_N_ELEMENTS(class_names)];
    guint swallowed; /* conversation that would have gone from the agent's window */
    guint missed;    /* wishes for no more questions */
} Result;

static void
row_free(gpointer data)
{
    Row *row = data;

    g_free(row->language);
    g_free(row->text);
    g_free(row->comment);
    g_free(row);
}

/* Columns: id lang text class rating comment tag. */
static GPtrArray *
rows_of(const char *path)
{
    g_autofree char *data = NULL;
    GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);

    assert_true(g_file_get_contents(path, &data, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(data, "\n", -1);

    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", -1);
        Row *row = g_new0(Row, 1);

        assert_int_equal(g_strv_length(cells), 7);
        row->language = g_strdup(cells[1]);
        row->text = g_strcompress(cells[2]);
        row->comment = g_strcompress(cells[5]);
        row->rating = atoi(cells[4]);
        while (strcmp(class_names[row->class], cells[3]) != 0)
            assert_true(++row->class < G_N_ELEMENTS(class_names));
        g_ptr_array_add(rows, row);
    }
    return rows;
}

static gboolean
is_right(const Row *row, const CareReply *reply)
{
    const gsize length = reply->comment_to - reply->comment_from;

    return reply->class == row->class && reply->rating == row->rating &&
           length == strlen(row->comment) &&
           strncmp(row->text + reply->comment_from, row->comment, length) == 0;
}

static void
count_row(Result *result, const Row *row, const CareReply *reply)
{
    result->all[row->class]++;
    result->right[row->class] += is_right(row, reply);
    result->swallowed += row->class == CARE_REPLY_NOT_RATING &&
                         reply->class != CARE_REPLY_NOT_RATING &&
                         reply->class != CARE_REPLY_CLARIFY;
    result->missed += row->class == CARE_REPLY_OPT_OUT && reply->class != CARE_REPLY_OPT_OUT;
}

static guint
sum_of(const guint *numbers)
{
    guint sum = 0;

    for (guint i = 0; i < G_N_ELEMENTS(class_names); i++)
        sum += numbers[i];
    return sum;
}

static void
print_result(const char *name, const Result *result)
{
    GString *line = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(class_names); i++)
        g_string_append_printf(line, "  %s %u/%u", class_names[i], result->right[i],
                               result->all[i]);
    print_message("%-4s %4u of %4u right, %u swallowed, %u opt-outs missed %s\n", name,
                  sum_of(result->right), sum_of(result->all), result->swallowed, result->missed,
                  line->str);
    g_string_free(line, TRUE);
}

/* Reads all rows of @path, prints the table per language and class, names every row that was
 * misread. */
static Result
read_rows(const char *path)
{
    g_autoptr(GPtrArray) rows = rows_of(path);
    g_autoptr(GHashTable) languages = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    GHashTableIter iter;
    gpointer tag, value;
    Result total = {0};

    for (guint i = 0; i < rows->len; i++) {
        const Row *row = rows->pdata[i];
        const CareReply reply = care_answer_read(care_language_of(row->language), row->text);
        Result *own = g_hash_table_lookup(languages, row->language);

        assert_string_equal(care_language_of(row->language)->tag, row->language);
        if (own == NULL)
            g_hash_table_insert(languages, row->language, own = g_new0(Result, 1));
        count_row(own, row, &reply);
        count_row(&total, row, &reply);
        if (!is_right(row, &reply))
            print_message("%s: '%s' is %s, read as %s %d by '%s'\n", row->language, row->text,
                          class_names[row->class], class_names[reply.class], reply.rating,
                          reply.rule);
    }
    print_message("%s\n", path);
    g_hash_table_iter_init(&iter, languages);
    while (g_hash_table_iter_next(&iter, &tag, &value))
        print_result(tag, value);
    print_result("all", &total);
    return total;
}

/* The bar of the labelled set: 99 in 100 right, nothing swallowed by mistake, no opt-out missed. */
static void
care_answer_read__agrees__with_labelled_replies(void **state G_GNUC_UNUSED)
{
    const Result result = read_rows("tests/data/answers-dev.tsv");

    assert_true(sum_of(result.all) >= 2000);
    assert_true(100 * sum_of(result.right) >= 99 * sum_of(result.all));
    assert_int_equal(result.swallowed, 0);
    assert_int_equal(result.missed, 0);
}

static void
care_answer_read__agrees__with_replies_of_our_own(void **state G_GNUC_UNUSED)
{
    for (guint n = 0; care_language_nth(n) != NULL; n++) {
        g_autofree char *path =
            g_strdup_printf("tests/data/answers/%s.tsv", care_language_nth(n)->tag);
        const Result result = read_rows(path);

        assert_true(sum_of(result.all) >= 150);
        assert_true(100 * sum_of(result.right) >= 98 * sum_of(result.all));
        assert_int_equal(result.swallowed, 0);
        assert_int_equal(result.missed, 0);
    }
}

static CareReply
read_english(const char *text)
{
    return care_answer_read(care_language_of("en"), text);
}

static void
care_answer_read__never_takes__a_number_of_things(void **state G_GNUC_UNUSED)
{
    static const char *const things[] = {"minutes later it broke again",
                                         "items",
                                         "euros",
                                         "pm",
                                         "days ago",
                                         "boxes of 5",
                                         "more questions",
                                         "people",
                                         "times",
                                         "%d",
                                         "kg"};
    static const char *const numbers[] = {"1",    "2", "3", "4",   "5",      "one",    "three",
                                          "five", "⑤", "٤", "4-5", "3 or 4", "4 of 5", "I'd say 4"};

    for (guint i = 0; i < G_N_ELEMENTS(things); i++) {
        for (guint j = 0; j < G_N_ELEMENTS(numbers); j++) {
            g_autofree char *text = g_strdup_printf("%s %s", numbers[j], things[i]);

            assert_int_equal(read_english(text).class, CARE_REPLY_NOT_RATING);
        }
    }
}

static void
care_answer_read__says__when_a_line_only_corrects(void **state G_GNUC_UNUSED)
{
    static const char *const alone[] = {"I meant 5", "make that 5", "correction: 5",
                                        "sorry, I meant 5!", "not 4 but 5"};
    static const char *const first[] = {"5", "4, I meant 5", "3... no wait, make that 5"};

    for (guint i = 0; i < G_N_ELEMENTS(alone); i++) {
        assert_int_equal(read_english(alone[i]).rating, 5);
        assert_true(read_english(alone[i]).corrects);
    }
    for (guint i = 0; i < G_N_ELEMENTS(first); i++) {
        assert_int_equal(read_english(first[i]).rating, 5);
        assert_false(read_english(first[i]).corrects);
    }
}

/* The survey takes a bare word for a while after a question only, a phrase at any time. */
static void
care_answer_read__tells__a_bare_stop_from_a_phrase(void **state G_GNUC_UNUSED)
{
    assert_true(read_english("stop").bare);
    assert_true(read_english("5 stop").bare);
    assert_false(read_english("don't ask me again").bare);
    assert_false(read_english("stop. don't ask me again").bare);
    assert_false(read_english("5").bare);
}

static void
care_answer_read__leaves__the_survey_its_own_words(void **state G_GNUC_UNUSED)
{
    static const char *const own[] = {"?", "erase", "yes, erase", "!rate 4", "!rate off"};

    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        assert_int_equal(read_english(own[i]).class, CARE_REPLY_NOT_RATING);
}

static void
care_answer_read__takes_for_talk__what_is_too_long(void **state G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new("5, ");

    while (text->len < CARE_REPLY_MAX_BYTES)
        g_string_append_c(text, 'x');
    assert_int_equal(read_english(text->str).class, CARE_REPLY_RATING);
    g_string_append_c(text, 'x');
    assert_int_equal(read_english(text->str).class, CARE_REPLY_NOT_RATING);
    assert_string_equal(read_english(text->str).rule, "too long");
}

/* Pieces that meet in the grammar's corners far more often than random bytes would. */
/* clang-format off */
static const char *const pieces[] = {
    "1",  "4",    "5",      "10",     "100",    "one",    "five", "stop",    "skip",   "not at all",
    " ",  " ",    " ",      ",",      ".",      "?",      "!",    ":",       "-",      "—",
    "/",  "%",    "(",      ")",      "\"",     "*",      "\n",   "'",       "~",      "and a half",
    "or", "but",  "no",     "thanks", "hi",     "I'd",    "say",  "a",       "out of", "between",
    "⭐",  "★",    "☆",      "½",      "²",      "④",      "🔟",    "\u20E3",  "\uFE0F", "\u200B",
    "👍",  "🏽", "\u200D", "😀",      ":)",     "<3",     "é",    "e\u0301", "ﬃ",      "ﷺ",
    "四", "점",   "ㅋ",     "\u1100", "\u1161", "\u0307", "İ",    "ı",       "ß",      "#@",
};
/* clang-format on */

static void
care_answer_read__keeps__the_comment_inside_the_text(void **state G_GNUC_UNUSED)
{
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);
    guint seen[G_N_ELEMENTS(class_names)] = {0};

    for (guint round = 0; round < 20000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);

        for (gint n = g_rand_int_range(rng, 0, 9); n > 0; n--)
            g_string_append(text, pieces[g_rand_int_range(rng, 0, G_N_ELEMENTS(pieces))]);
        const CareReply reply = read_english(text->str);

        assert_true(reply.comment_from <= reply.comment_to && reply.comment_to <= text->len);
        assert_true(g_utf8_validate(text->str + reply.comment_from,
                                    (gssize)(reply.comment_to - reply.comment_from), NULL));
        assert_int_equal(reply.rating > 0, reply.class == CARE_REPLY_RATING);
        assert_in_range(reply.rating, 0, 5);
        assert_non_null(reply.rule);
        if (reply.class != CARE_REPLY_RATING)
            assert_int_equal(reply.comment_to, 0);
        seen[reply.class]++;
    }
    for (guint i = 0; i < G_N_ELEMENTS(seen); i++)
        assert_true(seen[i] > 0); /* else the pieces tested nothing */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_answer_read__agrees__with_labelled_replies),
        cmocka_unit_test(care_answer_read__agrees__with_replies_of_our_own),
        cmocka_unit_test(care_answer_read__never_takes__a_number_of_things),
        cmocka_unit_test(care_answer_read__says__when_a_line_only_corrects),
        cmocka_unit_test(care_answer_read__tells__a_bare_stop_from_a_phrase),
        cmocka_unit_test(care_answer_read__leaves__the_survey_its_own_words),
        cmocka_unit_test(care_answer_read__takes_for_talk__what_is_too_long),
        cmocka_unit_test(care_answer_read__keeps__the_comment_inside_the_text),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
