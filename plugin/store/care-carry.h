/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has to outlive a damaged file: who wished not to be asked. */
#pragma once

#include "care-db.h"

/* Saves into @db, a new store, what can still be read of the wishes in the damaged file @from. In
   the caller's transaction. FALSE with @error: @db could not be written. Writer thread. */
gboolean care_carry_over(CareDb *db, const char *from, GError **error);
