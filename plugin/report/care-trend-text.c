/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the course of the score: quarter by quarter, week by week, and what chance can't explain
 * of it. */
#include "care-say.h"
#include "care-sections.h"
#include "care-table.h"

#define BAR_COLUMNS 20 /* of a score of 100 */
#define BAR_WIDE    40 /* from so many columns of a terminal on: */
#define WIDE_FROM   120
#define QUIET_FROM  4 /* so many empty quarters or weeks in a row are one line */

#define QUARTERS_SHOWN 12 /* where nobody asked for more */

/* How often chance alone raises an alarm: simulated for docs/scoring.md, "A slow fall". */
#define FIRM_BASELINE 300 /* answers from which an alarm at the end is less often chance */
#define ONE_OF_LOOSE  5   /* quarters that chance leaves with an alarm at the end, below that */
#define ONE_OF_FIRM   25

/* Blocks for the score; NULL where the sample rule hides it. (transfer full) */
static char *
bar_of(const CareScore *score)
{
    g_autoptr(GString) bar = g_string_new(NULL);
    const guint columns = care_words_table_columns() >= WIDE_FROM ? BAR_WIDE : BAR_COLUMNS;

    if (score->rule < CARE_RULE_PERCENT_ONLY)
        return NULL;
    care_words_bar(bar, score->value, 100, columns);
    return bar->len > 0 ? g_string_free(g_steal_pointer(&bar), FALSE) : NULL;
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

char *
care_say_bucket_notes(const CareBucket *bucket, const CareBucket *before,
                      const CareReportData *data, const CareReportOptions *options)
{
    const gboolean set[] = {care_part_runs(options, bucket),
                            care_part_is_cut(data, options, bucket),
                            before != NULL && !care_part_is_alike(before->cube, bucket->cube)};
    const char *const words[] = {_("still runs"), _("in part"), _("question or rules changed")};
    g_autoptr(GString) notes = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(set); i++) {
        if (set[i])
            g_string_append_printf(notes, "%s%s", notes->len > 0 ? ", " : "", words[i]);
    }
    return notes->len > 0 ? g_string_free(g_steal_pointer(&notes), FALSE) : NULL;
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

/* From the bucket @from on. */
static void
append_buckets(GString *out, const GPtrArray *buckets, guint from, const CareReportData *data,
               const CareReportOptions *options)
{
    const char *const heads[] = {_("ended"), _("answers"), _("score"), _("about 95 %"), NULL};
    g_autoptr(CareTable) table = care_table_new(heads);
    const CareBucket *before = care_part_last_busy(buckets, from);
    gboolean marks[3] = {FALSE};

    for (guint i = from; i < buckets->len; i++) {
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

void
care_say_change(GPtrArray *said, const CareReportData *data, const CareReportOptions *options)
{
    const CareBucket *older, *newer;
    char *words;
    CareChange change;

    if (!care_part_change(data, &older, &newer, &change))
        return;
    if (care_part_runs(options, newer))
        words = g_strdup_printf(_("%s still runs: no verdict before it ends"), newer->name);
    else if (care_part_is_cut(data, options, older) || care_part_is_cut(data, options, newer))
        words = g_strdup_printf(_("%s to %s: no verdict, as the period leaves out a part of them"),
                                older->name, newer->name);
    else if (change.verdict == CARE_VERDICT_TOO_FEW)
        words = g_strdup_printf(_("%s to %s: no verdict, which needs 5 answers in each"),
                                older->name, newer->name);
    else
        words = change_words(&change, older, newer);
    care_said_add(said, _("Change"), words);
    if (!care_part_is_alike(older->cube, newer->cube))
        care_said_add(said, _("Mind"),
                      g_strdup(_("the question or its rules changed between the two: that alone "
                                 "may be the difference")));
}

/* How often chance alone raises an alarm on its way through so many answers. */
static const char *
chance_words(guint64 n)
{
    if (n <= 100)
        return _("chance does that in up to one quarter of four");
    return n <= 300 ? _("chance does that in up to every second quarter")
                    : _("chance does that often");
}

/* What an alarm says, and how far to trust it; NULL: there was none. (transfer full) */
static char *
alarm_words(const CareCusum *cusum, gboolean is_fall, const char *quarter)
{
    const CareCusumSide *side = is_fall ? &cusum->down : &cusum->up;
    const guint one_of = cusum->n_baseline < FIRM_BASELINE ? ONE_OF_LOOSE : ONE_OF_FIRM;

    if (side->first_alarm == 0)
        return NULL;
    if (care_part_stands(side))
        return g_strdup_printf(
            is_fall ? _("since answer %llu of %llu in %s scores seem lower than in the quarters "
                        "before. It may be chance, which does that in up to 1 of %u quarters.")
                    : _("since answer %llu of %llu in %s scores seem higher than in the quarters "
                        "before. It may be chance, which does that in up to 1 of %u quarters."),
            CARE_LLU(side->first_alarm), CARE_LLU(cusum->n), quarter, one_of);
    /* Translators: the last %s is "chance does that often". */
    return g_strdup_printf(
        is_fall ? _("about answer %llu of %llu in %s scores seemed lower than in the quarters "
                    "before, but not at its end. With so many answers %s.")
                : _("about answer %llu of %llu in %s scores seemed higher than in the quarters "
                    "before, but not at its end. With so many answers %s."),
        CARE_LLU(side->first_alarm), CARE_LLU(cusum->n), quarter, chance_words(cusum->n));
}

char *
care_say_fall(const CareCusum *cusum, const char *quarter)
{
    return alarm_words(cusum, TRUE, quarter);
}

/* Speaks of ratings only after an alarm: until then there is nothing beyond chance. */
void
care_say_course(GPtrArray *said, const CareReportData *data, const CareReportOptions *options)
{
    const CareBucket *watched;
    const CareCourse course = care_part_course(data, options, &watched);
    char *fall, *rise;

    if (course == CARE_COURSE_NONE)
        return;
    if (course == CARE_COURSE_UNLIKE) {
        care_said_add(said, _("Mind"),
                      g_strdup_printf(_("no word on a slow fall or rise in %s: the question or its "
                                        "rules changed between it and the quarters before"),
                                      watched->name));
        return;
    }
    fall = alarm_words(data->cusum, TRUE, watched->name);
    if (fall != NULL)
        care_said_add(said, _("Slow fall"), fall);
    rise = alarm_words(data->cusum, FALSE, watched->name);
    if (rise != NULL)
        care_said_add(said, _("Slow rise"), rise);
}

void
care_section_quarters(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    const guint n = data->quarters != NULL ? data->quarters->len : 0;
    const gboolean wants_all = options->by == CARE_BY_QUARTER;
    g_autoptr(GPtrArray) said = care_said_new();
    const guint from = wants_all || n <= QUARTERS_SHOWN ? 0 : n - QUARTERS_SHOWN;

    /* One quarter is what stands above already. */
    if (n == 0 || (n == 1 && !wants_all))
        return;
    care_section_title(out, _("By quarter"), options->colour);
    append_buckets(out, data->quarters, from, data, options);
    if (from > 0) {
        g_string_append_printf(
            out,
            g_dngettext(GETTEXT_PACKAGE,
                        "  %u quarter before these is left out here; --by quarter shows all",
                        "  %u quarters before these are left out here; --by quarter shows all",
                        from),
            from);
        care_words_end(out, 4);
    }
    care_say_change(said, data, options);
    care_say_course(said, data, options);
    care_said_print(out, said);
}

void
care_section_weeks(GString *out, const CareReportData *data, const CareReportOptions *options)
{
    if (data->weeks == NULL || data->weeks->len == 0)
        return;
    care_section_title(out, _("By week, from Monday"), options->colour);
    append_buckets(out, data->weeks, 0, data, options);
}
