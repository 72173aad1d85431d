/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the course of the score: quarter by quarter, week by week, and what chance can't explain
 * of it. */
#include "care-sections.h"
#include "care-table.h"

#define BAR_POINTS 5 /* of the score, per block */
#define QUIET_FROM 4 /* so many empty quarters or weeks in a row are one line */

/* Blocks for the score; NULL where the sample rule hides it. (transfer full) */
static char *
bar_of(const CareScore *score)
{
    GString *bar;

    if (score->rule < CARE_RULE_PERCENT_ONLY || score->shown < BAR_POINTS)
        return NULL;
    bar = g_string_new(NULL);
    for (guint i = 0; i < score->shown / BAR_POINTS; i++)
        g_string_append(bar, CARE_BAR);
    return g_string_free(bar, FALSE);
}

/* How many buckets without a chat follow from @at on. */
static guint
quiet_from(const GPtrArray *buckets, guint at)
{
    guint n = 0;

    for (guint i = at; i < buckets->len; i++, n++) {
        const CareBucket *bucket = g_ptr_array_index(buckets, i);

        if (bucket->cube->rows->len > 0)
            break;
    }
    return n;
}

/* "*" for one that runs, "+" for one of which a part lies outside, "#" for another question. */
static char *
marked_name(const CareBucket *bucket, const CareBucket *before, const CareReportData *data,
            const CareReportOptions *options, gboolean *marks)
{
    const gboolean set[] = {care_part_runs(options, bucket),
                            care_part_is_cut(data, options, bucket),
                            before != NULL && !care_part_is_alike(before->cube, bucket->cube)};
    GString *name = g_string_new(bucket->name);

    for (gsize i = 0; i < G_N_ELEMENTS(set); i++) {
        if (set[i])
            g_string_append_c(name, "*+#"[i]);
        marks[i] |= set[i];
    }
    return g_string_free(name, FALSE);
}

static void
append_marks(GString *out, const gboolean *marks)
{
    const char *const words[] = {
        _("* still runs: its figures will change"),
        _("+ only the part of it that is in the period is counted"),
        _("# the question or its rules changed: not the same measure as before"),
    };

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (!marks[i])
            continue;
        g_string_append_printf(out, "  %s", words[i]);
        care_words_end(out, 4);
    }
}

static void
add_bucket(CareTable *table, const char *name, const CareBucket *bucket)
{
    g_autofree char *shown = NULL;
    g_autofree char *limits = NULL;
    g_autofree char *bar = NULL;
    CarePart part;

    care_part_of(bucket->cube, NULL, &part);
    shown = care_words_shown(&part.score);
    limits = care_words_limits(&part.score);
    bar = bar_of(&part.score);
    care_table_row(table, name);
    care_table_count(table, care_counts_chats(&part.counts));
    care_table_count(table, part.score.n);
    care_table_text(table, shown);
    care_table_text(table, limits);
    care_table_note(table, bar);
}

static void
append_buckets(GString *out, const GPtrArray *buckets, const CareReportData *data,
               const CareReportOptions *options)
{
    const char *const heads[] = {_("ended"), _("answers"), _("score"), _("about 95 %"), NULL};
    g_autoptr(CareTable) table = care_table_new(heads);
    const CareBucket *before = NULL; /* the last one with a chat */
    gboolean marks[3] = {FALSE};

    for (guint i = 0; i < buckets->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(buckets, i);
        const guint quiet = quiet_from(buckets, i);
        g_autofree char *name = NULL;

        if (quiet >= QUIET_FROM) {
            const CareBucket *last = g_ptr_array_index(buckets, i + quiet - 1);
            g_autofree char *range = g_strdup_printf(_("%s to %s"), bucket->name, last->name);

            care_table_row(table, range);
            care_table_text(table, "0");
            i += quiet - 1;
            continue;
        }
        name = marked_name(bucket, before, data, options, marks);
        add_bucket(table, name, bucket);
        before = quiet == 0 ? bucket : before;
    }
    care_table_print(table, out);
    append_marks(out, marks);
}

/* The change's words under its verdict. (transfer full) */
static char *
change_words(const CareChange *change, const CareBucket *older, const CareBucket *newer)
{
    const char *const verdicts[CARE_N_VERDICTS] = {NULL, _("no clear change"), _("improved"),
                                                   _("declined")};
    /* The limits outwards to the tenth, the value down; + 0.0: never "-0.0". */
    const double value = care_words_down(10 * change->value) / 10 + 0.0;
    const double low = care_words_down(10 * change->low) / 10 + 0.0;
    const double high = care_words_up(10 * change->high) / 10 + 0.0;

    return g_strdup_printf(_("%s to %s: %s; %+.1f points, about 95 %%: %+.1f to %+.1f"),
                           older->name, newer->name, verdicts[change->verdict], value, low, high);
}

static void
append_change(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const CareBucket *older, *newer;
    g_autofree char *words = NULL;
    CareChange change;

    if (!care_part_change(data, &older, &newer, &change))
        return;
    if (care_part_runs(options, newer))
        words = g_strdup_printf(_("%s still runs: no verdict before it ends"), newer->name);
    else if (change.verdict == CARE_VERDICT_TOO_FEW)
        words = g_strdup_printf(_("%s to %s: no verdict, which needs 5 answers in each"),
                                older->name, newer->name);
    else
        words = change_words(&change, older, newer);
    care_words_line(out, _("Change"), words);
    if (!care_part_is_alike(older->cube, newer->cube))
        care_words_line(out, _("Mind"),
                        _("the question or its rules changed between the two: that alone may be "
                          "the difference"));
}

/* Speaks only after an alarm: until then there is nothing beyond chance. */
static void
append_course(GString *out, const CareReportData *data)
{
    const CareCusum *cusum = data->cusum;
    const CareBucket *last;
    g_autofree char *falling = NULL;
    g_autofree char *rising = NULL;

    if (cusum == NULL || !cusum->has_baseline || data->quarters == NULL || data->quarters->len == 0)
        return;
    last = g_ptr_array_index(data->quarters, data->quarters->len - 1);
    if (cusum->down.first_alarm > 0) {
        falling =
            g_strdup_printf(_("scores are falling below those of the quarters before: more "
                              "than chance since answer %llu of %llu in %s"),
                            CARE_LLU(cusum->down.first_alarm), CARE_LLU(cusum->n), last->name);
        care_words_line(out, _("Slow fall"), falling);
    }
    if (cusum->up.first_alarm > 0) {
        rising = g_strdup_printf(_("scores are rising above those of the quarters before: clear "
                                   "since answer %llu of %llu in %s"),
                                 CARE_LLU(cusum->up.first_alarm), CARE_LLU(cusum->n), last->name);
        care_words_line(out, _("Slow rise"), rising);
    }
}

void
care_section_quarters(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const guint n = data->quarters != NULL ? data->quarters->len : 0;

    /* One quarter is what stands above already. */
    if (n == 0 || (n == 1 && options->by != CARE_BY_QUARTER))
        return;
    care_section_title(out, _("By quarter"), options->colour);
    append_buckets(out, data->quarters, data, options);
    append_change(out, data, options);
    append_course(out, data);
}

void
care_section_weeks(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    if (data->weeks == NULL || data->weeks->len == 0)
        return;
    care_section_title(out, _("By week, from Monday"), options->colour);
    append_buckets(out, data->weeks, data, options);
}
