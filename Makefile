# SPDX-License-Identifier: GPL-2.0-or-later
# Builds, shows, tests and installs purple-care; the only makefile, and it writes nothing outside build/.
VERSION := 0.1.0

CC ?= cc
CFLAGS ?= -O2 -g
prefix ?= /usr/local
bindir ?= $(prefix)/bin
mandir ?= $(prefix)/share/man
localedir ?= $(prefix)/share/locale
docdir ?= $(prefix)/share/doc/purple-care
sysconfdir ?= /etc
unitdir ?= $(prefix)/lib/systemd/user
bashdir ?= $(prefix)/share/bash-completion/completions
fishdir ?= $(prefix)/share/fish/vendor_completions.d
# Debian's zsh looks under /usr in a folder of its own.
zshdir ?= $(prefix)/share/zsh/$(if $(and $(filter /usr,$(prefix)),$(wildcard /usr/share/zsh/vendor-completions /etc/debian_version)),vendor-completions,site-functions)
PKG_CONFIG ?= pkg-config
PURPLE_PLUGINDIR ?= $(shell $(PKG_CONFIG) --variable=plugindir purple)
PIDGIN_PLUGINDIR ?= $(shell $(PKG_CONFIG) --variable=plugindir pidgin)

# V=1 shows each command whole.
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)	$(patsubst $(B)/%,%,$@)")

# SANITIZE=address,undefined or SANITIZE=thread builds into a folder of its own, so that objects never mix.
comma := ,
B := build$(if $(SANITIZE),/$(subst $(comma),-,$(SANITIZE)))

# What each layer may include and link: a wrong include does not build.
PKGS.engine := glib-2.0
PKGS.store := gio-2.0 glib-2.0 sqlite3
PKGS.report := glib-2.0 json-glib-1.0 cairo pangocairo
PKGS.purple := purple gio-2.0 glib-2.0 libexttextcat
PKGS.cli := gio-2.0 glib-2.0 json-glib-1.0
PKGS.pidgin := pidgin purple gtk+-2.0 gio-2.0 glib-2.0 cairo pangocairo

# GTK 2 is leaving the distributions: PIDGIN=no builds all but the window part.
PIDGIN ?= yes
LAYERS := engine store report purple cli $(if $(filter yes,$(PIDGIN)),pidgin)
NEEDED := $(sort $(foreach l,$(LAYERS),$(PKGS.$(l))) $(if $(filter check% bench fuzz demo,$(MAKECMDGOALS)),cmocka))
TEST_GOALS := $(filter-out clean help dist deb format,$(or $(MAKECMDGOALS),all))
ifneq ($(TEST_GOALS),)
MISSING := $(shell for p in $(NEEDED); do $(PKG_CONFIG) --exists $$p || echo $$p; done)
ifneq ($(MISSING),)
$(error Missing: $(MISSING). On Debian and its kin run tools/install-packages first; without GTK 2: make PIDGIN=no)
endif
endif

WARN := -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wformat=2 -Wundef -Wvla -Werror
HARDEN := -fPIC -fvisibility=hidden -fstack-protector-strong -fno-strict-aliasing
SANFLAGS := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
DEFS := -Iinclude -DCARE_VERSION='"$(VERSION)"' -DCARE_SYSCONFDIR='"$(sysconfdir)/purple-care"' \
	-DCARE_LOCALEDIR='"$(localedir)"' \
	-DG_LOG_DOMAIN='"purple-care"' -DGLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_66 -DGLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_66
ALL_CFLAGS = $(WARN) $(HARDEN) $(SANFLAGS) $(DEFS) $(CPPFLAGS) $(CFLAGS) -MMD -MP

