/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small windows that belong to a conversation: none waits for an answer, and each goes with it. */
#pragma once

#include "care-pidgin.h"

/* Opens the one that is for it, or brings it to the front. */
void care_dialog_note(CarePidgin *care, PurpleConversation *conversation);
/* What is remembered may have come meanwhile. */
void care_dialog_note_update(CarePidgin *care, PurpleConversation *conversation);
void care_dialog_card(CarePidgin *care, PurpleConversation *conversation);
/* A line in the window, for the agent alone. */
void care_dialog_say(PurpleConversation *conversation, const char *text);
/* Those of @conversation, or all (NULL). */
void care_dialogs_close(const PurpleConversation *conversation);

/* --- what the dialogs share --- */
typedef struct {
    const char *kind;                 /* "note", "card"; identity only */
    PurpleConversation *conversation; /* alive while this is: see care_dialogs_close() */
    GtkWidget *dialog;
    GtkWidget *text, *message, *apply; /* its own parts; NULL where it has none */
    gboolean is_read;                  /* a note: what is kept is in it, and can be changed */
} CareDialog;

/* The one that is open; else NULL. */
CareDialog *care_dialog_find(const char *kind, const PurpleConversation *conversation);
/* (nullable): NULL: it was open already, and is in front now. */
CareDialog *care_dialog_new(const char *kind, PurpleConversation *conversation, const char *title);
/* A page of text in @dialog, @lines high. (transfer none): the GtkTextView */
GtkWidget *care_dialog_add_text(CareDialog *dialog, const char *name, guint lines);
