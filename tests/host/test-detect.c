/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what is heard in a customer's lines: each of our languages, none where it is not sure, and
 * a wish to be left alone. */
#include "care-detect.h"
#include "care-host.h"

/* What customers write, at least 60 letters of it in two lines. */
static const struct {
    const char *tag, *first, *second;
} chats[] = {
    {"ar", "مرحبا، جهاز التوجيه لا يتصل بالإنترنت منذ صباح اليوم",
     "أعدت تشغيله مرتين ولم يتغير شيء، هل يمكنكم مساعدتي؟"},
    {"cs", "Dobrý den, můj router se od rána nechce připojit k internetu",
     "Už jsem ho dvakrát restartoval a pořád nic, můžete mi prosím pomoct?"},
    {"de", "Guten Tag, mein Router verbindet sich seit heute Morgen nicht mehr mit dem Internet",
     "Ich habe ihn schon zweimal neu gestartet, können Sie mir bitte helfen?"},
    {"en", "Hello, my router has not been connecting to the internet since this morning",
     "I have already restarted it twice and nothing changed, could you please help me?"},
    {"es", "Buenos días, mi router no se conecta a internet desde esta mañana",
     "Ya lo he reiniciado dos veces y sigue igual, ¿me pueden ayudar por favor?"},
    {"fr", "Bonjour, mon routeur ne se connecte plus à internet depuis ce matin",
     "Je l'ai déjà redémarré deux fois et rien ne change, pouvez-vous m'aider ?"},
    {"hi", "नमस्ते, मेरा राउटर आज सुबह से इंटरनेट से नहीं जुड़ रहा है",
     "मैंने इसे दो बार बंद करके चालू किया लेकिन कुछ नहीं हुआ, क्या आप मदद कर सकते हैं?"},
    {"it", "Buongiorno, da questa mattina il mio router non si collega più a internet",
     "L'ho già riavviato due volte ma non è cambiato niente, potete aiutarmi?"},
    {"ja", "こんにちは、今朝からルーターがインターネットにつながりません",
     "二回再起動しましたが変わりません。助けていただけますか？"},
    {"ko", "안녕하세요, 오늘 아침부터 공유기가 인터넷에 연결되지 않습니다",
     "두 번이나 다시 켰는데 그대로예요. 도와주실 수 있나요?"},
    {"nl", "Goedemorgen, mijn router maakt sinds vanochtend geen verbinding meer met het internet",
     "Ik heb hem al twee keer opnieuw opgestart, kunt u mij alstublieft helpen?"},
    {"pl", "Dzień dobry, mój router od rana nie chce połączyć się z internetem",
     "Uruchomiłem go ponownie dwa razy i nic się nie zmieniło, czy możecie mi pomóc?"},
    {"pt", "Bom dia, o meu router não se liga à internet desde esta manhã",
     "Já o reiniciei duas vezes e continua igual, podem ajudar-me, por favor?"},
    {"ru", "Здравствуйте, мой роутер с самого утра не подключается к интернету",
     "Я уже два раза его перезагружал, ничего не изменилось, помогите, пожалуйста"},
    {"sv", "Hej, min router har inte kunnat ansluta till internet sedan i morse",
     "Jag har redan startat om den två gånger och ingenting hände, kan ni hjälpa mig?"},
    {"tr", "Merhaba, modemim bu sabahtan beri internete bağlanmıyor",
     "İki kez kapatıp açtım ama hiçbir şey değişmedi, bana yardımcı olabilir misiniz?"},
    {"uk", "Добрий день, мій роутер від самого ранку не підключається до інтернету",
     "Я вже двічі його перезавантажував, нічого не змінилося, чи можете ви мені допомогти?"},
    {"zh", "您好，我的路由器从今天早上开始就连不上网络了",
     "我已经重启了两次，还是没有变化，请问可以帮我看看吗？"},
};

static const char *
tag_of(const char *first, const char *second)
{
    const char *const lines[] = {first, second, NULL};
    const CareLanguage *language = care_detect_language(lines);

    return language != NULL ? language->tag : "none";
}

