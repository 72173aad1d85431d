/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times the reader of cues on the labelled lines, beside the reply reader on the same: figures,
 * never a verdict. */
#include <purple-care/engine-cue.h>
#include <stdio.h>
#include <string.h>

#define LINES      "tests/data/cues/dev.tsv"
#define ROUNDS     200
#define BEST_OF    5
#define LONG_BYTES CARE_CUE_MAX_BYTES

typedef struct {
    const CareLanguage *language;
    gboolean is_agent;
    char *text;
} Line;

static void
free_line(gpointer data)
{
    Line *line = data;

    g_free(line->text);
    g_free(line);
}

/* Columns: id, language, role and text. (transfer full) */
static GPtrArray *
read_lines(GError **error)
{
    g_autofree char *data = NULL;
    GPtrArray *lines = g_ptr_array_new_with_free_func(free_line);

    if (!g_file_get_contents(LINES, &data, NULL, error))
        return lines;
    g_auto(GStrv) rows = g_strsplit(data, "\n", -1);

    for (guint i = 1; rows[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(rows[i], "\t", -1);

        if (g_strv_length(cells) < 4)
            continue;
        Line *line = g_new0(Line, 1);

        line->language = care_language_of(cells[1]);
        line->is_agent = strcmp(cells[2], "agent") == 0;
        line->text = g_strcompress(cells[3]);
        g_ptr_array_add(lines, line);
    }
    return lines;
}

static void
read_cues(const Line *line)
{
    care_cues_read(line->language, line->is_agent, line->text, NULL);
}

static void
read_reply(const Line *line)
{
    care_answer_read(line->language, line->text);
}

/* The quickest round, as others run too. */
static double
best_us(GPtrArray *lines, guint rounds, void (*read)(const Line *line))
{
    double least_us = G_MAXDOUBLE;

    for (guint n = 0; n < BEST_OF; n++) {
        const gint64 start_us = g_get_monotonic_time();

        for (guint i = 0; i < rounds * lines->len; i++)
            read(g_ptr_array_index(lines, i % lines->len));
        least_us = MIN(least_us, (double)(g_get_monotonic_time() - start_us) / rounds / lines->len);
    }
    return least_us;
}

static void
print_roles(GPtrArray *lines)
{
    for (guint role = 0; role < 2; role++) {
        g_autoptr(GPtrArray) own = g_ptr_array_new();

        for (guint i = 0; i < lines->len; i++) {
            const Line *line = g_ptr_array_index(lines, i);

            if (line->is_agent == (gboolean)role)
                g_ptr_array_add(own, (gpointer)line);
        }
        printf("hearing cues in a line of %s (mean of %u)\t%.1f µs\treading it as a reply: %.1f "
               "µs\n",
               role == 1 ? "an agent" : "a customer", own->len, best_us(own, ROUNDS, read_cues),
               best_us(own, ROUNDS, read_reply));
    }
}

/* The first words of all lines of a language, as long as a line may be: every entry is begun. */
static void
print_long(GPtrArray *lines, const char *tag)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Line line = {.language = care_language_of(tag)};
    g_autoptr(GPtrArray) one = g_ptr_array_new();

    for (guint i = 0; i < lines->len; i++) {
        const Line *other = g_ptr_array_index(lines, i);

        if (other->language == line.language)
            g_string_append_printf(text, "%s ", other->text);
    }
    g_string_truncate(text, MIN(text->len, LONG_BYTES));
    line.text = g_utf8_make_valid(text->str, -1);
    g_ptr_array_add(one, &line);
    printf("hearing cues in a line of %" G_GSIZE_FORMAT " bytes, %s\t%.0f µs\t-\n", text->len, tag,
           best_us(one, 1, read_cues));
    g_free(line.text);
}

int
main(void)
{
    g_autoptr(GError) error = NULL;
    const gint64 start_us = g_get_monotonic_time();
    const CareLanguage *language = care_language_of("de");
    const double made_us = (double)(g_get_monotonic_time() - start_us);
    g_autoptr(GPtrArray) lines = read_lines(&error);

    if (error != NULL) {
        fprintf(stderr, "bench-cue: %s\n", error->message);
        return 1;
    }
    printf("making a language's words ready, once, %s\t%.1f ms\t-\n", language->tag, made_us / 1e3);
    print_roles(lines);
    print_long(lines, "de");
    return 0;
}
