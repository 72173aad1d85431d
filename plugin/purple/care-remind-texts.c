/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Holds the words of reminders, memory and hand-over: questions to the agent, never orders. */
#include "care-adapter.h"

static const char *const texts[CARE_N_MESSAGES] = {
    [CARE_TELL_FIRST_ANSWER] =
        N_("{name} wrote {time} ago and has no reply yet. What would tell them someone is there?"),
    [CARE_TELL_NEXT_ANSWER] =
        N_("{name} has waited {time}. Would it help them to know how long it will take?"),
    [CARE_TELL_DOUBLE_TEXT] = N_("{name} wrote again while waiting. What may be worrying them?"),
    [CARE_TELL_PROMISE] =
        N_("{time} ago you said you would check. Would {name} like to know where it stands?"),
    [CARE_TELL_OPEN_QUESTION] =
        N_("{name} asked something at {clock} that looks unanswered. Is it settled?"),
    [CARE_TELL_LAST_IMPRESSION] =
        N_("Still open for {name}: {what}. How would you want this chat to end? (asking in "
           "{number} s, /care undo)"),
    [CARE_TELL_RETURNING] =
        N_("{name} is back after {time}. {memory} What would save them repeating?"),
    [CARE_TELL_LOW_BEFORE] = N_("{name} did not feel understood last time. {memory} What would "
                                "you want to hear first?"),
    [CARE_TELL_FEELING] = N_("{name} sounds upset. What has this cost them so far?"),
    [CARE_TELL_EMPOWERMENT] = N_("You can decide this yourself: {entry}. Would it help {name}?"),
    [CARE_TELL_VALUE] =
        N_("This touches value {rank}, {value}. What would it mean for {name} here?"),
    [CARE_TELL_DEMOTED] =
        N_("The reminder \"{what}\" was of little use to you lately, so it keeps quiet from now "
           "on. \"/care snooze {text} off\" has it back."),
    [CARE_TELL_RESTORED] = N_("The reminder \"{what}\" comes again."),
    [CARE_TELL_NEVER] = N_("The reminder \"{what}\" comes no more. \"/care snooze {text} off\" "
                           "has it back."),
    [CARE_TELL_SNOOZED] =
        N_("No reminder interrupts for {time}. \"/care snooze off\" has them back, \"/care "
           "waiting\" tells who waits."),
    [CARE_TELL_SNOOZED_HERE] =
        N_("No reminder interrupts in this chat any more. \"/care snooze off\" has them back."),
    [CARE_TELL_SNOOZE_OFF] = N_("Reminders come as ever."),
    [CARE_TELL_SNOOZE_BAD] =
        N_("/care snooze takes minutes (1 to 1440), here, day, off, or the name of a reminder."),
    [CARE_TELL_NOTE] = N_("Your note on {name}: {text}"),
    [CARE_TELL_NOTE_SAVED] = N_("Noted. It is shown when {name} comes back, and goes with them "
                                "when you hand them over."),
    [CARE_TELL_NAME] = N_("{name} wants to be called: {text}"),
    [CARE_TELL_NAME_SAVED] = N_("Noted what {name} wants to be called."),
    [CARE_TELL_LANGUAGE] = N_("{name} writes: {text}, as heard."),
    [CARE_TELL_LANGUAGE_SAVED] = N_("{name} is asked in that language from now on."),
    [CARE_TELL_LANGUAGE_AUTO] = N_("{name} is asked in the language that they write."),
    [CARE_TELL_LANGUAGE_BAD] =
        N_("There are no texts in that language. /care language takes a tag such as de or en, or "
           "auto."),
    [CARE_TELL_NO_NOTES] = N_("Your desk keeps no notes on customers ([privacy] notes, "
                              "keep-notes)."),
    [CARE_TELL_TOO_LONG] = N_("That is too long to be kept: {number} characters at most."),
    [CARE_TELL_NOBODY] = N_("Nobody here can be remembered: there is no address that stays theirs, "
                            "or it is not known yet."),
    [CARE_TELL_FORGET] =
        N_("This erases what is kept of {name}: address, language, what they want to be called, "
           "your note, their comments. Anonymous totals stay. \"/care forget yes\" does it."),
    [CARE_TELL_TRANSFER_WHO] =
        N_("No colleague is known by that name: say an address of [desk] agents, or what your "
           "buddy list calls them."),
    [CARE_TELL_TRANSFERRED] =
        N_("{text} has it all: the chat with {name} has ended for you, and nothing is asked."),
};

