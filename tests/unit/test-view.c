/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that a window is handed the words and charts of the report, and nothing of ratings where
 * policy hides them. */
#include "care-chart.h"
#include "care-report-quarters.h"

#define HEIGHT_MAX 400

typedef struct {
    History history;
    CareVoices *voices;
    CareReportData data;
} Fixture;

static void
fixture_clear(Fixture *fixture)
{
    history_clear(&fixture->history);
    care_voices_free(fixture->voices);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fixture, fixture_clear)

static Fixture
fixture_new(void)
{
    Fixture fixture = {history_new(), care_voices_new(), {0}};

    history_rate(&fixture.history, 0, "anna", (guint64[]){1, 2, 2, 0, 1}, 3, 0);
    history_rate(&fixture.history, 1, "anna", (guint64[]){0, 4, 2, 12, 42}, 7, 5);
    fixture.voices->n = 9;
    fixture.voices->unread = 2;
    fixture.voices->low = fixture.voices->open = 4;
    fixture.data = history_data(&fixture.history);
    fixture.data.voices = fixture.voices;
    return fixture;
}

/* (transfer full): label and text, line by line. */
static char *
joined(GPtrArray *lines)
{
    GString *all = g_string_new(NULL);

    for (guint i = 0; i < lines->len; i++) {
        const CareViewLine *line = g_ptr_array_index(lines, i);

        g_string_append_printf(all, "%s: %s\n", line->label != NULL ? line->label : "-",
                               line->text);
    }
    g_ptr_array_unref(lines);
    return g_string_free(all, FALSE);
}

static char *
all_of(const CareView *view)
{
    GString *all = g_string_new(NULL);

    for (guint kind = 0; kind < CARE_N_VIEWS; kind++) {
        g_autofree char *lines = joined(care_view_lines(view, (CareViewKind)kind));
        g_autofree char *rows = joined(care_view_rows(view, (CareViewKind)kind));

        g_string_append_printf(all, "%s%s", lines, rows);
    }
    return g_string_free(all, FALSE);
}

static void
care_view_lines__are__those_of_the_text_report(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = fixture_new();
    const CareView view = {&fixture.data, &whole, FALSE};
    g_autofree char *text = care_report_text(&fixture.data, &whole);
    const CareViewKind kinds[] = {CARE_VIEW_SCORE, CARE_VIEW_WEEKS, CARE_VIEW_OUTCOMES,
                                  CARE_VIEW_VOICES};

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GPtrArray) lines = care_view_lines(&view, kinds[i]);

        assert_true(lines->len > 0);
        for (guint j = 0; j < lines->len; j++) {
            const CareViewLine *line = g_ptr_array_index(lines, j);

            assert_tells(text, line->text);
        }
    }
}

static void
care_view_rows__bear__what_the_charts_draw(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = fixture_new();
    const CareView view = {&fixture.data, &whole, FALSE};
    g_autofree char *all = all_of(&view), *headline = care_view_headline(&view);

    assert_string_equal(headline, "84 of 100");
    assert_says(all, "\n5 completely: 43 (65 %)\n");
    assert_says(all, "\nanswered: 66 (81 %)\n");
    assert_says(all, "\nthe agent chose not to ask: 5 (6 %)\n");
    assert_says(all, "\n2024-Q4: 41 (");
    assert_says(all, "Low marks: 4 = ");
}

static void
care_view__hides__all_that_is_made_of_ratings(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = fixture_new();
    const CareView view = {&fixture.data, &whole, TRUE};
    const CareViewComment comment = {.at_ms = BEGIN_MS, .is_unread = TRUE};
    g_autofree char *all = all_of(&view), *headline = care_view_headline(&view),
                    *head = care_view_comment_head(&view, &comment);
    const char *const secrets[] = {"of 100", "completely", "-Q4", "Low marks", "Worst", "Ideal"};

    for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++)
        assert_keeps_quiet(all, secrets[i]);
    assert_says(all, "[show] rating");
    assert_says(all, "Response rate: ");
    assert_says(all, "Comments: 9, of them 2 unread");
    assert_null(headline);
    assert_says(head, "unread");
    assert_keeps_quiet(head, "of 5");
    for (guint kind = 0; kind < CARE_N_VIEWS; kind++)
        assert_int_equal(care_view_has_chart(&view, (CareViewKind)kind),
                         kind == CARE_VIEW_OUTCOMES);
}

