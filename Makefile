# Thin on purpose: what a target does is written in infra/xtask (Rust). infra/bootstrap.sh only brings cargo and a few packages.
.DEFAULT_GOAL := help
.PHONY: help run server stack contract demo demo-sync ui test bundle e2e screenshots dev lint fmt bench bench-ui bench-window load load-all load-sync terraform observability capacity fuzz simulate setup

export PATH := $(if $(CARGO_HOME),$(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

XTASK = sh infra/bootstrap.sh $@ && cargo run $(if $(wildcard target/debug/xtask),--quiet) --bin xtask --

help: ## print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: ## open the app: in a window, or in a browser where there is no display
	@$(XTASK) run

server: ## start a sync server with its own Postgres and Redis (or VALORIZE_DATABASE, VALORIZE_REDIS)
	@$(XTASK) server

stack: ## start natively what infra/compose.yml starts in containers: two servers behind a proxy, worker, tasks, mail, Prometheus
	@$(XTASK) stack $(if $(CHECK),--check)

contract: ## try the API of a server against its own description (SECONDS=15 by default)
	@$(XTASK) contract

demo: ## show the command line at work on the sample statements
	@$(XTASK) demo

demo-sync: ## show two devices keep one book through a server, and how long a change takes
	@$(XTASK) demo-sync

ui: ## build the interface into ui/dist
	@$(XTASK) ui

e2e: ## only the tests of the interface in a browser
	@$(XTASK) e2e

screenshots: ## take the pictures of docs/screenshots anew
	@$(XTASK) screenshots

bundle: ## build the installable package of the window (.deb) and try it
	@$(XTASK) bundle

test: ## everything that must hold: format, lints, tests, doc tests, licences
	@$(XTASK) test

dev: ## type-check, again after each change of a source file
	@$(XTASK) dev

lint: ## format check, clippy, architecture and tidy tests
	@$(XTASK) lint

fmt: ## format the sources
	@$(XTASK) fmt

bench: ## measure the release build against its targets, write bench/results/
	@$(XTASK) bench

bench-ui: ## measure start, memory and latency of the interface at 100,000 and 1,000,000 rows
	@$(XTASK) bench-ui

bench-window: ## measure start, memory and calls in the real window at 100,000 rows
	@$(XTASK) bench-window

load: ## virtual users on a server of their own: SCENARIO=read, mixed, peak, burst, soak, drain, sync, cells, mixed+faults, sync+faults; SCALE=0.1 for a quick one
	@$(XTASK) load

load-all: ## every scenario, one report and the verdicts (SCALE=0.1 for a quick one)
	@$(XTASK) load-all

load-sync: ## thousands of simulated devices on the sync server, write bench/results/ (SCALE=0.1 for a quick one)
	@$(XTASK) load-sync

terraform: ## check infra/terraform: the provider's names, references, the project's policy
	@$(XTASK) terraform

observability: ## make rules, dashboards and alerts of infra/observability/slo.toml
	@$(XTASK) observability

capacity: ## compute the tables of docs/scaling.md and docs/cost.md
	@$(XTASK) capacity

fuzz: ## throw arbitrary bytes at every parser and at the frame decoder (MINUTES=5 by default)
	@$(XTASK) fuzz

simulate: ## devices and a log under faults drawn from seeds (SEEDS=20000, or SEED=17 for one and its story)
	@$(XTASK) simulate

setup: ## everything a build and a test need, and nothing else
	@$(XTASK) setup
