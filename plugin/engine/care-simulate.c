/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plays chats of the past through the guards, and remembers of each customer what a store would. */
#include <purple-care/engine-simulate.h>
#include <string.h>

#define YEAR_MS    (365 * 24 * 3600 * G_GINT64_CONSTANT(1000))
#define DRAW_RANGE 4294967296.0 /* 2^32 */

typedef struct {
    CareSimulatedPart part;
    CareCustomer known;
    gint64 opted_out_ms; /* 0: not */
    GArray *asked;       /* of gint64, rising: within a year of the newest; NULL: never asked */
} Person;

struct _CareSimulation {
    CareSettings *settings;
    double response;
    char *sample_key;
    GHashTable *people; /* key to Person */
    GHashTable *agents; /* name to CareSimulatedPart */
    CareSimulatedPart all;
    guint64 n_anonymous;
    gint64 first_ms, last_ms;
};

static void
part_free(gpointer data)
{
    CareSimulatedPart *part = data;

    g_free(part->name);
    g_free(part);
}

static void
person_free(gpointer data)
{
    Person *person = data;

    if (person->asked != NULL)
        g_array_unref(person->asked);
    g_free(person->part.name);
    g_free(person);
}

CareSimulation *
care_simulation_new(CareSettings *settings, const CareSimulationRules *rules)
{
    CareSimulation *simulation = g_new0(CareSimulation, 1);

    simulation->settings = care_settings_ref(settings);
    simulation->response = rules->response;
    simulation->sample_key = g_strdup(rules->sample_key != NULL ? rules->sample_key : "");
    simulation->people = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, person_free);
    simulation->agents = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, part_free);
    return simulation;
}

void
care_simulation_free(CareSimulation *simulation)
{
    if (simulation == NULL)
        return;
    g_hash_table_unref(simulation->people);
    g_hash_table_unref(simulation->agents);
    g_free(simulation->sample_key);
    care_settings_unref(simulation->settings);
    g_free(simulation);
}

static Person *
person_of(CareSimulation *simulation, const char *key)
{
    Person *person = g_hash_table_lookup(simulation->people, key);

    if (person != NULL)
        return person;
    person = g_new0(Person, 1);
    person->part.name = g_strdup(key);
    person->known.is_known = TRUE;
    g_hash_table_insert(simulation->people, person->part.name, person);
    return person;
}

static CareSimulatedPart *
agent_of(CareSimulation *simulation, const char *name)
{
    CareSimulatedPart *part = g_hash_table_lookup(simulation->agents, name);

    if (part != NULL)
        return part;
    part = g_new0(CareSimulatedPart, 1);
    part->name = g_strdup(name);
    g_hash_table_insert(simulation->agents, part->name, part);
    return part;
}

void
care_simulation_wish(CareSimulation *simulation, const char *customer, gboolean is_private,
                     gint64 opted_out_ms)
{
    Person *person = person_of(simulation, customer);

    person->known.is_private = person->known.is_private || is_private;
    if (person->opted_out_ms == 0 || (opted_out_ms != 0 && opted_out_ms < person->opted_out_ms))
        person->opted_out_ms = opted_out_ms;
}

/* What a store would have said of them at @at_ms. */
static CareCustomer
known_at(Person *person, gint64 at_ms)
{
    CareCustomer known = person->known;

    known.is_opted_out = person->opted_out_ms != 0 && at_ms >= person->opted_out_ms;
    known.asked_in_year = 0;
    for (guint i = 0; person->asked != NULL && i < person->asked->len; i++)
        known.asked_in_year += g_array_index(person->asked, gint64, i) > at_ms - YEAR_MS;
    return known;
}

/* Whether this customer would have answered: of a thousand chats as many as the rate says, the same
 * ones each time (FNV-1a, its bits mixed as in SplitMix64). */
