/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps what an audit counted, by name, so that several stores add up. */
#include <purple-care/engine-audit.h>
#include <string.h>

static void
agent_free(gpointer data)
{
    CareAuditAgent *agent = data;

    g_free(agent->agent);
    g_free(agent);
}

static void
definition_free(gpointer data)
{
    CareAuditDefinition *definition = data;

    g_free(definition->name);
    g_free(definition);
}

static void
change_free(gpointer data)
{
    CareAuditChange *change = data;

    g_free(change->from);
    g_free(change->to);
    g_free(change);
}

CareAudit *
care_audit_new(void)
{
    CareAudit *audit = g_new0(CareAudit, 1);

    audit->agents = g_ptr_array_new_with_free_func(agent_free);
    audit->definitions = g_ptr_array_new_with_free_func(definition_free);
    audit->changes = g_ptr_array_new_with_free_func(change_free);
    audit->long_ms = -1;
    return audit;
}

void
care_audit_free(CareAudit *audit)
{
    if (audit == NULL)
        return;
    g_ptr_array_unref(audit->agents);
    g_ptr_array_unref(audit->definitions);
    g_ptr_array_unref(audit->changes);
    g_free(audit);
}

/* The agent of that name, or where it belongs. */
static gboolean
find_agent(const CareAudit *audit, const char *name, guint *out_at)
{
    guint low = 0, high = audit->agents->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;
        const CareAuditAgent *agent = g_ptr_array_index(audit->agents, middle);
        const gint order = strcmp(agent->agent, name);

        if (order == 0) {
            *out_at = middle;
            return TRUE;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *out_at = low;
    return FALSE;
}

CareAuditAgent *
care_audit_agent(CareAudit *audit, const char *name)
{
    CareAuditAgent *agent;
    guint at;

    g_return_val_if_fail(audit != NULL && name != NULL, NULL);

    if (find_agent(audit, name, &at))
        return g_ptr_array_index(audit->agents, at);
    agent = g_new0(CareAuditAgent, 1);
    agent->agent = g_strdup(name);
    g_ptr_array_insert(audit->agents, (gint)at, agent);
    return agent;
}

const CareAuditAgent *
care_audit_find(const CareAudit *audit, const char *name)
{
    guint at;

    g_return_val_if_fail(audit != NULL && name != NULL, NULL);

    return find_agent(audit, name, &at) ? g_ptr_array_index(audit->agents, at) : NULL;
}

void
care_audit_define(CareAudit *audit, const char *name, gint64 first_ms, gint64 last_ms, guint64 n)
{
    CareAuditDefinition *definition = NULL;

    g_return_if_fail(audit != NULL && name != NULL);

    for (guint i = 0; i < audit->definitions->len; i++) {
        CareAuditDefinition *one = g_ptr_array_index(audit->definitions, i);

        if (strcmp(one->name, name) == 0)
            definition = one;
    }
    if (definition == NULL) {
        definition = g_new0(CareAuditDefinition, 1);
        definition->name = g_strdup(name);
        definition->first_ms = first_ms;
        definition->last_ms = last_ms;
        g_ptr_array_add(audit->definitions, definition);
    }
    definition->first_ms = MIN(definition->first_ms, first_ms);
    definition->last_ms = MAX(definition->last_ms, last_ms);
    definition->asked += n;
}

void
care_audit_change(CareAudit *audit, const CareAuditChange *change)
{
    CareAuditChange *kept = NULL;

    g_return_if_fail(audit != NULL && change != NULL);

    for (guint i = 0; i < audit->changes->len; i++) {
        CareAuditChange *one = g_ptr_array_index(audit->changes, i);

        if (strcmp(one->from, change->from) == 0 && strcmp(one->to, change->to) == 0)
            kept = one;
    }
    if (kept == NULL) {
        kept = g_new0(CareAuditChange, 1);
        *kept = (CareAuditChange){.from = g_strdup(change->from),
                                  .to = g_strdup(change->to),
                                  .first_ms = change->first_ms,
                                  .last_ms = change->last_ms};
        g_ptr_array_add(audit->changes, kept);
    }
    kept->first_ms = MIN(kept->first_ms, change->first_ms);
    kept->last_ms = MAX(kept->last_ms, change->last_ms);
    kept->agents += change->agents;
    kept->times += change->times;
}

static gint
definition_compare(gconstpointer a, gconstpointer b)
{
    const CareAuditDefinition *one = *(CareAuditDefinition *const *)a,
                              *other = *(CareAuditDefinition *const *)b;

    if (one->first_ms != other->first_ms)
        return one->first_ms < other->first_ms ? -1 : 1;
    return strcmp(one->name, other->name);
}

static gint
change_compare(gconstpointer a, gconstpointer b)
{
    const CareAuditChange *one = *(CareAuditChange *const *)a,
                          *other = *(CareAuditChange *const *)b;
    const gint order = strcmp(one->from, other->from);

    if (one->first_ms != other->first_ms)
        return one->first_ms < other->first_ms ? -1 : 1;
    return order != 0 ? order : strcmp(one->to, other->to);
}

void
care_audit_sort(CareAudit *audit)
{
    g_return_if_fail(audit != NULL);

    g_ptr_array_sort(audit->definitions, definition_compare);
    g_ptr_array_sort(audit->changes, change_compare);
}

void
care_audit_agent_add(CareAuditAgent *sum, const CareAuditAgent *more)
{
    g_return_if_fail(sum != NULL && more != NULL);

    for (guint end = 0; end < CARE_N_ENDS; end++)
        sum->ends[end] += more->ends[end];
    sum->questions += more->questions;
    sum->by_hand += more->by_hand;
    for (guint wait = 0; wait < CARE_N_WAITS; wait++) {
        sum->could[wait] += more->could[wait];
        sum->withheld[wait] += more->withheld[wait];
    }
    care_weights_merge(&sum->weights, &more->weights);
}
