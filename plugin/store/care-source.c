/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offers this store's readers as a source of figures. */
#include <purple-care/store-by.h>
#include <purple-care/store-comments.h>

const CareSource care_store_source = {
    .hold = care_reader_hold,
    .extent = care_reader_extent,
    .count = care_reader_count,
    .series = care_reader_series,
    .each_rating = care_reader_each_rating,
    .attention = care_reader_attention,
    .by = care_reader_by,
    .n_stores = care_reader_n_stores,
    .store = care_reader_store,
    .count_comments = care_reader_count_comments,
    .each_theme = care_reader_each_theme,
    .each_comment = care_reader_each_comment,
};
