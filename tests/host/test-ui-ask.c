/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a window's menu and a buddy's tooltip can ask: how a window stands, what is remembered, and
 * that they are told whenever that changes. */
#include "care-host.h"
#include <purple-care/ui-api.h>

#define ANNA   "anna@example.org"
#define BOB    "bob@example.org"
#define SERVED (CARE_UI_IS_SERVED | CARE_UI_IS_REMEMBERED | CARE_UI_IS_NOTING)

static const CareUiApi *api;
static guint n_changed, n_settings;

static void
on_changed(PurpleConversation *window, gpointer data G_GNUC_UNUSED)
{
    HOST_CHECK(window != NULL);
    n_changed++;
}

static void
on_settings(gpointer data G_GNUC_UNUSED)
{
    n_settings++;
}

static const CareUi ui = {
    .size = sizeof(CareUi), .changed = on_changed, .settings_changed = on_settings};

static void
start(const char *policy)
{
    gboolean ok = FALSE;

    host_start(policy);
    api = purple_plugin_ipc_call(purple_plugins_find_with_id(CARE_UI_CORE), CARE_UI_GET, &ok,
                                 GINT_TO_POINTER(CARE_UI_VERSION));
    HOST_CHECK(api != NULL && api->ui_register(&ui, NULL));
}

/* Waits until Anna's window stands like this, and checks that it was told of. */
#define STANDS(bits)                                           \
    do {                                                       \
        HOST_WAIT(api->standing(host_window(ANNA)) == (bits)); \
        HOST_CHECK(n_changed > 0);                             \
        n_changed = 0;                                         \
    } while (0)

/* --- how a window stands --- */

static void
standing(void)
{
    CareUiMemory memory = {0};
    PurpleConversation *room;

    start(HOST_DESK);
    HOST_CHECK(api->standing(host_window(ANNA)) == SERVED);
    host_receive(ANNA, "hello, my router is dead");
    STANDS(SERVED | CARE_UI_IS_OPEN);
    HOST_WAIT(api->memory(host_window(ANNA), &memory)); /* what is remembered has been read */
    n_changed = 0;
    host_receive(ANNA, "it blinks");
    host_type(ANNA, "let me check that");
    HOST_CHECK(n_changed == 0); /* lines alone change nothing */
    HOST_CHECK(api->run(host_window(ANNA), "end", NULL));
    STANDS(SERVED | CARE_UI_IS_ENDING | CARE_UI_IS_UNDOABLE);
    HOST_CHECK(api->run(host_window(ANNA), "undo", NULL));
    STANDS(SERVED | CARE_UI_IS_OPEN);
    HOST_CHECK(api->run(host_window(ANNA), "end", NULL) &&
               api->run(host_window(ANNA), "end", NULL));
    STANDS(SERVED | CARE_UI_IS_ASKED);
    HOST_WAIT(host_count(host.sent, "how well did you feel") == 1);
    host_receive(ANNA, "4");
    STANDS(SERVED);
    HOST_CHECK(api->run(host_window(ANNA), "private", NULL));
    STANDS(CARE_UI_IS_PRIVATE);
    HOST_CHECK(api->run(host_window(ANNA), "private off", NULL));
    STANDS(SERVED);
    room = host_join("help@rooms.example.org", "maria");
    HOST_CHECK((api->standing(room) & (CARE_UI_IS_ROOM | CARE_UI_IS_SERVED)) ==
               (CARE_UI_IS_ROOM | CARE_UI_IS_SERVED));
    HOST_CHECK(api->standing(NULL) == 0);
    host_stop();
    HOST_CHECK(api->standing(NULL) == 0);
}

static void
ui__is_told__whenever_a_window_stands_otherwise(void **state G_GNUC_UNUSED)
{
    host_run(standing);
}

static void
desk_goes_off(void)
{
    CareUiMemory memory = {0};

    start(HOST_DESK "[privacy]\nnotes=no\n");
    HOST_CHECK(api->standing(host_window(ANNA)) == (SERVED & ~CARE_UI_IS_NOTING));
    host_receive(ANNA, "hello");
    HOST_WAIT(api->memory(host_window(ANNA), &memory));
    n_changed = 0;
    HOST_CHECK(api->run(host_window(ANNA), "desk off", NULL));
    HOST_WAIT(n_settings > 0);
    STANDS(0);
    host_stop();
}

static void
ui__is_told__when_the_desk_goes_off(void **state G_GNUC_UNUSED)
{
    host_run(desk_goes_off);
}

/* --- what is remembered --- */

static void
memory(void)
{
    CareUiMemory memory = {0};

    start(HOST_DESK);
    HOST_CHECK(!api->memory(host_window(ANNA), &memory)); /* no chat is on: it is read now */
    HOST_WAIT(n_changed > 0 && api->memory(host_window(ANNA), &memory));
    n_changed = 0;
    HOST_CHECK(*memory.note == '\0' && *memory.name == '\0' && *memory.language == '\0');
    HOST_CHECK(host.lines->len == 0); /* nobody asked for a line */
    HOST_CHECK(api->run(host_window(ANNA), "note likes tea", NULL));
    HOST_CHECK(api->run(host_window(ANNA), "name Annie", NULL));
    HOST_CHECK(api->run(host_window(ANNA), "language de", NULL));
    HOST_WAIT(n_changed >= 3);
    HOST_CHECK(api->memory(host_window(ANNA), &memory));
    HOST_CHECK(strcmp(memory.note, "likes tea") == 0 && strcmp(memory.name, "Annie") == 0);
    HOST_CHECK(strcmp(memory.language, "de") == 0);
    HOST_CHECK(api->run(host_window(ANNA), "private", NULL));
    HOST_CHECK(!api->memory(host_window(ANNA), &memory));
    HOST_CHECK(!api->memory(NULL, &memory));
    host_stop();
}

