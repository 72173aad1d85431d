/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the charts draw what was counted, in a window as in a page, in colours that can be
 * told apart. */
#include "care-chart.h"
#include "care-report-quarters.h"

#define WIDTH 400

typedef struct { /* a chart as a window would show it */
    cairo_surface_t *surface;
    const CareColour *colours;
} Picture;

static Picture
paint(const CareChart *chart, gboolean dark)
{
    Picture picture = {.colours = care_chart_colours(dark)};
    const CareColour *paper = &picture.colours[CARE_INK_PAPER];
    CarePen pen = {.colours = picture.colours, .write = care_pen_write_pango};

    picture.surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, (gint)care_chart_height(chart));
    pen.cr = cairo_create(picture.surface);
    cairo_set_source_rgb(pen.cr, paper->red, paper->green, paper->blue);
    cairo_paint(pen.cr);
    care_chart_draw(&pen, chart, WIDTH);
    assert_int_equal(cairo_status(pen.cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(pen.cr);
    cairo_surface_flush(picture.surface);
    return picture;
}

/* How many pixels of line @y, or of all (-1), have the colour of @ink. */
static guint
count_ink(const Picture *picture, CareInk ink, gint y)
{
    const CareColour *colour = &picture->colours[ink];
    const guint32 wanted = (guint32)(colour->red * 255 + 0.5) << 16 |
                           (guint32)(colour->green * 255 + 0.5) << 8 |
                           (guint32)(colour->blue * 255 + 0.5);
    const gint stride = cairo_image_surface_get_stride(picture->surface);
    const guchar *bytes = cairo_image_surface_get_data(picture->surface);
    const gint height = cairo_image_surface_get_height(picture->surface);
    guint n = 0;

    for (gint line = MAX(y, 0); line < (y < 0 ? height : y + 1); line++) {
        const guint32 *pixels = (const guint32 *)(const void *)(bytes + line * stride);

        for (gint x = 0; x < WIDTH; x++)
            n += (pixels[x] & 0xffffff) == wanted;
    }
    return n;
}

static CarePart
part_with(const guint64 ratings[CARE_RATINGS])
{
    const CareCounts counts = history_counts(ratings, 4, 2);
    g_autoptr(CareCube) cube = care_cube_new();
    CarePart part;

    cube->scale = CARE_SCALE_ASKED;
    care_cube_add(cube, "anna", "xmpp", "d", CARE_SCALE_ASKED, &counts);
    care_part_of(cube, NULL, &part);
    return part;
}

static void
care_chart__draws__bars_in_proportion(void **state G_GNUC_UNUSED)
{
    const CarePart part = part_with((guint64[]){0, 1, 0, 1000, 2000});
    const CareChart chart = {.kind = CARE_CHART_RATINGS, .part = &part};

    for (gint dark = 0; dark <= 1; dark++) {
        Picture picture = paint(&chart, dark);
        const gint rows = 5, height = cairo_image_surface_get_height(picture.surface) / rows;
        guint widths[5];

        for (gint i = 0; i < rows; i++)
            widths[i] = count_ink(&picture, CARE_INK_BAR, i * height + 23);
        assert_int_equal(widths[0], WIDTH); /* 5, the best first */
        assert_int_equal(widths[1], WIDTH / 2);
        assert_int_equal(widths[2], 0);
        assert_int_equal(widths[3], 2); /* one of 3,001 can be seen */
        assert_int_equal(widths[4], 0);
        assert_true(count_ink(&picture, CARE_INK_TEXT, -1) > 100); /* words */
        cairo_surface_destroy(picture.surface);
    }
}

/* On the line of the track's upper edge nothing lies on the interval. */
static void
care_chart__draws__the_score_with_its_interval(void **state G_GNUC_UNUSED)
{
    const guint64 ratings[][CARE_RATINGS] = {
        {1, 0, 1, 3, 5}, {0, 0, 0, 0, 5}, {9, 0, 0, 0, 0}, {200, 200, 200, 200, 2000}};

    for (gsize i = 0; i < G_N_ELEMENTS(ratings); i++) {
        const CarePart part = part_with(ratings[i]);
        const CareChart chart = {.kind = CARE_CHART_SCORE, .part = &part};
        const double expected = MAX(2, (part.score.high - part.score.low) * (WIDTH - 10) / 100);
        Picture picture = paint(&chart, FALSE);
        const guint bar = count_ink(&picture, CARE_INK_BAR, 11);

        /* The ends lie between pixels, and where a band begins a line crosses it. */
        assert_in_range(bar, (guint)MAX(0, expected - 7), (guint)expected + 1);
        /* Beside the track there is paper at both ends, and then in the point. */
        if (part.score.value > 0 && part.score.value < 100)
            assert_in_range(count_ink(&picture, CARE_INK_PAPER, 16), 10 + 3, 10 + 7);
        cairo_surface_destroy(picture.surface);
    }
}

static void
care_chart__draws__outcomes_and_items_and_the_trend(void **state G_GNUC_UNUSED)
{
    g_auto(History) history = history_new();
    const CarePart part = part_with((guint64[]){0, 1, 0, 3, 9});

    history_rate(&history, 0, "anna", (guint64[]){1, 2, 2, 0, 1}, 3, 0);
    history_rate(&history, 1, "anna", (guint64[]){0, 4, 2, 12, 42}, 0, 0);
    const CareReportData data = history_data(&history);
    const CareChart charts[] = {
        {.kind = CARE_CHART_OUTCOMES, .part = &part},
        {.kind = CARE_CHART_ITEMS, .part = &part},
        {.kind = CARE_CHART_TREND, .data = &data, .options = &whole, .buckets = history.quarters}};

    for (gsize i = 0; i < G_N_ELEMENTS(charts); i++) {
        Picture picture = paint(&charts[i], FALSE);

        /* Nobody answered an item here. */
        assert_int_equal(count_ink(&picture, CARE_INK_BAR, -1) > 0,
                         charts[i].kind != CARE_CHART_ITEMS);
        assert_int_equal(count_ink(&picture, CARE_INK_LINE, -1) > 20,
                         charts[i].kind == CARE_CHART_TREND);
        cairo_surface_destroy(picture.surface);
    }
}

static double
channel(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* WCAG 2.2, "relative luminance" and "contrast ratio" */
static double
contrast(const CareColour *a, const CareColour *b)
{
    const double of_a =
        0.2126 * channel(a->red) + 0.7152 * channel(a->green) + 0.0722 * channel(a->blue);
    const double of_b =
        0.2126 * channel(b->red) + 0.7152 * channel(b->green) + 0.0722 * channel(b->blue);

    return (MAX(of_a, of_b) + 0.05) / (MIN(of_a, of_b) + 0.05);
}

static void
care_chart_colours__keep__enough_contrast(void **state G_GNUC_UNUSED)
{
    for (gint dark = 0; dark <= 1; dark++) {
        const CareColour *colours = care_chart_colours(dark);
        const CareColour *paper = &colours[CARE_INK_PAPER];

        assert_true(contrast(&colours[CARE_INK_TEXT], paper) >= 7);
        assert_true(contrast(&colours[CARE_INK_FAINT], paper) >= 4.5);
        assert_true(contrast(&colours[CARE_INK_BAR], paper) >= 3);
        assert_true(contrast(&colours[CARE_INK_LINE], paper) >= 4.5);
        assert_true(contrast(&colours[CARE_INK_BAR], &colours[CARE_INK_TRACK]) >= 3);
        assert_true(contrast(&colours[CARE_INK_TEXT], &colours[CARE_INK_BAR]) >= 2.5);
    }
}

static void
care_chart_svg__escapes__its_words(void **state G_GNUC_UNUSED)
{
    const CarePart part = part_with((guint64[]){0, 1, 0, 3, 9});
    const CareChart chart = {.kind = CARE_CHART_RATINGS, .part = &part};
    g_autofree char *svg = care_chart_svg(&chart, "a-b", "<&>", "\"</svg>");

    assert_true(g_str_has_prefix(svg, "<svg "));
    assert_says(svg, "<title id=\"a-b-t\">&lt;&amp;&gt;</title>");
    assert_says(svg, "&quot;&lt;/svg&gt;</desc>");
    assert_says(svg, "role=\"img\"");
    assert_true(draws(svg, "fill", "var(--care-bar)"));
    assert_says(svg, ">5 completely</text>");
    assert_keeps_quiet(svg, "<?xml");
    assert_keeps_quiet(svg, "rgb(");
    assert_keeps_quiet(svg, "surface");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_chart__draws__bars_in_proportion),
        cmocka_unit_test(care_chart__draws__the_score_with_its_interval),
        cmocka_unit_test(care_chart__draws__outcomes_and_items_and_the_trend),
        cmocka_unit_test(care_chart_colours__keep__enough_contrast),
        cmocka_unit_test(care_chart_svg__escapes__its_words),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
