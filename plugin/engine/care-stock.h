/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows a long line again that went to several customers in a day, without keeping a word of it. */
#pragma once

#include <glib.h>

#define CARE_STOCK_CHARS 60 /* shorter lines may well be the same for everybody */
#define CARE_STOCK_FEW   3  /* so many customers make a stock text */
#define CARE_STOCK_MANY  8  /* it is not counted further */
#define CARE_STOCK_MAX   4096

typedef struct _CareStock CareStock;

CareStock *care_stock_new(void);
void care_stock_free(CareStock *stock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CareStock, care_stock_free)

/**
 * care_stock_add:
 * @key: secret of this store: all that is kept is hashed with it
 * @text: the agent's line, valid UTF-8
 * @customer: who got it; the same one counts once
 * @wall_ms: UTC: a new day counts anew
 *
 * Returns: how many customers got it today, at most CARE_STOCK_MANY; 0: the line is too short
 */
guint care_stock_add(CareStock *stock, const char *key, const char *text, const char *customer,
                     gint64 wall_ms);
/* How many lines are known. */
guint care_stock_size(const CareStock *stock);
