/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that the adapter keeps between two callbacks of libpurple, and what its files offer each
 * other. */
#pragma once

#define GETTEXT_PACKAGE "purple-care"

#include <glib/gi18n-lib.h>
#include <libpurple/purple.h>
#include <purple-care/engine.h>
#include <purple-care/report-kpi.h>
#include <purple-care/store.h>
#include <purple-care/ui-api.h>

#define CARE_BATCH \
    5 /* answers shown together in blind mode: of fewer one could tell who gave which */
#define CARE_OWN_MAX 32 /* of our newest lines a window's scan knows */

typedef struct { /* a reminder as it is shown in a window at this moment */
    gboolean is_on;
    CareLevel level;
    char *text;
} CareShown;

typedef struct {                    /* one PurpleConversation that is looked at */
    CareConversation *conversation; /* NULL: left alone, a private line inside a room */
    gboolean room;
    gboolean ended_by_hand; /* the end that comes next was the agent's word */
    gboolean wants_card;    /* so was the card */
    GQueue echoes;          /* rooms: our own lines (plain) that the server has not sent back yet */
    guint own[CARE_OWN_MAX]; /* hashes of our own lines as the history holds them, a ring */
    guint n_own;
    guint standing;      /* CareStanding bits, as the window part was told last */
    gint64 scanned_wall; /* what is older was looked at, or is none of this window's live lines */
    CareShown *shown;    /* (array length=CARE_N_RULES): NULL: nothing was ever shown */
} CareLink;

typedef struct _CarePolicyJob CarePolicyJob;
typedef struct _CareFirstRun CareFirstRun;

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
    GHashTable *digests;    /* set: the same of weekly lines */
    guint64 batch_told;     /* how many answers there were at the newest batch told of */
    CarePolicyJob *policy_job;
    CareFirstRun *first_run;
    GHashTable *absent;   /* set of "protocol:account" that the engine was told are away */
    guint presence_timer; /* while one of them is: nothing tells when an agent moves again */
    const CareUi *ui;     /* NULL: no window part has said that it is there */
    gpointer ui_data;
    GQueue cards; /* of CareUiCard: cards that it asked for and that are still to come */
    CareMemory *shown_memory; /* what `memory` of ui-api.h gave out last */
    GHashTable *buddies;      /* customer key to CareBuddy: what tooltips say */
    GHashTable *own_asks;     /* set of CareOwnAsk: own scores still being counted */
    gpointer ui_change;       /* what it changes in the settings, still being written; NULL: none */
    char *store_path;
    PurpleConversation *asking_window; /* while a command of it runs, and no longer */
    guint n_holding;                   /* customers that HOLD was about at last; 0: it is over */
    char *user_policy;                 /* path of the user's policy.conf */
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
/* The link of the window that shows @conversation; NULL: none is open. */
CareLink *care_link_of_engine(Care *care, const CareConversation *conversation,
                              PurpleConversation **out_window);

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
/* Which window it was, for an answer that comes later: a pointer to it may be gone by then. */
typedef struct {
    char *protocol, *account, *address; /* NULL: none */
    gboolean room;
} CareWhere;
CareWhere care_where_of(const CarePeer *peer);
CarePeer care_where_peer(const CareWhere *where); /* borrows */
void care_where_clear(CareWhere *where);
gboolean care_is_private_in_room(PurpleAccount *account, const char *name);
CareRole care_occupant_role(const Care *care, PurpleConvChat *chat, const char *nick);
GArray *care_occupants_present(const Care *care, PurpleConvChat *chat);

/* --- care-perform.c: events in, actions out --- */
CareNow care_now(void);
gboolean care_handle(Care *care, const CareEvent *event);
gboolean care_handle_at(Care *care, const CareEvent *event, CareNow now);
void care_quit(Care *care);
void care_perform_signals_register(Care *care);
gboolean care_is_served(const Care *care, const CareConversation *conversation);
gboolean care_is_served_peer(const Care *care, const CarePeer *peer);

/* --- care-storing.c: what the store answers --- */
typedef struct _CareWait CareWait;
void care_storing_open(Care *care);
void care_storing_load(Care *care, const char *key, guint64 token);
void care_storing_put(Care *care, CareRecord *record, guint64 token);
void care_wait_free(CareWait *wait);

