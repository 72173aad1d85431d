/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that the adapter keeps between two callbacks of libpurple, and what its files offer each
 * other. */
#pragma once

#define GETTEXT_PACKAGE "purple-care"

#include <glib/gi18n-lib.h>
#include <libpurple/purple.h>
#include <purple-care/engine.h>
#include <purple-care/store.h>

typedef struct {                    /* one PurpleConversation that is looked at */
    CareConversation *conversation; /* NULL: left alone, a private line inside a room */
    gboolean room;
    GQueue echoes; /* rooms: our own lines (plain) that the server has not sent back yet */
} CareLink;

typedef struct _CareDeskJob CareDeskJob;

typedef struct {
    PurplePlugin *plugin;
    CareEngine *engine;
    CareStore *store;
    CareSettings *settings;
    CareSettingsWatch *watch;
    GHashTable *links; /* PurpleConversation *, as identity only and never followed, to CareLink */
    const PurpleConversation *last; /* the newest look-up: lines come in runs */
    CareLink *last_link;
    CareEvent line; /* the LINE event, used again: clearing one costs as much as all the rest of a
                       line's way */
    struct {        /* the stanza that is being delivered right now, if it is an old one */
        PurpleConnection *connection;
        char *from;
        gint64 stamp_ms;
    } delayed;
    PurpleConversation *closing; /* while libpurple tells that it closes, and no longer */
    const CareConversation *closing_conversation;
    guint own_depth; /* inside a send of ours */
    const PurpleConversation *own_conversation;
    gboolean own_written; /* that send got as far as the window */
    guint timer;
    gint64 armed_boot; /* when it fires; G_MAXINT64: it is not armed */
    PurpleCmdId command;
    GHashTable *waits;      /* set of CareWait: questions to the store without an answer yet */
    GHashTable *score_asks; /* set: /care score lines whose figures are still being counted */
    guint64 batch_told;     /* how many answers there were at the newest batch told of */
    CareDeskJob *desk_job;
    char *user_policy; /* path of the user's policy.conf */
    char *shown_mistakes;
    gboolean quitting; /* the engine has had its QUIT: nothing is handed to it any more */
} Care;

/* --- care-signals.c: what libpurple tells us --- */
/* What is shown in a window without being somebody's live line. */
#define CARE_NO_LINE                                                        \
    (PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LOG | PURPLE_MESSAGE_ERROR | \
     PURPLE_MESSAGE_NOTIFY | PURPLE_MESSAGE_RAW | PURPLE_MESSAGE_DELAYED)
char *care_newest_line(PurpleConversation *conversation);
void care_signals_connect(Care *care);
void care_signals_disconnect(Care *care);

/* --- care-link.c: libpurple's conversations and the engine's --- */
GHashTable *care_links_new(void);
CareLink *care_link_find(Care *care, PurpleConversation *conversation);
CareLink *care_link_refresh(Care *care, PurpleConversation *conversation);
void care_links_refresh_all(Care *care);
void care_link_drop(Care *care, const PurpleConversation *conversation);
void care_links_attach_all(Care *care);

/* On the way of every line: the same window again costs one comparison, another one a direct hash.
 */
static inline CareLink *
care_link_of(Care *care, PurpleConversation *conversation)
{
    return care->last == conversation ? care->last_link : care_link_find(care, conversation);
}

/* --- care-peer.c: who is at the other end --- */
typedef struct {
    CarePeer peer; /* borrows from what follows */
    char *account, *address, *name, *agent;
    GPtrArray *groups;
} CarePeerText;
gboolean care_peer_of_conversation(const Care *care, PurpleConversation *conversation,
                                   CarePeerText *out);
gboolean care_peer_of_address(const Care *care, PurpleAccount *account, const char *address,
                              gboolean room, CarePeerText *out);
gboolean care_peer_of_record(const Care *care, const CareChatRecord *chat, CarePeerText *out);
void care_peer_text_clear(CarePeerText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CarePeerText, care_peer_text_clear)
char *care_account_address(PurpleAccount *account);
PurpleAccount *care_peer_account(const CarePeer *peer);
PurpleConversation *care_peer_window(const CarePeer *peer);
gboolean care_is_private_in_room(PurpleAccount *account, const char *name);
CareRole care_occupant_role(const Care *care, PurpleConvChat *chat, const char *nick);
GArray *care_occupants_present(const Care *care, PurpleConvChat *chat);

/* --- care-perform.c: events in, actions out --- */
CareNow care_now(void);
gboolean care_handle(Care *care, const CareEvent *event);
gboolean care_handle_at(Care *care, const CareEvent *event, CareNow now);
void care_quit(Care *care);
void care_perform_signals_register(Care *care);

/* --- care-storing.c: what the store answers --- */
typedef struct _CareWait CareWait;
void care_storing_open(Care *care);
void care_storing_load(Care *care, const char *key, guint64 token);
void care_storing_put(Care *care, CareRecord *record, guint64 token);
void care_wait_free(CareWait *wait);

/* --- care-hear.c: what a customer wrote in this chat --- */
void care_hear(Care *care, const CareAction *action);

/* --- care-score-line.c, care-score-words.c: what the agent sees of ratings --- */
GHashTable *care_score_asks_new(void);
void care_score_show(Care *care, const CareConversation *conversation);
void care_score_tell_batch(Care *care, const CarePeer *peer);
void care_score_append_counts(GString *out, const CareCounts *counts);
void care_score_append_rated(GString *out, const CareRated *rated, guint n);
void care_score_append(GString *out, const CareCounts *counts, gboolean with_ratings);

/* --- care-send.c: our own lines --- */
gboolean care_send(Care *care, const CarePeer *peer, const char *plain);
void care_tell(PurpleConversation *conversation, const char *plain);
gboolean care_echo_take(CareLink *link, const char *html);

/* --- care-timer.c --- */
void care_timer_arm(Care *care);
void care_timer_stop(Care *care);

/* --- care-text.c --- */
#define CARE_TEXT_MAX_BYTES (16 * 1024) /* longer lines are talk, never an answer */
typedef struct {
    const char *agent, *name, *text, *item;
    gint number, days;
    gint64 ms;
    gboolean isolate; /* the text runs to the left: names keep a direction of their own */
} CareFill;
char *care_text_plain(const char *html);
const char *care_text_first_visible(const char *html);
gboolean care_text_is_right_to_left(const char *template);
char *care_text_fill(const char *template, const CareFill *fill);
char *care_text_one_line(const char *text, gsize max_chars);
char *care_text_html(const char *plain);
char *care_text_duration(gint64 ms);

/* --- care-customer-text.c, care-texts.c: the words --- */
char *care_customer_text(const CareSettings *settings, const CareAction *action, const char *agent,
                         gboolean terse);
char *care_definition_hash(const CareSettings *settings);
char *care_agent_text(const CareAction *action, const char *name);
gboolean care_agent_text_has_words(const CareAction *action);
char *care_guards_words(const char *guards);

/* --- care-commands.c, care-guard.c, care-desk.c --- */
void care_commands_register(Care *care);
void care_commands_unregister(Care *care);
gboolean care_guard_is_mistyped(const char *html);
void care_guard_connect(Care *care);
gboolean care_desk_command(Care *care, PurpleConversation *conversation, const char *argument,
                           char **error);
void care_desk_stop(Care *care);
