/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guesses a language by its letters: three scripts by themselves, all else by libexttextcat. */
#include "care-detect.h"
#include <glib/gstdio.h>
#include <libexttextcat/textcat.h>
#include <string.h>
#include <unistd.h>

#define ENOUGH_LETTERS  60 /* fewer fit too many languages */
#define EAST_ASIAN      3  /* such a letter tells about as much as three of an alphabet */
#define ANYWHERE_LINES  20 /* are read in every language: each costs about 5 ms */
#define TELLING_LETTERS 3  /* of one's own: fewer may be a name or a slip */
#define KANA_PART       10 /* Japanese has at least one kana in so many of its letters */

/* Names of languages that no survey speaks and that are else taken for one that it does; those that
 * would make ours less sure are left out. */
static const char *const neighbours[] = {"be", "bg", "fa", "he", "sr-Cyrl", "ur", NULL};

/* --- libexttextcat's handle, one for the process --- */

static GMutex lock; /* around the handle, which keeps what it counts */
static void *textcat;
static gboolean is_tried;

/* Adds the files of each of our languages: "de.lm", and "zh-Hans.lm" with its like. */
static void
add_languages(GString *conf, GDir *folder)
{
    const char *file;

    while ((file = g_dir_read_name(folder)) != NULL) {
        g_autofree char *name = g_strndup(file, strcspn(file, "."));
        const CareLanguage *language = care_language_find(name);

        if (!g_str_has_suffix(file, ".lm") || strpbrk(file, " \t\n#") != NULL)
            continue;
        if (language != NULL)
            g_string_append_printf(conf, "%s %s\n", file, language->tag);
        else if (g_strv_contains(neighbours, name))
            g_string_append_printf(conf, "%s -\n", file);
    }
}

/* The library reads its list of languages from a file only. */
static void *
open_textcat(const char *folder)
{
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    g_autoptr(GString) conf = g_string_new(NULL);
    g_autofree char *path = NULL;
    g_autofree char *prefix = g_strconcat(folder, "/", NULL);
    void *handle = NULL;
    gint file;

    if (files == NULL)
        return NULL;
    add_languages(conf, files);
    file = conf->len > 0 ? g_file_open_tmp("purple-care-XXXXXX", &path, NULL) : -1;
    if (file < 0)
        return NULL;
    if (write(file, conf->str, conf->len) == (gssize)conf->len)
        handle = special_textcat_Init(path, prefix);
    close(file);
    g_unlink(path);
    return handle;
}

/* The letters beyond A to Z that a language's texts are written with. (transfer full) */
static GHashTable *
letters_of(const CareLanguage *language)
{
    GHashTable *letters = g_hash_table_new(g_direct_hash, g_direct_equal);
    GHashTableIter iter;
    gpointer text;

    g_hash_table_iter_init(&iter, language->texts);
    while (g_hash_table_iter_next(&iter, NULL, &text)) {
        for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
            const gunichar letter = g_unichar_tolower(g_utf8_get_char(at));

            if (letter >= 0x80 && g_unichar_isalpha(letter))
                g_hash_table_add(letters, GUINT_TO_POINTER(letter));
        }
    }
    return letters;
}

static guint
count_own(const CareLanguage *language, const char *text)
{
    g_autoptr(GHashTable) letters = letters_of(language);
    guint n = 0;

    for (; *text != '\0'; text = g_utf8_next_char(text))
        n += g_hash_table_contains(letters,
                                   GUINT_TO_POINTER(g_unichar_tolower(g_utf8_get_char(text))));
    return n;
}

/* The one language in "[de]"; of several near ones, "[uk][ru]", the one whose own letters @text is
 * written in. NULL: none, or one of them is not ours. */
static const CareLanguage *
choose(const char *found, const char *text)
{
    g_auto(GStrv) names = g_strsplit_set(found, "[]", -1);
    const CareLanguage *best = NULL;
    guint n = 0, most = 0, second = 0;

    for (char **name = names; *name != NULL; name++) {
        const CareLanguage *language = care_language_find(*name);
        guint own;

        if (**name == '\0' || (language == best && best != NULL))
            continue; /* between brackets; or two files stand for one language */
        if (language == NULL)
            return NULL; /* "UNKNOWN" and "SHORT", too */
        own = count_own(language, text);
        if (best == NULL || own > most) {
            second = most;
            most = own;
            best = language;
        } else {
            second = MAX(second, own);
        }
        n++;
    }
    return n == 1 || most >= second + TELLING_LETTERS ? best : NULL;
}

