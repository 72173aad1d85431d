/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a chat that ends is asked about, decided from plain values: a live end and one of the
 * past are judged by the same guards. */
#pragma once

#include <purple-care/engine-record.h>
#include <purple-care/engine-settings.h>

typedef struct {      /* all that the guards look at */
    gboolean is_desk; /* an account of the desk, and nobody who is excluded */
    gboolean is_room;
    gboolean is_erased;        /* by the customer's word in this chat */
    gboolean is_transferred;   /* handed to a colleague */
    gboolean is_quiet;         /* ended by hand without asking */
    gboolean is_waiting;       /* the customer was, when the window closed */
    gboolean is_encrypted;     /* an encrypted line was seen */
    gboolean has_window;       /* one is still there to send through */
    gboolean is_question_open; /* an earlier chat's */
    gboolean is_limited;       /* a loop stop forbids it */
    gboolean is_store_failed;
    const char *protocol; /* "xmpp" */
    CareEnd end;
    guint present; /* rooms: customers there */
    guint agent_lines, customer_lines;
    const CareCustomer *customer;
    const char *customer_key; /* NULL: anonymous */
    const char *chat_id;
    const char *sample_key; /* where [desk] key is not set */
    gint64 at_ms;           /* UTC: when it is judged */
} CareCase;

typedef struct {
    CareReason reason;  /* NONE: may be asked */
    double probability; /* of passing the sample */
    char *guards;       /* "desk=yes;...;year=4/4!" */
} CareAsking;

/* The guards in their order; the first that fails is the reason. Any thread.
 * Returns: with guards (transfer full) */
CareAsking care_eligibility_judge(const CareCase *at, const CareSettings *settings);
/* The guards that hold in mid-chat too. */
CareAsking care_eligibility_judge_pulse(const CareCase *at, const CareSettings *settings);
