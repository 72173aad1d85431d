/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets a rule that an agent never heeds stay quiet over restarts, and forgets the rest. */
#include "care-reminded.h"

/* What made a rule passive, or took that back, stays until the next such row of the rule. */
static const char drop_old[] =
    "DELETE FROM reminder WHERE id <= (SELECT max(id) FROM reminder) - ?1 AND id NOT IN"
    " (SELECT max(id) FROM reminder WHERE result IN ('demoted', 'restored') GROUP BY rule)";

gboolean
care_reminded_put(CareDb *db, const CareRecord *record, GError **error)
{
    const CareReminderRecord *reminder = &record->reminder;

    return reminder->at_ms == 0 ||
           (care_db_run(db,
                        "INSERT INTO reminder (at_ms, rule, level, result, after_ms)"
                        " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                        error, CARE_INT(reminder->at_ms), CARE_TEXT(care_rule_name(reminder->rule)),
                        CARE_TEXT(care_level_name(reminder->level)),
                        CARE_TEXT(care_remind_result_name(reminder->result)),
                        CARE_INT(reminder->after_ms)) &&
            care_db_run(db, drop_old, error, CARE_INT(CARE_REMINDED_MAX)));
}

CareRuleHistory *
care_reminded_load(CareDb *db, GError **error)
{
    g_autofree CareRuleHistory *rules = g_new0(CareRuleHistory, CARE_N_RULES);
    g_autoptr(GError) failed = NULL;
    sqlite3_stmt *query = care_db_query(db, "SELECT rule, result FROM reminder ORDER BY id", error);

    if (query == NULL)
        return NULL;
    while (care_db_step(query, &failed)) {
        const gint rule = care_rule_from_name((const char *)sqlite3_column_text(query, 0));
        const gint result =
            care_remind_result_from_name((const char *)sqlite3_column_text(query, 1));

        if (rule >= 0 && rule < CARE_N_RULES && result >= 0) /* else a later version's */
            care_rule_history_add(&rules[rule], (CareRemindResult)result);
    }
    if (failed == NULL)
        return g_steal_pointer(&rules);
    g_propagate_error(error, g_steal_pointer(&failed));
    return NULL;
}
