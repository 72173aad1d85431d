/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A box for narrow windows: what does not fit beside the last child goes below it, and long text
 * wraps, so that it never makes a window wider. */
#pragma once

#include <gtk/gtk.h>

/* Children are packed as into any GtkBox, from the start; labels that wrap get lines of their own.
 * How much room they are given has no meaning here. (transfer floating) */
GtkWidget *care_flow_new(void);