/* --- care-scan.c: the newest lines, looked at again --- */
void care_scan(Care *care, CareConversation *conversation, guint number, gint64 since_ms);
void care_scan_own(CareLink *link, PurpleConversation *window);
void care_scan_pending(Care *care, CareConversation *conversation);

/* --- care-presence.c: whether the agent is there, and typing --- */
gboolean care_presence_is_typing(PurpleConversation *window);
void care_presence_note(Care *care, PurpleAccount *account);
void care_presence_start(Care *care);
void care_presence_stop(Care *care);

/* --- care-show.c: reminders as they come and go --- */
void care_show_reminder(Care *care, const CareAction *action);
void care_show_clear(Care *care, const CareAction *action);
void care_show_forget(Care *care, PurpleConversation *window);
void care_show_hold(Care *care);
void care_show_each(const CareLink *link,
                    void (*each)(const CareUiReminder *reminder, gpointer data), gpointer data);

/* --- care-waiting.c: who waits --- */
char *care_waiting_text(const Care *care);
/* (transfer full): of CareUiWaiter; names are owned by @out_names */
GArray *care_waiting_rows(const Care *care, GPtrArray *out_names);

/* --- care-handover.c: a customer goes to a colleague --- */
char *care_handover_find(const Care *care, PurpleAccount *account, const char *name, char **error);
void care_handover(Care *care, const CareAction *action);

/* --- care-digest.c: an agent's week --- */
void care_digest_show(Care *care, const CarePeer *peer);
void care_digest_notify(Care *care);
void care_digest_weekly(Care *care, const CarePeer *peer);
GHashTable *care_digests_new(void);
const char *care_letter_words(CareItem letter);

/* --- care-plugin-actions.c: the menu of a client --- */
GList *care_plugin_actions(PurplePlugin *plugin, gpointer context);
void care_plugin_actions_use(Care *care);

/* --- care-first-run.c --- */
CareFirstRun *care_first_run_new(void);
void care_first_run_free(CareFirstRun *first);
void care_first_run_look(Care *care);
void care_first_run_read(Care *care);
void care_first_run_stop(Care *care);

/* --- care-autoload.c --- */
void care_autoload_queue(void);

/* --- care-plugin.c --- */
void care_settings_apply(Care *care, CareSettings *settings);

/* --- care-buddy.c: what a tooltip says of a buddy --- */
GHashTable *care_buddies_new(void);
char *care_buddy_text(Care *care, PurpleAccount *account, const char *who);
void care_buddy_forget(Care *care, const CareRecord *record);
void care_buddies_forget(Care *care);

/* --- care-ui-look.c: tells the window part when a window stands otherwise --- */
void care_ui_look(Care *care, const CareEvent *event);
void care_ui_settings_changed(Care *care);

/* --- care-ui-figures.c --- */
GHashTable *care_own_asks_new(void);

/* --- care-offer.c: what any plug-in may call --- */
void care_offer_start(Care *care);

/* --- care-ui.c: the window part's way in --- */
void care_ui_start(Care *care);
void care_ui_stop(Care *care);
void care_ui_changed(Care *care, const CareConversation *conversation);
/* A CARD has come: TRUE if the window part had asked for it. */
gboolean care_ui_card(Care *care, const CareConversation *conversation, const char *text);
void care_ui_forget(Care *care, PurpleConversation *window);

/* --- care-hear.c: what a customer wrote in this chat --- */
void care_hear(Care *care, const CareAction *action);

/* --- care-score-line.c, care-score-words.c: what the agent sees of ratings --- */
GHashTable *care_score_asks_new(void);
void care_score_show(Care *care, const CareConversation *conversation);
void care_score_report(Care *care, const CareConversation *conversation);
void care_score_for_ui(Care *care, const CareConversation *conversation, CareUiScoreFunc done,
                       gpointer data);
