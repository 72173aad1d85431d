/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reader for each type of key; a reader writes its result only when all of the text was right.
 */
#include "care-settings-value.h"
#include "care-settings-wording.h"
#include <string.h>

#define PLACE(type, settings, key) ((type *)G_STRUCT_MEMBER_P((settings), (key)->offset))

char *
care_fold(const char *text)
{
    /* Not g_utf8_strdown(): under a Turkish locale it would part INFO@ from info@. */
    g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);

    return normal == NULL ? NULL : g_utf8_casefold(normal, -1);
}

char **
care_list_split(const char *text)
{
    g_auto(GStrv) raw = g_strsplit(text, ";", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);

    for (char **entry = raw; *entry != NULL; entry++) {
        if (*g_strstrip(*entry) != '\0')
            g_ptr_array_add(kept, g_strdup(*entry));
    }
    g_ptr_array_add(kept, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&kept), FALSE);
}

static gboolean
has_control(const char *text)
{
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        if (g_unichar_iscntrl(g_utf8_get_char(text)))
            return TRUE;
    }
    return FALSE;
}

static const char *
check_line(const char *text)
{
    if (strlen(text) > CARE_TEXT_MAX_BYTES)
        return _("too long");
    return has_control(text) ? _("holds control characters") : NULL;
}

static const char *
set_bool(CareSettings *settings, const CareKey *key, const char *text)
{
    const char *const yes[] = {"yes", "on", "true", "1"};
    const char *const no[] = {"no", "off", "false", "0"};

    for (gsize i = 0; i < G_N_ELEMENTS(yes); i++) {
        const gboolean is_yes = g_ascii_strcasecmp(text, yes[i]) == 0;
        if (is_yes || g_ascii_strcasecmp(text, no[i]) == 0) {
            *PLACE(gboolean, settings, key) = is_yes;
            return NULL;
        }
    }
    return _("neither yes nor no");
}

static const char *
set_int(CareSettings *settings, const CareKey *key, const char *text)
{
    gint64 number;

    if (!g_ascii_string_to_signed(text, 10, G_MININT, G_MAXINT, &number, NULL))
        return _("not a whole number");
    if (number < key->low || number > key->high)
        return _("out of range");
    *PLACE(gint, settings, key) = (gint)number;
    return NULL;
}

static const char *
set_duration(CareSettings *settings, const CareKey *key, const char *text)
{
    gint64 ms;

    if (key->type == CARE_KEY_KEEP && g_ascii_strcasecmp(text, "never") == 0)
        ms = 0;
    else if (!care_duration_parse(text, &ms))
        return _("not a time");
    if (ms < key->low || ms > key->high)
        return _("out of range");
    *PLACE(gint64, settings, key) = ms;
    return NULL;
}

/* The place of @text in @choices, any case; -1: none of them. */
static gint
choice_of(const char *choices, const char *text)
{
    g_auto(GStrv) known = g_strsplit(choices, ";", -1);

    for (gint i = 0; known[i] != NULL; i++) {
        if (g_ascii_strcasecmp(known[i], text) == 0)
            return i;
    }
    return -1;
}

static const char *
set_choice(CareSettings *settings, const CareKey *key, const char *text)
{
    const gint choice = choice_of(key->choices, text);

    if (choice < 0)
        return _("not one of the known words");
    if (key->type == CARE_KEY_ENUM) {
        *PLACE(gint, settings, key) = choice;
        return NULL;
    }
    g_free(*PLACE(char *, settings, key));
    *PLACE(char *, settings, key) = g_ascii_strdown(text, -1);
    return NULL;
}

static void
put_list(CareSettings *settings, const CareKey *key, char ***list)
{
    g_strfreev(*PLACE(char **, settings, key));
    *PLACE(char **, settings, key) = g_steal_pointer(list);
}

static const char *
set_choices(CareSettings *settings, const CareKey *key, const char *text)
{
    g_auto(GStrv) list = care_list_split(text);

    for (char **entry = list; *entry != NULL; entry++) {
        if (choice_of(key->choices, *entry) < 0)
            return _("holds an unknown word");
        for (char *at = *entry; *at != '\0'; at++)
            *at = g_ascii_tolower(*at);
    }
    put_list(settings, key, &list);
    return NULL;
}

