/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what is hidden before cues are heard, and that prose which looks like it is not. */
#include "care-cue-mask.h"
#include "care-test.h"
#include <string.h>

/* (transfer full): @text with "_" for every stretch that is hidden. */
static char *
shown(const char *text)
{
    const gsize size = strlen(text);
    g_autofree guint8 *hidden = g_malloc(size + 1);
    GString *out = g_string_new(NULL);

    care_cue_mask(text, size, hidden);
    for (gsize i = 0; i < size; i++) {
        if (!hidden[i])
            g_string_append_c(out, text[i]);
        else if (i == 0 || !hidden[i - 1])
            g_string_append_c(out, '_');
    }
    return g_string_free(out, FALSE);
}

typedef struct {
    const char *text, *shown;
} Case;

static void
check(const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *found = shown(cases[i].text);

        assert_string_equal(found, cases[i].shown);
    }
}

static void
care_cue_mask__hides__addresses_and_files(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"see https://a.example/b?c=1 now", "see _ now"},
        {"(http://a.example/b?c=1).", "(_)."},
        {"is it https://a.example/page?", "is it _?"},
        {"https://a.example/?q=wait", "_"},
        {"www.example.com/x?y", "_"},
        {"shop.example.com/cart?item=8", "_"},
        {"write to a.kern@example.de, please", "write to _, please"},
        {"in C:\\Users\\wait\\log.txt it says", "in _ it says"},
        {"see /var/log/wait and ~/wait", "see _ and _"},
        {"open report.pdf and setup.exe!", "open _ and _!"},
        {"ls report_?.txt finds three", "ls _ finds three"},
        {"del *.tmp", "del _"},
        {"it matches ^a.*b?$ only", "it matches _ only"},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_mask__hides__code(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"log: WHERE id = ? AND status = 2", "log: _"},
        {"SELECT * FROM users WHERE nr = ? and then", "_ and then"},
        {"id = ? fails", "id = _ fails"},
        {"it prints x = a ? b : c and stops", "it prints x = a _ b : c and stops"},
        {"run `wait a moment?` first", "run _ first"},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_mask__hides__quotations_of_all_languages(void **state G_GNUC_UNUSED)
{
    static const Case cases[] = {
        {"it says \"please wait?\" here", "it says _ here"},
        {"da steht „bitte warten“ drin", "da steht _ drin"},
        {"tam jest „proszę czekać” stale", "tam jest _ stale"},
        {"it says “please wait” here", "it says _ here"},
        {"l'article « Comment faire ? » et ça", "l'article _ et ça"},
        {"el artículo «¿Cómo?» funcionó", "el artículo _ funcionó"},
        {"da steht »warten« drin", "da steht _ drin"},
        {"it says 'please wait' here", "it says _ here"},
        {"it says ‘please wait’ here", "it says _ here"},
        {"a „b“ c „d“ e", "a _ c _ e"},
    };

    check(cases, G_N_ELEMENTS(cases));
}

static void
care_cue_mask__shows__prose(void **state G_GNUC_UNUSED)
{
    static const char *const cases[] = {
        "I'll wait, don't you?",
        "l'ho detto un po' fa all'inizio",
        "'t is kapot en 'n foto's",
        "'t is de jongens' router",
        "my 24\" screen and the 27\" one?",
        "an open \"quote that never ends?",
        "und/oder 24/7 am 3.6. um 12:30",
        "was?.. ja",
        "Pourquoi ? Voici le message : erreur",
        "really?! (sure?)",
        "WHERE is my parcel? AND when",
        "ok.wann kommt es",
        "*really*? _really_?",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = shown(cases[i]);

        assert_string_equal(found, cases[i]);
    }
}

static void
care_cue_mask__stays__inside_whatever_it_gets(void **state G_GNUC_UNUSED)
{
    static const char *const parts[] = {"\"", "'",  "«", "„",      "?",   " ", "a", ".",
                                        "/",  "\\", "*", "=",      "(",   "[", ":", "@",
                                        "W",  "\n", "ß", "WHERE ", "://", "`"};
    g_autoptr(GRand) rng = g_rand_new_with_seed(7);

    for (guint round = 0; round < 3000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        const gint n = g_rand_int_range(rng, 0, 12);

        for (gint i = 0; i < n; i++)
            g_string_append(text, parts[g_rand_int_range(rng, 0, G_N_ELEMENTS(parts))]);
        g_autofree guint8 *hidden = g_malloc(text->len + 1);

        hidden[text->len] = 7;
        care_cue_mask(text->str, text->len, hidden);
        assert_int_equal(hidden[text->len], 7);
        for (gsize i = 0; i < text->len; i++) {
            assert_true(hidden[i] == TRUE || hidden[i] == FALSE);
            if (((guchar)text->str[i] & 0xC0) == 0x80) /* characters stay whole */
                assert_int_equal(hidden[i], hidden[i - 1]);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_cue_mask__hides__addresses_and_files),
        cmocka_unit_test(care_cue_mask__hides__code),
        cmocka_unit_test(care_cue_mask__hides__quotations_of_all_languages),
        cmocka_unit_test(care_cue_mask__shows__prose),
        cmocka_unit_test(care_cue_mask__stays__inside_whatever_it_gets),
    };

    care_test_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
