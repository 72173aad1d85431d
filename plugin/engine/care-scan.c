/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at a chat's lines afterwards and in one go: what was promised, asked and felt; no line is
 * kept. */
#include "care-conversation.h"
#include "care-cue-list.h"
#include "care-stock.h"

#define SCAN_MAX     100
#define LISTEN_LINES 3    /* of the customer, for their language to be heard in them */
#define SAME_LINE_MS 2000 /* stamps of lines are whole seconds */

typedef struct { /* one pass over some lines */
    CareTurn *turn;
    CareConversation *conversation;
    const CareLanguage *language;
    gboolean feels;          /* a customer's line, and no agent's after it */
    gboolean asks;           /* the same with a question */
    gboolean has_agent;      /* an agent's line was among them */
    gint64 promised_ms;      /* the newest agent's line promises: its stamp; 0: it does not */
    const char *courtesy;    /* the newest line, if it is the customer's */
    guint32 entries, values; /* bits: cues met that were not before */
    guint stock;
} Pass;

const CareLanguage *
care_scan_language(CareConversation *conversation)
{
    const CareRecord *record = care_survey_record(conversation);
    const gboolean is_known = (record != NULL && record->survey.language != NULL) ||
                              conversation->customer.language[0] != '\0';

    if (!is_known && conversation->remind.language != NULL)
        return conversation->remind.language;
    return care_conversation_language(conversation);
}

/* --- asking --- */

static gboolean
wants_language(const CareConversation *conversation)
{
    return !conversation->remind.listened && !conversation->peer.room && conversation->loaded &&
           conversation->customer.language[0] == '\0' &&
           conversation->record->survey.language == NULL &&
           conversation->record->chat.customer_lines >= LISTEN_LINES;
}

/* The lines first: what is heard may call for all of them once more. */
void
care_scan_ask(CareTurn *turn, CareConversation *conversation)
{
    const CareChatRecord *chat = &conversation->record->chat;
    CareReminding *remind = &conversation->remind;
    CareAction *action;

    remind->scan_boot = CARE_NEVER;
    if (remind->unscanned > 0) {
        action = care_turn_act(turn, CARE_ACTION_SCAN, conversation);
        action->number = (gint)MIN(remind->unscanned, SCAN_MAX);
        if (remind->unscanned >= chat->agent_lines + chat->customer_lines) /* again, perhaps */
            action->ms = chat->started_ms;
    }
    if (!wants_language(conversation))
        return;
    remind->listened = TRUE;
    action = care_turn_act(turn, CARE_ACTION_HEAR, conversation);
    action->ms = conversation->record->chat.started_ms;
    action->token = care_turn_expect(turn, conversation, CARE_WANT_TONGUE);
}

/* Their language is another than was thought: all that was said so far is looked at again. */
void
care_scan_heard(CareTurn *turn, CareConversation *conversation, const CareEvent *event)
{
    const CareLanguage *before = care_scan_language(conversation);
    const CareChatRecord *chat = &conversation->record->chat;
    CareReminding *remind = &conversation->remind;

    remind->language = care_language_find(event->text);
    if (care_scan_language(conversation) == before || !care_remind_is_live(conversation))
        return;
    remind->n_opens = 0;
    conversation->attending.promises = conversation->attending.kept = 0;
    remind->unscanned = chat->agent_lines + chat->customer_lines;
    care_scan_ask(turn, conversation);
}

guint
care_conversation_unscanned(const CareConversation *conversation)
{
    return conversation->is_desk ? MIN(conversation->remind.unscanned, SCAN_MAX) : 0;
}

/* --- what is open --- */

static gboolean
is_open(const CareReminding *remind, CareOpenKind kind)
{
    for (guint i = 0; i < remind->n_opens; i++)
        if (remind->opens[i].kind == kind)
            return TRUE;
    return FALSE;
}

void
care_scan_close(CareConversation *conversation, CareOpenKind kind)
{
    CareReminding *remind = &conversation->remind;
    guint kept = 0;

    for (guint i = 0; i < remind->n_opens; i++)
        if (remind->opens[i].kind != kind)
            remind->opens[kept++] = remind->opens[i];
    remind->n_opens = kept;
}

