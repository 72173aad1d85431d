/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys themselves: parsing, checking, showing and the built-in values all go by this table. */
#include "care-settings-table.h"
#include "care-settings-wording.h"
#include <string.h>

#define AT(member) G_STRUCT_OFFSET(CareSettings, member)
#define SECOND     G_GINT64_CONSTANT(1000)
#define DAY        (24 * 60 * 60 * SECOND)
#define CENTURY    (36525 * DAY)

/* clang-format off */
/* Row makers: one for each type, so that a row says only what differs. */
#define BOOL(group, key, initial, member, help)                                \
    {                                                                          \
        group, key, CARE_KEY_BOOL, initial, AT(member), 0, 1, NULL, NULL, help \
    }
#define INT(group, key, initial, member, low, high, help)                          \
    {                                                                              \
        group, key, CARE_KEY_INT, initial, AT(member), low, high, NULL, NULL, help \
    }
#define DURATION(group, key, initial, member, low, high, help)                          \
    {                                                                                   \
        group, key, CARE_KEY_DURATION, initial, AT(member), low, high, NULL, NULL, help \
    }
#define KEEP(key, initial, member, help)                                                    \
    {                                                                                       \
        "privacy", key, CARE_KEY_KEEP, initial, AT(member), 0, CENTURY, NULL, "never", help \
    }
#define PRIVATE(key, initial, member, strict, help)                                  \
    {                                                                                \
        "privacy", key, CARE_KEY_BOOL, initial, AT(member), 0, 1, NULL, strict, help \
    }
#define TEXT(group, key, member, help)                                    \
    {                                                                     \
        group, key, CARE_KEY_TEXT, "", AT(member), 0, 0, NULL, NULL, help \
    }
#define PICK(group, key, type, initial, member, choices, help)           \
    {                                                                    \
        group, key, type, initial, AT(member), 0, 0, choices, NULL, help \
    }
#define LIST(key, type, member, help)                             \
    {                                                             \
        "desk", key, type, "", AT(member), 0, 0, NULL, NULL, help \
    }
#define STEPS(key, initial, member, help)                                                 \
    {                                                                                     \
        "remind", key, CARE_KEY_STEPS, initial, AT(member), SECOND, DAY, NULL, NULL, help \
    }
#define HINT(key, member, help) BOOL("remind", key, "on", member, help)
#define FREE(group, key, type, choices, help)                             \
    {                                                                     \
        group, key, type, "", CARE_KEY_NOWHERE, 0, 0, choices, NULL, help \
    }

