package virtual

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/wav"
)

// Tape keeps what a card plays: one WAV file per stream. A nil Tape keeps
// nothing.
type Tape struct {
	path string
	logf func(format string, args ...any)

	mu    sync.Mutex
	takes int            // begun so far
	open  sync.WaitGroup // takes whose files are not complete
}

// NewTape returns a tape whose first take is the file path, the second path-2
// and so on; logf hears of every file. An empty path makes no tape.
func NewTape(path string, logf func(format string, args ...any)) *Tape {
	if path == "" {
		return nil
	}
	return &Tape{path: path, logf: logf}
}

// AcquireTape returns a tape that is a managed resource of d: releasing it waits
// until its files are complete.
func AcquireTape(d *bus.Device, path string) (*Tape, error) {
	t := NewTape(path, d.Logf)
	_, err := d.Resources.AddActionOrReset("tape", t.Close)
	return t, err
}

// Close waits until every file is complete.
func (t *Tape) Close() {
	if t != nil {
		t.open.Wait()
	}
}

// nextPath names the file of the next take.
func (t *Tape) nextPath() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.takes++
	if t.takes == 1 {
		return t.path
	}
	ext := filepath.Ext(t.path)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(t.path, ext), t.takes, ext)
}

// Begin starts a take of a stream. Its file is made when the first frame comes.
// A nil Tape gives a nil Take, which keeps nothing.
func (t *Tape) Begin(spec wav.Spec) *Take {
	if t == nil {
		return nil
	}
	k := &Take{tape: t, spec: spec, complete: make(chan struct{})}
	k.more.L = &k.mu
	t.open.Add(1)
	go k.run()
	return k
}
