/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line's front door: finds the sub-command in one table and hands over. */
#include "care-cli.h"
#include <locale.h>
#include <string.h>

typedef struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *about;
} Command;

static int
print_version(void)
{
    return care_cli_write("version", NULL, "purple-care " CARE_VERSION "\n", FALSE);
}

static int
run_version(int argc, char **argv)
{
    const GOptionEntry none[] = {{0}};

    if (!care_cli_parse(NULL,
                        _("Shows the version.\n"
                          "\n"
                          "Example: purple-care version"),
                        none, &argc, &argv))
        return CARE_EXIT_USAGE;
    if (argc > 1)
        return care_cli_usage("version", _("\"%s\" is not expected here"), argv[1]);
    return print_version();
}

static const Command commands[] = {
    /* most used first */
    {"report", care_cmd_report, N_("the score, who answered, and what to do next")},
    {"kpi", care_cmd_kpi, N_("the score as a KPI: twelve attributes, from live data")},
    {"audit", care_cmd_audit, N_("how asking went, agent by agent")},
    {"comments", care_cmd_comments, N_("what customers said, and who saw to it")},
    {"why", care_cmd_why, N_("why one chat was asked or not")},
    {"simulate", care_cmd_simulate, N_("what a policy would have asked, before anybody is asked")},
    {"score", care_cmd_score, N_("the score of counts that you type")},
    {"answers", care_cmd_answers, N_("how customers' replies are read")},
    {"cues", care_cmd_cues, N_("what reminders hear in chat lines")},
    {"customers", care_cmd_customers, N_("whom the store knows, and what they wished")},
    {"forget", care_cmd_forget, N_("erase a customer, in copies too")},
    {"import", care_cmd_import, N_("take in chats of another system, from CSV")},
    {"export", care_cmd_export, N_("chats, answers or the ledger, for a spreadsheet or a program")},
    {"backup", care_cmd_backup, N_("a whole copy of the store, while it is in use")},
    {"verify", care_cmd_verify, N_("whether the store is whole, and nobody edited it")},
    {"doctor", care_cmd_doctor, N_("what is amiss with store and settings, and what to do")},
    {"policy", care_cmd_policy, N_("check settings files, or show what is in force")},
    {"version", run_version, N_("the version")},
};

static char *
help_text(void)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append(
        text,
        _("purple-care asks customers in the chat whether they felt understood, and reports it.\n"
          "\n"
          "Examples:\n"
          "  purple-care report                       this quarter, as text\n"
          "  purple-care report --period all --format json\n"
          "\n"
          "Commands:\n"));
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        g_string_append_printf(text, "  %-9s %s\n", commands[i].name, _(commands[i].about));
    g_string_append(text,
                    _("\n"
                      "purple-care COMMAND --help says more about each.\n"
                      "man purple-care-COMMAND is its manual, as in man purple-care-report.\n"));
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static int
print_help(void)
{
    g_autofree char *text = help_text();

    return care_cli_write("help", NULL, text, TRUE);
}

static int
refuse(const char *word)
{
    const char *names[G_N_ELEMENTS(commands) + 1] = {NULL};
    const char *nearest;

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        names[i] = commands[i].name;
    nearest = care_cli_nearest(word, names);
    if (nearest != NULL)
        return care_cli_usage(NULL, _("unknown command \"%s\"; did you mean \"%s\"?"), word,
                              nearest);
    return care_cli_usage(NULL, _("unknown command \"%s\""), word);
}

static int
run(int argc, char **argv)
{
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autofree char *name = NULL;

        if (strcmp(argv[0], commands[i].name) != 0)
            continue;
        name = g_strconcat("purple-care ", argv[0], NULL);
        g_set_prgname(name); /* what a usage line begins with */
        return commands[i].run(argc, argv);
    }
    return refuse(argv[0]);
}

int
main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
#ifdef CARE_LOCALEDIR
    bindtextdomain(GETTEXT_PACKAGE, CARE_LOCALEDIR);
#endif
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);

    if (argc < 2) {
        g_autofree char *text = help_text();

        g_printerr("%s", text);
        return CARE_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0)
        return print_version();
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        (strcmp(argv[1], "help") == 0 && argc == 2))
        return print_help();
    if (strcmp(argv[1], "help") == 0) {
        char *asked[] = {argv[2], (char[]){"--help"}, NULL};

        return run(2, asked);
    }
    return run(argc - 1, argv + 1);
}