static const CareKey keys[] = {
    FREE("policy", "locked", CARE_KEY_LOCKS, NULL, N_("keys that later files may not change")),
    TEXT("policy", "name", name, N_("what this policy is called")),
    TEXT("policy", "version", version, N_("which version of it this is")),

    LIST("accounts", CARE_KEY_ACCOUNTS, desk.accounts, N_("accounts that serve customers")),
    LIST("exclude", CARE_KEY_ADDRESSES, desk.exclude,
         N_("addresses, domains and buddy groups that are never asked")),
    LIST("agents", CARE_KEY_ADDRESSES, desk.agents, N_("colleagues: never taken for customers in a room")),
    TEXT("desk", "key", desk.key, N_("the desk's own key, for matching customers in a team store")),
    TEXT("desk", "timezone", desk.timezone, N_("the desk's time zone; empty: the system's")),
    TEXT("desk", "agent-name", desk.agent_name,
         N_("the agent's name to customers; empty: the account's alias")),
    BOOL("desk", "autoload", "no", desk.autoload, N_("the installed plugin loads itself")),

    DURATION("chat", "idle-end", "15min", chat.idle_end, SECOND, 30 * DAY, N_("silence that ends a chat")),
    DURATION("chat", "offline-end", "5min", chat.offline_end, 0, 30 * DAY,
             N_("time offline that ends a chat")),

    {"ask", "mode", CARE_KEY_ENUM, "live", AT(ask.mode), 0, 0, "live;shadow;off", "off",
     N_("live asks; shadow decides and records but sends nothing; off does neither")},
    PICK("ask", "steps", CARE_KEY_CHOICES, "item;comment", ask.steps, "item;comment",
         N_("which follow-ups may be drawn")),
    INT("ask", "follow-ups", "1", ask.follow_ups, 0, 2, N_("how many follow-ups a customer gets")),
    BOOL("ask", "on-close", "yes", ask.on_close, N_("ask when the agent closes the window")),
    BOOL("ask", "on-idle", "no", ask.on_idle, N_("ask when a chat ends by silence")),
    INT("ask", "min-messages", "1", ask.min_messages, 1, 100,
        N_("lines that each side must have written")),
    DURATION("ask", "answered-interval", "30d", ask.answered_interval, 0, CENTURY,
             N_("quiet time after an answer")),
    DURATION("ask", "silent-interval", "30d", ask.silent_interval, 0, CENTURY,
             N_("quiet time after no answer")),
    DURATION("ask", "refused-interval", "90d", ask.refused_interval, 0, CENTURY,
             N_("quiet time after a skip")),
    INT("ask", "yearly-cap", "4", ask.yearly_cap, 0, 1000000, N_("questions to a customer in 365 days")),
    INT("ask", "sample-percent", "100", ask.sample_percent, 0, 100, N_("share of chats that are asked")),
    PICK("ask", "hours", CARE_KEY_CHOICE, "always", ask.hours, "always",
         N_("when questions may be sent; this version knows only always")),
    DURATION("ask", "expiry", "1h", ask.expiry, SECOND, 30 * DAY, N_("how long a question stays open")),
    DURATION("ask", "late", "72h", ask.late, 0, 30 * DAY,
             N_("how long after the question a late rating still counts")),
    BOOL("ask", "several-in-room", "no", ask.several_in_room, N_("ask in rooms with several customers")),
    FREE("ask", "text-*", CARE_KEY_WORDING, NULL,
         N_("the desk's own wording; text-question[de] for one language")),

    PICK("show", "rating", CARE_KEY_ENUM, "yes", show.rating, "yes;no;after-5",
         N_("whether agents see their ratings")),
    BOOL("show", "comment", "yes", show.comment, N_("comments appear in reports")),

    {"language", "default", CARE_KEY_LANGUAGE, "auto", AT(language.fallback), 0, 0, NULL, NULL,
     N_("customers' language where it is not known; auto: the agent's")},

    STEPS("first-answer", "30;60;180", remind.first_answer, N_("the customer waits for a first answer")),
    STEPS("next-answer", "60;120;240", remind.next_answer, N_("the customer waits for the next answer")),
    STEPS("double-text", "45", remind.double_text, N_("the customer wrote again while waiting")),
    STEPS("promise", "120", remind.promise, N_("a promise to check is still open")),
    HINT("open-question", remind.open_question, N_("a question looks unanswered")),
    HINT("last-impression", remind.last_impression, N_("something is open at the end")),
    HINT("returning", remind.returning, N_("a customer is back")),
    HINT("low-before", remind.low_before, N_("a customer gave a low mark last time")),
    HINT("feeling", remind.feeling, N_("a customer sounds upset")),
    HINT("stock-text", remind.stock_text, N_("the same long line went to several customers")),
    HINT("empowerment", remind.empowerment, N_("something the agent may decide alone")),
    HINT("value", remind.value, N_("one of the desk's values is touched")),
    HINT("hold", remind.hold, N_("several customers wait at once")),
    INT("remind", "per-conversation", "2", remind.per_conversation, 0, 20,
        N_("interruptions in a conversation and 10 minutes")),
    INT("remind", "per-hour", "6", remind.per_hour, 0, 60, N_("interruptions in an hour")),

    TEXT("vision", "sentence", vision.sentence, N_("the desk's service vision")),
    FREE("vision", "values", CARE_KEY_TEXT, NULL, N_("its values in rank order, parted by ;")),
    FREE("vision", "cue-*", CARE_KEY_TEXT, NULL, N_("words that touch a value")),
    FREE("empowerment", "*", CARE_KEY_TEXT, NULL, N_("what an agent may do alone, and its cue-...")),
    TEXT("benchmark", "sector", benchmark.sector, N_("the sector to compare with")),

    KEEP("keep-comments", "180d", privacy.keep_comments, N_("how long comments are kept")),
    KEEP("keep-notes", "365d", privacy.keep_notes, N_("how long notes on customers are kept")),
    KEEP("keep-chats", "730d", privacy.keep_chats, N_("how long chats are kept one by one")),
    PRIVATE("notes", "yes", privacy.notes, "no", N_("agents may keep notes on customers")),
    PRIVATE("typed-erase", "yes", privacy.typed_erase, "yes",
            N_("customers may erase what is kept by typing so")),
    INT("privacy", "smallest-group", "5", privacy.smallest_group, 2, 1000,
        N_("smallest group of agents that a lead reads figures of")),

    TEXT("team", "service", team.service, N_("the connection service of the team store")),
    TEXT("team", "group", team.group, N_("the group this desk belongs to")),
    BOOL("team", "comments", "no", team.comments, N_("comments go to the team store too")),
};
/* clang-format on */

