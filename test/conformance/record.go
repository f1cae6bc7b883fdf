package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// record asks Linux anew and writes the transcripts. Suites on the same cards
// share a virtual machine.
func record(chosen []suite) error {
	dir, err := filepath.Abs(here)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "conformance")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	chosen = slices.DeleteFunc(slices.Clone(chosen), func(s suite) bool { return s.clone }) // which the originals answer for
	if err := buildProbes(dir, work, chosen); err != nil {
		return err
	}
	if err := buildStatic(work, vsndfsProgram); err != nil {
		return err
	}
	for len(chosen) > 0 {
		first := chosen[0]
		var together, others []suite
		for _, s := range chosen {
			if slices.Equal(s.options, first.options) {
				together = append(together, s)
			} else {
				others = append(others, s)
			}
		}
		if err := recordTogether(dir, work, together); err != nil {
			return err
		}
		chosen = others
	}
	return nil
}

// recordTogether runs suites one after the other in one virtual machine.
func recordTogether(dir, work string, together []suite) error {
	results := filepath.Join(work, "results")
	job := filepath.Join(work, "job")
	if err := os.WriteFile(job, []byte(script(dir, work, together)), 0o600); err != nil {
		return err
	}
	oracle := []string{filepath.Join(dir, "../oracle/oracle"), "--timeout", "3600", "--keep", results}
	oracle = append(append(oracle, together[0].options...), "--", "bash", job)
	if _, err := output(oracle...); err != nil {
		return err
	}
	release, err := os.ReadFile(filepath.Join(results, "release"))
	if err != nil {
		return err
	}
	for _, s := range together {
		text, err := os.ReadFile(filepath.Join(results, s.name()))
		if err != nil {
			return err
		}
		if _, err := parseLines(string(text)); err != nil {
			return fmt.Errorf("suite %s: %w", s.name(), err)
		}
		head := s.head(strings.TrimSpace(string(release)))
		if err := os.WriteFile(s.transcript(dir), append([]byte(head), text...), 0o644); err != nil {
			return err
		}
		fmt.Println("recorded", s.name())
		if s.describes() {
			if err := s.keepDescription(dir, results); err != nil {
				return err
			}
		}
	}
	return nil
}

// describes reports whether the card's description is recorded beside the suite: what
// programs tell of the card, its clone must tell too.
func (s suite) describes() bool { return s.probe == "tools" }

// keepDescription keeps what vsndfs clone has found of the suite's card.
func (s suite) keepDescription(dir, results string) error {
	text, err := os.ReadFile(filepath.Join(results, s.card.name+".yaml"))
	if err != nil {
		return err
	}
	fmt.Println("described", s.card.name)
	return os.WriteFile(filepath.Join(dir, "probes", clones, s.card.name+".yaml"), text, 0o644)
}

// script runs the suites and leaves their output in $OUT.
func script(dir, work string, together []suite) string {
	var b strings.Builder
	fmt.Fprintf(&b, "set -e\nuname -r >$OUT/release\ncd '%s/probes'\n", dir)
	for _, s := range together {
		for _, set := range append(s.kernel.env(), "ASOUND=/proc/asound") {
			fmt.Fprintf(&b, "export '%s'\n", set)
		}
		fmt.Fprintf(&b, "%s >$OUT/%[2]s || { echo suite %[2]s >&2; exit 1; }\n", strings.Join(s.command(work), " "), s.name())
		if s.describes() {
			fmt.Fprintf(&b, "%s/vsndfs clone hw:%s >$OUT/%s.yaml\n", work, s.number, s.card.name)
		}
	}
	return b.String()
}

// head says where a transcript comes from.
func (s suite) head(release string) string {
	return fmt.Sprintf("# Linux %s, %s, card %s, in test/oracle/oracle %q\n# recorded by make oracle-record: %s\n",
		release, s.driver, s.number, s.options, strings.Join(s.command("probes"), " "))
}
