# Everything that is done with the sources. `make help` lists it.

PREFIX    ?= /usr/local
HELPERDIR ?= /sbin
FUZZTIME  ?= 10s
SOAK      ?= 10m
STRESS    ?= 10m
ROUND     ?= 0
SEED      ?= 0

# What runs no mount of the whole program, and so takes seconds.
UNIT = $$(go list ./... | grep -Ev '/test($$|/)')
SCRIPTS = .ci/run test/run test/oracle/oracle test/oracle/guest-init $$(find . -name '*.sh')

.DELETE_ON_ERROR:

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: build
build: ## build bin/vsndfs, which needs no shared library
	CGO_ENABLED=0 go build -trimpath -o bin/vsndfs ./cmd/vsndfs

.PHONY: install
install: build ## install below PREFIX, and the helper of mount(8) in HELPERDIR
	install -D bin/vsndfs $(DESTDIR)$(PREFIX)/bin/vsndfs
	install -d $(DESTDIR)$(HELPERDIR)
	ln -sf $(PREFIX)/bin/vsndfs $(DESTDIR)$(HELPERDIR)/mount.fuse.vsndfs
	for shell in bash zsh fish; do bin/vsndfs completion $$shell >bin/completion.$$shell || exit 1; done
	install -D -m 644 bin/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/vsndfs
	install -D -m 644 bin/completion.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_vsndfs
	install -D -m 644 bin/completion.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/vsndfs.fish

.PHONY: uninstall
uninstall: ## remove what install installs
	rm -f $(DESTDIR)$(PREFIX)/bin/vsndfs $(DESTDIR)$(HELPERDIR)/mount.fuse.vsndfs \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/vsndfs \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_vsndfs \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/vsndfs.fish

.PHONY: check
check: lint unit ## what every commit passes: lint and unit tests, in a minute or two

.PHONY: lint
lint: ## format, vet, linters, tidy go.mod, shell scripts
	@$(call silent,go tool gofumpt -l .,not formatted: run make fmt)
	go vet ./...
	go tool staticcheck -checks all,-ST1003 ./...
	go tool errcheck -ignoretests -exclude .errcheck ./...
	go tool go-errorlint -test=false ./...
	go tool unconvert ./...
	go tool misspell -error -i writen .
	@$(call silent,go tool deadcode -test ./...,nothing uses this)
	@$(call silent,go fix -diff ./...,there is a newer way: run make fmt)
	go mod tidy -diff
	shellcheck $(SCRIPTS)

# silent runs a command and fails if it has anything to say.
define silent
echo '$(1)'; out=$$($(1)) && test -z "$$out" || { echo "$$out"; echo '$(2)'; exit 1; }
endef

.PHONY: fmt
fmt: ## format, and rewrite what Go has a newer way for
	go fix ./...
	go tool gofumpt -w .

.PHONY: unit
unit: ## unit tests, with the race detector, in random order
	go test -race -shuffle=on $(UNIT)

.PHONY: test
test: ## all tests, those in test/ too, which start the real program (as root)
	go test -race -shuffle=on -count=1 ./...

.PHONY: conformance
conformance: ## compare all answers with those of Linux's own cards, in a minute (as root)
	@go run ./test/conformance

.PHONY: lifecycle
lifecycle: ## the same of a card's life alone: bind, unbind, what is under way, what is left (as root)
	@go run ./test/conformance life_

.PHONY: oracle-record
oracle-record: ## ask Linux anew for those answers, in virtual machines (as root, Debian)
	go run ./test/conformance -record

.PHONY: gallery
gallery: build ## write the drivers and logs of docs/gallery.md anew, from real ones (as root)
	sed '/^<!-- exhibits -->/q' docs/gallery.md >bin/gallery.md
	bin/vsndfs gallery --markdown >>bin/gallery.md
	mv bin/gallery.md docs/gallery.md

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME
	@grep -rHo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sort | while IFS=: read -r file func; do \
		name=$${func#func }; echo "$$name in $${file%/*}, $(FUZZTIME)"; \
		go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x "$${file%/*}" || exit 1; \
	done

.PHONY: soak
soak: ## hostile clients let loose for SOAK, beside others that must not notice; SEED=n does it again (as root)
	go test -race -count=1 -timeout 0 -v ./test -run TestHostileClients -soak $(SOAK) -seed $(SEED)

.PHONY: stress
stress: ## races on purpose for STRESS; SEED=n does it again, RACE=1 with the race detector (as root); docs/reliability.md
	go test $(if $(RACE),-race) -count=1 -timeout 0 -v ./test/stress -run TestRacesOnPurpose \
		-stress $(STRESS) -seed $(SEED) -round $(ROUND) $(if $(RACE),-racing)

.PHONY: bench
bench: ## the figures of docs/benchmarks.md on this machine, in some seven minutes (as root); go run ./bench -h
	go run ./bench

.PHONY: picture
picture: build ## live the life of docs/lifecycle.md anew, and draw it: docs/life.log and life.svg (as root)
	rm -f docs/life.log
	PATH=$(CURDIR)/bin:$$PATH bin/vsndfs run --log docs/life.log --svg docs/life.svg -- docs/life.sh

.PHONY: cover
cover: ## which lines the tests reach: a summary, and bin/cover.html
	@mkdir -p bin
	go test -coverpkg=./... -coverprofile=bin/cover.out ./...
	go tool cover -html=bin/cover.out -o bin/cover.html
	@go tool cover -func=bin/cover.out | tail -n 1

.PHONY: clean
clean: ## remove what was built
	rm -rf bin
