/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the window part keeps, and what its files offer each other. All of it draws what the core
 * says and passes clicks on: main thread only, but for what reads the store. */
#pragma once

#define GETTEXT_PACKAGE "purple-care"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <pidgin/gtkconv.h>
#include <pidgin/gtkplugin.h>
#include <purple-care/ui-api.h>

typedef struct _CareBadge CareBadge;
typedef struct _CareBar CareBar;
typedef struct _CareButton CareButton;
typedef struct _CareHold CareHold;
typedef struct _CareDashboard CareDashboard;

typedef struct {
    PurplePlugin *plugin;
    const CareUiApi *api; /* NULL: the core has gone, and nothing can be asked */
    GHashTable *windows;  /* PidginConversation * to CareWindow */
    CareHold *hold;
    CareDashboard *dashboard; /* NULL: it is not open */
} CarePidgin;

typedef struct { /* what is ours in one tab; it shows `tab->active_conv` */
    CarePidgin *care;
    PidginConversation *tab; /* lives longer than this */
    CareBadge *badge;
    CareBar *bar;
    CareButton *button;
    const PurpleConversation *shown; /* identity only: what its parts last asked about */
} CareWindow;

/* --- care-window.c: one tab, from its first sight to its last --- */
GHashTable *care_windows_new(void);
/* All that are open; of each once, however often it is called. */
void care_windows_attach_all(CarePidgin *care);
void care_windows_connect(CarePidgin *care);
void care_windows_disconnect(CarePidgin *care);
/* (nullable): the tab that shows @conversation at this moment, not one that could. */
CareWindow *care_window_of(CarePidgin *care, PurpleConversation *conversation);
/* Its parts ask again what they show. */
void care_window_update(CareWindow *window);
void care_windows_update_all(CarePidgin *care);
/* Puts *@widget beside the customer's name, and NULL into it when it goes with the tab. */
void care_window_place(CareWindow *window, GtkWidget **widget);
/* Takes it out again, if it is still there. */
void care_window_take_out(GtkWidget **widget);
/* Whether the agent looks at it: its window has the keyboard, and its tab is in front. */
gboolean care_window_has_focus(const CareWindow *window);
/* CareUiIs bits of what it shows; 0 where the core has gone. */
guint care_window_standing(const CareWindow *window);
guint care_standing(const CarePidgin *care, PurpleConversation *conversation);

/* --- care-badge.c: the running score, beside the customer's name --- */
CareBadge *care_badge_new(CareWindow *window);
void care_badge_update(CareBadge *badge);
void care_badge_free(CareBadge *badge);

/* --- care-bar.c: the reminder of the moment --- */
CareBar *care_bar_new(CareWindow *window);
/* Asks the core for what is on in the active conversation. */
void care_bar_update(CareBar *bar);
void care_bar_free(CareBar *bar);

/* --- care-button.c, care-menu.c: what an agent can do, at a button and in the menus --- */
CareButton *care_button_new(CareWindow *window);
void care_button_update(CareButton *button);
void care_button_free(CareButton *button);
void care_menu_connect(CarePidgin *care);
#define CARE_PREF_BUTTON "/plugins/gtk/purple-care/button" /* whether it is shown */
/* Puts what can be done in @conversation into @menu. */
void care_menu_fill(CarePidgin *care, PurpleConversation *conversation, GtkWidget *menu);
/* The same into the Options menu of the window that @tab is in; once, however often called. */
void care_menu_attach(CarePidgin *care, PidginConversation *tab);
void care_menu_detach_all(void);
/* As if typed after /care; if it can't be done, the window says why. */
void care_menu_run(CarePidgin *care, PurpleConversation *conversation, const char *line);
/* The plug-in's own actions, under Tools. (transfer full) */
GList *care_menu_actions(PurplePlugin *plugin, gpointer context);

/* --- care-hold.c: who waits, in the buddy list; care-tooltip.c: what is known of a buddy --- */
CareHold *care_hold_new(CarePidgin *care);
/* Who waits, or what has the keyboard, has changed. */
void care_hold_update(CareHold *hold);
void care_hold_free(CareHold *hold);
void care_tooltip_connect(CarePidgin *care);

/* --- care-dashboard*.c: the agent's own figures --- */
/* Opens it, or brings it to the front. */
void care_dashboard_show(CarePidgin *care);
/* Closes it; what is still being read ends by itself. */
void care_dashboard_close(CarePidgin *care);
/* Figures are read anew, and what may no longer be seen goes at once. */
void care_dashboard_settings_changed(CarePidgin *care);

/* --- care-prefs*.c: the plug-in's settings --- */
GtkWidget *care_prefs_frame(PurplePlugin *plugin);
void care_prefs_settings_changed(CarePidgin *care);
void care_prefs_close(CarePidgin *care);

/* --- care-pidgin.c --- */
/* The one that is loaded; NULL: none is. For callbacks of Pidgin's that carry no data of ours. */
CarePidgin *care_pidgin_loaded(void);

/* --- care-look.c: what all of it looks like --- */
/* A name for who can't see @widget, and a longer word where one helps (nullable). */
void care_look_name(GtkWidget *widget, const char *name, const char *description);
/* In pixels, of so many letters and lines in the font of @widget. */
gint care_look_width(GtkWidget *widget, guint chars);
gint care_look_height(GtkWidget *widget, guint lines);
/* How a reminder's bar looks: of what kind it is, and its symbol, for colour never tells alone;
 * *out_stock NULL: none. */
void care_look_level(CareLevel level, GtkMessageType *out_type, const char **out_stock);
/* Gives @label letters that can be read on the info bar @bar; to be called again when it changes
 * its style or kind. */
void care_look_write_on(GtkWidget *bar, GtkWidget *label);
/* One that leaves the keyboard where it is when it is clicked. */
GtkWidget *care_look_button(const char *label);
