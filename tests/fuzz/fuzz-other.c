/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches for bytes that make the reader of another report, and the report beside it, crash, lie
 * or never end. */
#include "care-fuzz.h"
#include <purple-care/report.h>

#define ANSWERS 30

static void
check_tally(const CareOther *other)
{
    guint64 rated = 0;

    must(other->tally.min >= 0 && other->tally.min < other->tally.max);
    must(other->tally.max - other->tally.min < CARE_STEPS_MAX);
    for (gsize t = 0; t < G_N_ELEMENTS(other->tally.counts); t++)
        rated += other->tally.counts[t];
    must(rated <= other->answered);
}

static void
check_other(const CareOther *other)
{
    must(strcmp(other->name, "fuzz") == 0);
    must(other->answered <= other->asked && other->asked <= other->chats);
    must(other->from_ms <= other->to_ms);
    must(other->agent == NULL || g_utf8_validate(other->agent, -1, NULL));
    must(other->protocol == NULL || g_utf8_validate(other->protocol, -1, NULL));
    check_tally(other);
    for (guint i = 0; other->definitions[i] != NULL; i++) {
        must(g_utf8_validate(other->definitions[i], -1, NULL));
        must(i == 0 || strcmp(other->definitions[i - 1], other->definitions[i]) < 0);
    }
}

/* Nothing of theirs reaches a terminal as more than text. */
static void
check_text(const char *text)
{
    must(g_utf8_validate(text, -1, NULL));
    for (const char *at = text; *at != '\0'; at++)
        must(*at == '\n' || !g_ascii_iscntrl(*at));
}

/* The report of a desk's half year, which is compared with the other one. */
static void
check_report(const CareOther *other)
{
    g_autoptr(CareCube) cube = care_cube_new();
    const CareReportData data = {.cube = cube, .other = other};
    const CareReportOptions options = {
        .agent = other->agent, .kind = "range", .timezone = "UTC", .now_ms = G_MAXINT64};
    CareCounts counts = {.ratings = {1, 2, 3, 4, ANSWERS - 10}};
    g_autofree char *text = NULL, *csv = NULL;

    counts.outcomes[CARE_OUTCOME_ANSWERED] = ANSWERS;
    care_cube_add(cube, "anna", "xmpp", "d1", CARE_SCALE_ASKED, &counts);
    cube->first_ms = cube->from_ms = G_GINT64_CONSTANT(1735689600000); /* 2025 */
    cube->last_ms = cube->to_ms = G_GINT64_CONSTANT(1751328000000);
    cube->scale = CARE_SCALE_ASKED;
    text = care_report_text(&data, &options);
    check_text(text);
    csv = care_report_csv(&data, &options);
    must(g_utf8_validate(csv, -1, NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_malloc0(size + 1);
    g_autoptr(GError) error = NULL;
    g_autoptr(CareOther) other = NULL;
    const double start_ms = cpu_ms();

    memcpy(text, data, size);
    other = care_other_of_json("fuzz", text, size, &error);
    must((other == NULL) == (error != NULL));
    must(cpu_ms() - start_ms < START_MS + MS_FOR_BYTES * (double)size);
    if (other == NULL) {
        must(error->domain == CARE_OTHER_ERROR && g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    check_other(other);
    check_report(other);
    return 0;
}