const CareKey *
care_key_nth(guint n)
{
    return n < G_N_ELEMENTS(keys) ? &keys[n] : NULL;
}

gboolean
care_key_matches(const CareKey *row, const char *key)
{
    const char *star = strchr(row->key, '*');

    if (star == NULL)
        return strcmp(row->key, key) == 0;
    if (strncmp(row->key, key, (gsize)(star - row->key)) != 0 || key[star - row->key] == '\0')
        return FALSE;
    return row->type != CARE_KEY_WORDING ||
           care_wording_find(key + (star - row->key)) != NULL; /* "question", "question[de]" */
}

const CareKey *
care_key_find(const char *group, const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(keys[i].group, group) == 0 && care_key_matches(&keys[i], key))
            return &keys[i];
    }
    return NULL;
}

gboolean
care_key_has_group(const char *group)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(keys[i].group, group) == 0)
            return TRUE;
    }
    return FALSE;
}

#define NEAR_MAX 40 /* no key is longer: what is, is no slip of the pen */

/* How many letters must be put in, left out or changed to make @b of @a; NEAR_MAX for long names.
 */
static guint
distance(const char *a, const char *b)
{
    const gsize b_len = strlen(b);
    guint row[NEAR_MAX + 1];

    if (strlen(a) > NEAR_MAX || b_len > NEAR_MAX)
        return NEAR_MAX;
    for (guint j = 0; j <= b_len; j++)
        row[j] = j;
    for (guint i = 1; a[i - 1] != '\0'; i++) {
        guint diagonal = row[0];
        row[0] = i;
        for (guint j = 1; j <= b_len; j++) {
            const gboolean same = g_ascii_tolower(a[i - 1]) == g_ascii_tolower(b[j - 1]);
            const guint changed = diagonal + !same;
            diagonal = row[j];
            row[j] = MIN(changed, MIN(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_len];
}

static guint
allowed_distance(const char *name)
{
    return strlen(name) < 6 ? 1 : 3;
}

gboolean
care_key_is_near(const CareKey *row, const char *key)
{
    g_autofree char *base = g_strndup(key, strcspn(key, "["));

    return distance(base, row->key) <= allowed_distance(row->key);
}

/* @group without the blanks that GKeyFile leaves in "[ desk ]", no-break ones included. */
static char *
strip_group(const char *group)
{
    char *normal = g_utf8_normalize(group, -1, G_NORMALIZE_ALL_COMPOSE);

    return normal == NULL ? g_strdup(group) : g_strstrip(normal);
}

const CareKey *
care_key_nearest(const char *group, const char *key)
{
    g_autofree char *stripped = strip_group(group);
    const CareKey *best = NULL;
    guint best_cost = G_MAXUINT;

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        const guint off = distance(key, keys[i].key);
        /* The same slip in another group is the lesser guess, but a right name there beats a slip
         * here. */
        const guint cost = 2 * off + (g_ascii_strcasecmp(stripped, keys[i].group) != 0);

        if (off <= allowed_distance(keys[i].key) && cost < best_cost) {
            best = &keys[i];
            best_cost = cost;
        }
    }
    return best;
}

const char *
care_group_nearest(const char *group)
{
    g_autofree char *stripped = strip_group(group);
    const char *best = NULL;
    guint best_off = G_MAXUINT;

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        const guint off = distance(stripped, keys[i].group);
        if (off <= allowed_distance(keys[i].group) && off < best_off) {
            best = keys[i].group;
            best_off = off;
        }
    }
    return best;
}

gboolean
care_settings_is_systems(const char *group, const char *key)
{
    return (strcmp(group, "policy") == 0 && strcmp(key, "locked") == 0) ||
           (strcmp(group, "desk") == 0 && strcmp(key, "autoload") == 0);
}

char *
care_key_id(const char *group, const char *key)
{
    return g_strconcat(group, ".", key, NULL);
}

gboolean
care_settings_nth(guint n, const char **out_group, const char **out_key, const char **out_default,
                  const char **out_help)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strchr(keys[i].key, '*') != NULL || n-- > 0)
            continue; /* a pattern is no key that could be shown */
        *out_group = keys[i].group;
        *out_key = keys[i].key;
        *out_default = keys[i].initial;
        *out_help = _(keys[i].help);
        return TRUE;
    }
    return FALSE;
}
