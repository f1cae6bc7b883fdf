package test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheReadmeListsThePrograms compares the README's table with apps, line by
// line and both ways: no program is named that is not tried, and none is tried
// that is not named.
func TestTheReadmeListsThePrograms(t *testing.T) {
	t.Parallel()
	var want []string
	for _, a := range apps() {
		want = append(want, a.row())
	}
	got := tableBelow(string(readFile(t, "../README.md")), "| program |")
	for _, row := range want {
		if !slices.Contains(got, row) {
			t.Errorf("the README's table of programs lacks\n%s", row)
		}
	}
	for _, row := range got {
		if !slices.Contains(want, row) {
			t.Errorf("the README has a line that no test stands for:\n%s", row)
		}
	}
}

// row is the program's line in the README.
func (a app) row() string {
	return "| " + strings.Join([]string{a.programs, a.does, a.judged}, " | ") + " |"
}

// tableBelow is the lines of a table whose heading begins with head.
func tableBelow(text, head string) []string {
	_, text, _ = strings.Cut(text, "\n"+head)
	var rows []string
	for line := range strings.Lines(text) {
		switch {
		case line == "\n":
			return rows
		case strings.HasPrefix(line, "| "):
			rows = append(rows, strings.TrimSuffix(line, "\n"))
		}
	}
	return rows
}

// essential are the packages that every Debian has.
var essential = []string{"bash", "coreutils", "dash", "util-linux"}

func TestTheRunnerInstallsWhatTheProgramsNeed(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("run")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?s)\npackages=\((.*?)\)`).FindSubmatch(text)
	if list == nil {
		t.Fatal("test/run has no list of packages")
	}
	installed := append(strings.Fields(string(list[1])), essential...)
	for program, needed := range neededPackages() {
		for _, name := range needed {
			if !slices.Contains(installed, name) {
				t.Errorf("test/run does not install %s, which %s needs", name, program)
			}
		}
	}
}
