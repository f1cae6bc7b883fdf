package pcm

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// transcripts are what test/conformance/probes/states.c printed on a card of
// snd-dummy.
var transcripts = []string{
	"../../test/conformance/transcripts/states-dummy-playback.transcript",
	"../../test/conformance/transcripts/states-dummy-capture.transcript",
	"../../test/conformance/transcripts/states-dummy-playback-unbound.transcript",
}

// TestStatesTranscript carries out every operation in every state. The answers
// must be Linux's, and so must the states and pointers afterwards.
func TestStatesTranscript(t *testing.T) {
	var lines []transcriptLine
	for _, path := range transcripts {
		lines = append(lines, readTranscript(t, path)...)
	}
	inBubble(t, func(t *testing.T, r *rig) {
		for _, line := range lines {
			if line.setting == "unbound" {
				continue // that is for the next card
			}
			scene := r.bring(line.stream, line.setting)
			got := scene.perform(line.operation) + scene.afterwards(line.operation)
			scene.close()
			line.compare(t, got)
		}
	}, strict)
	inBubble(t, func(t *testing.T, r *rig) {
		scene := r.bring("playback", "unbound")
		r.card.Disconnect()
		for _, line := range lines {
			if line.setting == "unbound" {
				line.compare(t, scene.perform(line.operation))
			}
		}
	})
	if len(lines) < 2500 {
		t.Errorf("the transcript has %d lines, want all of them", len(lines))
	}
}

// transcriptLine is one line of a transcript: states: STREAM SETTING: OPERATION -> WANT.
type transcriptLine struct {
	stream, setting, operation string
	want                       string // from the arrow on
}

func readTranscript(t *testing.T, path string) []transcriptLine {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []transcriptLine
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if whole := lines.Text(); !strings.HasPrefix(whole, "#") {
			where, what, _ := strings.Cut(strings.TrimPrefix(whole, "states: "), ": ")
			var l transcriptLine
			l.stream, l.setting, _ = strings.Cut(where, " ")
			l.operation, l.want, _ = strings.Cut(what, " -> ")
			all = append(all, l)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// compare requires Linux's answer.
func (l transcriptLine) compare(t *testing.T, got string) {
	t.Helper()
	if got != l.want {
		t.Errorf("%s %s: %s ->\n got %s\nwant %s", l.stream, l.setting, l.operation, got, l.want)
	}
}