void care_score_drop_ui(Care *care);
void care_score_tell_batch(Care *care, const CarePeer *peer);
void care_score_append_counts(GString *out, const CareCounts *counts);
void care_score_append_rated(GString *out, const CareRated *rated, guint n);
void care_score_append(GString *out, const CareCounts *counts, gboolean with_ratings);
/* "All your chats: ...". @answered: AFTER_5: how many there are, shown or not */
void care_score_append_all(GString *out, const CareCounts *counts, CareShow show, guint64 answered);

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
    const char *what; /* a part of the text, put together before */
    gint number, days;
    gint64 ms;        /* a duration; of {clock} a moment, UTC */
    gboolean isolate; /* the text runs to the left: names keep a direction of their own */
} CareFill;
char *care_text_plain(const char *html);
const char *care_text_first_visible(const char *html);
gboolean care_text_is_right_to_left(const char *template);
char *care_text_fill(const char *template, const CareFill *fill);
char *care_text_one_line(const char *text, gsize max_chars);
char *care_text_html(const char *plain);
char *care_text_duration(gint64 ms);
char *care_text_clock(gint64 wall_ms);

/* --- care-customer-text.c, care-texts.c, care-remind-texts.c, care-card-text.c: the words --- */
char *care_customer_text(const CareSettings *settings, const CareAction *action, const char *agent,
                         gboolean terse);
char *care_definition_hash(const CareSettings *settings);
char *care_agent_text(const CareAction *action, const char *name);
gboolean care_agent_text_has_words(const CareAction *action);
char *care_guards_words(const char *guards);
/* NULL: the message is none of a reminder's. */
const char *care_remind_text(CareMessageId message, gint number); /* translated; NULL: none */
char *care_remind_reason(CareRule rule);
const char *care_rule_words(CareRule rule);
char *care_memory_words(const CareCard *card);
char *care_memory_lines(const CareCard *card);
char *care_opens_words(const CareCard *card);
char *care_attention_words(const CareAttention *attention);
char *care_handover_text(const CareCard *card, const char *agent, const char *address);
char *care_card_text(const CareSettings *settings, const CareCard *card);

/* --- care-commands.c, care-command-*.c: the agent's commands --- */
typedef struct {
    Care *care;
    PurpleConversation *window;
    CareConversation *conversation;
    const char *rest; /* what follows the command's word, trimmed */
    char **error;     /* why it failed, for the agent; (transfer full) */
} CareCall;

typedef enum {
    CARE_GROUP_CHAT,
    CARE_GROUP_CUSTOMER,
    CARE_GROUP_REMINDERS,
    CARE_GROUP_YOU,
    CARE_N_GROUPS
} CareCommandGroup;

typedef enum {
    CARE_TAKES_WORD, /* nothing, or `argument`: then the command is `with` */
    CARE_TAKES_TEXT, /* whatever is typed after it goes to the engine */
    CARE_TAKES_CALL, /* `run` reads it */
} CareCommandTakes;

typedef struct {
    const char *word, *usage; /* usage: as typed */
    const char *help;
    CareCommandGroup group;
    CareCommandTakes takes;
    CareCommand command, with;
    const char *argument; /* NULL: takes none */
    gboolean (*run)(const CareCall *call);
} CareCommandEntry;

void care_commands_register(Care *care);
void care_commands_unregister(Care *care);
/* As if "/care @line" were typed in @window; FALSE: @error says why not. */
gboolean care_commands_run(Care *care, PurpleConversation *window, const char *line, char **error);
/* The n-th command's word; NULL past the last. */
const char *care_command_word(gsize n);
gboolean care_call_send(const CareCall *call, CareCommand command, const char *argument,
                        CareRule rule);
/* The rows of care-command-table.c, in the order that help shows. */
const CareCommandEntry *care_command_nth(gsize n);
gboolean care_call_run(const CareCommandEntry *entry, const CareCall *call);
gboolean care_call_snooze(const CareCall *call);
gboolean care_call_help(const CareCall *call);

/* --- care-guard.c, care-desk.c, care-policy-write.c --- */
gboolean care_guard_is_mistyped(const char *html);
void care_guard_connect(Care *care);
gboolean care_desk_command(Care *care, PurpleConversation *conversation, const char *argument,
                           char **error);
typedef void (*CarePolicyFunc)(Care *care, const CarePeer *peer, const CareSettings *now,
                               const GError *error, gpointer data);
char *care_policy_objection(const Care *care, const CareSettingsChange *changes, gsize n);
void care_policy_write(Care *care, const CarePeer *peer, const CareSettingsChange *changes, gsize n,
                       CarePolicyFunc done, gpointer data);
void care_policy_stop(Care *care);
