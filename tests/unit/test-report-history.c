/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves that the JSON of a whole history says, key by key, what was computed of it by other means;
 * without a store between. */
#include "care-report-test.h"
#include <purple-care/report.h>

typedef struct {
    char *id, *agent, *protocol;
    gint64 ended_ms;
    CareCounts counts; /* of this one chat */
    gint rating;       /* 0: none */
} Chat;

typedef struct {
    const char *file, *zone, *quarter, *rolling, *agent, *protocol; /* NULL: not given */
} Case;

static void
chat_free(gpointer data)
{
    Chat *chat = data;

    g_free(chat->id);
    g_free(chat->agent);
    g_free(chat->protocol);
    g_free(chat);
}

static gint
compare_chats(gconstpointer a, gconstpointer b)
{
    const Chat *const *chats[] = {a, b};
    const gint64 first = (*chats[0])->ended_ms, second = (*chats[1])->ended_ms;

    if (first != second)
        return first < second ? -1 : 1;
    return strcmp((*chats[0])->id, (*chats[1])->id);
}

static Chat *
chat_new(char **cells)
{
    g_autoptr(GDateTime) ended = g_date_time_new_from_iso8601(cells[4], NULL);
    const gint outcome = care_outcome_from_name(cells[5]), item = care_item_from_name(cells[8]);
    Chat *chat = g_new0(Chat, 1);

    assert_true(ended != NULL && outcome > 0);
    chat->id = g_strdup(cells[0]);
    chat->agent = g_strdup(cells[1]);
    chat->protocol = g_strdup(cells[3]);
    chat->ended_ms = g_date_time_to_unix(ended) * 1000;
    chat->rating = (gint)g_ascii_strtoll(cells[7], NULL, 10);
    chat->counts.outcomes[outcome] = 1;
    if (outcome == CARE_OUTCOME_NOT_ASKED)
        chat->counts.reasons[CARE_REASON_OTHER] = 1;
    if (chat->rating > 0)
        chat->counts.ratings[chat->rating - 1] = 1;
    if (*cells[9] != '\0')
        chat->counts.items[item][*cells[9] - '1'] = 1;
    return chat;
}

/* The history in order of time. */
static GPtrArray *
history(void)
{
    GPtrArray *chats = g_ptr_array_new_with_free_func(chat_free);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    assert_true(g_file_get_contents("tests/data/history.csv", &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], ",", -1);

        assert_int_equal(g_strv_length(cells), 10);
        g_ptr_array_add(chats, chat_new(cells));
    }
    g_ptr_array_sort(chats, compare_chats);
    return chats;
}

static gboolean
is_wanted(const Chat *chat, gint64 from_ms, gint64 to_ms, const char *agent, const char *protocol)
{
    return chat->ended_ms >= from_ms && chat->ended_ms < to_ms &&
           (agent == NULL || strcmp(agent, chat->agent) == 0) &&
           (protocol == NULL || strcmp(protocol, chat->protocol) == 0);
}

static CareCube *
count(const GPtrArray *chats, gint64 from_ms, gint64 to_ms, const char *agent, const char *protocol)
{
    CareCube *cube = care_cube_new();

    for (guint i = 0; i < chats->len; i++) {
        const Chat *chat = g_ptr_array_index(chats, i);

        if (!is_wanted(chat, from_ms, to_ms, agent, protocol))
            continue;
        care_cube_add(cube, chat->agent, chat->protocol,
                      care_counts_asked(&chat->counts) > 0 ? "d" : "", CARE_SCALE_ASKED,
                      &chat->counts);
        cube->first_ms = cube->first_ms == 0 ? chat->ended_ms : cube->first_ms;
        cube->last_ms = chat->ended_ms;
    }
    cube->from_ms = from_ms == 0 ? cube->first_ms : from_ms;
    cube->to_ms = from_ms == 0 ? cube->last_ms : to_ms;
    return cube;
}

/* The last quarter watched against those before it. */
static void
watch(const GPtrArray *chats, const GPtrArray *quarters, const Case *what, CareCusum *out_cusum)
{
    const CareBucket *last = g_ptr_array_index(quarters, quarters->len - 1);
    CareCounts before = {0};
    CareTally tally;

    for (guint i = 0; i + 1 < quarters->len; i++) {
        const CareBucket *bucket = g_ptr_array_index(quarters, i);
        const CareCounts sum = care_cube_sum(bucket->cube, NULL);

        care_counts_add(&before, &sum);
    }
    care_counts_tally(&before, CARE_SCALE_ASKED, &tally);
    care_cusum_begin(out_cusum, &tally);
    for (guint i = 0; i < chats->len; i++) {
        const Chat *chat = g_ptr_array_index(chats, i);

        if (chat->rating > 0 &&
            is_wanted(chat, last->cube->from_ms, last->cube->to_ms, what->agent, what->protocol))
            care_cusum_add(out_cusum, chat->rating);
    }
}

static void assert_agrees(JsonNode *got, JsonNode *expected, const char *path);

static void
assert_object_agrees(JsonNode *got, JsonNode *expected, const char *path)
{
    JsonObject *object = json_node_get_object(expected);
    g_autoptr(GList) keys = json_object_get_members(object);

    assert_true(JSON_NODE_HOLDS_OBJECT(got));
    for (const GList *key = keys; key != NULL; key = key->next) {
        g_autofree char *below = g_strconcat(path, ".", key->data, NULL);
        JsonNode *value = json_object_get_member(json_node_get_object(got), key->data);

        if (value == NULL)
            fail_msg("%s is missing", below);
        else
            assert_agrees(value, json_object_get_member(object, key->data), below);
    }
    /* Agents are named by the data: one too many would be a fault. */
    if (g_str_has_suffix(path, ".by_agent"))
        assert_int_equal(json_object_get_size(json_node_get_object(got)), g_list_length(keys));
}