static void
care_detect_language__hears__each_of_our_languages(void **state G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(chats); i++) {
        if (care_language_find(chats[i].tag) == NULL)
            fail_msg("no catalogue of %s", chats[i].tag);
        assert_string_equal(tag_of(chats[i].first, chats[i].second), chats[i].tag);
    }
    for (guint i = 0; care_language_nth(i) != NULL; i++) {
        gboolean is_tried = FALSE;

        for (gsize j = 0; j < G_N_ELEMENTS(chats); j++)
            is_tried |= strcmp(chats[j].tag, care_language_nth(i)->tag) == 0;
        assert_true(is_tried);
    }
}

static void
care_detect_language__says__nothing_of_little_text(void **state G_GNUC_UNUSED)
{
    const char *const empty[] = {NULL};

    assert_null(care_detect_language(empty));
    assert_string_equal(tag_of("", ""), "none");
    assert_string_equal(tag_of("Guten Tag, mein Router", "ist heute wieder kaputt"), "none");
    assert_string_equal(tag_of("1234567890 1234567890 1234567890 1234567890", "!!!???"), "none");
    assert_string_equal(tag_of("您好，网络断了", ""), "none");
    /* What is no word does not add up to enough. */
    assert_string_equal(
        tag_of("https://shop.example.org/de/artikel/der-kleine-rote-router-mit-antennen",
               "anna.von.der.weiden.am.schoenen.see@example.org ist das hier"),
        "none");
}

static void
care_detect_language__says__nothing_of_other_languages(void **state G_GNUC_UNUSED)
{
    /* clang-format off */
    const char *const others[] = {
        "Γεια σας, το ρούτερ μου δεν συνδέεται στο διαδίκτυο από το πρωί, μπορείτε να με "
        "βοηθήσετε;",
        "שלום, הנתב שלי לא מתחבר לאינטרנט מאז הבוקר, ניסיתי הכל, אפשר לעזור לי בבקשה?",
        "سلام، مودم من از امروز صبح به اینترنت وصل نمی‌شود، همه چیز را امتحان کردم، لطفا کمک کنید",
        "Здравейте, рутерът ми не се свързва с интернет от тази сутрин, можете ли да ми помогнете?",
        "Hei, reitittimeni ei ole yhdistynyt internetiin tämän aamun jälkeen, voitteko auttaa "
        "minua?",
    };
    /* clang-format on */

    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        assert_string_equal(tag_of(others[i], ""), "none");
}

static void
care_detect_language__bears__any_length(void **state G_GNUC_UNUSED)
{
    g_autofree char *word = g_strnfill(CARE_DETECT_MAX_BYTES * 4, 'a');
    GString *talk = g_string_new(NULL);

    while (talk->len < CARE_DETECT_MAX_BYTES * 4)
        g_string_append(talk, "Ich habe den Router schon zweimal neu gestartet. ");
    assert_string_equal(tag_of(word, chats[2].first), "de");
    assert_string_equal(tag_of(talk->str, ""), "de");
    g_string_free(talk, TRUE);
}

static gboolean
stops(const char *line, const char *tag)
{
    const char *const lines[] = {"my router is dead", line, "hello", NULL};

    return care_detect_stop(lines, tag != NULL ? care_language_of(tag) : NULL);
}

static void
care_detect_stop__hears__a_whole_phrase_and_no_bare_word(void **state G_GNUC_UNUSED)
{
    static const struct {
        const char *tag, *line;
    } wishes[] = {
        {"de", "bitte fragen Sie mich nicht mehr"},
        {"fr", "ne me demandez plus"},
        {"ru", "не спрашивайте меня больше"},
        {"ja", "もう聞かないでください"},
    };

    assert_true(stops("please don't ask me again", "en"));
    assert_true(stops("don't ask me again", "de"));
    assert_true(stops("don't ask me again", NULL));
    assert_false(stops("stop", "en"));
    assert_false(stops("stop", NULL));
    assert_false(stops("the printer says don't ask me again for a password", "en"));
    for (gsize i = 0; i < G_N_ELEMENTS(wishes); i++) {
        assert_true(stops(wishes[i].line, wishes[i].tag));
        assert_true(stops(wishes[i].line, NULL)); /* too little was said to know the language */
    }
    assert_false(stops("frag mich nicht mehr", "ja"));
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_detect_language__hears__each_of_our_languages),
        cmocka_unit_test(care_detect_language__says__nothing_of_little_text),
        cmocka_unit_test(care_detect_language__says__nothing_of_other_languages),
        cmocka_unit_test(care_detect_language__bears__any_length),
        cmocka_unit_test(care_detect_stop__hears__a_whole_phrase_and_no_bare_word),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
