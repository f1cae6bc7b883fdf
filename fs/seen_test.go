package fs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card"
)

func TestAReaderThatKeepsUpSkipsNothing(t *testing.T) {
	var s seen
	s.read(0, 10, 10)
	s.read(10, 5, 15)
	s.read(15, 0, 15) // nothing new
	expect(t, "skipped", s.skipped(), 0)
	expect(t, "end", s.end(), 15)
}

// The log dropped its first 100 bytes after the reader had read 10 of them: the
// file offset 10 is the place 100 in the log from then on.
func TestAReaderThatWasTooSlowSkipsWhatWasDropped(t *testing.T) {
	var s seen
	s.read(0, 10, 10)
	s.read(10, 20, 120)
	expect(t, "skipped", s.skipped(), 90)
	expect(t, "end", s.end(), 120)
	s.read(30, 5, 125)
	expect(t, "skipped later", s.skipped(), 90)
	s.read(35, 0, 999) // a read of nothing tells nothing
	expect(t, "skipped at the end", s.skipped(), 90)
	expect(t, "end at the end", s.end(), 125)
}

func TestTheLogIsAFileThatGrows(t *testing.T) {
	s, slot := newServer(t)
	h := s.open(t, "vsndfs", "log")
	defer h.close()
	expect(t, "poll of lines not read", h.poll(&pollRequest{}), card.PollIn)
	before := content(t, h, 10)
	expect(t, "poll at the end", h.poll(&pollRequest{}), 0)

	if err := slot.Unbind(); err != nil {
		t.Fatal(err)
	}
	expect(t, "poll of new lines", h.poll(&pollRequest{}), card.PollIn)
	after := content(t, h, 1000)
	if !strings.HasPrefix(after, before) || !strings.Contains(after[len(before):], " headset.0 unbind\n") {
		t.Errorf("got %q, then %q", before, after)
	}
	expect(t, "size in stat", s.walk(t, "vsndfs", "log").attr().size, uint64(len(after)))

	s.log.Close()
	expect(t, "poll of the log's end", h.poll(&pollRequest{}), card.PollIn|card.PollErr)
	_, err := h.write(nil, []byte("x"))
	expectErr(t, "write", err, einval)
}

// The file offset of a slow reader goes on, though lines before it are gone.
func TestASlowReaderOfTheLogGoesOn(t *testing.T) {
	s, _ := newServer(t)
	h := s.open(t, "vsndfs", "log")
	defer h.close()
	p := make([]byte, 10)
	if n, err := h.read(nil, p, 0); n != 10 || err != nil {
		t.Fatalf("got %d bytes, %v, want 10", n, err)
	}
	long := strings.Repeat("x", 1000)
	for n := range 6000 {
		s.log.Append("a.0", fmt.Sprintf("%d %s", n, long))
	}
	var rest []byte
	for piece := make([]byte, 1<<20); ; {
		n, err := h.read(nil, piece, int64(10+len(rest)))
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
		rest = append(rest, piece[:n]...)
	}
	if !strings.HasSuffix(string(rest), " a.0 5999 "+long+"\n") {
		t.Errorf("got %d bytes, want all up to line 5999", len(rest))
	}
	expect(t, "poll at the end", h.poll(&pollRequest{}), 0)
}
