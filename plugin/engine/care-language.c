/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the survey languages out of their catalogues; which languages there are is data alone. */
#include "care-catalogue.h"
#include "care-cue-list.h"
#include "care-normal.h"
#include <purple-care/engine-answer.h>
#include <string.h>

#define WORDS "words"
#define TEXTS "texts"

/* Signs that mean the same in all languages. */
static const char *const halves[] = {"# 1/2", "# 1/4", "# 3/4", NULL};
static const char *const out_of[] = {"#/@", NULL};
static const char *const percents[] = {"#%", NULL};
static const char *const ranges[] = {"#-#", "#\xE2\x80\x94#", NULL};
static const char *const stars[] = {"#\xE2\x98\x85", NULL};

static const struct {
    const char *key;
    gsize list;                    /* offset in CareLanguage */
    const char *const *everywhere; /* added to the language's own; nullable */
} lists[] = {
    {"skips", G_STRUCT_OFFSET(CareLanguage, skips), NULL},
    {"opt-out-words", G_STRUCT_OFFSET(CareLanguage, opt_out_words), NULL},
    {"opt-out-phrases", G_STRUCT_OFFSET(CareLanguage, opt_out_phrases), NULL},
    {"erase", G_STRUCT_OFFSET(CareLanguage, erase), NULL},
    {"confirm", G_STRUCT_OFFSET(CareLanguage, confirm), NULL},
    {"corrections", G_STRUCT_OFFSET(CareLanguage, corrections), NULL},
    {"politeness", G_STRUCT_OFFSET(CareLanguage, politeness), NULL},
    {"greetings", G_STRUCT_OFFSET(CareLanguage, greetings), NULL},
    {"connectives", G_STRUCT_OFFSET(CareLanguage, connectives), NULL},
    {"clause-openers", G_STRUCT_OFFSET(CareLanguage, clause_openers), NULL},
    {"carriers", G_STRUCT_OFFSET(CareLanguage, carriers), NULL},
    {"out-of", G_STRUCT_OFFSET(CareLanguage, out_of), out_of},
    {"percents", G_STRUCT_OFFSET(CareLanguage, percents), percents},
    {"stars", G_STRUCT_OFFSET(CareLanguage, stars), stars},
    {"halves", G_STRUCT_OFFSET(CareLanguage, halves), halves},
    {"ranges", G_STRUCT_OFFSET(CareLanguage, ranges), ranges},
    {"hedges", G_STRUCT_OFFSET(CareLanguage, hedges), NULL},
    {"lowest", G_STRUCT_OFFSET(CareLanguage, lowest), NULL},
    {"highest", G_STRUCT_OFFSET(CareLanguage, highest), NULL},
    {"quality", G_STRUCT_OFFSET(CareLanguage, quality), NULL},
    {"intensifiers", G_STRUCT_OFFSET(CareLanguage, intensifiers), NULL},
    {"fillers", G_STRUCT_OFFSET(CareLanguage, fillers), NULL},
    {"courtesy", G_STRUCT_OFFSET(CareLanguage, courtesy), NULL},
    {"anger", G_STRUCT_OFFSET(CareLanguage, anger), NULL},
};

static gpointer languages[CARE_CATALOGUES_MAX]; /* CareLanguage *, once made kept for good */

/* An entry as replies are read: a catalogue may spell as its language does. (transfer full) */
static char *
folded(const char *entry)
{
    const gsize size = strlen(entry);
    g_autofree CareChar *chars = g_new(CareChar, size + 1);
    const guint n = care_normal_fold(entry, size, chars);
    GString *out = g_string_sized_new(size);

    for (guint i = 0; i < n; i++)
        g_string_append_unichar(out, chars[i].c);
    return g_string_free(out, FALSE);
}

/* The entries at `key[tag]` of [words], after what holds @everywhere (nullable), up to NULL; an
 * entry that is empty is none. (transfer full) */
static GPtrArray *
entries_of(GKeyFile *file, const char *tag, const char *key, const char *const *everywhere)
{
    g_autofree char *own = g_strdup_printf("%s[%s]", key, tag);
    g_auto(GStrv) list = g_key_file_get_string_list(file, WORDS, own, NULL, NULL);
    GPtrArray *entries = g_ptr_array_new_with_free_func(g_free);

    for (; everywhere != NULL && *everywhere != NULL; everywhere++)
        g_ptr_array_add(entries, g_strdup(*everywhere));
    for (char **entry = list; entry != NULL && *entry != NULL; entry++) {
        g_strstrip(*entry);
        if (**entry != '\0')
            g_ptr_array_add(entries, folded(*entry));
    }
    g_ptr_array_add(entries, NULL);
    return entries;
}

/* (transfer full) */
static CareWords *
words_of(GKeyFile *file, const char *tag, const char *key, const char *const *everywhere)
{
    g_autoptr(GPtrArray) entries = entries_of(file, tag, key, everywhere);

    return care_words_new((const char *const *)entries->pdata);
}

/* Patterns of cues are read as they are written; so is what greets, unless it is a form of another
 * reader. */
