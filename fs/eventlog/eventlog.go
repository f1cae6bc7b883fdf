package eventlog

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/internal/nonblock"
)

// maxBytes is how much the log keeps of its newest lines.
const maxBytes = 4 << 20

// Log is a log. Use New.
type Log struct {
	copier copier
	before func(device, event string) // may be nil
	time   func() time.Duration

	mu        sync.Mutex
	older     older
	text      []byte
	dropped   int64 // bytes that are no longer in text
	listeners []*func()
	closed    bool
}

// New returns an empty log. Every line goes to copyTo too, unless that is nil.
func New(copyTo io.Writer) *Log { return &Log{copier: copier{to: copyTo}, time: now} }

// Before makes fn run before each event is written. It comes before the first Append.
func (l *Log) Before(fn func(device, event string)) { l.before = fn }

// SetTime makes another clock than CLOCK_MONOTONIC tell the time of each event. It
// comes before the first Append.
func (l *Log) SetTime(now func() time.Duration) { l.time = now }

// Append writes one event of a device, with the time on CLOCK_MONOTONIC. It is one
// line whatever the event is made of.
func (l *Log) Append(device, event string) {
	event = strings.ReplaceAll(event, "\n", "; ") // several errors joined have a line each
	if l.before != nil {
		l.before(device, event)
	}
	l.mu.Lock()
	// The time is read under the lock: lines are in the order of time.
	begin := len(l.text)
	l.text = appendTime(l.text, l.time())
	for _, word := range []string{" ", device, " ", event, "\n"} {
		l.text = append(l.text, word...)
	}
	line := l.text[begin:]
	l.copyLocked(line)
	l.trimLocked()
	listeners := slices.Clone(l.listeners)
	l.mu.Unlock()
	for _, fn := range listeners {
		(*fn)()
	}
}

func now() time.Duration {
	var ts unix.Timespec
	_ = nonblock.ClockGettime(unix.CLOCK_MONOTONIC, &ts) // it exists on every kernel
	return time.Duration(ts.Nano())
}

// appendTime appends a time as seconds with six decimals.
func appendTime(text []byte, t time.Duration) []byte {
	const million = 1_000_000
	us := t.Microseconds()
	text = append(strconv.AppendInt(text, us/million, 10), '.')
	digits := strconv.AppendInt(nil, million+us%million, 10) // a one, and all zeros that lead
	return append(text, digits[1:]...)
}

// trimLocked drops the older half when the log is full, up to a whole line, but for
// what matters of it.
func (l *Log) trimLocked() {
	if len(l.text) <= maxBytes {
		return
	}
	cut := len(l.text) - maxBytes/2
	cut += bytes.IndexByte(l.text[cut:], '\n') + 1
	l.older.take(l.text[:cut], l.dropped)
	l.text = append([]byte(nil), l.text[cut:]...)
	l.dropped += int64(cut)
}

// ReadAt reads what the log has from offset off on; where that has been dropped
// it goes on with what is left behind it. n is 0 at the end of the log. next is the
// offset behind what was read, and the bytes are those just before it.
func (l *Log) ReadAt(p []byte, off int64) (n int, next int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.readLocked(p, off)
}

func (l *Log) readLocked(p []byte, off int64) (n int, next int64) {
	if off < l.dropped {
		if n, next := l.older.read(p, off); n > 0 {
			return n, next
		}
		off = l.dropped
	}
	if off-l.dropped >= int64(len(l.text)) {
		return 0, off
	}
	n = copy(p, l.text[off-l.dropped:])
	return n, off + int64(n)
}

// WriteTo writes all that the log has.
func (l *Log) WriteTo(w io.Writer) (written int64, err error) {
	p := make([]byte, 64<<10)
	for off := int64(0); ; {
		n, next := l.ReadAt(p, off)
		if n == 0 {
			return written, nil
		}
		n, err = w.Write(p[:n])
		written += int64(n)
		if err != nil {
			return written, err
		}
		off = next
	}
}

// Size is the offset of the log's end.
func (l *Log) Size() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sizeLocked()
}

func (l *Log) sizeLocked() int64 { return l.dropped + int64(len(l.text)) }

// Listen makes fn run after each Append, and on Close, until stop is called. fn
// must not wait and must not append.
func (l *Log) Listen(fn func()) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listeners = append(l.listeners, &fn)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.listeners = slices.DeleteFunc(l.listeners, func(g *func()) bool { return g == &fn })
	}
}

// Close tells those who follow the log that nothing more will come.
func (l *Log) Close() {
	l.mu.Lock()
	l.closed = true
	listeners := slices.Clone(l.listeners)
	l.mu.Unlock()
	for _, fn := range listeners {
		(*fn)()
	}
}

// Closed reports whether Close was called.
func (l *Log) Closed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}
