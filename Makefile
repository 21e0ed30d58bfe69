# make quickstart   everything, from nothing to problems whose proofs Lean has accepted
# make test         lint, types, tests; Lean included
# make test-quick   lint, types, and the quick ones of the tests that need no Lean
# make search       the tests with drawn examples once more, with other examples in each run
# make bench        benchmarks, with a description of the machine
# make declarations write down what the Lean library consists of, after a change of it
# make lock         pin what pyproject.toml asks for, and check that every Python can have it
# make clean        remove the environment and caches; Lean itself stays where `bbsynth setup` put it

PYTHON ?= python3
BIN := .venv/bin
SAMPLE := generated/quickstart

.PHONY: help quickstart env dev lean lint browser test test-quick search bench declarations lock clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# //p' Makefile

quickstart: lean
	$(BIN)/bbsynth generate --states 3 --limit 150 --out $(SAMPLE)
	$(BIN)/bbsynth check $(SAMPLE)
	@echo
	@echo "The problems are in $(SAMPLE)/problems, their proofs in $(SAMPLE)/proofs."
	@echo "Next: $(BIN)/bbsynth show 1RB1LB_1LA1RZ, or $(BIN)/bbsynth --help"
	@$(BIN)/bbsynth setup --hint

# The environment with what running bbsynth needs; the tests need more, which is `dev`.
env: .venv/installed

dev: .venv/installed-dev

lean: env
	@$(certificates); echo $(BIN)/bbsynth setup; $(BIN)/bbsynth setup

# .venv/unfinished is there while packages are being installed. An environment in which it was left
# behind is made anew, and so is one that was moved here, or whose Python is gone or was replaced.
ifneq ($(wildcard .venv/installed),)
ifneq ($(shell test ! -e .venv/unfinished && $(BIN)/python -I -c 'import bbsynth, os; \
  print(os.path.samefile(os.path.dirname(bbsynth.__file__), "bbsynth"))' 2>/dev/null),True)
$(shell touch .venv/unfinished; rm -f .venv/installed .venv/installed-dev)
endif
endif

UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo $(BIN)/uv)

# $(call pip_says,KEY): print a setting of pip. An environment that uv has made has no pip; and
# `pip config get` looks into one file only.
pip_says = for python in $(BIN)/python $(PYTHON); do \
  said="$$($$python -m pip config list 2>/dev/null | sed -n "s/^$(1)='\(.*\)'$$/\1/p")"; \
  test -z "$$said" || { echo "$$said"; break; }; done

# Where pip is set to a bundle of certificates, uv, npm and bbsynth itself are to trust it, too.
define certificates
bundle="$${PIP_CERT:-$$($(call pip_says,global.cert))}"; \
if test -f "$$bundle"; then \
  export SSL_CERT_FILE="$${SSL_CERT_FILE:-$$bundle}"; \
  export NODE_EXTRA_CA_CERTS="$${NODE_EXTRA_CA_CERTS:-$$bundle}"; \
fi
endef

# $(call packages,ARGUMENTS): install Python packages; with pip where uv cannot.
define packages
touch .venv/unfinished; \
$(certificates); \
index="$${PIP_INDEX_URL:-$$($(call pip_says,global.index-url))}"; \
export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$$index}"; \
test -n "$$UV_DEFAULT_INDEX" || unset UV_DEFAULT_INDEX; \
{ test -x "$(UV)" && $(UV) pip install --python $(BIN)/python $(1); } || \
  { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip; \
    $(BIN)/python -m pip install --disable-pip-version-check $(1); } || \
  { echo "The packages could not be installed; the lines above say why." \
         "If it was the network, make $(MAKECMDGOALS) goes on when there is one again." >&2; exit 2; }; \
rm .venv/unfinished
endef

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:3]; \
	  sys.exit(not (3, 11) <= v < (3, 16) or v == (3, 14, 1))' || \
	  { echo "bbsynth needs Python 3.11 to 3.15, but not 3.14.1, and $(PYTHON) is another (or none):" \
	         "name one, as in make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@{ test ! -e .venv/unfinished && $(BIN)/python -c ''; } 2>/dev/null || \
	  { rm -rf .venv && mkdir .venv && touch .venv/unfinished; \
	    { test -x "$(UV)" && $(UV) venv --quiet --no-project --allow-existing .venv \
	        --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"; } || \
	    $(PYTHON) -m venv .venv || \
	    { rm -rf .venv; \
	      echo "$(PYTHON) cannot make a virtual environment;" \
	           "on Debian: apt-get install python3-venv" >&2; exit 2; }; }
	@echo "Installing $$(sed -n '1s/^# //p' requirements.lock), into .venv."
	@touch .venv/unfinished; \
	test -x "$(UV)" || \
	  { echo "First uv, which installs the others in a fraction of the time that pip takes:"; \
	    awk '/^[^ #]/ { on = /^uv==/ } on' requirements-dev.lock > .venv/uv.lock; \
	    $(BIN)/python -m pip install --disable-pip-version-check --retries 2 \
	      --only-binary :all: --require-hashes -r .venv/uv.lock; } || \
	  echo "Without uv it takes longer."
	@$(call packages,--require-hashes -r requirements.lock)
	@$(call packages,--no-deps --no-build-isolation -e .)
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@echo "Installing $$(sed -n '1s/^# //p' requirements-dev.lock), into .venv."
	@$(call packages,--require-hashes -r requirements-dev.lock)
	@touch $@

lint: dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The tests look at the report in Chromium.
browser:
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null && \
	    command -v chromium; } || \
	  { echo "the tests need Chromium; on Debian: apt-get install chromium" >&2; exit 2; }

# Tests run in two processes, those of a file in one, as they share what it sets up. Each process
# may start a Lean; make WORKERS=4 test has more.
WORKERS ?= 2
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist loadfile

test: lint lean browser
	$(PYTEST)

# A test that needs Lean all the same fails: there is none.
test-quick: lint
	BBSYNTH_LEAN=no-lean-for-quick-tests $(PYTEST) -m "not lean and not slow"

search: dev lean
	$(PYTEST) -m hypothesis --hypothesis-profile=search

bench: lean
	$(BIN)/python -m benchmarks

declarations: lean
	$(BIN)/python -m tests.lean.declarations

# What is pinned stays, unless UPGRADE=--upgrade, or UPGRADE="--upgrade-package NAME", says otherwise.
# The versions are found for 3.11 and later ones at once, and the same ones serve for running and for
# testing. What is asked is the index that uv is set to; its address does not go into the locks.
COMPILE = $(BIN)/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header
lock: dev
	$(COMPILE) pyproject.toml --extra dev -o requirements-dev.lock
	$(COMPILE) pyproject.toml --extra embedded --extra editable -c requirements-dev.lock -o requirements.lock
	$(BIN)/python -m tests.locks.wheels

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