static void
add_cues(CareLanguage *language, GKeyFile *file)
{
    static const char *const names[] = {
        [CARE_CUE_LIST_FEELING] = "cue-feeling",
        [CARE_CUE_LIST_FEELING_NOT] = "cue-feeling-not",
        [CARE_CUE_LIST_PROMISE] = "cue-promise",
        [CARE_CUE_LIST_PROMISE_NOT] = "cue-promise-not",
        [CARE_CUE_LIST_QUESTION] = "cue-question",
        [CARE_CUE_LIST_QUESTION_NOT] = "cue-question-not",
    };
    g_autoptr(GPtrArray) openings = g_ptr_array_new();
    const CareWords *const polite[] = {language->greetings, language->politeness};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GPtrArray) entries = entries_of(file, language->tag, names[i], NULL);
        g_autoptr(GError) error = NULL;

        language->cues[i] = care_cue_list_new((const char *const *)entries->pdata, &error);
        if (error != NULL) /* our own data, proved by the tests */
            g_error("catalogue %s: %s: %s", language->tag, names[i], error->message);
    }
    for (guint i = 0; i < G_N_ELEMENTS(polite); i++) {
        for (const char *const *entry = care_words_entries(polite[i]); *entry != NULL; entry++)
            g_ptr_array_add(openings, (gpointer)*entry);
    }
    g_ptr_array_add(openings, NULL);
    language->cues[CARE_CUE_LIST_OPENINGS] =
        care_cue_list_new_lenient((const char *const *)openings->pdata);
}

static gboolean
says_yes(GKeyFile *file, const char *tag, const char *key)
{
    g_autoptr(CareWords) words = words_of(file, tag, key, NULL);

    return g_strv_contains(care_words_entries(words), "yes");
}

static GHashTable *
texts_of(GKeyFile *file, const char *tag)
{
    GHashTable *texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) keys = g_key_file_get_keys(file, TEXTS, NULL, NULL);
    g_autofree char *end = g_strdup_printf("[%s]", tag);

    for (char **key = keys; key != NULL && *key != NULL; key++) {
        char *text = g_key_file_get_string(file, TEXTS, *key, NULL);

        if (text != NULL && g_str_has_suffix(*key, end))
            g_hash_table_insert(texts, g_strndup(*key, strlen(*key) - strlen(end)), text);
        else
            g_free(text);
    }
    return texts;
}

static CareLanguage *
language_new(const char *tag, const char *data)
{
    CareLanguage *language = g_new0(CareLanguage, 1);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) error = NULL;

    if (!g_key_file_load_from_data(file, data, strlen(data), G_KEY_FILE_KEEP_TRANSLATIONS, &error))
        g_error("catalogue %s: %s", tag, error->message); /* our own data, proved by the tests */
    language->tag = tag;
    for (guint n = 0; n < CARE_NUMBER_WORDS; n++) {
        g_autofree char *key = g_strdup_printf("number-%u", n);

        language->numbers[n] = words_of(file, tag, key, NULL);
    }
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        G_STRUCT_MEMBER(const CareWords *, language, lists[i].list) =
            words_of(file, tag, lists[i].key, lists[i].everywhere);
    add_cues(language, file);
    language->dot_is_ordinal = says_yes(file, tag, "dot-is-ordinal");
    language->texts = texts_of(file, tag);
    return language;
}

/* Any thread. Handed over by atomics of our own: ThreadSanitizer can't see those inside GLib. */
static const CareLanguage *
language_at(guint at)
{
    static GMutex making;
    const CareLanguage *language = g_atomic_pointer_get(&languages[at]);

    if (language != NULL)
        return language;
    g_mutex_lock(&making);
    language = g_atomic_pointer_get(&languages[at]);
    if (language == NULL) {
        language = language_new(care_catalogues[at].tag, care_catalogues[at].data);
        g_atomic_pointer_set(&languages[at], (gpointer)language);
    }
    g_mutex_unlock(&making);
    return language;
}

const CareLanguage *
care_language_find(const char *tag)
{
    const gsize size = tag != NULL ? strcspn(tag, "-_.@") : 0;

    for (guint i = 0; i < CARE_CATALOGUES_MAX && care_catalogues[i].tag != NULL; i++) {
        if (strlen(care_catalogues[i].tag) == size &&
            g_ascii_strncasecmp(care_catalogues[i].tag, tag, size) == 0)
            return language_at(i);
    }
    return NULL;
}

const CareLanguage *
care_language_of(const char *tag)
{
    const CareLanguage *language = care_language_find(tag);

    return language != NULL ? language : care_language_find("en");
}

const CareLanguage *
care_language_nth(guint n)
{
    for (guint i = 0; i < CARE_CATALOGUES_MAX && care_catalogues[i].tag != NULL; i++) {
        if (i == n)
            return language_at(i);
    }
    return NULL;
}

const char *
care_language_tag(guint n)
{
    for (guint i = 0; i < CARE_CATALOGUES_MAX && care_catalogues[i].tag != NULL; i++) {
        if (i == n)
            return care_catalogues[i].tag;
    }
    return NULL;
}

const char *
care_language_text(const CareLanguage *language, const char *name)
{
    const char *text = g_hash_table_lookup(language->texts, name);

    if (text == NULL)
        text = g_hash_table_lookup(care_language_of("en")->texts, name);
    return text;
}
