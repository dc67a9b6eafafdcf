# `make run` and `make test` need Python 3.11+ and make; everything else is fetched into this folder.
PYTHON ?= python3
# Compiled modules are kept: without them every start compiles 2 MB of libraries again, for 4 seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test lint setup ui build clean bench bench-diagnosis playbook-pages ui-budgets screenshots connectwise-emulator fault-matrix kill-matrix random-writebacks

help:            ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

run: setup       ## start Resolvent on http://127.0.0.1:8700 and print a sign-in link
	@exec .venv/bin/resolvent run

test: setup      ## every check and every test
	@.venv/bin/python tools/check.py test

lint: setup      ## the checks alone
	@.venv/bin/python tools/check.py lint

setup ui:        ## dependencies, and the built page when web/ changed
	@$(PYTHON) -c 'import sys; sys.exit("Resolvent needs Python 3.11 or newer: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) tools/setup.py

build: setup     ## the wheel, into dist/
	@PATH="$$PWD/.tools/bin:$$PWD/.tools/uv/bin:$$PATH" uv build --quiet --wheel

clean:           ## removes what make made; your data stays
	rm -rf .venv .tools dist web/node_modules src/resolvent/web_dist

playbook-pages: setup ## docs/playbooks, from the playbooks' YAML
	@.venv/bin/python tools/playbook_pages.py

ui-budgets: setup ## what the page may weigh and how quick it must be, and what is measured
	@.venv/bin/python tools/lighthouse.py install
	@.venv/bin/python tools/budgets.py

screenshots: setup ## the pictures of README and docs
	@.venv/bin/python tools/screenshots.py

connectwise-emulator: setup ## a ConnectWise look-alike on port 8780
	@exec .venv/bin/python -m tests.emulators.connectwise --port 8780

bench: setup     ## how quick each path is, beside its goal and a limit measured in the same run; quiet machine, four minutes
	@.venv/bin/python bench/table.py

bench-diagnosis: setup ## how often and how soon playbooks lead to the right fix; matching against labelled tickets
	@.venv/bin/python -m bench.diagnosis
	@.venv/bin/python -m bench.matching

fault-matrix: setup ## every fault at every call of a write-back: where it ends, and what the engineer is told
	@exec .venv/bin/python -m bench.fault_matrix --told

random-writebacks: setup ## 10,000 randomised write-backs with faults and kills, in virtual time
	@exec .venv/bin/python -m bench.writeback_random

kill-matrix: setup ## real processes killed at each recovery point, 20 times each, for each ticketing system
	@exec .venv/bin/python -m bench.kill_matrix
