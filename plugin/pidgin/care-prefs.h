/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the preferences share: the table of rows, the controls that are made of it, and
 * the queue of what is to be written. */
#pragma once

#include "care-pidgin.h"

#define CARE_PREFS_GAP 3 /* above and below a line; one that is not shown has none */

typedef enum {
    CARE_PREF_PAGE_DESK,
    CARE_PREF_PAGE_ASKING,
    CARE_PREF_PAGE_REMINDERS,
    CARE_PREF_PAGE_PRIVACY,
    CARE_N_PREF_PAGES
} CarePrefPage;

typedef enum {
    CARE_PREF_ACCOUNTS, /* the list of [desk] accounts */
    CARE_PREF_ENTRY,    /* any text */
    CARE_PREF_SWITCH,   /* gboolean */
    CARE_PREF_CHOICE,   /* an enum, whose place is that in `words` */
    CARE_PREF_LANGUAGE, /* char *, a tag or "auto" */
    CARE_PREF_NUMBER,   /* gint */
    CARE_PREF_TIME,     /* gint64 ms, shown in `unit` */
    CARE_PREF_KEEP,     /* the same, or never */
    CARE_PREF_STEPS,    /* CareRemindRule of a rule that rises */
    CARE_PREF_STEP,     /* CareRemindRule with one time */
    CARE_PREF_HINT,     /* gboolean of a rule that has no time */
    CARE_N_PREFS
} CarePrefKind;

typedef enum {
    CARE_UNIT_NONE,
    CARE_UNIT_SECONDS,
    CARE_UNIT_MINUTES,
    CARE_UNIT_DAYS,
    CARE_UNIT_PERCENT
} CareUnit;

typedef struct { /* one setting; texts go through gettext where they are shown */
    CarePrefPage page;
    CarePrefKind kind;
    const char *section; /* its heading; the rows of one follow each other */
    const char *group, *key;
    gsize offset;      /* in CareSettings */
    const char *label; /* with its mnemonic; NULL: the rule's own title */
    CareUnit unit;
    gint low, high;                    /* in units, as the engine takes them */
    CareRule rule;                     /* of STEPS, STEP and HINT */
    const struct _CarePrefWord *words; /* of CHOICE, until a NULL */
} CarePrefRow;

typedef struct _CarePrefWord { /* one choice: as it is written, and for people */
    const char *value, *label;
} CarePrefWord;

/* care-prefs-table.c: the n-th row, page by page; NULL past the last. */
const CarePrefRow *care_prefs_row(guint n);

typedef struct _CarePrefs CarePrefs;

typedef struct { /* one row, drawn */
    CarePrefs *prefs;
    const CarePrefRow *row;
    GtkWidget *first;                    /* what its label's mnemonic goes to */
    GtkWidget *check;                    /* (nullable): on or off */
    GtkWidget *field[CARE_REMIND_STEPS]; /* (nullable): spin buttons, or a combo box, an entry */
    GtkWidget *label, *unit;             /* (nullable) */
    GtkWidget *lock;                     /* the line that says who locked it */
    GPtrArray *accounts;                 /* of ACCOUNTS alone: rows of care-prefs-accounts.c */
    gboolean filling;                    /* what changes now was not the agent */
    gboolean is_dirty;                   /* the agent changed it, and it is not in the queue yet */
} CarePref;

struct _CarePrefs { /* one open dialog */
    CarePidgin *care;
    GtkWidget *frame;
    GtkWidget *scrolled[CARE_N_PREF_PAGES];
    GtkWidget *extra[CARE_N_PREF_PAGES]; /* (nullable): what does not scroll */
    GtkWidget *mistakes, *status_image, *status;
    GtkWidget *example_bar, *example_image, *example_text;
    CareRule example_rule;
    CareLevel example_level;
    GString *taken[CARE_N_PREF_PAGES]; /* letters that are mnemonics there */
    GPtrArray *prefs;                  /* of CarePref */
    guint timer;                       /* 0: nothing waits to be written */
};

/* --- care-prefs.c --- */
/* The agent changed it: it is written in @delay_ms. */
void care_prefs_edited(CarePref *pref, guint delay_ms);
/* A write has ended; @fault NULL: well. Nothing if no dialog is open. */
void care_prefs_wrote(const char *fault);

/* --- care-prefs-page.c: pages, sections and what lies around the rows --- */
GtkWidget *care_prefs_pages(CarePrefs *prefs);
/* Pages no larger than the screen leaves room for. */
void care_prefs_fit(CarePrefs *prefs);
/* @text with a mnemonic that nothing else on @page has. (transfer full) */
char *care_prefs_mnemonic(CarePrefs *prefs, CarePrefPage page, const char *text);

/* --- care-prefs-control.c: one row --- */
/* Makes its widgets at @y of @table, and returns the next free line. */
guint care_pref_build(CarePref *pref, GtkTable *table, guint y);
/* What @widget is for, and (nullable) who locked it. */
void care_pref_describe(CarePref *pref, GtkWidget *widget, const char *locked);
void care_pref_free(CarePref *pref);
/* A line of its own in @table, whole width. */
void care_pref_attach_wide(GtkTable *table, GtkWidget *widget, guint y);

/* --- care-prefs-value.c: what it shows, and what it says --- */
/* Shows what is in force, and who locked it. */
void care_pref_fill(CarePref *pref, const CareSettings *settings);
/* What it says as the settings file has it; NULL: it can't be written so, and @out_why says why, or
 * is NULL while the agent is at it. (transfer full) */
char *care_pref_text(CarePref *pref, char **out_why);

/* --- care-prefs-accounts.c: which accounts serve customers --- */
GtkWidget *care_pref_accounts_new(CarePref *pref);
void care_pref_accounts_fill(CarePref *pref, const CareSettings *settings);
char *care_pref_accounts_text(CarePref *pref);

/* --- care-prefs-example.c: how a reminder would look --- */
GtkWidget *care_prefs_example_new(CarePrefs *prefs);
void care_prefs_example_show(CarePrefs *prefs, CareRule rule, CareLevel level);
/* The same by other settings. */
void care_prefs_example_again(CarePrefs *prefs);

/* --- care-prefs-write.c: the queue --- */
/* @value is to be written: it replaces what the queue has of this key. */
void care_prefs_queue(const char *group, const char *key, const char *value);
/* Writes what is queued, now or as soon as the writer is free. */
void care_prefs_queue_go(const CareUiApi *api);
/* Whether this key waits to be written or is being written. */
gboolean care_prefs_queue_has(const char *group, const char *key);
/* Nothing of ours is left in the main loop; @core_gone: nothing can be written any more. */
void care_prefs_queue_stop(gboolean core_gone);