static void
ui__may_ask__what_is_remembered(void **state G_GNUC_UNUSED)
{
    host_run(memory);
}

static void
languages(void)
{
    const char *tag = NULL, *name = NULL;
    gboolean has_german = FALSE;
    guint n = 0;

    start(HOST_DESK);
    for (; api->language(n, &tag, &name); n++) {
        HOST_CHECK(strcmp(tag, name) != 0); /* each has its name */
        HOST_CHECK(g_utf8_validate(name, -1, NULL));
        has_german |= strcmp(tag, "de") == 0 && strcmp(name, "Deutsch") == 0;
    }
    HOST_CHECK(has_german && n > 1);
    HOST_CHECK(!api->language(n + 7, &tag, &name));
    host_stop();
}

static void
ui__names__every_language_in_its_own_words(void **state G_GNUC_UNUSED)
{
    host_run(languages);
}

/* --- a buddy's tooltip --- */

/* As a mouse does: the first look finds nothing read yet. (transfer full) */
static char *
buddy(const char *who)
{
    char *text = api->buddy(host.account, who);

    for (guint i = 0; text == NULL && i < 50; i++) {
        host_sleep(2);
        text = api->buddy(host.account, who);
    }
    return text;
}

/* Waits until the tooltip says @wanted. */
static void
wait_for_buddy(const char *who, const char *wanted)
{
    g_autofree char *text = NULL;

    for (guint i = 0; i < 500; i++) {
        g_free(text);
        text = api->buddy(host.account, who);
        if (g_strcmp0(text, wanted) == 0)
            return;
        host_sleep(10);
    }
    fprintf(stderr, "buddy: %s\n", text != NULL ? text : "nothing");
    HOST_CHECK(!"the tooltip says it");
}

static void
tooltip(void)
{
    start(HOST_DESK);
    HOST_CHECK(api->buddy(host.account, ANNA) == NULL);
    host_ask(ANNA);
    host_receive(ANNA, "4");
    wait_for_buddy(ANNA, "Last rating: 4 of 5.");
    HOST_CHECK(api->run(host_window(ANNA), "note likes <tea>", NULL));
    wait_for_buddy(ANNA, "Last rating: 4 of 5.\nNote: likes <tea>.");
    HOST_CHECK(api->run(host_window(ANNA), "note off", NULL));
    wait_for_buddy(ANNA, "Last rating: 4 of 5.");
    HOST_CHECK(buddy(BOB) == NULL); /* of whom nothing is known */
    HOST_CHECK(api->buddy(purple_accounts_find(HOST_OTHER, "prpl-silc"), ANNA) == NULL);
    HOST_CHECK(api->buddy(NULL, ANNA) == NULL && api->buddy(host.account, "") == NULL);
    HOST_CHECK(api->run(host_window(ANNA), "private", NULL));
    wait_for_buddy(ANNA, NULL);
    HOST_WAIT(host_query("SELECT count(*) FROM customer WHERE private") == 1);
    HOST_CHECK(buddy(ANNA) == NULL);
    host_unload();
    HOST_CHECK(api->buddy(host.account, ANNA) == NULL);
    host_stop();
}

static void
ui__may_ask__what_is_known_of_a_buddy(void **state G_GNUC_UNUSED)
{
    host_run(tooltip);
}

static void
tooltip_hidden(void)
{
    start(HOST_DESK "[show]\nrating=after-5\n[privacy]\nnotes=no\n");
    host_ask(ANNA);
    host_receive(ANNA, "4");
    wait_for_buddy(ANNA, "They answered before.");
    host_stop();
}

static void
ui__sees_no_number__in_a_tooltip_where_ratings_are_hidden(void **state G_GNUC_UNUSED)
{
    host_run(tooltip_hidden);
}

static void
tooltip_of_many(void)
{
    start(HOST_DESK);
    for (guint i = 0; i < 700; i++) { /* more than are kept, faster than they are read */
        g_autofree char *who = g_strdup_printf("c%u@example.org", i);

        HOST_CHECK(api->buddy(host.account, who) == NULL);
    }
    host_ask(ANNA);
    host_receive(ANNA, "5");
    wait_for_buddy(ANNA, "Last rating: 5 of 5.");
    api->buddy(host.account, BOB); /* is being read as all of it goes */
    host_stop();
}

static void
ui__may_point__at_more_buddies_than_are_kept(void **state G_GNUC_UNUSED)
{
    host_run(tooltip_of_many);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ui__is_told__whenever_a_window_stands_otherwise),
        cmocka_unit_test(ui__is_told__when_the_desk_goes_off),
        cmocka_unit_test(ui__may_ask__what_is_remembered),
        cmocka_unit_test(ui__names__every_language_in_its_own_words),
        cmocka_unit_test(ui__may_ask__what_is_known_of_a_buddy),
        cmocka_unit_test(ui__sees_no_number__in_a_tooltip_where_ratings_are_hidden),
        cmocka_unit_test(ui__may_point__at_more_buddies_than_are_kept),
    };

    host_init(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
