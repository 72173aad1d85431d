/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures cues on labelled lines of chats: how many of those heard are right, and how many there
 * are to hear. */
#include "care-test.h"
#include <purple-care/engine-cue.h>
#include <string.h>

#define FOLDER "tests/data/cues"
#define DEV    "dev.tsv"

static const char *const cue_names[] = {"feeling", "promise", "question"}; /* by bit */
static const char *const tags[] = {"de", "en", "es", "fr", "it", "nl", "pl", "pt"};

typedef struct { /* of one cue in some lines */
    guint right, wrong, missed;
} Result;

typedef struct {
    Result of[G_N_ELEMENTS(tags)][G_N_ELEMENTS(cue_names)];
    guint rows;
} Results;

static guint
cues_of(const char *names)
{
    guint cues = 0;

    for (guint i = 0; i < G_N_ELEMENTS(cue_names); i++)
        cues |= strstr(names, cue_names[i]) != NULL ? 1u << i : 0;
    return cues;
}

static guint
tag_index(const char *tag)
{
    guint at = 0;

    while (strcmp(tags[at], tag) != 0)
        assert_true(++at < G_N_ELEMENTS(tags));
    return at;
}

/* Columns: id lang role text cues tag. */
static void
count_row(Results *results, const char *line)
{
    g_auto(GStrv) cells = g_strsplit(line, "\t", -1);

    assert_true(g_strv_length(cells) >= 5);
    const gboolean is_agent = strcmp(cells[2], "agent") == 0;
    g_autofree char *text = g_strcompress(cells[3]);
    const guint wanted = cues_of(cells[4]);
    const guint heard = care_cues_read(care_language_of(cells[1]), is_agent, text, NULL);
    Result *of = results->of[tag_index(cells[1])];

    assert_true(is_agent || strcmp(cells[2], "customer") == 0);
    for (guint i = 0; i < G_N_ELEMENTS(cue_names); i++) {
        of[i].right += (heard & wanted) >> i & 1;
        of[i].wrong += (heard & ~wanted) >> i & 1;
        of[i].missed += (wanted & ~heard) >> i & 1;
    }
    results->rows++;
}

static void
count_file(Results *results, const char *name)
{
    g_autofree char *path = g_build_filename(FOLDER, name, NULL);
    g_autofree char *data = NULL;

    assert_true(g_file_get_contents(path, &data, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(data, "\n", -1);

    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
        count_row(results, lines[i]);
}

static double
share(guint part, guint rest)
{
    return part + rest > 0 ? (double)part / (part + rest) : 1;
}

static void
tell(const char *what, const char *tag, const char *cue, const Result *result)
{
    g_print("%s %s %-8s precision %.3f recall %.3f of %u\n", what, tag, cue,
            share(result->right, result->wrong), share(result->right, result->missed),
            result->right + result->missed);
}

/* Adds up over languages; a cue that nobody wrote a line for would prove nothing. */
static void
hold(const char *what, const Results *results, double precision, double recall)
{
    for (guint i = 0; i < G_N_ELEMENTS(cue_names); i++) {
        Result sum = {0};

        for (guint t = 0; t < G_N_ELEMENTS(tags); t++) {
            const Result *of = &results->of[t][i];

            if (of->right + of->missed > 0)
                tell(what, tags[t], cue_names[i], of);
            sum.right += of->right;
            sum.wrong += of->wrong;
            sum.missed += of->missed;
        }
        tell(what, "all", cue_names[i], &sum);
        assert_in_range(sum.right + sum.missed, 50, 100000);
        assert_true(share(sum.right, sum.wrong) >= precision);
        assert_true(share(sum.right, sum.missed) >= recall);
    }
}

static void
care_cues_read__holds__its_figures_on_the_lines_it_was_made_with(void **state G_GNUC_UNUSED)
{
    Results results = {0};

    count_file(&results, DEV);
    hold("made with", &results, 0.97, 0.85);
}

static void
care_cues_read__holds__its_figures_on_lines_others_wrote(void **state G_GNUC_UNUSED)
{
    g_autoptr(GDir) dir = g_dir_open(FOLDER, 0, NULL);
    Results results = {0};
    const char *name;

    assert_non_null(dir);
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_suffix(name, ".tsv") && strcmp(name, DEV) != 0)
            count_file(&results, name);
    }
    assert_in_range(results.rows, 1000, 100000);
    hold("by others", &results, 0.93, 0.70);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cues_read__holds__its_figures_on_the_lines_it_was_made_with),
        cmocka_unit_test(care_cues_read__holds__its_figures_on_lines_others_wrote),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
