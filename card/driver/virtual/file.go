package virtual

import (
	"time"

	"github.com/vsndfs/vsndfs/card/wav"
)

// file is the WAV file of a take, made with its first frame. After an error it
// takes no more: the log has said why, and what is on disk is valid.
type file struct {
	take   *Take
	path   string
	writer *wav.Writer
	failed bool

	flushed time.Time // by keepUp
}

func (f *file) write(r reel) {
	if r.flushed != nil {
		defer close(r.flushed)
		if f.writer != nil {
			f.check(f.writer.Flush())
		}
		return
	}
	f.frames(r.frames)
	f.silence(r.silence)
	f.keepUp()
}

// flushEvery bounds what a server that is killed takes along: that long a sound.
const flushEvery = 500 * time.Millisecond

// keepUp flushes what a slow stream has not flushed by itself.
func (f *file) keepUp() {
	if now := time.Now(); f.writer != nil && now.Sub(f.flushed) >= flushEvery {
		f.flushed = now
		f.check(f.writer.Flush())
	}
}

func (f *file) frames(p []byte) {
	if len(p) == 0 || !f.ready() {
		return
	}
	_, err := f.writer.Write(p)
	f.check(err)
}

func (f *file) silence(bytes int) {
	frame := f.take.spec.Channels * f.take.spec.Format.PhysicalWidth() / 8
	quiet := make([]byte, min(bytes, 4096*frame))
	wav.Silence(f.take.spec.Format, quiet)
	for ; bytes > 0; bytes -= len(quiet) {
		f.frames(quiet[:min(bytes, len(quiet))])
	}
}

// ready makes the file if there is none yet.
func (f *file) ready() bool {
	if f.failed || f.writer != nil {
		return !f.failed
	}
	f.path = f.take.tape.nextPath()
	w, err := wav.Create(f.path, f.take.spec)
	f.check(err)
	f.writer = w
	return !f.failed
}

func (f *file) check(err error) {
	if err == nil || f.failed {
		return
	}
	f.failed = true
	f.take.tape.logf("record failed: %v", err)
}

// close completes the file and logs it.
func (f *file) close() {
	if f.writer == nil {
		return
	}
	f.check(f.writer.Close())
	if f.take.lost {
		f.take.tape.logf("record %s lost frames: the disk was too slow", f.path)
	}
	f.take.tape.logf("record %s frames=%d", f.path, f.writer.Frames())
}