cflags = $(shell $(PKG_CONFIG) --cflags $(PKGS.$(1)))
libs = $(shell $(PKG_CONFIG) --libs $(foreach l,$(1),$(PKGS.$(l))))
objects = $(patsubst plugin/%.c,$(B)/obj/%.o,$(sort $(wildcard plugin/$(1)/*.c)))
$(foreach l,$(LAYERS),$(eval CF.$(l) := $(call cflags,$(l)))$(eval OBJ.$(l) := $(call objects,$(l))))
OBJ.engine += $(B)/obj/engine/care-catalogues.o
# Where libexttextcat's files on each language lie, and where clients look for plugins.
TEXTCAT := -DCARE_TEXTCAT_DIR='"$(or $(shell $(PKG_CONFIG) --variable=pkgdatadir libexttextcat),/usr/share/libexttextcat)"'
CF.purple += $(TEXTCAT)
# GTK's own headers are older than our warnings.
CF.pidgin := $(patsubst -I%,-isystem %,$(CF.pidgin))
CF.cli += $(TEXTCAT) -DCARE_PLUGINDIR='"$(PURPLE_PLUGINDIR)"'
SQL.store := $(sort $(wildcard plugin/store/*.sql))

# What is compiled in of places: `make` and then `make install prefix=/usr` builds anew what has them, or its texts would be looked for elsewhere.
PLACES := $(VERSION) $(sysconfdir) $(localedir) $(PURPLE_PLUGINDIR)
PLACED := $(patsubst plugin/%.c,$(B)/obj/%.o,$(shell grep -lE 'CARE_(VERSION|SYSCONFDIR|LOCALEDIR|PLUGINDIR)' $(wildcard plugin/*/*.c)))
ifneq ($(filter-out installed uninstall distcheck,$(TEST_GOALS)),)
$(shell mkdir -p $(B)/gen && { echo '$(PLACES)' | cmp -s - $(B)/gen/places || echo '$(PLACES)' >$(B)/gen/places; })
endif
$(B)/gen/places:
	@mkdir -p $(@D)
	@echo '$(PLACES)' >$@
$(PLACED): $(B)/gen/places

.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

