package test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The sessions in docs/faults.md are run as they stand, and must print what stands
// there.
func TestTheExamplesOfTheFaultsWork(t *testing.T) {
	t.Parallel()
	runSessions(t, "../docs/faults.md", 3, map[string]string{"trouble.yaml": documented(t)})
}

// The sessions in docs/cards.md.
func TestTheExamplesOfCardsWork(t *testing.T) {
	t.Parallel()
	runSessions(t, "../docs/cards.md", 1, nil)
}

// The session in docs/state.md.
func TestTheExampleOfStateThatLastsWorks(t *testing.T) {
	t.Parallel()
	runSessions(t, "../docs/state.md", 1, nil)
}

// The sessions in docs/jacks-and-keys.md, with the files that stand there.
func TestTheExamplesOfJacksAndKeysWork(t *testing.T) {
	t.Parallel()
	card, hand := jacksAndKeys(t)
	runSessions(t, "../docs/jacks-and-keys.md", 3, map[string]string{"laptop.yaml": card, "hand.yaml": hand})
}

// jacksAndKeys are the card and the scenario in docs/jacks-and-keys.md.
func jacksAndKeys(t testing.TB) (card, scenario string) {
	t.Helper()
	blocks := strings.Split(string(readFile(t, "../docs/jacks-and-keys.md")), "```yaml\n")
	card, _, _ = strings.Cut(blocks[1], "```")
	scenario, _, _ = strings.Cut(blocks[2], "```")
	return card, scenario
}

// runSessions runs the sessions of a document, of which there are so many at least, in
// a directory with these files, and sounds.
func runSessions(t *testing.T, document string, least int, files map[string]string) {
	t.Helper()
	sessions := strings.Split(string(readFile(t, document)), "```console\n")[1:]
	if len(sessions) < least {
		t.Fatalf("only %d sessions in %s", len(sessions), document)
	}
	for i, session := range sessions {
		session, _, _ = strings.Cut(session, "```")
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			dir := t.TempDir()
			sox(t, "-n", "-r", "48000", "-c", "2", "-b", "16", filepath.Join(dir, "song.wav"), "synth", "2", "sine", "440", "vol", "0.5")
			sox(t, "-n", "-r", "48000", "-c", "2", "-b", "16", filepath.Join(dir, "long.wav"), "synth", "6", "sine", "440", "vol", "0.5")
			for name, text := range files {
				writeFile(t, filepath.Join(dir, name), []byte(text))
			}
			for _, step := range promptSteps(session) {
				script := fmt.Sprintf("cd %s\nPATH=%s:$PATH\n{ %s\n} 2>&1", dir, filepath.Dir(m.binary), step.command)
				p := m.start("bash", "-c", script)
				p.wait()
				if got := varying.ReplaceAllString(p.stdout.String(), "N"); got != varying.ReplaceAllString(step.prints, "N") {
					t.Errorf("%s\nprints\n%s\nand not\n%s", step.command, got, step.prints)
				}
			}
		})
	}
}

// varying is what differs from run to run: how late an underrun was, and times.
var varying = regexp.MustCompile(`\d+\.\d+`)

// promptStep is a command of a session and what it prints.
type promptStep struct{ command, prints string }

func promptSteps(session string) []promptStep {
	var all []promptStep
	for line := range strings.Lines(session) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			all = append(all, promptStep{command: strings.TrimSuffix(command, "\n")})
		} else {
			all[len(all)-1].prints += line
		}
	}
	return all
}
