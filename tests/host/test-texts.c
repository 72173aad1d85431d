/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proves what customers and agents read: in whose language, in whose wording, and no more than is
 * true. */
#include "care-adapter.h"
#include "care-host.h"

#define FSI "\342\201\250"
#define PDI "\342\201\251"

static CareSettings *
settings_of(const char *policy)
{
    const CareSettingsLayer layer = {"test", policy, strlen(policy), NULL, FALSE};
    CareSettings *settings = care_settings_new(&layer, 1);

    assert_int_equal(settings->mistakes->len, 0);
    return settings;
}

/* What a customer reads under @policy. (transfer full) */
static char *
says(const char *policy, const char *tag, CareMessageId message, const char *agent)
{
    g_autoptr(CareSettings) settings = settings_of(policy);
    const CareAction action = {.type = CARE_ACTION_SEND,
                               .message = message,
                               .language = tag != NULL ? care_language_find(tag) : NULL,
                               .item = CARE_ITEM_CULTURE,
                               .number = 4};

    assert_true(tag == NULL || action.language != NULL);
    return care_customer_text(settings, &action, agent, FALSE);
}

static void
check_says(const char *policy, const char *tag, CareMessageId message, const char *expected)
{
    g_autofree char *text = says(policy, tag, message, "Maria");

    assert_string_equal(text, expected);
}

/* The catalogue's own text. */
static const char *
ours(const char *tag, const char *name)
{
    return care_language_text(care_language_find(tag), name);
}

/* --- customers --- */

static void
care_customer_text__has__words_for_every_message(void **state G_GNUC_UNUSED)
{
    const CareLanguage *language;

    for (guint i = 0; (language = care_language_nth(i)) != NULL; i++) {
        for (CareMessageId message = CARE_SAY_NOTHING + 1; message < CARE_N_SAYS; message++) {
            g_autofree char *text = says("", language->tag, message, "Maria");

            assert_true(text != NULL && *text != '\0');
            if (strpbrk(text, "{}") != NULL)
                fail_msg("%s, message %d: a place is left: %s", language->tag, message, text);
        }
    }
}

static void
care_customer_text__speaks__the_customers_language(void **state G_GNUC_UNUSED)
{
    check_says("", "de", CARE_SAY_THANKS, ours("de", "thanks"));
    check_says("", "ja", CARE_SAY_THANKS_LOW, ours("ja", "thanks-low"));
    check_says("", NULL, CARE_SAY_THANKS, "Thank you, that's saved.");
    check_says("", "en", CARE_SAY_CHANGED, "Changed to 4, thank you.");
    check_says("", "en", CARE_SAY_ITEM,
               "Saved, thank you. One more: did helping you seem to come first with us? 1 (not at "
               "all) to 5 (completely), or \"skip\".");
    assert_string_not_equal(ours("de", "thanks"), ours("en", "thanks"));
}

static void
care_customer_text__prefers__the_desks_own_wording(void **state G_GNUC_UNUSED)
{
    const char policy[] = "[ask]\ntext-thanks=Ta, {agent}!\ntext-thanks[de]=Merci, {agent}!\n"
                          "text-question[de]=1 bis 5?\ntext-item=Noch: {item} 1-5\n"
                          "text-item-culture=zuerst {agent}?\ntext-help-stop=Halt.\n";

    check_says(policy, "de", CARE_SAY_THANKS, "Merci, Maria!");
    check_says(policy, "fr", CARE_SAY_THANKS, "Ta, Maria!");
    check_says(policy, "de", CARE_SAY_QUESTION, "1 bis 5?");
    check_says(policy, "en", CARE_SAY_ITEM, "Noch: zuerst Maria? 1-5");
    check_says(policy, "en", CARE_SAY_SKIPPED, "That's fine, thank you.");
    check_says(policy, "en", CARE_SAY_HELP,
               "This is sent automatically. We keep your number and, for 180 days, your comment; "
               "Maria and the team see them. Halt. \"erase\": delete it all.");
}

