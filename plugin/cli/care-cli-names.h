/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of agents and protocols, as options have them and as the chats do. */
#pragma once

#include <purple-care/store.h>

/* Notes which of @agent and @protocol (both nullable) is in no chat at all: what is shown then is
 * empty for another reason than it seems. */
void care_cli_note_missing(const char *command, CareReader *reader, const char *agent,
                           const char *protocol);
