/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times the reply reader on the labelled replies, and on the slowest lines that can be made of a
 * language's own words: figures, never a verdict. */
#include <purple-care/engine-answer.h>
#include <stdio.h>
#include <string.h>

#define REPLIES      "tests/data/answers-dev.tsv"
#define SHORT_ROUNDS 20000
#define ROUNDS       50
#define LONG_ROUNDS  3
#define HUGE_BYTES   (64 * 1024)

static const char *const classes[] = {"not_rating", "rating", "clarify", "skip", "optout"};

typedef struct {
    const CareLanguage *language;
    GPtrArray *lines[G_N_ELEMENTS(classes)];
} Replies;

static double
time_read_us(const CareLanguage *language, const char *text, guint rounds)
{
    const gint64 start_us = g_get_monotonic_time();

    for (guint i = 0; i < rounds; i++)
        care_answer_read(language, text);
    return (double)(g_get_monotonic_time() - start_us) / rounds;
}

/* Lines of one language, by what they are: the columns are id, language, text and class. */
static void
take_replies(Replies *replies, char **rows)
{
    for (guint kind = 0; kind < G_N_ELEMENTS(classes); kind++)
        replies->lines[kind] = g_ptr_array_new_with_free_func(g_free);
    for (; *rows != NULL; rows++) {
        g_auto(GStrv) columns = g_strsplit(*rows, "\t", -1);

        if (g_strv_length(columns) < 4 || strcmp(columns[1], replies->language->tag) != 0)
            continue;
        for (guint kind = 0; kind < G_N_ELEMENTS(classes); kind++) {
            if (strcmp(columns[3], classes[kind]) == 0)
                g_ptr_array_add(replies->lines[kind], g_strcompress(columns[2]));
        }
    }
}

static double
time_class_us(const Replies *replies, guint kind)
{
    const GPtrArray *lines = replies->lines[kind];
    double sum_us = 0;

    for (guint i = 0; i < lines->len; i++)
        sum_us += time_read_us(replies->language, g_ptr_array_index(lines, i), ROUNDS);
    return lines->len > 0 ? sum_us / lines->len : 0;
}

/* @unit again and again, as long as a reply may be; the quickest of a few, as others run too. */
static double
time_repeated_us(const CareLanguage *language, const char *unit)
{
    g_autoptr(GString) line = g_string_new(NULL);
    double least_us = G_MAXDOUBLE;

    while (*unit != '\0' && line->len + strlen(unit) + 1 <= CARE_REPLY_MAX_BYTES)
        g_string_append_printf(line, "%s ", unit);
    for (guint i = 0; i < LONG_ROUNDS; i++)
        least_us = MIN(least_us, time_read_us(language, line->str, 1));
    return least_us;
}

/* What is slow begins like many entries and is none: so each entry's beginning is tried. */
static double
time_worst_us(const CareLanguage *language, char **out_unit)
{
    const CareWords *const lists[] = {language->fillers,         language->skips,
                                      language->opt_out_phrases, language->opt_out_words,
                                      language->carriers,        language->clause_openers};
    static const char *const signs[] = {"!", "*", "5?", "4", "5... ", "a", "no", NULL};
    g_autoptr(GHashTable) units = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter at;
    gpointer unit;
    double worst_us = 0;

    for (const char *const *sign = signs; *sign != NULL; sign++)
        g_hash_table_add(units, g_strdup(*sign));
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (const char *const *entry = care_words_entries(lists[i]); *entry != NULL; entry++) {
            const gsize open = strspn(*entry, "([");

            g_hash_table_add(units, g_strndup(*entry + open, strcspn(*entry + open, "()[]|#@ ")));
        }
    }
    g_hash_table_iter_init(&at, units);
    while (g_hash_table_iter_next(&at, &unit, NULL)) {
        const double us = time_repeated_us(language, unit);

        if (us > worst_us) {
            worst_us = us;
            g_free(*out_unit);
            *out_unit = g_strdup(unit);
        }
    }
    return worst_us;
}

static void
print_language(const CareLanguage *language, char **rows)
{
    Replies replies = {.language = language};
    g_autofree char *unit = NULL;

    take_replies(&replies, rows);
    for (guint kind = 0; kind < G_N_ELEMENTS(classes); kind++) {
        printf("reading a labelled reply, %s, %s (mean of %u)\t%.1f µs\t-\n", language->tag,
               classes[kind], replies.lines[kind]->len, time_class_us(&replies, kind));
        g_ptr_array_unref(replies.lines[kind]);
    }
    const double worst_us = time_worst_us(language, &unit);

    printf("reading the slowest 4 KiB line found, %s\t%.0f µs\t\"%s\" again and again\n",
           language->tag, worst_us, unit);
}

/* The language that can be kept busy longest. */
static const CareLanguage *
find_slowest(void)
{
    const CareLanguage *language, *slowest = NULL;
    double slowest_us = 0;

    for (guint n = 0; (language = care_language_nth(n)) != NULL; n++) {
        g_autofree char *unit = NULL;
        const double us = time_worst_us(language, &unit);

        if (us > slowest_us && language != care_language_of("en")) {
            slowest = language;
            slowest_us = us;
        }
    }
    return slowest;
}

int
main(void)
{
    const CareLanguage *english = care_language_of("en");
    g_autofree char *huge = g_strnfill(HUGE_BYTES, '4');
    g_autofree char *data = NULL;
    g_autoptr(GError) error = NULL;

    if (!g_file_get_contents(REPLIES, &data, NULL, &error)) {
        fprintf(stderr, "bench-reader: %s\n", error->message);
        return 1;
    }
    g_auto(GStrv) rows = g_strsplit(data, "\n", -1);

    printf("reading an empty line (the call alone)\t%.2f µs\t-\n",
           time_read_us(english, "", SHORT_ROUNDS));
    printf("refusing a 64 KiB line\t%.2f µs\t-\n", time_read_us(english, huge, SHORT_ROUNDS));
    print_language(english, rows);
    print_language(find_slowest(), rows);
    return 0;
}