static void
assert_array_agrees(JsonNode *got, JsonNode *expected, const char *path)
{
    JsonArray *array = json_node_get_array(expected);

    assert_true(JSON_NODE_HOLDS_ARRAY(got));
    assert_int_equal(json_array_get_length(json_node_get_array(got)), json_array_get_length(array));
    for (guint i = 0; i < json_array_get_length(array); i++) {
        g_autofree char *below = g_strdup_printf("%s[%u]", path, i);

        assert_agrees(json_array_get_element(json_node_get_array(got), i),
                      json_array_get_element(array, i), below);
    }
}

/* What @expected holds, @got holds too: numbers within 2e-6, all else exactly. */
static void
assert_agrees(JsonNode *got, JsonNode *expected, const char *path)
{
    if (JSON_NODE_HOLDS_OBJECT(expected)) {
        assert_object_agrees(got, expected, path);
    } else if (JSON_NODE_HOLDS_ARRAY(expected)) {
        assert_array_agrees(got, expected, path);
    } else if (JSON_NODE_HOLDS_NULL(expected) || JSON_NODE_HOLDS_NULL(got)) {
        if (!JSON_NODE_HOLDS_NULL(expected) || !JSON_NODE_HOLDS_NULL(got))
            fail_msg("%s: one is null, the other is not", path);
    } else if (json_node_get_value_type(expected) == G_TYPE_STRING) {
        if (g_strcmp0(json_node_get_string(got), json_node_get_string(expected)) != 0)
            fail_msg("%s: \"%s\" is not \"%s\"", path, json_node_get_string(got),
                     json_node_get_string(expected));
    } else if (json_node_get_value_type(expected) == G_TYPE_BOOLEAN) {
        if (json_node_get_boolean(got) != json_node_get_boolean(expected))
            fail_msg("%s: true is not false", path);
    } else if (fabs(json_node_get_double(got) - json_node_get_double(expected)) > 2e-6) {
        fail_msg("%s: %.9f is not %.9f", path, json_node_get_double(got),
                 json_node_get_double(expected));
    }
}

static void
find_period(const Case *what, GTimeZone *zone, CarePeriod *out_period)
{
    if (what->quarter != NULL)
        assert_true(care_period_quarter(what->quarter, zone, out_period, NULL));
    else if (what->rolling != NULL)
        assert_true(care_period_rolling(what->rolling, zone, out_period, NULL));
    else
        assert_true(care_period_named("all", zone, 0, out_period, NULL));
}

static void
check_case(const GPtrArray *chats, const Case *what)
{
    g_autoptr(GTimeZone) zone = care_zone_new(what->zone, NULL);
    g_autofree char *path = g_strconcat("tests/data/", what->file, NULL);
    g_autofree char *wanted = NULL, *text = NULL;
    g_autoptr(JsonNode) expected = NULL;
    g_autoptr(JsonNode) got = NULL;
    g_autoptr(GPtrArray) quarters = NULL;
    CarePeriod period;
    CareCusum cusum;

    find_period(what, zone, &period);
    const gint64 to_ms = period.to_ms != 0 ? period.to_ms : G_MAXINT64;
    g_autoptr(CareCube) cube = count(chats, period.from_ms, to_ms, what->agent, what->protocol);
    g_autoptr(CareCube) team = count(chats, period.from_ms, to_ms, NULL, what->protocol);

    quarters = care_period_buckets(CARE_BUCKET_QUARTER, zone, cube->first_ms, cube->last_ms);
    for (guint i = 0; i < quarters->len; i++) {
        CareBucket *bucket = g_ptr_array_index(quarters, i);

        bucket->cube = count(chats, MAX(bucket->from_ms, period.from_ms), MIN(bucket->to_ms, to_ms),
                             what->agent, what->protocol);
    }
    watch(chats, quarters, what, &cusum);
    text = care_report_json(&(CareReportData){.cube = cube,
                                              .team = team,
                                              .quarters = quarters,
                                              .cusum = quarters->len > 1 ? &cusum : NULL},
                            &(CareReportOptions){.kind = period.kind, .timezone = what->zone});
    assert_true(g_file_get_contents(path, &wanted, NULL, NULL));
    expected = parse(wanted);
    got = parse(text);
    assert_agrees(got, expected, what->file);
}

static void
care_report_json__agrees__with_every_expected_history(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"history-expected.json", "UTC", NULL, NULL, NULL, NULL},
        {"history-expected.berlin.json", "Europe/Berlin", NULL, NULL, NULL, NULL},
        {"history-expected.india.json", "+05:30", NULL, NULL, NULL, NULL},
        {"history-expected.q1.json", "Europe/Berlin", "2025-Q1", NULL, NULL, NULL},
        {"history-expected.rolling.json", "UTC", NULL, "2025-03-01T00:00:00Z", NULL, NULL},
        {"history-expected.web.json", "UTC", NULL, NULL, NULL, "web"},
        {"history-expected.agent.json", "UTC", NULL, NULL, "bruno", NULL},
    };
    g_autoptr(GPtrArray) chats = history();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        check_case(chats, &cases[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_report_json__agrees__with_every_expected_history),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
