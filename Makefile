# Thin on purpose: what a target does is written in infra/xtask (Rust). infra/bootstrap.sh only brings cargo and a few packages.
.DEFAULT_GOAL := help
.PHONY: help run test dev lint fmt bench fuzz setup

export PATH := $(if $(CARGO_HOME),$(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

XTASK = sh infra/bootstrap.sh && cargo run $(if $(wildcard target/debug/xtask),--quiet) --package xtask --

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: ## build `valorize` and show it at work on the sample statements
	@$(XTASK) run

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

fuzz: ## throw arbitrary bytes at every parser (MINUTES=5 by default)
	@$(XTASK) fuzz

setup: ## everything a build and a test need, and nothing else
	@$(XTASK) setup
