/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a plug-in that draws can ask of purple-care, and is told by it: one table of functions each
 * way, so that the part with the widgets decides nothing. */
#pragma once

#include <libpurple/purple.h>
#include <purple-care/engine-remind.h>
#include <purple-care/engine-settings.h>

/* How to get the table (docs/plugins.md has it whole):
 *
 *   PurplePlugin *core = purple_plugins_find_with_id(CARE_UI_CORE);
 *   gboolean ok = FALSE;
 *   const CareUiApi *api = purple_plugin_ipc_call(core, CARE_UI_GET, &ok,
 *                                                 GINT_TO_POINTER(CARE_UI_VERSION));
 *
 * NULL, or `ok` FALSE: this core speaks another version. Fields are only ever added at the end of
 * the structures, and `size` tells how many there are; what changes a meaning changes the version.
 * All of it: main thread only. The table is gone when the core is unloaded, after `gone`.
 */
#define CARE_UI_CORE    "core-purple-care"
#define CARE_UI_GET     "get-api"
#define CARE_UI_VERSION 1

typedef enum { /* bits: the buttons that make sense */
               CARE_UI_MAY_DONE = 1 << 0,
               CARE_UI_MAY_LATER = 1 << 1,
               CARE_UI_MAY_NEVER = 1 << 2,
} CareUiMay;

typedef struct {
    CareRule rule; /* at most one of each is on in a window: a raised one comes again */
    CareLevel level;
    CareItem letter;    /* which of the five it belongs to */
    const char *text;   /* for the agent: translated, plain UTF-8, one line */
    const char *reason; /* why it is there, and what turns it off: the same */
    guint may;          /* CareUiMay bits */
} CareUiReminder;

typedef struct {
    PurpleConversation *conversation; /* NULL: no window is open */
    const char *name;                 /* plain, as the client shows them */
    gint64 waits_ms;
    CareLevel level;
    const char *time;       /* waits_ms in words: "4 minutes" */
    PurpleAccount *account; /* NULL: it is not set up any more */
    const char *who;        /* the address, to open a window by */
} CareUiWaiter;

typedef struct {
    const char
        *badge; /* this chat in a few characters: "3 (so far), 4", "asked"; "": nothing yet */
    const char *lines; /* what "/care score" says, lines apart by \n */
    gint newest;       /* the newest rating of this chat; 0: none, or policy hides it */
} CareUiScore;

typedef enum { /* bits: how a window stands, so that what makes no sense can be greyed out */
               CARE_UI_IS_SERVED = 1 << 0, /* its account serves customers, and this is no private
                                              contact; without it only PRIVATE and ROOM are set */
               CARE_UI_IS_ROOM = 1 << 1,
               CARE_UI_IS_OPEN = 1 << 2,       /* a chat is on: it can be ended */
               CARE_UI_IS_ENDING = 1 << 3,     /* its end waits: it can be undone */
               CARE_UI_IS_ASKED = 1 << 4,      /* a question is out and may still be answered */
               CARE_UI_IS_REMEMBERED = 1 << 5, /* a note, name and language can be kept */
               CARE_UI_IS_PRIVATE = 1 << 6,    /* a private contact: never asked */
               CARE_UI_IS_UNDOABLE = 1 << 7, /* its end can be taken back: it waits, or no question
                                                went out */
               CARE_UI_IS_NOTING = 1 << 8,   /* policy lets a note and a name be kept, too */
} CareUiIs;

typedef struct { /* what is remembered of a customer; "": nothing */
    const char *note, *name;
    const char *language; /* a tag as of `language`; "": found out by itself */
} CareUiMemory;

/* @error: NULL: it is written, and what is in force is what settings() says now; a mistake in
 * another layer may still decide. */
typedef void (*CareUiDoneFunc)(const GError *error, gpointer data);

/* @conversation: NULL if its window was closed meanwhile; then @text is NULL, too. */
typedef void (*CareUiTextFunc)(PurpleConversation *conversation, const char *text, gpointer data);
/* @conversation: NULL if its window was closed meanwhile. @score: NULL: it can't be read now. */
typedef void (*CareUiScoreFunc)(PurpleConversation *conversation, const CareUiScore *score,
                                gpointer data);

/* What the drawing side gives. Arguments belong to the core and end with the call; a NULL function
 * is not called. Don't call the API's ui_unregister() from within; all else may be called. */
