# SPDX-License-Identifier: Apache-2.0
# The front door. The wiring of the rooms is in meson.build, the work of each command in tools/.
MAKEFLAGS += --no-print-directory
PORT ?= 8080
PREFIX ?= /usr
VERIS ?=
FUZZ_SECONDS ?= 60
MINUTES ?= 5
DUTIES ?=

.DEFAULT_GOAL := help
.PHONY: help build install run test clauses duties lint bench soak fuzz thread sweep sigma-truth \
    format clean

help:
	@echo 'Revere runs an incident response by its own written policy. What you can ask for:'
	@echo
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | while read -r name does; do \
	    printf '  make %-11s %s\n' "$$name" "$$does"; done

build: ## the program, at build/revere (debug build, address and undefined sanitizers)
	@tools/install build
	@tools/build build

# Only the program is built for it, not the tests; then DESTDIR=/somewhere stands before all paths.
install: ## the program, the policy, the manual and the units (PREFIX=/usr; as root)
	@tools/install build
	@[ -f build-install/build.ninja ] || meson setup build-install --prefix='$(PREFIX)' \
	    --buildtype=release -Db_sanitize=none
	@ninja -C build-install revere
	@meson install -C build-install --no-rebuild --quiet

run: build ## build and start the demo house (PORT=8080; VERIS=FILE imports a VERIS file)
	@exec build/revere demo --port '$(PORT)' $(if $(VERIS),--veris '$(VERIS)')

test: ## every test; the last line is the count
	@tools/install build test
	@tools/with-postgres tools/test build

clauses: ## how many clauses of the policy are served, and how many are open
	@tools/install build
	@tools/clauses

duties: ## plays the stories under policies wrong in one thing; lists what none sees (DUTIES=B2)
	@tools/install build test
	@tools/build build-release --buildtype=debugoptimized -Doptimization=2 -Db_sanitize=none \
	    -Db_lto=false
	@REVERE_SOURCE="$$PWD" REVERE_BUILD="$$PWD/build-release" tests/house/duties play $(DUTIES)

lint: ## formatting, static analysis and the house rules
	@tools/install build lint
	@tools/lint

bench: ## what we promise, measured in an optimised build (build-release)
	@tools/install build test
	@tools/with-postgres tools/bench build-release

soak: ## house and watch at half load for MINUTES=5; is it flat? table and plot (build-release)
	@tools/install build
	@tools/build build-release --buildtype=debugoptimized -Doptimization=2 -Db_sanitize=none \
	    -Db_lto=false
	@bench/soak build-release/revere '$(MINUTES)'

fuzz: ## every fuzz target with its corpus, FUZZ_SECONDS=60 each (build-fuzz)
	@tools/install build fuzz
	@FUZZ_SECONDS='$(FUZZ_SECONDS)' tools/fuzz build-fuzz

thread: ## the tests in which threads meet, with the thread sanitizer (build-thread)
	@tools/install build test
	@tools/with-postgres tools/thread build-thread

sweep: ## the full sweeps, of which make test runs a sample; hours, not minutes
	@tools/install build test
	@SWEEP=full tools/with-postgres tools/test build --suite sweep --timeout-multiplier 0

sigma-truth: ## the detection rules on events of which it is known what must be found
	@tools/install build
	@tools/build build-release --buildtype=debugoptimized -Doptimization=2 -Db_sanitize=none \
	    -Db_lto=false
	@tools/sigma-truth build-release/revere

format: ## put every C file into the house's format
	@tools/install lint
	@git ls-files --cached --others --exclude-standard '*.[ch]' | xargs clang-format-14 -i

clean: ## forget everything that was built
	@rm -rf build build-release build-fuzz build-thread build-install
