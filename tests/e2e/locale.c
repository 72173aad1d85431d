/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets a test run what was built with the catalogues that were built with it: preloaded, it says
 * where purple-care's texts are, which is else known only where they are installed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

char *bindtextdomain(const char *domain, const char *folder);

char *
bindtextdomain(const char *domain, const char *folder)
{
    char *(*next)(const char *, const char *) = NULL;
    const char *ours = getenv("CARE_TEST_LOCALES");

    /* ISO C knows no way from dlsym()'s pointer to a function; POSIX wants this one. */
    *(void **)&next = dlsym(RTLD_NEXT, "bindtextdomain");
    if (ours != NULL && strcmp(domain, "purple-care") == 0)
        return next(domain, ours);
    /* GLib has nothing translated for a plug-in if the program itself has no such language. */
    if (getenv("CARE_TEST_CLIENT") != NULL && strcmp(domain, "pidgin") == 0)
        return next(domain, getenv("CARE_TEST_CLIENT"));
    return next(domain, folder);
}
