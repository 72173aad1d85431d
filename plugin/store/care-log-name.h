/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is who in text logs, which know names alone: the agent is whoever writes in many
 * conversations. */
#pragma once

#include <glib.h>

typedef enum { CARE_LOG_NOBODY, CARE_LOG_AGENT, CARE_LOG_CUSTOMER } CareLogWho;

/* The names in one account's logs. */
typedef struct _CareLogNames CareLogNames;

/* @agent_name: (nullable): what policy calls the agent */
CareLogNames *care_log_names_new(const char *account, const char *agent_name);
void care_log_names_free(CareLogNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareLogNames, care_log_names_free)

/* What is heard first, of all peers: a line of @name in the conversation with @peer. */
void care_log_names_hear(CareLogNames *names, const char *peer, const char *name);
/* Then: whose such a line is. @room: whoever is not the agent is a customer */
CareLogWho care_log_names_who(CareLogNames *names, const char *peer, gboolean room,
                              const char *name);
/* How many bytes at the beginning of @text, "NAME waves", are a name known there; 0: none. */
gsize care_log_names_begin(CareLogNames *names, const char *peer, const char *text);