const char *
care_remind_text(CareMessageId message, gint number)
{
    const gulong n = (gulong)MAX(number, 0);

    if (message == CARE_TELL_STOCK_TEXT)
        return g_dngettext(GETTEXT_PACKAGE,
                           "You sent this line to {n} customer today. Does it fit {name}?",
                           "You sent this line to {n} customers today. Does it fit {name}?", n);
    if (message == CARE_TELL_HOLD)
        return g_dngettext(GETTEXT_PACKAGE,
                           "{n} customer is waiting: {name}, {time}. Who needs a word first?",
                           "{n} customers are waiting; {name} longest, {time}. Who needs a word "
                           "first?",
                           n);
    return (guint)message < CARE_N_MESSAGES && texts[message] != NULL ? _(texts[message]) : NULL;
}

static const char *const rules[CARE_N_RULES] = {
    [CARE_RULE_FIRST_ANSWER] = N_("first reply"),
    [CARE_RULE_NEXT_ANSWER] = N_("next reply"),
    [CARE_RULE_DOUBLE_TEXT] = N_("wrote again"),
    [CARE_RULE_PROMISE] = N_("promise"),
    [CARE_RULE_OPEN_QUESTION] = N_("open question"),
    [CARE_RULE_LAST_IMPRESSION] = N_("last impression"),
    [CARE_RULE_RETURNING] = N_("is back"),
    [CARE_RULE_LOW_BEFORE] = N_("not understood last time"),
    [CARE_RULE_FEELING] = N_("sounds upset"),
    [CARE_RULE_STOCK_TEXT] = N_("same line to many"),
    [CARE_RULE_EMPOWERMENT] = N_("yours to decide"),
    [CARE_RULE_VALUE] = N_("touches a value"),
    [CARE_RULE_HOLD] = N_("several wait"),
};

/* What a rule is called, for people. */
const char *
care_rule_words(CareRule rule)
{
    return (guint)rule < CARE_N_RULES ? _(rules[rule]) : "";
}

static const char *const reasons[CARE_N_RULES] = {
    [CARE_RULE_FIRST_ANSWER] = N_("They wrote first, and nobody has answered yet."),
    [CARE_RULE_NEXT_ANSWER] = N_("They wrote, and you have not answered since."),
    [CARE_RULE_DOUBLE_TEXT] = N_("They wrote once more before you answered."),
    [CARE_RULE_PROMISE] = N_("You said that you would come back to them, and wrote nothing since."),
    [CARE_RULE_OPEN_QUESTION] = N_("A question of theirs has no line of yours after it."),
    [CARE_RULE_LAST_IMPRESSION] = N_("The end of a chat is what stays in mind."),
    [CARE_RULE_RETURNING] = N_("You or a colleague chatted with them before."),
    [CARE_RULE_LOW_BEFORE] = N_("They gave 1 or 2 of 5 after their last chat."),
    [CARE_RULE_FEELING] = N_("Something in their lines sounds like anger, worry or fatigue."),
    [CARE_RULE_STOCK_TEXT] = N_("Three customers or more got the same long line today."),
    [CARE_RULE_EMPOWERMENT] = N_("Something in their lines fits what you may do without asking."),
    [CARE_RULE_VALUE] = N_("Something in their lines touches what your desk stands for."),
    [CARE_RULE_HOLD] = N_("Two customers or more wait at once."),
};

/* Why a reminder of @rule comes, and what stops it. (transfer full) */
char *
care_remind_reason(CareRule rule)
{
    g_return_val_if_fail((guint)rule < CARE_N_RULES, g_strdup(""));
    /* Translators: a reason, then the name of a reminder as it is typed */
    return g_strdup_printf(_("%s \"/care snooze %s\" turns this off for good."), _(reasons[rule]),
                           care_rule_name(rule));
}