static const char *
set_text(CareSettings *settings, const CareKey *key, const char *text)
{
    const char *wrong = check_line(text);

    if (wrong == NULL && key->offset != CARE_KEY_NOWHERE) {
        g_free(*PLACE(char *, settings, key));
        *PLACE(char *, settings, key) = g_strdup(text);
    }
    return wrong;
}

/* A language tag, loosely: "de", "pt_BR", "zh-Hans". */
static gboolean
is_tag(const char *text)
{
    const gsize first = strcspn(text, "-_");

    if (first < 2 || first > 3 || strlen(text) > 35)
        return FALSE;
    for (gsize i = 0; text[i] != '\0'; i++) {
        const gboolean fine = i < first ? g_ascii_isalpha(text[i]) : g_ascii_isalnum(text[i]);
        if (!fine && text[i] != '-' && text[i] != '_')
            return FALSE;
    }
    return TRUE;
}

static const char *
set_language(CareSettings *settings, const CareKey *key, const char *text)
{
    if (!is_tag(text) && strcmp(text, "auto") != 0)
        return _("not a language");
    return set_text(settings, key, text);
}

static gboolean
is_protocol(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isalnum(text[i]) && text[i] != '-' && text[i] != '_')
            return FALSE;
    }
    return length > 0;
}

/* Whether @text holds what no address on the net does: what it looks like to a reader is then not
 * what it would be compared with. */
static gboolean
has_strange(const char *text)
{
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        const gunichar c = g_utf8_get_char(text);
        if (g_unichar_isspace(c) || g_unichar_type(c) == G_UNICODE_FORMAT ||
            (c < 0x80 && strchr(",<>\"", (gint)c) != NULL))
            return TRUE;
    }
    return FALSE;
}

/* Whether @text, which holds an "@", is one address or an "@domain". */
static gboolean
is_address(const char *text)
{
    const char *at = strchr(text, '@');

    return at[1] != '\0' && strchr(at + 1, '@') == NULL && !g_str_has_prefix(text, "//") &&
           !has_strange(text);
}

/* Whether @text, which holds no "@", reads like a domain, or several: "a.example, b.example". */
static gboolean
is_like_domain(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    for (char **part = parts; *part != NULL; part++) {
        const char *dot = strchr(g_strstrip(*part), '.');
        if (dot == NULL || dot == *part || dot[1] == '\0' || strpbrk(*part, " ") != NULL)
            return FALSE;
    }
    return TRUE;
}

/* "*", "xmpp:*", "xmpp:*@example.org" or "xmpp:agent@example.org". */
static gboolean
is_account(const char *entry)
{
    const char *colon = strchr(entry, ':');
    const char *address = colon == NULL ? NULL : colon + 1;

    if (strcmp(entry, "*") == 0)
        return TRUE;
    if (address == NULL || !is_protocol(entry, (gsize)(colon - entry)) || *address == '\0')
        return FALSE;
    if (strpbrk(address, " /,") != NULL) /* a resource would never match, nor would two accounts */
        return FALSE;
    if (strchr(address, '@') != NULL && !is_address(address))
        return FALSE;
    if (*address == '*' && address[1] != '\0' && (address[1] != '@' || address[2] == '\0'))
        return FALSE;
    return strchr(address + (*address == '*'), '*') == NULL;
}

static const char *
set_accounts(CareSettings *settings, const CareKey *key, const char *text)
{
    g_auto(GStrv) list = care_list_split(text);

    for (char **entry = list; *entry != NULL; entry++) {
        const char *wrong = check_line(*entry);
        if (wrong != NULL)
            return wrong;
        char *folded = care_fold(*entry);
        g_free(*entry);
        *entry = folded;
        if (!is_account(folded))
            return _("holds an entry that is no account");
    }
    put_list(settings, key, &list);
    return NULL;
}

/* Adds what an entry means, folded: an address, a domain, a group. What `accounts` would take,
 * "xmpp:anna@..." and "*@example.org", must not be an entry here that never matches. Returns what
 * is wrong with it. */