static void
open_up(CareConversation *conversation, CareOpenKind kind, gint64 at_ms)
{
    CareReminding *remind = &conversation->remind;

    if (remind->n_opens == CARE_OPENS_MAX) { /* the newest matter most to whoever is to end it */
        for (guint i = 1; i < CARE_OPENS_MAX; i++)
            remind->opens[i - 1] = remind->opens[i];
        remind->n_opens--;
    }
    remind->opens[remind->n_opens++] = (CareOpen){.kind = kind, .at_ms = at_ms};
}

/* --- lines --- */

/* Bits of @texts whose cues stand in @line. */
static guint32
met_by(const GPtrArray *texts, const CareCueLine *line)
{
    guint32 bits = 0;

    for (guint i = 0; i < texts->len && i < CARE_ENTRIES_MAX; i++) {
        const CareCuedText *text = g_ptr_array_index(texts, i);

        if (text->cues != NULL && care_cue_list_is_in(text->cues, line))
            bits |= 1u << i;
    }
    return bits;
}

static void
take_customer(Pass *pass, const CareSaid *line)
{
    CareConversation *conversation = pass->conversation;
    const CareSettings *settings = pass->turn->engine->settings;
    const guint cues = care_cues_read(pass->language, FALSE, line->text, NULL);

    care_scan_close(conversation, CARE_OPEN_OWN_QUESTION);
    if ((cues & CARE_CUE_QUESTION) != 0) {
        open_up(conversation, CARE_OPEN_QUESTION, line->at_ms);
        pass->asks = TRUE;
    }
    pass->feels |= (cues & CARE_CUE_FEELING) != 0;
    conversation->remind.upset |= (cues & CARE_CUE_FEELING) != 0;
    if (settings->empowerment.entries->len > 0 || settings->vision.values->len > 0) {
        g_autoptr(CareCueLine) cut = care_cue_line_new(line->text, FALSE);

        pass->entries |= met_by(settings->empowerment.entries, cut);
        pass->values |= met_by(settings->vision.values, cut);
    }
    pass->courtesy = line->text;
}

static void
take_promise(Pass *pass, const CareSaid *line)
{
    CareConversation *conversation = pass->conversation;

    if (!is_open(&conversation->remind, CARE_OPEN_PROMISE))
        conversation->attending.promises++;
    care_scan_close(conversation, CARE_OPEN_PROMISE);
    open_up(conversation, CARE_OPEN_PROMISE, line->at_ms);
    pass->promised_ms = line->at_ms;
}

static void
take_agent(Pass *pass, const CareSaid *line)
{
    CareConversation *conversation = pass->conversation;
    CareEngine *engine = pass->turn->engine;
    const guint cues = care_cues_read(pass->language, TRUE, line->text, NULL);

    pass->has_agent = TRUE;
    pass->feels = pass->asks = FALSE;
    pass->courtesy = NULL;
    pass->promised_ms = 0;
    if ((cues & CARE_CUE_PROMISE) != 0) {
        take_promise(pass, line);
    } else {
        conversation->attending.kept += is_open(&conversation->remind, CARE_OPEN_PROMISE) ? 1 : 0;
        care_scan_close(conversation, CARE_OPEN_PROMISE);
        care_scan_close(conversation, CARE_OPEN_QUESTION);
        care_scan_close(conversation, CARE_OPEN_OWN_QUESTION);
        if ((cues & CARE_CUE_QUESTION) != 0)
            open_up(conversation, CARE_OPEN_OWN_QUESTION, line->at_ms);
    }
    if (care_remind_is_on(engine, CARE_RULE_STOCK_TEXT))
        pass->stock = MAX(pass->stock, care_stock_add(engine->stock, engine->store_key, line->text,
                                                      conversation->index_key, line->at_ms));
}

/* --- what comes of them --- */

