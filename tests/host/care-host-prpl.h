/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fake protocol of the host tests, id "prpl-silc". */
#pragma once

#include <libpurple/purple.h>

void host_prpl_register(void);

/* Lets the room's server send back what was said there since the last call. */
void host_echo(PurpleConversation *room);
