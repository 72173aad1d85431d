/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one table of settings: what keys there are, what they take, and where their values go. */
#pragma once

#include "purple-care/engine-settings.h"

#define CARE_SETTINGS_MAX_BYTES (1024 * 1024) /* of one file */
#define CARE_TEXT_MAX_BYTES     500           /* of one text or list entry */

/* Mistakes are read by people; a catalogue that is not there leaves them English. */
#define _(text)  g_dgettext("purple-care", text)
#define N_(text) (text)

typedef enum {
    CARE_KEY_BOOL,      /* gboolean */
    CARE_KEY_INT,       /* gint, low to high */
    CARE_KEY_DURATION,  /* gint64 ms, low to high */
    CARE_KEY_KEEP,      /* the same, or "never": 0 */
    CARE_KEY_ENUM,      /* an enum of gint's size, the place in choices */
    CARE_KEY_CHOICE,    /* char *, one of choices */
    CARE_KEY_CHOICES,   /* char **, each one of choices */
    CARE_KEY_TEXT,      /* char * */
    CARE_KEY_LANGUAGE,  /* char *, "auto" or a tag */
    CARE_KEY_ACCOUNTS,  /* char **, "xmpp:agent@example.org", folded */
    CARE_KEY_ADDRESSES, /* char **, addresses, "@domain" and the like, folded */
    CARE_KEY_STEPS,     /* CareRemindRule */
    CARE_KEY_LOCKS,     /* nowhere: becomes CareSettings.locks */
    CARE_KEY_WORDING,   /* nowhere: becomes CareSettings.ask.texts */
} CareKeyType;

#define CARE_KEY_NOWHERE G_MAXSIZE /* an offset: the value stands in CareSettings.values only */

typedef struct {
    const char *group, *key;
    CareKeyType type;
    const char *initial; /* the built-in value, as text that reads back */
    gsize offset;        /* in CareSettings */
    gint64 low, high;    /* of INT; of DURATION and KEEP in ms */
    const char *choices; /* parted by ";" */
    const char *strict;  /* in force after a mistake; NULL: the value under it is */
    const char *help;    /* for people: pass through gettext */
} CareKey;

/* The n-th key in the order of `policy show`; NULL past the end. Any thread. */
const CareKey *care_key_nth(guint n);

/* The key of that name, free ones too ("cue-..." and "text-...[de]" answer with their pattern's
   entry); NULL: unknown. Any thread. */
const CareKey *care_key_find(const char *group, const char *key);

/* Whether @key is @row's own, or fits its pattern: "text-question[de]". Any thread. */
gboolean care_key_matches(const CareKey *row, const char *key);

/* Whether @key, its language left aside, is or is meant to be @row's. Any thread. */
gboolean care_key_is_near(const CareKey *row, const char *key);

/* Whether a group of that name exists, free ones too. Any thread. */
gboolean care_key_has_group(const char *group);

/* What was probably meant by an unknown key or group; NULL: no idea. Blanks around a group's name
 * and upper case count for nothing. Any thread. */
const CareKey *care_key_nearest(const char *group, const char *key);
const char *care_group_nearest(const char *group);

/* "group.key", as CareSettings.values and the like are keyed. (transfer full) */
char *care_key_id(const char *group, const char *key);
