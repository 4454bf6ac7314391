# Every target is at most three lines; what needs more is a program in tools/.
SHELL := bash
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
BIN := .venv/bin
# Python may keep what it compiled: without that every start takes seconds.
unexport PYTHONDONTWRITEBYTECODE VIRTUAL_ENV
.DEFAULT_GOAL := help
.PHONY: help setup demo dev check test prove fix web flows bench room connector migration docs dist lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

setup: ## make the environment: Python and Node packages, exactly as locked
	@$(PYTHON) tools/bootstrap.py python node

web: setup ## build the web app into the package
	@$(PYTHON) tools/bootstrap.py web

demo: web ## run everything, with a world to play with, on http://localhost:8700
	@exec $(BIN)/hanse demo

dev: setup ## the same, and the web app reloading itself on http://localhost:8703
	@exec $(BIN)/python -m tools.dev

check: setup ## what can be said without running it: style, types, imports, shapes, documents
	@$(BIN)/python -m tools.check

test: web ## all tests, Python and web; 90 % of the code is run, of base every branch
	@$(BIN)/python -m tools.tests
	@$(BIN)/coverage report --fail-under=90 && $(BIN)/coverage report --include='src/hanse/base/*' --fail-under=100

prove: web ## the long proofs; writes bench/PROOFS.md
	@$(BIN)/python -m tools.prove

fix: setup ## correct what the tools can correct by themselves
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format --quiet; npm --prefix web run --silent fix
	@$(BIN)/python -m tools.openapi && $(BIN)/python -m tools.cards && npm --prefix web run --silent types:api

flows: web ## the journeys over the whole program alone
	@$(BIN)/pytest tests/flows

bench: web ## measure, for example: make bench B=jobs
	@$(BIN)/python -m bench.$(or $(B),$(error say which: make bench B=$(subst $() $(),|,$(filter-out ground,$(basename $(notdir $(wildcard bench/[a-z]*.py)))))))

room: setup ## a new room: make room NAME=pricing
	@$(BIN)/python -m tools.scaffold room "$(NAME)"

connector: setup ## a new connector and its sandbox: make connector NAME=shopee
	@$(BIN)/python -m tools.scaffold connector "$(NAME)"

migration: setup ## a new migration: make migration NAME=pricing_rules
	@$(BIN)/python -m tools.scaffold migration "$(NAME)"

docs: setup ## read the documents on http://localhost:8701
	@exec $(BIN)/mkdocs serve --quiet --dev-addr localhost:8701

dist: web ## build the wheel, web app included, into dist/
	@$(BIN)/hatchling build --target wheel

lock: ## write both locks anew after a change of what is needed; U=name for a newer one
	@$(PYTHON) tools/bootstrap.py uv && $(PYTHON) tools/lock.py $(addprefix --upgrade-package=,$(U))
