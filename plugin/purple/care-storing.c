/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings records to the store and its answers back to the engine as events. */
#include "care-adapter.h"

struct _CareWait {
    Care *care;
    guint64 token;
    guint timer; /* an answer that needs no store comes by it; 0: none */
};

/* Frees one of `waits`: what the store no longer answers after its close is freed with the set. */
void
care_wait_free(CareWait *wait)
{
    if (wait->timer != 0)
        purple_timeout_remove(wait->timer);
    g_free(wait);
}

static CareWait *
wait_new(Care *care, guint64 token)
{
    CareWait *wait = g_new0(CareWait, 1);

    wait->care = care;
    wait->token = token;
    g_hash_table_add(care->waits, wait);
    return wait;
}

static void
stored(CareStored status, const GError *error, gpointer data)
{
    CareWait *wait = data;
    Care *care = wait->care;
    const CareEvent event = {.type = CARE_EVENT_STORED, .token = wait->token, .status = status};

    if (error != NULL)
        purple_debug_error("purple-care", "not stored: %s\n", error->message);
    g_hash_table_remove(care->waits, wait);
    if (!care->quitting)
        care_handle(care, &event);
}

/* @record: (transfer full); @token 0: no answer is wanted */
void
care_storing_put(Care *care, CareRecord *record, guint64 token)
{
    care_buddy_forget(care, record);
    if (token != 0)
        care_store_put(care->store, record, stored, wait_new(care, token));
    else
        care_store_put(care->store, record, NULL, NULL);
}

static void
answer_load(CareWait *wait, CareStored status, const CareCustomer *customer,
            const CareMemory *memory)
{
    Care *care = wait->care;
    g_autofree char *chat_id = g_uuid_string_random();
    g_autofree char *survey_id = g_uuid_string_random();
    const CareEvent event = {
        .type = CARE_EVENT_LOADED,
        .token = wait->token,
        .status = status,
        .customer = customer,
        .memory = memory,
        .chat_id = chat_id,
        .survey_id = survey_id,
        .dice = g_random_int(),
    };

    g_hash_table_remove(care->waits, wait);
    if (!care->quitting)
        care_handle(care, &event);
}

static void
loaded(const CareCustomer *customer, const CareMemory *memory, const GError *error, gpointer data)
{
    if (error != NULL)
        purple_debug_error("purple-care", "customer not loaded: %s\n", error->message);
    answer_load(data, error == NULL ? CARE_STORED_OK : CARE_STORED_FAILED, customer,
                error == NULL ? memory : NULL);
}

static gboolean
loaded_nobody(gpointer data)
{
    CareWait *wait = data;
    const CareCustomer nobody = {0};

    wait->timer = 0; /* it ends by the FALSE below */
    answer_load(wait, CARE_STORED_OK, &nobody, NULL);
    return FALSE;
}

/* @key NULL: somebody who is not remembered; that too is answered later, never from within. */
void
care_storing_load(Care *care, const char *key, guint64 token)
{
    CareWait *wait = wait_new(care, token);

    if (key != NULL)
        care_store_load_customer(care->store, key, care_now().wall_ms, loaded, wait);
    else
        wait->timer = purple_timeout_add(0, loaded_nobody, wait);
}

static void
resume(Care *care, const CareResumed *resumed)
{
    g_auto(CarePeerText) text = {0};
    CareEvent event = {.type = CARE_EVENT_RESUMED, .resumed = resumed};

    if (!care_peer_of_record(care, &resumed->record->chat, &text))
        return;
    event.conversation = care_engine_adopt(care->engine, &text.peer);
    care_handle(care, &event);
}

static void
opened(const CareStoreOpened *state, gpointer data)
{
    Care *care = data;
    const CareEvent event = {
        .type = CARE_EVENT_STORE,
        .status = state->error == NULL ? CARE_STORED_OK : CARE_STORED_FAILED,
        .key = state->key,
        .rules = state->rules,
    };

    if (care->quitting)
        return;
    if (state->error != NULL)
        purple_debug_error("purple-care", "store: %s\n", state->error->message);
    if (state->set_aside != NULL) {
        g_autofree char *text = g_strdup_printf(
            _("The file of ratings was damaged. It was moved to %s and a new one begun."),
            state->set_aside);

        purple_notify_warning(care->plugin, _("Purple Care"), text, NULL);
    }
    care_handle(care, &event);
    for (guint i = 0; i < state->resumed->len; i++)
        resume(care, g_ptr_array_index(state->resumed, i));
}

/* Making a language of its catalogue takes some milliseconds: better there than at the first line.
 */
static void
make_languages(gpointer locale)
{
    care_language_of("en");
    care_language_of(locale);
}

void
care_storing_open(Care *care)
{
    care->store_path = g_build_filename(purple_user_dir(), "care", "care.db", NULL);
    care->waits =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, (GDestroyNotify)care_wait_free, NULL);
    care->store = care_store_open(care->store_path, NULL, opened, care);
    care_store_run(care->store, make_languages, NULL, g_strdup(g_get_language_names()[0]), g_free);
}
