# Every command of a developer's day; `make` alone lists them. Needs Python 3.11+ with venv, git and make.

SHELL := bash
.DEFAULT_GOAL := help

VENV ?= .venv
ARGS ?=
BIN := $(VENV)/bin
# The first interpreter that really is 3.11 or newer (a name on the path may be an older one, or a shim of none).
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: help run test test-long lint bench shots clean-venv

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/.ready-run ## a demo hall and the workbench in this terminal (ARGS="--lan" lets a phone join)
	@$(BIN)/clerk-tui demo $(ARGS)

test: $(VENV)/.ready-dev ## style, types, contracts and every test but the long ones
	@BIN=$(BIN) .ci/stages lint rooms hub screens end-to-end simulator

test-long: $(VENV)/.ready-dev ## the tests marked long
	@BIN=$(BIN) .ci/stages long

lint: $(VENV)/.ready-dev ## style, types and import contracts
	@BIN=$(BIN) .ci/stages lint

bench: $(VENV)/.ready-dev ## every figure that README and docs quote
	@$(BIN)/python -m bench $(ARGS)

shots: $(VENV)/.ready-dev ## pictures of the screens, into shots/ and docs/workbench.svg
	@$(BIN)/python -m bench.shots $(ARGS)

clean-venv: ## removes the environment; the next command makes it anew
	@rm -rf $(VENV)

# A stamp, not the folder, says that the environment is whole: a broken download is taken up again by the next run.
$(VENV)/.ready-run: pyproject.toml constraints.txt
	$(call environment,.)
	@touch $@

$(VENV)/.ready-dev: pyproject.toml constraints.txt
	$(call environment,.[dev])
	@touch $(VENV)/.ready-run $@

define environment
	@[ -n "$(PYTHON)" ] || { echo "clerk-tui needs Python 3.11 or newer, and none is on the path: install one, or name it: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) lacks its venv module: install it (Debian and Ubuntu: apt install python3-venv) and try again." >&2; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two) ..."
	@$(BIN)/python -c 'import pip' 2>/dev/null || "$(PYTHON)" -m venv --clear "$(VENV)"
	@$(PIP) install -c constraints.txt -e '$(1)' || { echo "The environment could not be set up (the lines above say why); run the command again." >&2; exit 1; }
endef