typedef struct {
    gsize size; /* sizeof(CareUi) of the header it was built with */
    /* A reminder comes, or rises. TRUE: it is drawn; else the core writes a line to the window for
     * those that are not quiet. */
    gboolean (*show)(PurpleConversation *conversation, const CareUiReminder *reminder,
                     gpointer data);
    /* It is over. Also called for one that was never drawn. */
    void (*clear)(PurpleConversation *conversation, CareRule rule, gpointer data);
    /* Two customers or more wait, longest first; @n 0: not any more. */
    void (*hold)(const CareUiWaiter *rows, guint n, gpointer data);
    /* A rating, an outcome, how the window stands, or what is remembered has changed: ask again
     * what you show. */
    void (*changed)(PurpleConversation *conversation, gpointer data);
    /* The core goes: forget the table. Nothing is called after this. */
    void (*gone)(gpointer data);
    /* Other settings are in force: all that was said of windows may be otherwise. */
    void (*settings_changed)(gpointer data);
} CareUi;

typedef struct {
    gint version; /* CARE_UI_VERSION */
    gsize size;   /* sizeof(CareUiApi) of the core */

    /* @ui (transfer none) must live until unregistered. FALSE: another one is there. What is shown
     * at this moment comes to `show` before this returns. */
    gboolean (*ui_register)(const CareUi *ui, gpointer data);
    void (*ui_unregister)(const CareUi *ui);

    /* A reminder's buttons: dealt with; not now; never again (writes the user's settings, unless
     * an administrator locked them: then the window gets a line that says so). */
    void (*done)(PurpleConversation *conversation, CareRule rule);
    void (*later)(PurpleConversation *conversation, CareRule rule);
    void (*never)(PurpleConversation *conversation, CareRule rule);

    /* What is shown in one window at this moment, for a tab that is drawn anew. */
    void (*each_reminder)(PurpleConversation *conversation,
                          void (*each)(const CareUiReminder *reminder, gpointer data),
                          gpointer data);
    /* Whoever waits, longest first; none: it is not called. */
    void (*each_waiter)(void (*each)(const CareUiWaiter *waiter, gpointer data), gpointer data);

    /* What "/care card" says, lines apart by \n; @done is called once, at once or when the store
     * has answered, never after `gone`. FALSE: this window is none that anything is remembered of.
     */
    gboolean (*card)(PurpleConversation *conversation, CareUiTextFunc done, gpointer data);
    /* As if "/care @line" were typed there: "end quiet". FALSE: @out_error (nullable) gets why, for
     * the agent. (transfer full): g_free() */
    gboolean (*run)(PurpleConversation *conversation, const char *line, char **out_error);
    /* For how long nothing interrupts, in ms from now; 0: reminders come as ever. */
    gint64 (*snoozed_ms)(void);
    /* The running score; @done is called once, later, and never after `gone`. FALSE: this window is
     * none that anything is asked in. */
    gboolean (*score)(PurpleConversation *conversation, CareUiScoreFunc done, gpointer data);

    /* --- what a window's menu needs; at once, never the disk --- */
    /* CareUiIs bits; 0: nothing of ours is done there. */
    guint (*standing)(PurpleConversation *conversation);
    /* FALSE: nothing is remembered here, or it has not been read yet: then that is begun, and
     * `changed` tells when it is there. (transfer none): until the next call. */
    gboolean (*memory)(PurpleConversation *conversation, CareUiMemory *out_memory);
    /* The n-th language that customers can be asked in: its tag, "pt-BR", and what its speakers
     * call it; FALSE past the last. (transfer none) */
    gboolean (*language)(guint n, const char **out_tag, const char **out_name);
    /* What is known of a buddy, lines apart by \n, for a tooltip: last rating, note; NULL: nothing,
     * or it is being read, and the next call knows. (transfer full) */
    char *(*buddy)(PurpleAccount *account, const char *who);

    /* --- settings --- */
    /* What is in force. (transfer none): until the main loop runs again; care_settings_ref(). */
    CareSettings *(*settings)(void);
    /* Writes the user's own file, all of it or nothing, on another thread; @done once, later, and
     * never after `gone`. FALSE: @out_error (nullable, transfer full) says why, for the agent: a
     * key is locked and by whom, a value is a mistake; left alone: another one is still being
     * written.
     */
    gboolean (*change)(const CareSettingsChange *changes, guint n, CareUiDoneFunc done,
                       gpointer data, char **out_error);
    /* What a rule is called, and how it would speak, for a live example. (transfer full) */
    char *(*rule_title)(CareRule rule);
    char *(*rule_example)(CareRule rule, CareLevel level);
    /* The accounts that are set up, as [desk] accounts= names them: "xmpp:agent@example.org", and
     * whether customers can be asked there at all; FALSE past the last. (transfer full) */
    gboolean (*account)(guint n, char **out_entry, gboolean *out_can_ask);

    /* --- figures --- */
    /* Where the store is; a window reads it by itself, on a thread of its own. (transfer none) */
    const char *(*store_path)(void);
    /* The names this user's chats are counted under. (transfer full): g_strfreev() */
    char **(*agents)(void);
    /* One line on all the agent's chats as policy lets them see it; @done as of card, its
     * conversation always NULL. FALSE: not now. */
    gboolean (*own_score)(CareUiTextFunc done, gpointer data);
} CareUiApi;
