package test

import (
	"strings"
	"testing"
)

func TestTheGalleryShowsWhatItsCaptionsSay(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	exhibits := strings.Count(m.vsndfs("gallery", "--list"), "\n")
	out := m.vsndfs("gallery")
	if exhibits < 13 || strings.Count(out, "\n  => as the caption says: ") != exhibits {
		t.Errorf("of %d exhibits not all are as their captions say:\n%s", exhibits, out)
	}
}
