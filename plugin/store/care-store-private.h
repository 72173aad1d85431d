/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only the store's own tests may ask it. */
#pragma once

#include <purple-care/store.h>

/* Commits so far: how well records share one. Any thread. */
guint care_store_commits(CareStore *store);