static void
care_view__says__little_of_few_or_none(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareCube) none = care_cube_new();
    const CareReportData empty = {.cube = none};
    const CareView view = {&empty, &whole, FALSE};
    g_autofree char *all = all_of(&view), *headline = care_view_headline(&view);
    g_auto(History) history = history_new();

    assert_says(all, "No chat has ended here yet");
    assert_null(headline);
    assert_null(care_view_picture(&view, FALSE));
    history_rate(&history, 0, "anna", (guint64[]){0, 0, 0, 1, 3}, 0, 0);
    const CareReportData few = history_data(&history);
    const CareView four = {&few, &whole, FALSE};
    g_autofree char *told = all_of(&four), *counts = care_view_headline(&four);

    assert_string_equal(counts, "No score yet");
    assert_keeps_quiet(told, "of 100");
    assert_false(care_view_has_chart(&four, CARE_VIEW_SCORE));
    assert_false(care_view_has_chart(&four, CARE_VIEW_WEEKS));
    assert_true(care_view_has_chart(&four, CARE_VIEW_RATINGS));
}

static void
care_view_words__make__customers_words_harmless(void **state G_GNUC_UNUSED)
{
    g_autofree char *words = care_view_words("one\r\n\342\200\256two \033[1m \377<b>&");
    g_autofree char *many = g_strnfill(5000, 'a'), *cut = care_view_words(many);

    assert_string_equal(words, "one\n\\u202etwo \\u001b[1m \357\277\275<b>&");
    assert_int_equal(strlen(cut), 4000 + strlen(" [...]"));
}

static void
care_view_comment_head__marks__kudos_by_word_and_sign(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = fixture_new();
    const CareView view = {&fixture.data, &whole, FALSE};
    CareViewComment comment = {BEGIN_MS, 4, CARE_ITEM_NONE, FALSE, "a\033b"};
    g_autofree char *praise = care_view_comment_head(&view, &comment);

    assert_says(praise, "\342\230\205 kudos");
    assert_says(praise, "4 of 5");
    assert_says(praise, "a\\u001bb");
    assert_keeps_quiet(praise, "unread");
    comment.item = CARE_ITEM_CULTURE;
    g_autofree char *item = care_view_comment_head(&view, &comment);

    assert_says(item, "Culture");
    assert_keeps_quiet(item, "kudos");
}

/* Draws @kind; (transfer full): its pixels, CARE_VIEW_WIDTH a line. */
static guint32 *
draw(const CareView *view, CareViewKind kind, gboolean is_mirrored)
{
    const CareViewLook look = {{1, 1, 1}, is_mirrored};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, CARE_VIEW_WIDTH, HEIGHT_MAX);
    cairo_t *cr = cairo_create(surface);
    guint32 *pixels;

    care_view_draw(view, kind, cr, CARE_VIEW_WIDTH, &look);
    assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    pixels = g_malloc((gsize)cairo_image_surface_get_stride(surface) * HEIGHT_MAX);
    memcpy(pixels, cairo_image_surface_get_data(surface),
           (gsize)cairo_image_surface_get_stride(surface) * HEIGHT_MAX);
    cairo_surface_destroy(surface);
    return pixels;
}

