# make run   set up and serve at http://localhost:8501 (PORT=, ADDRESS=)
# make test  set up and run every check and test, browser tests included
# make quick unit tests: no browser, no process, no page, and nothing else
# make sweep what make test takes in turns, all of it: pairs of regencies, states of registers, choices of
#            pictures, every card and page under every filter
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8501
ADDRESS ?= localhost
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export STREAMLIT_BROWSER_GATHER_USAGE_STATS := false
# tests start some forty Pythons: what is compiled is kept, whatever the image says (asserts alone take 7 s of each run)
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test quick sweep lint bench browser shell lock

run: .venv/.run browser
	@exec $(BIN)/python -m streamlit run dashboard.py --server.port $(PORT) --server.address $(ADDRESS)

test: .venv/.dev browser shell lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

quick: .venv/.dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser and not slow"

sweep: .venv/.dev browser
	KOPERASI_SWEEP=1 $(BIN)/python -m pytest -n 2 \
	    $(addprefix tests/test_,$(addsuffix .py,rules register_states picture_boxes phone_boxes cards sentences lineage query_headers pages))

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/sqlfluff lint queries --processes 2 --disable-progress-bar

bench: .venv/.dev browser
	$(BIN)/python bench/run.py

# Debian splits venv off; as root it is fetched, else the message of python3 says what to install
.venv/bin/python:
	@$(PYTHON) -m venv .venv 2>/dev/null || { \
	  rm -rf .venv; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null; \
	  fi; \
	  $(PYTHON) -m venv .venv; }

.venv/.run: requirements.lock | .venv/bin/python
	$(BIN)/pip install -q -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock requirements.lock | .venv/bin/python
	$(BIN)/pip install -q -r requirements-dev.lock
	@touch .venv/.run $@

# pictures need a Chromium; without one the viewer's own browser makes them
browser:
	@if [ -n "$$BROWSER_PATH" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	    || command -v google-chrome >/dev/null || command -v google-chrome-stable >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Memasang Chromium untuk gambar ..."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	    || echo "Chromium tidak dapat dipasang: gambar dibuat oleh peramban masing-masing."; \
	else \
	  echo "Tidak ada Chromium (PATH atau BROWSER_PATH): gambar dibuat oleh peramban masing-masing."; \
	fi

# tests draw pages and pictures in Debian's headless shell, which takes less of a machine than the whole browser, where there is one
shell:
	@if [ -z "$$BROWSER_PATH" ] && ! command -v chromium-headless-shell >/dev/null && [ "$$(id -u)" = 0 ] \
	    && command -v apt-get >/dev/null; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null; } 2>/dev/null \
	    || echo "No chromium-headless-shell: the tests take longer."; \
	fi

lock:
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q -U --strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.lock requirements.txt
	$(BIN)/pip-compile -q -U --strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -c requirements.lock -o requirements-dev.lock requirements-dev.txt
