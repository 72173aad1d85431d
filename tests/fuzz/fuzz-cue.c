/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds the reader of cues any line in any language, and patterns as a careless admin might write
 * them. */
#include "care-fuzz.h"
#include <purple-care/engine-cue.h>

#define PATTERN_MS 4000

/* A machine that stands still for a while is no fault of ours: the quickest of a few counts. */
static void
check_time(const CareLanguage *language, gboolean is_agent, const char *text)
{
    const double most_ms = START_MS + MS_FOR_BYTES * (double)strlen(text);
    double spent_ms = most_ms;

    for (guint i = 0; i < 5 && spent_ms >= most_ms; i++) {
        const double start_ms = cpu_ms();

        care_cues_read(language, is_agent, text, NULL);
        spent_ms = cpu_ms() - start_ms;
    }
    must(spent_ms < most_ms);
}

static void
check_line(const CareLanguage *language, gboolean is_agent, const char *text)
{
    g_autoptr(GString) reason = g_string_new(NULL);
    const guint cues = care_cues_read(language, is_agent, text, NULL);

    check_time(language, is_agent, text);
    must(care_cues_read(language, is_agent, text, reason) == cues);
    must(cues == 0 || reason->len > 0);
    must(g_utf8_validate(reason->str, -1, NULL));
    must((cues & (is_agent ? CARE_CUE_FEELING : CARE_CUE_PROMISE)) == 0);
    must(*text != '\0' || cues == 0);
}

/* @text: patterns, one a line; the last line is what they are matched with. */
static void
check_patterns(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const guint n = g_strv_length(lines);
    g_autofree char *line = n > 0 ? g_steal_pointer(&lines[n - 1]) : NULL;
    g_autoptr(GError) error = NULL;
    const double start_ms = cpu_ms();
    g_autoptr(CareCueList) list = care_cue_list_new((const char *const *)lines, &error);

    must((list == NULL) == (error != NULL));
    must(error == NULL || g_utf8_validate(error->message, -1, NULL));
    if (list != NULL && line != NULL)
        must(care_cue_list_matches(list, line) == care_cue_list_matches(list, line));
    must(cpu_ms() - start_ms < PATTERN_MS);
}

/* The first byte is the language, the second who writes: "a", or "c", or "p" for patterns. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    g_autofree char *text = g_utf8_make_valid((const char *)data + 2, (gssize)size - 2);

    if (data[1] == 'p')
        check_patterns(text);
    else
        check_line(language_by(data[0]), data[1] == 'a', text);
    return 0;
}