static void
care_customer_text__tells__what_policy_keeps(void **state G_GNUC_UNUSED)
{
    const char never[] = "[privacy]\nkeep-comments=never\n";
    const char hidden[] = "[show]\nrating=no\n[privacy]\nkeep-comments=1s\ntyped-erase=no\n";
    const char least[] = "[show]\nrating=no\n[privacy]\nkeep-comments=never\n";
    const char hours[] = "[show]\nrating=after-5\n[privacy]\nkeep-comments=25h\n";
    const char own[] = "[ask]\ntext-help=Nobody keeps {days}.\n";

    check_says(never, "en", CARE_SAY_HELP,
               "This is sent automatically. We keep your number; Maria and the team see it. "
               "\"stop\": no more questions. \"erase\": delete it all.");
    check_says(hidden, "en", CARE_SAY_HELP,
               "This is sent automatically. We keep your number and, for 1 days, your comment; the "
               "team sees them. \"stop\": no more questions.");
    check_says(least, "en", CARE_SAY_HELP,
               "This is sent automatically. We keep your number; the team sees it. "
               "\"stop\": no more questions. \"erase\": delete it all.");
    check_says(hours, "en", CARE_SAY_HELP,
               "This is sent automatically. We keep your number and, for 2 days, your comment; "
               "Maria and the team see them. \"stop\": no more questions. \"erase\": delete it "
               "all.");
    check_says(own, "en", CARE_SAY_HELP, "Nobody keeps 180.");
}

static void
care_customer_text__tells__who_reads_a_comment(void **state G_GNUC_UNUSED)
{
    const char low[] = "Saved, thank you. What would have made it better? A few words are enough, "
                       "or \"skip\".";
    g_autofree char *both = g_strconcat(low, " Maria and the team can read them.", NULL);
    g_autofree char *team = g_strconcat(low, " The team can read them.", NULL);

    check_says("", "en", CARE_SAY_COMMENT_LOW, both);
    check_says("[show]\nrating=after-5\n", "en", CARE_SAY_COMMENT_LOW, both);
    check_says("[show]\nrating=no\n", "en", CARE_SAY_COMMENT_LOW, team);
    check_says("[show]\ncomment=no\n", "en", CARE_SAY_COMMENT_LOW, low);
    check_says("[show]\nrating=no\ncomment=no\n", "en", CARE_SAY_COMMENT_LOW, low);
    check_says("[ask]\ntext-comment-high=More?\n", "en", CARE_SAY_COMMENT_HIGH,
               "More? Maria and the team can read them.");
}

static void
care_customer_text__keeps__names_apart_where_text_runs_left(void **state G_GNUC_UNUSED)
{
    g_autofree char *arabic = says("", "ar", CARE_SAY_QUESTION, "Maria");
    g_autofree char *german = says("", "de", CARE_SAY_QUESTION, "\331\205\330\261\331\212\331\205");
    g_autofree char *own = says("[ask]\ntext-thanks={agent}: \330\264\331\203\330\261\330\247\n",
                                "en", CARE_SAY_THANKS, "Maria");
    g_autofree char *tricky = says("[ask]\ntext-thanks={agent}: 5 (!)\n", "ar", CARE_SAY_THANKS,
                                   "\331\205\330\261\331\212\331\205");
    g_autofree char *item = says("", "ar", CARE_SAY_HELP, "{days}");

    assert_non_null(strstr(arabic, FSI "Maria" PDI));
    assert_null(strstr(german, FSI));
    assert_string_equal(own, FSI "Maria" PDI ": \330\264\331\203\330\261\330\247");
    assert_null(strstr(tricky, FSI));                /* the text has no direction of its own */
    assert_non_null(strstr(item, FSI "{days}" PDI)); /* a name is never read as a place */
}

static void
care_customer_text__is__one_short_line_on_irc(void **state G_GNUC_UNUSED)
{
    g_autoptr(CareSettings) settings = settings_of("");
    const CareAction action = {.message = CARE_SAY_QUESTION, .language = care_language_find("en")};
    g_autofree char *question = care_customer_text(settings, &action, "Maria", TRUE);

    assert_true(g_str_has_prefix(question, "How well did you feel understood by Maria? 1"));
    assert_null(strpbrk(question, "\r\n"));
}

/* --- the definition --- */

static char *
definition(const char *policy)
{
    g_autoptr(CareSettings) settings = settings_of(policy);

    return care_definition_hash(settings);
}

