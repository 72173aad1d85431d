/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that each kind of line that libpurple writes is known for what it is; the texts are those
 * of a real client's logs. */
#include "care-log-line.h"
#include "care-test.h"
#include <string.h>

#define SPAN(colour, rest) \
    "<span style=\"color: #" colour "\"><span style=\"font-size: smaller\">" rest
#define FONT(colour, rest) "<font color=\"#" colour "\"><font size=\"2\">" rest

static void
check(gboolean is_html, const char *line, CareLogKind kind, const char *stamp, const char *name,
      const char *text, gboolean is_automatic)
{
    CareLogParts parts;
    g_autofree char *seen_stamp = NULL, *seen_name = NULL, *seen_text = NULL;

    if (is_html)
        care_log_line_html(line, &parts);
    else
        care_log_line_text(line, &parts);
    assert_int_equal(parts.kind, kind);
    if (kind == CARE_LOG_NOTHING)
        return;
    seen_stamp = g_strndup(parts.stamp, parts.stamp_size);
    seen_name = care_log_plain(parts.name, parts.name_size, is_html, 500);
    seen_text = care_log_plain(parts.text, parts.text_size, is_html, 500);
    assert_string_equal(seen_stamp, stamp);
    assert_string_equal(seen_name, name);
    assert_string_equal(seen_text, text);
    assert_int_equal(parts.is_automatic, is_automatic);
}

static void
care_log_line_html__knows__what_the_client_writes(void **state G_GNUC_UNUSED)
{
    check(TRUE, SPAN("A82F2F", "(09:20:52)</span> <b>Anna:</b></span> hello &amp; <b>you</b><br>"),
          CARE_LOG_RECEIVED, "09:20:52", "Anna", "hello & you", FALSE);
    check(TRUE, SPAN("16569E", "(09:20:52 PM)</span> <b>a@b/desk:</b></span> hi<br/>there<br>"),
          CARE_LOG_SENT, "09:20:52 PM", "a@b/desk", "hi there", FALSE);
    check(TRUE, SPAN("062585", "(09:20:52)</span> <b>***Anna</b></span> waits<br>"), CARE_LOG_SAID,
          "09:20:52", "Anna", "waits", FALSE);
    check(TRUE, SPAN("16569E", "(1:2:3)</span> <b>Kim &lt;AUTO-REPLY&gt;:</b></span> away<br>"),
          CARE_LOG_SENT, "1:2:3", "Kim", "away", TRUE);
    check(TRUE, SPAN("A82F2F", "(1:2:3)</span> <b>Anna &lt;anna@b.org&gt;:</b></span> x<br>"),
          CARE_LOG_RECEIVED, "1:2:3", "Anna <anna@b.org>", "x", FALSE);
    /* as clients before 2.14 wrote */
    check(TRUE, FONT("A82F2F", "(09:20:52)</font> <b>Anna:</b></font> hello<br/>"),
          CARE_LOG_RECEIVED, "09:20:52", "Anna", "hello", FALSE);
}

static void
care_log_line_html__leaves__all_else_out(void **state G_GNUC_UNUSED)
{
    static const char *const lines[] = {
        "",
        "</p>",
        "a further line of a message",
        "<span style=\"font-size: smaller\">(09:20:52)</span><b> Kim has signed off.</b><br>",
        SPAN("FF0000", "(09:20:52)</span><b> Unable to send message.</b></span><br>"),
        SPAN("16569E", ""),
        SPAN("16569E", "(09:20:52"),
        SPAN("16569E", "(09:20:52)</span> <b>Kim:"),
        SPAN("16569E", "(09:20:52)</span> <b></b></span> x"),
        SPAN("6C2585", "(09:20:52)</span> <b>whisper:</b></span> x"),
        "<span style=\"color: #16569E",
        "<span style=\"color: #16569E\">",
        "<font color=\"#16\"><font size=\"2\">(1)</font> <b>x:</b></font>",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
        check(TRUE, lines[i], CARE_LOG_NOTHING, NULL, NULL, NULL, FALSE);
}

static void
care_log_line_text__knows__names_and_leaves_notices(void **state G_GNUC_UNUSED)
{
    static const char *const lines[] = {"",
                                        "lines & more",
                                        "(",
                                        "()",
                                        "(09:20:52)",
                                        "(09:20:52) Kim has signed off.",
                                        "(09:20:52) : x"};

    check(FALSE, "(09:20:52) Anna: hello: <b>you</b>", CARE_LOG_SAID, "09:20:52", "Anna",
          "hello: <b>you</b>", FALSE);
    check(FALSE, "(09:20:52) Kim <AUTO-REPLY>: away", CARE_LOG_SAID, "09:20:52", "Kim", "away",
          TRUE);
    check(FALSE, "(09:20:52) ***Anna waits", CARE_LOG_SAID, "09:20:52", "", "Anna waits", FALSE);
    check(FALSE, "(09:20:52) Anna:", CARE_LOG_SAID, "09:20:52", "Anna", "", FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
        check(FALSE, lines[i], CARE_LOG_NOTHING, NULL, NULL, NULL, FALSE);
}

static void
care_log_plain__is__short_valid_text(void **state G_GNUC_UNUSED)
{
    const char *raw = "a\xff<b title='x'>b</b> &lt;&unknown; &#39;<unclosed";
    g_autofree char *plain = care_log_plain(raw, strlen(raw), TRUE, 100);
    g_autofree char *cut = care_log_plain("aaaaaaaaaa\xc3\xa4", 12, FALSE, 11);

    assert_string_equal(plain, "a\xef\xbf\xbd"
                               "b <&unknown; '<unclosed");
    assert_true(g_utf8_validate(cut, -1, NULL));
    assert_true(strlen(cut) < 16);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_log_line_html__knows__what_the_client_writes),
        cmocka_unit_test(care_log_line_html__leaves__all_else_out),
        cmocka_unit_test(care_log_line_text__knows__names_and_leaves_notices),
        cmocka_unit_test(care_log_plain__is__short_valid_text),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