/* A quiet word, once in a chat. */
static CareAction *
hint(Pass *pass, CareRule rule, gboolean once)
{
    CareReminding *remind = &pass->conversation->remind;

    if (!care_remind_is_on(pass->turn->engine, rule) ||
        (once && (remind->told & (1u << rule)) != 0))
        return NULL;
    remind->told |= 1u << rule;
    return care_remind_draw(pass->turn, pass->conversation, rule, CARE_LEVEL_QUIET);
}

static void
hint_texts(Pass *pass, CareRule rule, const GPtrArray *texts, guint32 bits)
{
    for (guint i = 0; i < texts->len && i < CARE_ENTRIES_MAX; i++) {
        const CareCuedText *text = g_ptr_array_index(texts, i);
        CareAction *action;

        if ((bits & (1u << i)) == 0)
            continue;
        action = hint(pass, rule, FALSE);
        if (action == NULL)
            return;
        action->number = (gint)i + 1;
        action->text = g_strdup(text->text);
    }
}

static void
give_hints(Pass *pass)
{
    const CareSettings *settings = pass->turn->engine->settings;

    if (pass->feels)
        hint(pass, CARE_RULE_FEELING, TRUE);
    if (pass->stock >= CARE_STOCK_FEW) {
        CareAction *action = hint(pass, CARE_RULE_STOCK_TEXT, TRUE);

        if (action != NULL)
            action->number = (gint)pass->stock;
    }
    hint_texts(pass, CARE_RULE_EMPOWERMENT, settings->empowerment.entries, pass->entries);
    hint_texts(pass, CARE_RULE_VALUE, settings->vision.values, pass->values);
}

static void
note_promise(const Pass *pass)
{
    CareReminding *remind = &pass->conversation->remind;
    const CareNow now = pass->turn->now;
    gint64 boot;

    if (!pass->has_agent)
        return;
    if (pass->promised_ms == 0) {
        remind->promise_boot = CARE_NEVER;
        return;
    }
    boot = now.boot_ms - CLAMP(now.wall_ms - pass->promised_ms, 0, now.boot_ms);
    if (remind->promise_boot == CARE_NEVER || ABS(boot - remind->promise_boot) > SAME_LINE_MS)
        remind->promise_told = FALSE;
    remind->promise_boot = boot;
    remind->promise_lines = pass->conversation->record->chat.agent_lines;
}

static void
read_lines(Pass *pass, const CareSaid *lines, guint n)
{
    for (guint i = 0; i < n; i++) {
        if (lines[i].role == CARE_ROLE_CUSTOMER)
            take_customer(pass, &lines[i]);
        else if (lines[i].role == CARE_ROLE_AGENT)
            take_agent(pass, &lines[i]);
    }
}

void
care_scan_take(CareTurn *turn, const CareEvent *event)
{
    CareConversation *conversation = event->conversation;
    CareReminding *remind = &conversation->remind;
    const guint n = MIN(event->n_lines, remind->unscanned);
    Pass pass = {.turn = turn, .conversation = conversation};

    remind->unscanned = 0;
    remind->scan_boot = CARE_NEVER;
    if (!conversation->is_desk || conversation->customer.is_private ||
        conversation->phase == CARE_PHASE_NONE)
        return;
    pass.language = care_scan_language(conversation);
    read_lines(&pass, event->lines + (event->n_lines - n), n);

    pass.entries &= ~remind->entries;
    pass.values &= ~remind->values;
    remind->entries |= pass.entries;
    remind->values |= pass.values;
    if (pass.stock > 0)
        remind->stock = pass.stock >= CARE_STOCK_FEW ? pass.stock : 0;
    conversation->attending.open_questions = 0;
    for (guint i = 0; i < remind->n_opens; i++)
        conversation->attending.open_questions += remind->opens[i].kind == CARE_OPEN_QUESTION;
    remind->asked = pass.asks || (remind->asked && !pass.has_agent);
    note_promise(&pass);
    if (!care_remind_is_live(conversation))
        return;
    give_hints(&pass);
    care_remind_courtesy(turn, conversation, pass.courtesy);
}
