# SPDX-License-Identifier: GPL-2.0-or-later
# Builds and runs the tests; linking a test never runs it, so a failure is seen again at the next `make check`.
TEST_CF := $(shell $(PKG_CONFIG) --cflags gio-2.0 glib-2.0 json-glib-1.0 sqlite3 cairo pangocairo cmocka) -Iplugin/engine -Iplugin/store -Iplugin/report -Itests/unit -Itests/fuzz
TEST_LIBS := $(shell $(PKG_CONFIG) --libs gio-2.0 glib-2.0 json-glib-1.0 sqlite3 cairo pangocairo cmocka) -lm -lpthread
CORE_OBJ := $(OBJ.engine) $(OBJ.store) $(OBJ.report)
UNIT := $(patsubst tests/unit/%.c,$(B)/test/unit/%,$(sort $(wildcard tests/unit/test-*.c)))
UNIT_HELP := $(patsubst tests/unit/%.c,$(B)/test/unit/%.o,$(sort $(filter-out tests/unit/test-%,$(wildcard tests/unit/*.c))))
HOST := $(patsubst tests/host/%.c,$(B)/test/host/%,$(sort $(wildcard tests/host/test-*.c)))
HOST_HELP := $(patsubst tests/host/%.c,$(B)/test/host/%.o,$(sort $(filter-out tests/host/test-%,$(wildcard tests/host/*.c))))
HOST_OBJ := $(patsubst %,$(B)/obj/purple/care-%.o,detect text texts customer-text remind-texts card-text)
FUZZ := $(patsubst tests/fuzz/%.c,$(B)/test/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz-*.c)))
E2E := $(sort $(wildcard tests/e2e/test-*))
TEST ?= *
export CMOCKA_TEST_FILTER := $(TEST)
export TSAN_OPTIONS ?= suppressions=tests/tsan.supp:die_after_fork=0
export LSAN_OPTIONS ?= suppressions=tests/lsan.supp:print_suppressions=0
# Else GLib hands memory from thread to thread unseen.
ifeq ($(SANITIZE),thread)
export G_SLICE := always-malloc
endif

$(B)/test/unit/%.o: tests/unit/%.c Makefile tests/tests.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(TEST_CF) -c -o $@ $<
$(B)/test/unit/test-%: $(B)/test/unit/test-%.o $(UNIT_HELP) $(CORE_OBJ)
	$(call say,LINK)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $^ $(TEST_LIBS)

$(B)/test/host/%.o: tests/host/%.c Makefile tests/tests.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(TEST_CF) $(CF.purple) -Iplugin/purple -c -o $@ $<
$(B)/test/host/test-%: $(B)/test/host/test-%.o $(HOST_HELP) $(CORE_OBJ) $(HOST_OBJ)
	$(call say,LINK)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) -rdynamic -o $@ $^ $(TEST_LIBS) $(call libs,purple)
$(B)/test/minihost: tests/e2e/minihost.c Makefile tests/tests.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(CF.purple) -o $@ $< $(call libs,purple)

# What tests do inside Pidgin: a plug-in of their own.
DRIVER := $(if $(OBJ.pidgin),$(B)/test/driver.so $(B)/test/slow-open.so)
$(B)/test/driver.so: $(wildcard tests/e2e/driver*.[ch]) Makefile tests/tests.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(filter-out $(SANFLAGS),$(ALL_CFLAGS)) $(CF.pidgin) -shared -Wl,-z,nodelete -o $@ $(filter %.c,$^) $(call libs,pidgin)
$(B)/test/slow-open.so: tests/e2e/slow-open.c Makefile tests/tests.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(filter-out $(SANFLAGS),$(ALL_CFLAGS)) -fvisibility=default -shared -o $@ $< -ldl
# Where purple-care's texts are, for a test that runs what was built and not installed.
$(B)/test/locale.so: tests/e2e/locale.c Makefile tests/tests.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(filter-out $(SANFLAGS),$(ALL_CFLAGS)) -fvisibility=default -shared -o $@ $< -ldl

# A fuzz target is one function; the driver replays a corpus, libFuzzer searches on.
$(B)/test/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $(CORE_OBJ) tests/tests.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(TEST_CF) -o $@ $< tests/fuzz/replay.c $(CORE_OBJ) $(TEST_LIBS)

# A bench is one program, with what all of them measure with and the disk of the unit tests that counts.
BENCH := $(patsubst tests/bench/%.c,$(B)/test/bench/%,$(sort $(wildcard tests/bench/bench-*.c)))
$(B)/test/bench/%: tests/bench/%.c $(wildcard tests/bench/fill.[ch] tests/bench/measure.[ch]) $(B)/test/unit/care-vfs.o $(B)/test/unit/care-disk.o $(CORE_OBJ) tests/tests.mk
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) $(TEST_CF) -Itests/bench -o $@ $(filter %.c %.o,$^) $(TEST_LIBS)
# Benches are built with the tests, so that they don't rot.
check-build: all $(UNIT) $(HOST) $(FUZZ) $(B)/test/minihost $(B)/test/locale.so $(DRIVER) $(BENCH)
check-unit: all $(UNIT) $(FUZZ) ## unit tests and the fuzz corpora
	tools/run-tests $(B) unit $(UNIT) $(FUZZ)
check-host: all $(HOST) ## tests in a real headless libpurple with a fake protocol
	tools/run-tests $(B) host $(HOST)
check-e2e: all $(B)/test/minihost $(B)/test/locale.so $(DRIVER) ## tests on a real XMPP server, with a real Pidgin under Xvfb
	tools/run-tests $(B) e2e $(E2E)
check: check-build ## every test and lint; the last line counts them
	tools/run-tests $(B) all $(UNIT) $(FUZZ) $(HOST) $(E2E) lint
PACKAGES := $(sort $(wildcard tests/packages/test-*))
check-packages: ## as root: builds the packages, and tries them on systems made for that (needs tools/install-packages packaging)
	tools/run-tests $(B) packages $(PACKAGES)
.PHONY: check-packages check check-build check-unit check-host check-e2e

fuzz: ## search on from the corpora with libFuzzer, FUZZ_TIME seconds each (60)
	tools/fuzz $(or $(FUZZ_TIME),60)

bench: all $(B)/test/minihost $(DRIVER) $(BENCH) ## print the figures of docs/performance.md
	tests/bench/run $(B)
.PHONY: fuzz bench
