# The commands of the project. Each is a script in Scripts/ that says what it is doing.

.PHONY: help run test format format-check bench soak build clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: ## build, make the demo newsroom if there is none, serve it at http://127.0.0.1:8080 (HOST=, PORT=)
	@Scripts/run

test: ## every test, the browser's too (ONLY=swift or ONLY=browser for half)
	@ONLY="$(ONLY)" Scripts/test

format: ## write the project's style into every Swift file
	@Scripts/format write

format-check: ## fail where a Swift file is not in the project's style
	@Scripts/format check

bench: ## measure everything beside its peers (ONLY=NAME for one, such as story-cached; a wrong name lists all)
	@ONLY="$(ONLY)" Scripts/bench

soak: ## read and publish at once and look at every answer (MINUTES=10)
	@MINUTES="$(MINUTES)" Scripts/soak

build: ## set up and build the release binary, .build/release/newsreel
	@Scripts/setup run && Scripts/step --typical 60 fonts "Cutting the theme's fonts" -- Scripts/fonts.sh Themes/default/assets/fonts && Scripts/step --typical 5 vendor "Fetching the desk's text editor" -- Scripts/vendor.sh Desk/vendor && Scripts/build release newsreel

clean: ## remove what was built, not what was written in ./newsroom
	rm -rf .build .build-setup .venv .swiftpm Browser/results Themes/*/assets/fonts Desk/vendor