# Agents' and leads' texts, a language each: build/locale is laid out as localedir is.
LANGUAGES := $(patsubst po/%.po,%,$(sort $(wildcard po/*.po)))
CATALOGUE = LC_MESSAGES/purple-care.mo
LOCALES := $(patsubst %,$(B)/locale/%/$(CATALOGUE),$(LANGUAGES))

all: $(B)/purple-care.so $(B)/purple-care $(if $(OBJ.pidgin),$(B)/pidgin-care.so) $(LOCALES) ## build the plugins, the command line and the catalogues
.PHONY: all

include tests/tests.mk

# --- objects ---
define layer_rule
$(B)/obj/$(1)/%.o: plugin/$(1)/%.c Makefile
	@mkdir -p $$(@D)
	$$(call say,CC)
	$$(Q)$$(CC) $$(ALL_CFLAGS) $$(CF.$(1)) -Iplugin/$(1) -I$(B)/gen -c -o $$@ $$<
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

$(B)/locale/%/$(CATALOGUE): po/%.po
	@mkdir -p $(@D)
	$(call say,MO)
	$(Q)msgfmt --check -o $@ $<

# The schema is embedded: one C array of migrations made from the numbered .sql files.
$(B)/gen/care-migrations.h: tools/embed-sql $(SQL.store)
	@mkdir -p $(@D)
	$(call say,SQL)
	$(Q)tools/embed-sql $(SQL.store) > $@
$(OBJ.store): $(B)/gen/care-migrations.h

# So are the customers' texts and words: one resource for all languages, made from their catalogues.
CATALOGUES := $(sort $(wildcard po/customer/*.po))
$(B)/gen/care-catalogues.c: tools/embed-catalogues po/customer/catalogue.in $(CATALOGUES)
	@mkdir -p $(@D)
	$(call say,WORDS)
	$(Q)tools/embed-catalogues po/customer > $@
$(B)/obj/engine/care-catalogues.o: $(B)/gen/care-catalogues.c plugin/engine/care-catalogue.h Makefile
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -Iplugin/engine -c -o $@ $<

# Pages and charts stay out of the client, words drawn in a window out of the command line; and so do their libraries.
NO_CHARTS := $(filter-out $(B)/obj/report/care-chart% $(B)/obj/report/care-html% $(B)/obj/report/care-view%,$(OBJ.report))
NO_WINDOW := $(filter-out %/care-chart-pango.o $(B)/obj/report/care-view%,$(OBJ.report))

$(B)/purple-care.so: $(OBJ.engine) $(OBJ.store) $(NO_CHARTS) $(OBJ.purple)
	$(call say,LINK)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) -shared -Wl,-z,nodelete -Wl,--as-needed $(if $(SANITIZE),,-Wl,-z,defs,-z,relro,-z,now) -o $@ $^ $(call libs,engine store report purple) -lm

# What it calls of Pidgin is in Pidgin itself.
$(B)/pidgin-care.so: $(OBJ.engine) $(OBJ.store) $(OBJ.report) $(OBJ.pidgin)
	$(call say,LINK)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) -shared -Wl,-z,nodelete -Wl,--as-needed -Wl,-z,relro,-z,now -o $@ $^ $(call libs,engine store report pidgin) -lm

$(B)/purple-care: $(OBJ.engine) $(OBJ.store) $(NO_WINDOW) $(OBJ.cli)
	$(call say,LINK)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $^ $(call libs,engine store report cli) -lm

-include $(wildcard $(B)/obj/*/*.d $(B)/test/*/*.d)

# --- people ---
demo: all $(B)/test/minihost ## show the main job on a real XMPP server on loopback, in Pidgin where there is a display
	tools/demo $(B)

format: ## lay all C files out as .clang-format says
	clang-format -i $(wildcard include/*/*.h plugin/*/*.[ch] tests/*/*.[ch] docs/*/*.c)

lint: lint-style lint-format lint-c lint-text ## check style, layout, types, texts and completions
lint-style:
	tools/check-style .
lint-format:
	$(Q)clang-format --dry-run --Werror $(wildcard include/*/*.h plugin/*/*.[ch] tests/*/*.[ch] docs/*/*.c)
lint-c: $(B)/gen/care-migrations.h
	tools/lint-c $(B)
lint-text: $(B)/purple-care
	tools/check-texts
	tools/check-customer $(B)/purple-care
	tools/check-commands $(B)/purple-care
	tools/check-manuals
	tools/check-version
.PHONY: demo format lint lint-style lint-format lint-c lint-text

# Systems without AppArmor: APPARMOR=no.
APPARMOR ?= yes
# What is installed where: a kind's folder, its files, and its mode where that is not 0644. uninstall goes by the same lists.
KINDS := plugin $(if $(filter yes,$(APPARMOR)),apparmor) $(if $(OBJ.pidgin),window metainfo icon) bin man1 man5 bash zsh fish unit doc guide shot example listener
TO.plugin = $(PURPLE_PLUGINDIR)
FILES.plugin = $(B)/purple-care.so
TO.window = $(PIDGIN_PLUGINDIR)
FILES.window = $(B)/pidgin-care.so
TO.apparmor = $(sysconfdir)/apparmor.d
FILES.apparmor = packaging/apparmor/usr.bin.purple-care
# Where the program, its settings and its texts lie.
FILL_APPARMOR = s| /usr/bin/purple-care\b| $(bindir)/purple-care|;s|^  /etc/purple-care/|  $(sysconfdir)/purple-care/|$(if $(filter-out /usr/share/locale /usr/local/share/locale,$(localedir)),;s|^  /usr/.*share/locale/.*|&\n  $(localedir)/** r$(comma)|)
# Software centres fetch screenshots from the web: SCREENSHOTS_URL is the folder there in which packaging/screenshots lies. Without it there are none.
TO.metainfo = $(prefix)/share/metainfo
FILES.metainfo = packaging/appstream/org.purple_care.pidgin_care.metainfo.xml
FILL_METAINFO = $(if $(SCREENSHOTS_URL),s|https://purple-care.invalid/screenshots|$(patsubst %/,%,$(SCREENSHOTS_URL))|,/<screenshots>/$(comma)/<\/screenshots>/d)
TO.icon = $(prefix)/share/icons/hicolor/scalable/apps
FILES.icon = packaging/icons/purple-care.svg
TO.bin = $(bindir)
FILES.bin = $(B)/purple-care
MODE.bin = 0755
TO.man1 = $(mandir)/man1
FILES.man1 = $(sort $(wildcard packaging/man/*.1))
TO.man5 = $(mandir)/man5
FILES.man5 = packaging/man/purple-care-policy.5
TO.bash = $(bashdir)
FILES.bash = packaging/completion/purple-care
TO.zsh = $(zshdir)
FILES.zsh = packaging/completion/_purple-care
TO.fish = $(fishdir)
FILES.fish = packaging/completion/purple-care.fish
TO.unit = $(unitdir)
FILES.unit = packaging/systemd/purple-care-report.service packaging/systemd/purple-care-report.timer
TO.doc = $(docdir)
FILES.doc = README.md NEWS.md
TO.guide = $(docdir)/docs
FILES.guide = $(filter-out docs/architecture.md docs/performance.md,$(sort $(wildcard docs/*.md)))
TO.shot = $(docdir)/packaging/screenshots
FILES.shot = $(sort $(wildcard packaging/screenshots/*.png))
TO.example = $(docdir)/examples
FILES.example = $(sort $(wildcard packaging/policy/examples/*.conf))
# A plug-in for other plug-ins' authors, beside the guide that explains it.
TO.listener = $(docdir)/docs/example
FILES.listener = docs/example/care-listener.c
# The desk's settings: an admin's edits are never overwritten, and stay.
POLICY = packaging/policy/policy.conf
POLICY_TO = $(DESTDIR)$(sysconfdir)/purple-care/policy.conf
# Folders that nobody else has: gone with the last file in them.
OWN_FOLDERS = $(docdir)/docs/example $(docdir)/docs $(docdir)/packaging/screenshots $(docdir)/packaging $(docdir)/examples $(docdir) $(sysconfdir)/purple-care/policy.d $(sysconfdir)/purple-care

define install_kind
install -d $(DESTDIR)$(TO.$(1))
install -m $(or $(MODE.$(1)),0644) $(FILES.$(1)) $(DESTDIR)$(TO.$(1))

endef
define install_language
install -d $(DESTDIR)$(localedir)/$(1)/LC_MESSAGES
install -m 0644 $(B)/locale/$(1)/$(CATALOGUE) $(DESTDIR)$(localedir)/$(1)/LC_MESSAGES

endef
define uninstall_kind
rm -f $(addprefix $(DESTDIR)$(TO.$(1))/,$(notdir $(FILES.$(1))))

endef

# Who may not write there is told so before anything is written.
writable:
	@for folder in $(sort $(foreach kind,$(KINDS),$(TO.$(kind))) $(localedir) $(sysconfdir)/purple-care); do \
		at="$(DESTDIR)$$folder"; \
		while [ ! -e "$$at" ]; do at=$$(dirname "$$at"); done; \
		[ -w "$$at" ] || { echo "Nothing was installed: you may not write into $$at. Use sudo, or name folders of yours by DESTDIR or by prefix, sysconfdir, PURPLE_PLUGINDIR and PIDGIN_PLUGINDIR." >&2; exit 1; }; \
	done

install: all writable ## install under DESTDIR and prefix
	install -d $(DESTDIR)$(sysconfdir)/purple-care/policy.d
	[ -e $(POLICY_TO) ] || [ -L $(POLICY_TO) ] || install -m 0644 $(POLICY) $(POLICY_TO)
	$(foreach kind,$(KINDS),$(call install_kind,$(kind)))
	$(foreach language,$(LANGUAGES),$(call install_language,$(language)))
	sed -i 's|^ExecStart=/usr/bin/|ExecStart=$(bindir)/|' $(DESTDIR)$(unitdir)/purple-care-report.service # the program's place
	$(if $(filter apparmor,$(KINDS)),sed -i '$(FILL_APPARMOR)' $(DESTDIR)$(TO.apparmor)/$(notdir $(FILES.apparmor)))
	$(if $(filter metainfo,$(KINDS)),sed -i '$(FILL_METAINFO)' $(DESTDIR)$(TO.metainfo)/$(notdir $(FILES.metainfo)))

# One path a line, as install fills them without DESTDIR.
installed:
	@printf '%s\n' $(foreach kind,$(KINDS),$(addprefix $(TO.$(kind))/,$(notdir $(FILES.$(kind))))) $(patsubst %,$(localedir)/%/$(CATALOGUE),$(LANGUAGES)) \
		$(sysconfdir)/purple-care/policy.conf

uninstall: ## remove what install put there; settings and stores stay
	$(foreach kind,$(KINDS),$(call uninstall_kind,$(kind)))
	rm -f $(patsubst %,$(DESTDIR)$(localedir)/%/$(CATALOGUE),$(LANGUAGES))
	! cmp -s $(POLICY) $(POLICY_TO) || rm -f $(POLICY_TO)
	for folder in $(OWN_FOLDERS); do [ ! -d $(DESTDIR)$$folder ] || rmdir --ignore-fail-on-non-empty $(DESTDIR)$$folder; done

dist: ## pack what is committed into build/purple-care-VERSION.tar.gz, with its checksum
	tools/package-dist $(B) $(VERSION)

distcheck: dist ## try all that one does with the tarball; DISTCHECK_TESTS='check-unit' for fewer tests, FULL=1 for all
	tools/check-dist $(B) $(VERSION) PIDGIN=$(PIDGIN)

rpm: ## build the RPM packages into build/rpm from what is committed
	tools/package-rpm $(B) $(VERSION)

deb: ## build the Debian packages into build/deb from what is committed
	tools/package-deb $(B) $(VERSION)

clean: ## remove build/
	rm -rf build

help: ## list these targets
	@grep -hE '^[a-z0-9-]+:.*##' Makefile tests/tests.mk | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  %-12s %s\n", $$1, $$2}'
.PHONY: install installed writable uninstall dist distcheck deb rpm clean help