static const CareLanguage *
ask_textcat(const char *text)
{
    const CareLanguage *language = NULL;

    g_mutex_lock(&lock);
    if (!is_tried)
        textcat = open_textcat(CARE_TEXTCAT_DIR);
    is_tried = TRUE;
    if (textcat != NULL)
        language = choose(textcat_Classify(textcat, text, strlen(text)), text);
    g_mutex_unlock(&lock);
    return language;
}

/* --- letters --- */

typedef struct {
    guint letters, han, kana, hangul;
} Letters;

static void
count(Letters *letters, const char *word)
{
    for (; *word != '\0'; word = g_utf8_next_char(word)) {
        const gunichar letter = g_utf8_get_char(word);
        const GUnicodeScript script = g_unichar_get_script(letter);

        if (!g_unichar_isalpha(letter))
            continue;
        letters->letters++;
        letters->han += script == G_UNICODE_SCRIPT_HAN;
        letters->kana += script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA;
        letters->hangul += script == G_UNICODE_SCRIPT_HANGUL;
    }
}

/* Addresses are in no language. */
static gboolean
is_address(const char *word)
{
    return strstr(word, "://") != NULL || strchr(word, '@') != NULL ||
           g_str_has_prefix(word, "www.");
}

static void
add_words(GString *text, Letters *letters, const char *line)
{
    g_auto(GStrv) words = g_strsplit_set(line, " \t\n", -1);

    for (char **word = words; *word != NULL; word++) {
        if (**word == '\0' || is_address(*word) ||
            text->len + strlen(*word) >= CARE_DETECT_MAX_BYTES)
            continue;
        g_string_append_printf(text, "%s ", *word);
        count(letters, *word);
    }
}

/* Chinese, Japanese and Korean have too many letters to be known by their sequences in so short a
 * text. */
static const char *
tag_of_script(const Letters *letters)
{
    const guint asian = letters->han + letters->kana + letters->hangul;

    if (EAST_ASIAN * asian < letters->letters - asian)
        return NULL; /* a word or two inside something else */
    if (letters->hangul > letters->han + letters->kana)
        return "ko";
    return KANA_PART * letters->kana >= asian ? "ja" : "zh";
}

const CareLanguage *
care_detect_language(const char *const *lines)
{
    g_autoptr(GString) text = g_string_sized_new(CARE_DETECT_MAX_BYTES);
    const CareLanguage *language = NULL;
    Letters letters = {0};
    guint weight;

    for (; *lines != NULL; lines++)
        add_words(text, &letters, *lines);
    weight = letters.letters + (EAST_ASIAN - 1) * (letters.han + letters.kana + letters.hangul);
    if (weight >= ENOUGH_LETTERS) {
        const char *tag = tag_of_script(&letters);

        language = tag != NULL ? care_language_find(tag) : ask_textcat(text->str);
    }
    explicit_bzero(text->str, text->len);
    return language;
}

/* Any language's reader knows the English phrases too. */
static gboolean
is_stop(const CareLanguage *language, const char *line)
{
    const CareReply reply = care_answer_read(language, line);

    return reply.class == CARE_REPLY_OPT_OUT && !reply.bare;
}

static gboolean
is_stop_anywhere(const char *line)
{
    const CareLanguage *language;

    for (guint i = 0; (language = care_language_nth(i)) != NULL; i++) {
        if (is_stop(language, line))
            return TRUE;
    }
    return FALSE;
}

gboolean
care_detect_stop(const char *const *lines, const CareLanguage *language)
{
    for (guint n = 0; lines[n] != NULL; n++) {
        const gboolean anywhere = language == NULL && n < ANYWHERE_LINES;

        if (anywhere ? is_stop_anywhere(lines[n])
                     : is_stop(language != NULL ? language : care_language_of("en"), lines[n]))
            return TRUE;
    }
    return FALSE;
}