static const char *
add_address(GPtrArray *list, const char *entry)
{
    g_autofree char *folded = care_fold(entry); /* makes plain blanks of others, at the ends too */
    const char *colon = strchr(g_strstrip(folded), ':');
    const char *address = folded;

    if (colon != NULL && is_protocol(folded, (gsize)(colon - folded)))
        address = colon + 1;
    if (g_str_has_prefix(address, "*@"))
        address++;
    if (strchr(address, '*') != NULL)
        return _("a * stands for nobody here");
    if (*address == '\0' || strcmp(address, "@") == 0)
        return _("holds an empty entry");
    if (strchr(address, '@') == NULL && is_like_domain(address) && has_strange(address))
        return _("holds an entry that is no domain");
    if (strchr(address, '@') != NULL && !is_address(address))
        return _("holds an entry that is no address");
    if (strchr(address, '@') != NULL && strchr(strchr(address, '@'), '/') != NULL)
        return _("holds an address with a resource"); /* it would never match */
    g_ptr_array_add(list, g_strdup(address));
    if (address != folded && strchr(address, '@') == NULL)
        g_ptr_array_add(list, g_strdup(folded)); /* "Team: night" may be a group's name */
    return NULL;
}

static const char *
set_addresses(CareSettings *settings, const CareKey *key, const char *text)
{
    g_auto(GStrv) entries = care_list_split(text);
    g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func(g_free);

    for (char **entry = entries; *entry != NULL; entry++) {
        const char *wrong = check_line(*entry);
        if (wrong == NULL)
            wrong = add_address(folded, *entry);
        if (wrong != NULL)
            return wrong;
    }
    g_ptr_array_add(folded, NULL);
    g_auto(GStrv) list = (char **)g_ptr_array_free(g_steal_pointer(&folded), FALSE);
    put_list(settings, key, &list);
    return NULL;
}

/* How many times a rule can take: as many as are built in. */
static guint
steps_most(const CareKey *key)
{
    g_auto(GStrv) initial = care_list_split(key->initial);

    return g_strv_length(initial);
}

/* Of a rule that rises, fewer times than three leave out the quiet beginning, then the urgent end:
 * whoever writes one time wants to be reminded then. */
static guint
step_place(guint i, guint n, guint most)
{
    return most == CARE_REMIND_STEPS && n < most ? i + 1 : i;
}

static const char *
set_steps(CareSettings *settings, const CareKey *key, const char *text)
{
    const gboolean on = g_ascii_strcasecmp(text, "on") == 0;
    g_auto(GStrv) list = care_list_split(on ? key->initial : text);
    const guint most = steps_most(key);
    CareRemindRule rule = {{0}, TRUE};
    gint64 before = 0;

    if (g_ascii_strcasecmp(text, "off") == 0) {
        PLACE(CareRemindRule, settings, key)->on = FALSE;
        return NULL;
    }
    const guint n = g_strv_length(list);
    if (n == 0 || n > most)
        return most == 1 ? _("not one time") : _("not one to three times");
    for (guint i = 0; i < n; i++) {
        gint64 *step_ms = &rule.step_ms[step_place(i, n, most)];

        if (!care_duration_parse(list[i], step_ms))
            return _("holds an entry that is no time");
        if (*step_ms < key->low || *step_ms > key->high)
            return _("out of range");
        if (*step_ms <= before)
            return _("the times do not rise");
        before = *step_ms;
    }
    *PLACE(CareRemindRule, settings, key) = rule;
    return NULL;
}

const char *
care_value_check_wording(const char *name, const char *text)
{
    const CareWording *wording = care_wording_find(name);
    const char *wrong = check_line(text);
    const char *bracket = strchr(name, '[');

    if (wrong != NULL)
        return wrong;
    if (wording == NULL)
        return _("is no text that customers read");
    if (bracket != NULL) {
        g_autofree char *tag = g_strndup(bracket + 1, strcspn(bracket + 1, "]"));
        if (!is_tag(tag))
            return _("names no language");
    }
    if (*text == '\0')
        return _("empty");
    return care_wording_check(wording, text);
}

