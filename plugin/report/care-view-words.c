/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prepares customers' words for a window: whatever they wrote, it stays text and in its place. */
#include "care-say.h"
#include <purple-care/engine-source.h>
#include <purple-care/report-view.h>

#define WORDS_MAX 4000 /* characters of a comment; longer ones are cut */

char *
care_view_day(const CareReportOptions *options, gint64 at_ms)
{
    g_autoptr(GTimeZone) zone = care_zone_new(options->timezone, NULL);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);
    g_autoptr(GDateTime) local = NULL;
    char *day;

    if (zone == NULL) /* the local one's may be a path */
        zone = g_time_zone_new_local();
    local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
    day = local != NULL ? g_date_time_format(local, "%x") : NULL;
    return day != NULL ? day : g_strdup("?");
}

char *
care_view_comment_head(const CareView *view, const CareViewComment *comment)
{
    g_autofree char *day = care_view_day(view->options, comment->at_ms), *theme = NULL;
    g_autoptr(GString) head = g_string_new(NULL);

    if (comment->is_unread)
        /* Translators: the sign stands for a comment that nobody has read. */
        g_string_append_printf(head, "%s \302\267 ", _("\342\227\217 unread"));
    if (comment->rating >= CARE_COMMENT_PRAISE && comment->item == CARE_ITEM_NONE)
        g_string_append_printf(head, "%s \302\267 ", _("\342\230\205 kudos"));
    if (comment->rating > 0) {
        g_string_append_printf(head, _("%d of %d"), comment->rating, CARE_RATINGS);
        g_string_append(head, " \302\267 ");
    }
    if (comment->item != CARE_ITEM_NONE)
        g_string_append_printf(head, "%s \302\267 ", care_report_item(comment->item));
    g_string_append(head, day);
    if (comment->theme != NULL) {
        theme = care_report_safe(comment->theme);
        /* \342\201\250 and \342\201\251: whatever it is written in, it turns nothing around. */
        g_string_append_printf(head, " \302\267 \342\201\250%s\342\201\251", theme);
    }
    return g_string_free(g_steal_pointer(&head), FALSE);
}

char *
care_view_words(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1), *cut = NULL, *words = NULL;
    g_auto(GStrv) lines = NULL;
    const glong length = g_utf8_strlen(valid, -1);

    cut = g_utf8_substring(valid, 0, MIN(length, WORDS_MAX));
    lines = g_strsplit(cut, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        char *safe = care_report_safe(g_strchomp(lines[i]));

        g_free(lines[i]);
        lines[i] = safe;
    }
    words = g_strjoinv("\n", lines);
    return length <= WORDS_MAX ? g_steal_pointer(&words) : g_strconcat(words, " [...]", NULL);
}
