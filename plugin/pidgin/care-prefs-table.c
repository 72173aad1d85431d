/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of the preferences in one table: what a dialog shows, in its order, is read here. */
#include "care-prefs.h"

#define AT(member) G_STRUCT_OFFSET(CareSettings, member)
#define CENTURY    36525 /* days; the engine takes no longer time */

/* clang-format off */
#define ROW(page, kind, section, group, key, member, label, unit, low, high)             \
    {                                                                                    \
        CARE_PREF_PAGE_##page, CARE_PREF_##kind, section, group, key, AT(member), label, \
            CARE_UNIT_##unit, low, high, 0, NULL                                         \
    }
#define CHOICE(page, section, group, key, member, label, words)                          \
    {                                                                                    \
        CARE_PREF_PAGE_##page, CARE_PREF_CHOICE, section, group, key, AT(member), label, \
            CARE_UNIT_NONE, 0, 0, 0, words                                               \
    }
#define RULE(kind, section, key, member, rule)                                                 \
    {                                                                                          \
        CARE_PREF_PAGE_REMINDERS, CARE_PREF_##kind, section, "remind", key, AT(remind.member), \
            NULL, CARE_UNIT_SECONDS, 0, 24 * 60 * 60, CARE_RULE_##rule, NULL                   \
    }

/* In the order of CareMode and CareShow. */
static const CarePrefWord modes[] = {{"live", N_("Ask")},
                                     {"shadow", N_("Decide and record, but ask nobody")},
                                     {"off", N_("Off")},
                                     {NULL, NULL}};
static const CarePrefWord shows[] = {{"yes", N_("One by one")},
                                     {"no", N_("Not at all")},
                                     {"after-5", N_("Five together, in no order")},
                                     {NULL, NULL}};

static const CarePrefRow rows[] = {
    ROW(DESK, ACCOUNTS, N_("Accounts that serve customers"), "desk", "accounts", desk.accounts, NULL, NONE, 0, 0),
    ROW(DESK, ENTRY, N_("Who is never asked"), "desk", "exclude", desk.exclude,
        N_("Addresses, domains and _groups, parted by ;"), NONE, 0, 0),
    ROW(DESK, ENTRY, N_("What customers read"), "desk", "agent-name", desk.agent_name, N_("Your _name:"), NONE, 0, 0),
    ROW(DESK, LANGUAGE, N_("What customers read"), "language", "default", language.fallback,
        N_("_Language where it is not known:"), NONE, 0, 0),

    CHOICE(ASKING, N_("When customers are asked"), "ask", "mode", ask.mode, N_("At the end of a _chat:"), modes),
    ROW(ASKING, SWITCH, N_("When customers are asked"), "ask", "on-close", ask.on_close,
        N_("Also when you close the _window"), NONE, 0, 0),
    ROW(ASKING, SWITCH, N_("When customers are asked"), "ask", "on-idle", ask.on_idle,
        N_("Also when a chat ends by _silence"), NONE, 0, 0),
    ROW(ASKING, TIME, N_("When customers are asked"), "chat", "idle-end", chat.idle_end,
        N_("Silence that _ends a chat:"), MINUTES, 1, 30 * 24 * 60),
    ROW(ASKING, NUMBER, N_("Who is asked, and how often"), "ask", "min-messages", ask.min_messages,
        N_("_Lines that each side must have written:"), NONE, 1, 100),
    ROW(ASKING, NUMBER, N_("Who is asked, and how often"), "ask", "sample-percent", ask.sample_percent,
        N_("S_hare of chats that are asked:"), PERCENT, 0, 100),
    ROW(ASKING, TIME, N_("Who is asked, and how often"), "ask", "answered-interval", ask.answered_interval,
        N_("_Quiet time after an answer:"), DAYS, 0, CENTURY),
    ROW(ASKING, TIME, N_("Who is asked, and how often"), "ask", "silent-interval", ask.silent_interval,
        N_("Quiet _time after no answer:"), DAYS, 0, CENTURY),
    ROW(ASKING, TIME, N_("Who is asked, and how often"), "ask", "refused-interval", ask.refused_interval,
        N_("Quiet time after a s_kip:"), DAYS, 0, CENTURY),
    ROW(ASKING, NUMBER, N_("Who is asked, and how often"), "ask", "yearly-cap", ask.yearly_cap,
        N_("Questions to one customer in a _year:"), NONE, 0, 1000000),
    ROW(ASKING, NUMBER, N_("Who is asked, and how often"), "ask", "follow-ups", ask.follow_ups,
        N_("_Follow-up questions:"), NONE, 0, 2),
    CHOICE(ASKING, N_("What you see of it"), "show", "rating", show.rating, N_("Rat_ings:"), shows),
    ROW(ASKING, SWITCH, N_("What you see of it"), "show", "comment", show.comment,
        N_("C_omments appear in reports"), NONE, 0, 0),

    RULE(STEPS, N_("A customer waits"), "first-answer", first_answer, FIRST_ANSWER),
    RULE(STEPS, N_("A customer waits"), "next-answer", next_answer, NEXT_ANSWER),
    RULE(STEP, N_("A customer waits"), "double-text", double_text, DOUBLE_TEXT),
    RULE(STEP, N_("A customer waits"), "promise", promise, PROMISE),
    RULE(HINT, N_("Hints"), "open-question", open_question, OPEN_QUESTION),
    RULE(HINT, N_("Hints"), "last-impression", last_impression, LAST_IMPRESSION),
    RULE(HINT, N_("Hints"), "returning", returning, RETURNING),
    RULE(HINT, N_("Hints"), "low-before", low_before, LOW_BEFORE),
    RULE(HINT, N_("Hints"), "feeling", feeling, FEELING),
    RULE(HINT, N_("Hints"), "stock-text", stock_text, STOCK_TEXT),
    RULE(HINT, N_("Hints"), "empowerment", empowerment, EMPOWERMENT),
    RULE(HINT, N_("Hints"), "value", value, VALUE),
    RULE(HINT, N_("Hints"), "hold", hold, HOLD),
    ROW(REMINDERS, NUMBER, N_("Interruptions at most"), "remind", "per-conversation", remind.per_conversation,
        N_("In a con_versation and 10 minutes:"), NONE, 0, 20),
    ROW(REMINDERS, NUMBER, N_("Interruptions at most"), "remind", "per-hour", remind.per_hour,
        N_("In an ho_ur:"), NONE, 0, 60),

    ROW(PRIVACY, KEEP, N_("What is kept, and how long"), "privacy", "keep-comments", privacy.keep_comments,
        N_("What customers write _with a rating:"), DAYS, 1, CENTURY),
    ROW(PRIVACY, KEEP, N_("What is kept, and how long"), "privacy", "keep-notes", privacy.keep_notes,
        N_("_Notes on customers:"), DAYS, 1, CENTURY),
    ROW(PRIVACY, KEEP, N_("What is kept, and how long"), "privacy", "keep-chats", privacy.keep_chats,
        N_("With w_hom a chat was:"), DAYS, 1, CENTURY),
    ROW(PRIVACY, SWITCH, N_("What is allowed"), "privacy", "notes", privacy.notes,
        N_("Notes on customers, and names they _want to be called"), NONE, 0, 0),
    ROW(PRIVACY, SWITCH, N_("What is allowed"), "privacy", "typed-erase", privacy.typed_erase,
        N_("C_ustomers may erase what is kept of them by typing so"), NONE, 0, 0),
};
/* clang-format on */

const CarePrefRow *
care_prefs_row(guint n)
{
    return n < G_N_ELEMENTS(rows) ? &rows[n] : NULL;
}
