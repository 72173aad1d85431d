/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of which figures are put together. */
#pragma once

#include <purple-care/report-figures.h>

/* Adds what --by language, hour or customer shows; nothing for any other. */
gboolean care_figures_read_by(const CareSource *source, CareReader *reader,
                              const CareFiguresAsk *ask, CareFigures *figures, GError **error);

/* The newest of what customers said, with all its figures. (transfer full), NULL with
 * the source's error. */
CareVoices *care_figures_read_voices(const CareSource *source, CareReader *reader,
                                     const CareFiguresAsk *ask, GError **error);
