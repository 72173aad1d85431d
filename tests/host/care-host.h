/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A headless client with a protocol of its own: what a host test needs to be agent and customers at
 * once. */
#pragma once

/* cmocka.h wants these four before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <libpurple/purple.h>
#include <string.h>

/* Bodies run in a process of their own, where cmocka's asserts would come back into the parent's
 * list of tests. */
#define HOST_CHECK(condition)                          \
    do {                                               \
        if (!(condition))                              \
            host_fail(__FILE__, __LINE__, #condition); \
    } while (0)

/* Runs the main loop until it holds; fails after ten seconds. */
#define HOST_WAIT(condition)                                                     \
    do {                                                                         \
        const gint64 host_end_us = g_get_monotonic_time() + 10 * G_USEC_PER_SEC; \
                                                                                 \
        while (!(condition)) {                                                   \
            if (g_get_monotonic_time() > host_end_us)                            \
                host_fail(__FILE__, __LINE__, "in time: " #condition);           \
            host_turn();                                                         \
        }                                                                        \
    } while (0)

#define HOST_AGENT "agent@example.org"
#define HOST_OTHER "other@example.org" /* a second account, never connected */
#define HOST_DESK  "[desk]\naccounts=silc:" HOST_AGENT "\n[ask]\nfollow-ups=0\n"

typedef struct {
    PurpleAccount *account;
    PurpleConnection *connection;
    PurplePlugin *plugin; /* purple-care.so */
    GPtrArray *sent;      /* of char *: "TO: HTML", what left for customers and rooms */
    GPtrArray *lines;     /* of char *: "FLAGS WHO: HTML", what windows showed; flags s r S */
    GPtrArray *notes;     /* of char *: dialogs */
    GString *debug;       /* all of libpurple's debug output */
    gboolean is_up;       /* libpurple's core is */
    guint criticals;      /* and warnings of GLib, since then */
    void (*on_send)(const char *text); /* called with each line that leaves */
} Host;

extern Host host;

/* Called first in main(). */
void host_init(int argc, char **argv);

/* Runs @body in a new process with an empty user folder; a check that fails there fails the test
 * here. */
void host_run(void (*body)(void));
/* The same, then @again in another new process with the same folder. */
void host_run_twice(void (*body)(void), void (*again)(void));

/* Brings up libpurple and the agent's account, writes @policy (nullable), loads the plug-in, waits
 * for its settings. */
void host_start(const char *policy);
void host_start_without_plugin(const char *policy);
void host_load(void);
void host_unload(void);
/* purple_core_quit(), with the checks that all tests share. */
void host_stop(void);

void host_turn(void);
void host_sleep(guint ms);
void host_fail(const char *file, int line, const char *what) G_GNUC_NORETURN;

/* A line from @who, as their client writes it (HTML). */
void host_receive(const char *who, const char *html);
/* What the agent types. */
void host_type(const char *who, const char *html);
/* "/care end" without its slash; returns what libpurple answered. */
PurpleCmdStatus host_command(const char *who, const char *command);
PurpleConversation *host_window(const char *who);
PurpleConversation *host_join(const char *room, const char *nick);
void host_room_receive(PurpleConversation *room, const char *who, const char *html,
                       PurpleMessageFlags flags);

/* How many entries hold @part; the newest such one, NULL: none. */
guint host_count(const GPtrArray *list, const char *part);
const char *host_newest(const GPtrArray *list, const char *part);

/* A chat with an exchange, ended by hand, whose question has gone out. */
void host_ask(const char *who);

/* A number from the store, by SQL, read only. */
gint64 host_query(const char *sql);
/* Whether a file under @folder of the user folder holds @marker. */
gboolean host_files_hold(const char *folder, const char *marker);
char *host_path(const char *name);