static void
care_definition_hash__changes__with_what_answers_depend_on(void **state G_GNUC_UNUSED)
{
    static const char *const same[] = {
        "[ask]\ntext-thanks=Ta!\n", "[ask]\ntext-item=Noch: {item} 1-5\n",
        "[language]\ndefault=de\n", "[ask]\nsteps=item;comment\nexpiry=2h\n",
        "[privacy]\nkeep-comments=never\n"};
    static const char *const others[] = {
        "",
        "[ask]\ntext-question=1 to 5?\n",
        "[ask]\ntext-question[de]=1 bis 5?\n",
        "[ask]\ntext-question[fr]=1 bis 5?\n",
        "[ask]\ntext-question-short=1 to 5?\n",
        "[ask]\nfollow-ups=0\n",
        "[ask]\nsteps=comment\n",
        "[ask]\nsample-percent=50\n",
        "[ask]\nseveral-in-room=yes\n",
    };
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *plain = definition("");

    assert_int_equal(strlen(plain), 16);
    for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autofree char *hash = definition(same[i]);

        assert_string_equal(hash, plain);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        assert_true(g_hash_table_add(seen, definition(others[i])));
}

/* --- agents --- */

static char *
tells(CareMessageId message, gint number, const char *text)
{
    const CareAction action = {.type = CARE_ACTION_TELL,
                               .message = message,
                               .number = number,
                               .item = CARE_ITEM_ATTENTIVENESS,
                               .text = (char *)text};

    return care_agent_text(&action, "anna");
}

static void
care_agent_text__has__a_line_for_every_message(void **state G_GNUC_UNUSED)
{
    for (CareMessageId message = CARE_N_SAYS; message < CARE_N_MESSAGES; message++) {
        g_autofree char *line = tells(message, 2, NULL);

        assert_true(line != NULL && *line != '\0');
        assert_null(strpbrk(line, "{}"));
    }
}

static void
care_agent_text__tells__what_customers_gave(void **state G_GNUC_UNUSED)
{
    g_autofree char *long_praise = g_strnfill(5000, 'x');
    g_autofree char *item = tells(CARE_TELL_ITEM, 3, NULL);
    g_autofree char *pulse = tells(CARE_TELL_PULSE, 2, "slow");
    g_autofree char *kudos = tells(CARE_TELL_KUDOS, 0, "you\nlistened\tto me");
    g_autofree char *cut = tells(CARE_TELL_KUDOS, 0, long_praise);
    g_autofree char *why = tells(CARE_TELL_PULSE_NOT, CARE_REASON_TOO_RECENT, NULL);

    assert_string_equal(item, "anna on one more question, attentiveness: 3 of 5.");
    assert_string_equal(pulse, "anna says in mid-chat: 2 of 5. They wrote: \"slow\"");
    assert_string_equal(kudos, "Kudos from anna: \"you listened to me\"");
    assert_true(strlen(cut) < 400);
    assert_string_equal(why, "anna is not asked now: the customer was asked too recently.");
}

static void
care_memory_words__ends__a_note_once(void **state G_GNUC_UNUSED)
{
    const struct {
        const char *note, *words;
    } cases[] = {{"likes tea", "Note: likes tea."},
                 {"Likes tea.", "Note: Likes tea."},
                 {"Likes tea. \n", "Note: Likes tea."},
                 {"why so late?", "Note: why so late?"},
                 {"VIP!", "Note: VIP!"},
                 {"has three routers...", "Note: has three routers..."},
                 {"and so on\342\200\246", "Note: and so on\342\200\246"},
                 {".", "Note: ."}};

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        CareMemory memory = {.note = (char *)cases[i].note};
        const CareCard card = {.memory = &memory};
        g_autofree char *words = care_memory_words(&card);

        assert_string_equal(words, cases[i].words);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_customer_text__has__words_for_every_message),
        cmocka_unit_test(care_customer_text__speaks__the_customers_language),
        cmocka_unit_test(care_customer_text__prefers__the_desks_own_wording),
        cmocka_unit_test(care_customer_text__tells__what_policy_keeps),
        cmocka_unit_test(care_customer_text__tells__who_reads_a_comment),
        cmocka_unit_test(care_customer_text__keeps__names_apart_where_text_runs_left),
        cmocka_unit_test(care_customer_text__is__one_short_line_on_irc),
        cmocka_unit_test(care_definition_hash__changes__with_what_answers_depend_on),
        cmocka_unit_test(care_agent_text__has__a_line_for_every_message),
        cmocka_unit_test(care_agent_text__tells__what_customers_gave),
        cmocka_unit_test(care_memory_words__ends__a_note_once),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