static void
care_view_draw__mirrors__bars_but_not_their_words(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = fixture_new();
    const CareView view = {&fixture.data, &whole, FALSE};
    g_autofree guint32 *plain = draw(&view, CARE_VIEW_RATINGS, FALSE),
                       *turned = draw(&view, CARE_VIEW_RATINGS, TRUE);
    const gint bar = 8 + 34 + 23; /* the second one's middle */
    const gint words = 8 + 34 + 9;
    guint unlike = 0;

    for (gint x = 10; x < CARE_VIEW_WIDTH - 10; x++) {
        const gint there = CARE_VIEW_WIDTH - 1 - x;

        if (x % 50 == 0) /* beyond the edges of bars */
            assert_int_equal(plain[bar * CARE_VIEW_WIDTH + x],
                             turned[bar * CARE_VIEW_WIDTH + there]);
        unlike += plain[words * CARE_VIEW_WIDTH + x] != turned[words * CARE_VIEW_WIDTH + there];
    }
    assert_true(unlike > 0);
}

static void
care_chart_colours_on__keep__words_readable_on_any_paper(void **state G_GNUC_UNUSED)
{
    const CareColour *day = care_chart_colours(FALSE), *night = care_chart_colours(TRUE);
    CareColour colours[CARE_N_INKS];
    const CareColour themes[] = {{1, 1, 1}, {0.96, 0.96, 0.95}, {0.14, 0.15, 0.16}, {0, 0, 0}};
    const CareColour grey = {0.5, 0.5, 0.5};

    for (gsize i = 0; i < G_N_ELEMENTS(themes); i++) {
        care_chart_colours_on(&themes[i], colours);
        assert_memory_equal(&colours[CARE_INK_PAPER], &themes[i], sizeof(CareColour));
        assert_memory_equal(&colours[CARE_INK_TEXT], i < 2 ? &day[0] : &night[0],
                            sizeof(CareColour));
    }
    care_chart_colours_on(&grey, colours); /* nothing can be read on that */
    assert_true(colours[CARE_INK_PAPER].red == 1 || colours[CARE_INK_PAPER].red < 0.1);
}

static void
care_view_picture__is__one_sharp_png(void **state G_GNUC_UNUSED)
{
    g_auto(Fixture) fixture = fixture_new();
    CareReportOptions options = whole;
    const CareView view = {&fixture.data, &options, FALSE};

    options.agent = "anna";
    options.now_ms = END_MS;
    for (gint is_mirrored = 0; is_mirrored <= 1; is_mirrored++) {
        g_autoptr(GBytes) png = care_view_picture(&view, is_mirrored);
        gsize length;
        const guchar *bytes = g_bytes_get_data(png, &length);

        assert_true(length > 10000);
        assert_memory_equal(bytes, "\211PNG\r\n\032\n", 8);
        assert_int_equal(bytes[18] << 8 | bytes[19], 1040);
    }
}

static void
care_view_is_dark__picks__the_ink_that_is_read_better(void **state G_GNUC_UNUSED)
{
    /* Grey turns at a luminance of 0.179, where both have 4.58:1. */
    assert_true(care_view_is_dark(&(CareColour){0, 0, 0}));
    assert_true(care_view_is_dark(&(CareColour){0.45, 0.45, 0.45}));
    assert_false(care_view_is_dark(&(CareColour){0.47, 0.47, 0.47}));
    assert_true(care_view_is_dark(&(CareColour){0, 0, 1}));
    assert_false(care_view_is_dark(&(CareColour){1, 1, 0.75})); /* GTK's own info bar */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_view_lines__are__those_of_the_text_report),
        cmocka_unit_test(care_view_rows__bear__what_the_charts_draw),
        cmocka_unit_test(care_view__hides__all_that_is_made_of_ratings),
        cmocka_unit_test(care_view__says__little_of_few_or_none),
        cmocka_unit_test(care_view_words__make__customers_words_harmless),
        cmocka_unit_test(care_view_comment_head__marks__kudos_by_word_and_sign),
        cmocka_unit_test(care_view_draw__mirrors__bars_but_not_their_words),
        cmocka_unit_test(care_chart_colours_on__keep__words_readable_on_any_paper),
        cmocka_unit_test(care_view_is_dark__picks__the_ink_that_is_read_better),
        cmocka_unit_test(care_view_picture__is__one_sharp_png),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