static gboolean
would_answer(const CareSimulation *simulation, const char *chat)
{
    guint64 hash = G_GUINT64_CONSTANT(14695981039346656037);

    for (const char *at = chat; *at != '\0'; at++)
        hash = (hash ^ (guchar)*at) * G_GUINT64_CONSTANT(1099511628211);
    hash = (hash ^ (hash >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    hash = (hash ^ (hash >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    hash ^= hash >> 31;
    return (double)(hash >> 32) / DRAW_RANGE < simulation->response;
}

static CareSurveyState
end_of(const CareSimulation *simulation, const CarePastChat *chat)
{
    switch (chat->outcome) {
    case CARE_OUTCOME_ANSWERED:
        return CARE_SURVEY_ANSWERED;
    case CARE_OUTCOME_SKIPPED:
        return CARE_SURVEY_SKIPPED;
    case CARE_OUTCOME_OPTED_OUT:
        return CARE_SURVEY_OPTED_OUT;
    case CARE_OUTCOME_EXPIRED:
        return CARE_SURVEY_EXPIRED;
    case CARE_OUTCOME_OPEN:
    case CARE_OUTCOME_PENDING:
    case CARE_OUTCOME_NOT_ASKED:
    case CARE_N_OUTCOMES:
        break;
    }
    return would_answer(simulation, chat->id) ? CARE_SURVEY_ANSWERED : CARE_SURVEY_EXPIRED;
}

static void
note_asked(const CareSimulation *simulation, Person *person, const CarePastChat *chat)
{
    guint past = 0;

    person->known.last_asked_ms = chat->ended_ms;
    person->known.last_end = end_of(simulation, chat);
    if (person->known.last_end == CARE_SURVEY_EXPIRED)
        person->known.silent_in_row++;
    else
        person->known.silent_in_row = 0;
    if (person->known.last_end == CARE_SURVEY_OPTED_OUT && person->opted_out_ms == 0)
        person->opted_out_ms = chat->ended_ms;
    if (person->asked == NULL)
        person->asked = g_array_new(FALSE, FALSE, sizeof(gint64));
    while (past < person->asked->len &&
           g_array_index(person->asked, gint64, past) <= chat->ended_ms - YEAR_MS)
        past++;
    if (past > 0)
        g_array_remove_range(person->asked, 0, past);
    g_array_append_val(person->asked, chat->ended_ms);
}

static gboolean
is_open(const CareSimulation *simulation, const CareCustomer *known, gint64 at_ms)
{
    return known->last_asked_ms != 0 && known->last_end == CARE_SURVEY_EXPIRED &&
           at_ms < known->last_asked_ms + simulation->settings->ask.expiry;
}

static CareReason
judge(const CareSimulation *simulation, const CarePastChat *chat, const CareCustomer *known)
{
    const CareCase at = {
        .is_desk = chat->is_desk,
        .is_room = chat->is_room,
        .is_erased = chat->is_erased,
        .is_transferred = chat->is_transferred,
        .is_quiet = chat->is_quiet,
        .is_waiting = chat->is_waiting,
        .is_encrypted = chat->is_encrypted,
        .has_window = chat->end != CARE_END_CLOSED,
        .is_question_open = is_open(simulation, known, chat->ended_ms),
        .protocol = chat->protocol,
        .end = chat->end,
        .present = chat->present,
        .agent_lines = chat->agent_lines,
        .customer_lines = chat->customer_lines,
        .customer = known,
        .customer_key = chat->customer,
        .chat_id = chat->id,
        .sample_key = chat->sample_key != NULL ? chat->sample_key : simulation->sample_key,
        .at_ms = chat->ended_ms,
    };
    const CareAsking verdict = care_eligibility_judge(&at, simulation->settings);

    g_free(verdict.guards);
    if (verdict.reason == CARE_REASON_SHADOW || verdict.reason == CARE_REASON_OFF)
        return CARE_REASON_NONE;
    return verdict.reason;
}

static void
count(CareSimulatedPart *part, CareReason reason)
{
    part->chats++;
    if (reason == CARE_REASON_NONE)
        part->asked++;
    else
        part->reasons[reason]++;
}

CareReason
care_simulation_add(CareSimulation *simulation, const CarePastChat *chat)
{
    Person *person = chat->customer != NULL ? person_of(simulation, chat->customer) : NULL;
    CareCustomer known = {0};
    CareReason reason;

    g_return_val_if_fail(simulation->all.chats == 0 || chat->ended_ms >= simulation->last_ms,
                         CARE_REASON_OTHER);

    if (person != NULL)
        known = known_at(person, chat->ended_ms);
    reason = judge(simulation, chat, &known);
    if (reason == CARE_REASON_NONE && person != NULL)
        note_asked(simulation, person, chat);
    if (person != NULL)
        count(&person->part, reason);
    else
        simulation->n_anonymous++;
    count(agent_of(simulation, chat->agent), reason);
    count(&simulation->all, reason);
    if (simulation->all.chats == 1)
        simulation->first_ms = chat->ended_ms;
    simulation->last_ms = chat->ended_ms;
    return reason;
}

static CareSimulatedPart *
part_copy(const CareSimulatedPart *part)
{
    CareSimulatedPart *copy = g_new(CareSimulatedPart, 1);

    *copy = *part;
    copy->name = g_strdup(part->name);
    return copy;
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
    const CareSimulatedPart *const *first = a, *const *second = b;

    return strcmp((*first)->name, (*second)->name);
}

static gint
by_asked(gconstpointer a, gconstpointer b)
{
    const CareSimulatedPart *const *first = a, *const *second = b;

    if ((*first)->asked != (*second)->asked)
        return (*first)->asked > (*second)->asked ? -1 : 1;
    return by_name(a, b);
}

CareSimulated *
care_simulation_finish(CareSimulation *simulation)
{
    CareSimulated *simulated = g_new0(CareSimulated, 1);
    GHashTableIter iter;
    gpointer value;

    simulated->all = simulation->all;
    simulated->n_anonymous = simulation->n_anonymous;
    simulated->first_ms = simulation->first_ms;
    simulated->last_ms = simulation->last_ms;
    simulated->agents = g_ptr_array_new_with_free_func(part_free);
    simulated->customers = g_ptr_array_new_with_free_func(part_free);
    g_hash_table_iter_init(&iter, simulation->agents);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_ptr_array_add(simulated->agents, part_copy(value));
    g_hash_table_iter_init(&iter, simulation->people);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Person *person = value;

        if (person->part.chats == 0)
            continue; /* only their wish is known */
        simulated->n_asked_customers += person->part.asked > 0;
        g_ptr_array_add(simulated->customers, part_copy(&person->part));
    }
    g_ptr_array_sort(simulated->agents, by_name);
    g_ptr_array_sort(simulated->customers, by_asked);
    return simulated;
}

void
care_simulated_free(CareSimulated *simulated)
{
    if (simulated == NULL)
        return;
    g_ptr_array_unref(simulated->agents);
    g_ptr_array_unref(simulated->customers);
    g_free(simulated);
}
