package test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The shell examples of the README are run as they stand, each on a machine of
// its own, in a directory with the sounds that they name.
func TestTheExamplesOfTheReadmeWork(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := shellExamples(string(text))
	if len(examples) < 4 {
		t.Fatalf("only %d shell examples in the README", len(examples))
	}
	for i, example := range examples {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			dir := t.TempDir()
			for _, name := range []string{"song.wav", "in.wav"} {
				m.run("sox", "-n", "-r", "48000", "-c", channelsOf(name), "-b", "16", filepath.Join(dir, name), "synth", "1", "sine", "440")
			}
			script := fmt.Sprintf("cd %s\nPATH=%s:$PATH\n%s", dir, filepath.Dir(m.binary), example)
			m.run("bash", "-euo", "pipefail", "-c", script)
		})
	}
}

// channelsOf is what a file of the examples is played or recorded as.
func channelsOf(name string) string {
	if name == "in.wav" {
		return "1"
	}
	return "2"
}

// shellExamples are the blocks of a text that are marked as sh.
func shellExamples(text string) []string {
	var all []string
	for _, part := range strings.Split(text, "```sh\n")[1:] {
		example, _, _ := strings.Cut(part, "```")
		all = append(all, example)
	}
	return all
}
