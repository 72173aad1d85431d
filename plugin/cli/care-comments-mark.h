/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `purple-care comments read`, `handled` and the like do. */
#pragma once

#include <purple-care/store-comments.h>

/* Which kind of mark @word is; FALSE: it is none. */
gboolean care_comments_is_mark(const char *word, CareMarkKind *out_kind);
/* The words that are, NULL-terminated. */
const char *const *care_comments_marks(void);

/* Reads @words as ids into @ids (of gint64). FALSE after an error line: wrong usage. */
gboolean care_comments_ids(char *const *words, gsize n, GArray *ids);

/* Marks them and says so, on stderr if @is_beside a list, else as the command's own result. Returns
 * an exit code. */
int care_comments_mark(const char *path, CareMarkKind kind, const char *text, const char *by,
                       const GArray *ids, gboolean is_beside);
