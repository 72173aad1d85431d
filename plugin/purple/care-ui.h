/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files behind the table of ui-api.h share: which window may be asked about now, and the
 * functions that stand in the table. */
#pragma once

#include "care-adapter.h"

/* NULL: the plug-in is going, or is not loaded. */
Care *care_ui_in_use(void);
/* The link of @window if something may be done there now; NULL: it is left alone, or gone. */
CareLink *care_ui_link(PurpleConversation *window);

/* --- care-ui-ask.c: what a window's menu and a buddy's tooltip need --- */
guint care_ui_standing(PurpleConversation *window);
gboolean care_ui_memory(PurpleConversation *window, CareUiMemory *out_memory);
gboolean care_ui_language(guint n, const char **out_tag, const char **out_name);
char *care_ui_buddy(PurpleAccount *account, const char *who);

/* --- care-ui-settings.c --- */
CareSettings *care_ui_settings(void);
gboolean care_ui_change(const CareSettingsChange *changes, guint n, CareUiDoneFunc done,
                        gpointer data, char **out_error);
gboolean care_ui_account(guint n, char **out_entry, gboolean *out_can_ask);
/* No `done` of care_ui_change() is called any more. */
void care_ui_drop_changes(Care *care);

/* --- care-ui-rule.c: a reminder's name, and how it speaks --- */
char *care_ui_rule_title(CareRule rule);
char *care_ui_rule_example(CareRule rule, CareLevel level);

/* --- care-ui-figures.c --- */
const char *care_ui_store_path(void);
char **care_ui_agents(void);
gboolean care_ui_own_score(CareUiTextFunc done, gpointer data);
void care_ui_drop_scores(Care *care);