const char *
care_value_set(CareSettings *settings, const CareKey *key, const char *text)
{
    static const char *(*const setters[])(CareSettings *, const CareKey *, const char *) = {
        [CARE_KEY_BOOL] = set_bool,
        [CARE_KEY_INT] = set_int,
        [CARE_KEY_DURATION] = set_duration,
        [CARE_KEY_KEEP] = set_duration,
        [CARE_KEY_ENUM] = set_choice,
        [CARE_KEY_CHOICE] = set_choice,
        [CARE_KEY_CHOICES] = set_choices,
        [CARE_KEY_TEXT] = set_text,
        [CARE_KEY_LANGUAGE] = set_language,
        [CARE_KEY_ACCOUNTS] = set_accounts,
        [CARE_KEY_ADDRESSES] = set_addresses,
        [CARE_KEY_STEPS] = set_steps,
        [CARE_KEY_LOCKS] = NULL,
        [CARE_KEY_WORDING] = NULL,
    };

    return setters[key->type] == NULL ? NULL : setters[key->type](settings, key, text);
}

/* @ms in the largest unit that leaves no rest: "30d". */
static char *
duration_text(gint64 ms)
{
    const gint64 s = ms / 1000;

    if (s == 0)
        return g_strdup("0");
    if (s % 86400 == 0)
        return g_strdup_printf("%" G_GINT64_FORMAT "d", s / 86400);
    return g_strdup_printf("%" G_GINT64_FORMAT "s", s);
}

char *
care_value_allowed(const CareKey *key)
{
    g_autofree char *low = duration_text(key->low);
    g_autofree char *high = duration_text(key->high);

    switch (key->type) {
    case CARE_KEY_BOOL:
        return g_strdup(strcmp(key->initial, "on") == 0 ? _("write on or off")
                                                        : _("write yes or no"));
    case CARE_KEY_INT:
        return g_strdup_printf(_("write a whole number from %d to %d"), (gint)key->low,
                               (gint)key->high);
    case CARE_KEY_DURATION:
        return g_strdup_printf(
            _("write a number with s, min, h or d (bare: seconds), from %s to %s"), low, high);
    case CARE_KEY_KEEP:
        return g_strdup(_("write never, or a number with s, min, h or d, such as 180d"));
    case CARE_KEY_ENUM:
    case CARE_KEY_CHOICE:
        return g_strdup_printf(_("write one of: %s"), key->choices);
    case CARE_KEY_CHOICES:
        return g_strdup_printf(_("write any of these, parted by ; : %s"), key->choices);
    case CARE_KEY_LANGUAGE:
        return g_strdup(_("write auto or a language such as de"));
    case CARE_KEY_ACCOUNTS:
        return g_strdup(_("write accounts without /resource, such as xmpp:agent@example.org or "
                          "xmpp:*@example.org, parted by ;"));
    case CARE_KEY_ADDRESSES:
        return g_strdup(_("write addresses, domains such as @example.org or groups, parted by ;"));
    case CARE_KEY_STEPS:
        return steps_most(key) == 1
                   ? g_strdup_printf(_("write off, on, or a time such as %s"), key->initial)
                   : g_strdup_printf(_("write off, on, or one to three rising times such as %s"),
                                     key->initial);
    case CARE_KEY_LOCKS:
        return g_strdup(
            _("write keys such as ask.sample-percent or groups such as privacy, parted by ;"));
    case CARE_KEY_WORDING:
        return g_strdup_printf(
            _("write one line of at most %d bytes; {agent} is filled in, text-changed holds "
              "{rating}, text-item {item}, text-help-all and text-help-team {days}; a question, "
              "pulse or item keeps 1 and 5"),
            CARE_TEXT_MAX_BYTES);
    case CARE_KEY_TEXT:
        break;
    }
    return g_strdup_printf(_("write one line of at most %d bytes"), CARE_TEXT_MAX_BYTES);
}

void
care_value_clear(CareSettings *settings, const CareKey *key)
{
    if (key->offset == CARE_KEY_NOWHERE)
        return;
    switch (key->type) {
    case CARE_KEY_CHOICE:
    case CARE_KEY_TEXT:
    case CARE_KEY_LANGUAGE:
        g_clear_pointer(PLACE(char *, settings, key), g_free);
        break;
    case CARE_KEY_CHOICES:
    case CARE_KEY_ACCOUNTS:
    case CARE_KEY_ADDRESSES:
        g_clear_pointer(PLACE(char **, settings, key), g_strfreev);
        break;
    default:
        break;
    }
}
