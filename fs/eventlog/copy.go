package eventlog

import (
	"bytes"
	"io"
	"sync"

	"golang.org/x/sys/unix"
)

// copier copies the log to a file, which may be a pipe that nobody reads: nothing in
// the server waits for that. What the file cannot take at once a goroutine brings
// after.
type copier struct {
	to     io.Writer // nil if nobody wants a copy
	behind bool      // the goroutine is at work
	work   sync.WaitGroup
}

// copyLocked copies the newest line, unless the goroutine will come to it.
func (l *Log) copyLocked(line []byte) {
	switch {
	case l.copier.to == nil || l.copier.behind:
	case takesLine(l.copier.to):
		_, _ = l.copier.to.Write(line) // a log that cannot be copied is still kept
	default:
		l.copier.behind = true
		off := l.sizeLocked() - int64(len(line))
		l.copier.work.Go(func() { l.catchUp(off) })
	}
}

// catchUp copies from offset off on, until there is nothing left to copy. It takes
// whole lines, for what comes next may be dropped before it does.
func (l *Log) catchUp(off int64) {
	p := make([]byte, 16<<10)
	for {
		l.mu.Lock()
		n, next := l.readLocked(p, off)
		l.copier.behind = n > 0
		l.mu.Unlock()
		if n == 0 {
			return
		}
		lines := p[:bytes.LastIndexByte(p[:n], '\n')+1]
		_, _ = l.copier.to.Write(lines)
		off = next - int64(n-len(lines))
	}
}

// AwaitCopied waits until the copy has every line that was appended before.
func (l *Log) AwaitCopied() { l.copier.work.Wait() }

// takesLine reports whether a line can be written to w without waiting. A pipe that
// poll(2) calls writable has room for PIPE_BUF bytes. Not knowing is a yes: so is
// poll's answer for files, and for pipes that nobody can read any more.
func takesLine(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	if !ok {
		return true
	}
	fds := []unix.PollFd{{Fd: int32(f.Fd()), Events: unix.POLLOUT}}
	n, err := unix.Poll(fds, 0)
	return n > 0 || err != nil
}
