package virtual_test

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
)

func TestATakeIsKeptBitForBit(t *testing.T) {
	r := newRecorder(t, "out.wav")
	k := r.Begin(virtual.SpecOf(cd))
	k.Frames(frames(cd, 0, 3))
	k.Silence(2 * 4)
	k.Frames(frames(cd, 3, 1))
	k.End()
	r.Close()
	r.expectKept(t, "out.wav", cd, append(append(frames(cd, 0, 3), quiet(cd, 2)...), frames(cd, 3, 1)...))
	r.expectLog(t, "record out.wav frames=6")
}

// A server that is killed loses no more than half a second, also of a slow stream.
func TestASlowTakeIsOnDiskTwiceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRecorder(t, "out.wav")
		k := r.Begin(virtual.SpecOf(cd))
		for n := range 10 {
			<-time.After(100 * time.Millisecond)
			k.Frames(frames(cd, n, 1))
			synctest.Wait()
			if got := len(hear(t, r.path("out.wav"), cd)) / 4; n+1-got > 5 {
				t.Errorf("of %d frames, one in 0.1 s, %d are on disk", n+1, got)
			}
		}
		k.End()
		r.Close()
	})
}

// What is silent depends on the format.
func TestALongSilenceOfEachFormat(t *testing.T) {
	for _, format := range []abi.Format{abi.SNDRV_PCM_FORMAT_U8, abi.SNDRV_PCM_FORMAT_S24_3LE, abi.SNDRV_PCM_FORMAT_FLOAT_LE} {
		t.Run(format.String(), func(t *testing.T) {
			p := pcm.Params{Format: format, Channels: 1, RateHz: 8000, FrameBytes: uint32(format.PhysicalWidth() / 8)}
			r := newRecorder(t, "out.wav")
			k := r.Begin(virtual.SpecOf(p))
			k.Silence(10000 * int(p.FrameBytes))
			k.End()
			r.Close()
			r.expectKept(t, "out.wav", p, quiet(p, 10000))
		})
	}
}

func TestTakesAreNumberedByTheirFirstFrames(t *testing.T) {
	r := newRecorder(t, "out.wav")
	late, first, silent, last := r.Begin(virtual.SpecOf(cd)), r.Begin(virtual.SpecOf(cd)), r.Begin(virtual.SpecOf(cd)), r.Begin(virtual.SpecOf(cd))
	first.Frames(frames(cd, 1, 1))
	first.Flush()
	late.Frames(frames(cd, 2, 2))
	late.Flush()
	last.Frames(frames(cd, 3, 3))
	for _, k := range []*virtual.Take{late, first, silent, last} {
		k.End()
	}
	r.Close()
	r.expectFiles(t, "out-2.wav", "out-3.wav", "out.wav")
	r.expectKept(t, "out.wav", cd, frames(cd, 1, 1))
	r.expectKept(t, "out-2.wav", cd, frames(cd, 2, 2))
	r.expectKept(t, "out-3.wav", cd, frames(cd, 3, 3))
}

func TestANameWithoutAnExtensionIsNumberedAtItsEnd(t *testing.T) {
	r := newRecorder(t, "out")
	for range 2 {
		k := r.Begin(virtual.SpecOf(cd))
		k.Frames(frames(cd, 0, 1))
		k.End()
		k.Flush()
	}
	r.Close()
	r.expectFiles(t, "out", "out-2")
}

func TestFlushReturnsWhenTheFramesAreOnDisk(t *testing.T) {
	r := newRecorder(t, "out.wav")
	k := r.Begin(virtual.SpecOf(cd))
	k.Flush() // there is nothing yet
	r.expectFiles(t)
	k.Frames(frames(cd, 0, 5))
	k.Flush()
	r.expectKept(t, "out.wav", cd, frames(cd, 0, 5))
	r.expectLog(t) // the file is not complete

	k.Frames(frames(cd, 5, 1))
	k.End()
	k.Flush()
	r.expectKept(t, "out.wav", cd, frames(cd, 0, 6))
	r.expectLog(t, "record out.wav frames=6")
	r.Close()
}

func TestATakeOfNothingIsNoFile(t *testing.T) {
	r := newRecorder(t, "out.wav")
	k := r.Begin(virtual.SpecOf(cd))
	k.Frames(nil)
	k.Silence(0)
	k.End()
	r.Close()
	r.expectFiles(t)
	r.expectLog(t)
}

// The stream goes on without its file, and the log says so once.
func TestAFileThatCannotBeMade(t *testing.T) {
	r := newRecorder(t, "missing/out.wav")
	k := r.Begin(virtual.SpecOf(cd))
	for range 3 {
		k.Frames(frames(cd, 0, 10))
		k.Flush()
	}
	k.End()
	r.Close()
	r.expectLog(t, "record failed: open missing/out.wav: no such file or directory")

	if err := os.Mkdir(filepath.Join(r.dir, "missing"), 0o700); err != nil {
		t.Fatal(err)
	}
	next := r.Begin(virtual.SpecOf(cd))
	next.Frames(frames(cd, 0, 2))
	next.End()
	r.Close()
	r.expectKept(t, "missing/out-2.wav", cd, frames(cd, 0, 2))
}

// A pipe takes the frames, but nobody can go back in it and write the header anew.
func TestAFileThatFailsLaterIsReportedOnce(t *testing.T) {
	r := newRecorder(t, "pipe.wav")
	if err := unix.Mkfifo(r.path("pipe.wav"), 0o600); err != nil {
		t.Fatal(err)
	}
	k := r.Begin(virtual.SpecOf(cd))
	for range 3 {
		k.Frames(frames(cd, 0, 10))
		k.Flush()
	}
	k.End()
	r.Close()
	if len(r.lines) != 2 || !strings.HasPrefix(r.lines[0], "record failed: ") {
		t.Errorf("got log %q, want one failure, and the end of the file", r.lines)
	}
}

// A disk that does not answer must not stop the clock: what does not fit in
// memory is dropped, and the log says so.
func TestFramesThatFitNowhereAreDropped(t *testing.T) {
	r := newRecorder(t, "out.wav")
	k := r.Begin(virtual.SpecOf(cd))
	k.Frames(frames(cd, 0, 2))
	k.Frames(make([]byte, 64<<20+4))
	k.Frames(frames(cd, 2, 1))
	k.End()
	r.Close()
	r.expectKept(t, "out.wav", cd, frames(cd, 0, 3))
	r.expectLog(t, "record out.wav lost frames: the disk was too slow", "record out.wav frames=3")
}

func TestFramesAreCopiedBeforeTheRingIsWrittenAnew(t *testing.T) {
	r := newRecorder(t, "out.wav")
	k := r.Begin(virtual.SpecOf(cd))
	ring := frames(cd, 0, 4)
	k.Frames(ring)
	clear(ring)
	k.End()
	r.Close()
	r.expectKept(t, "out.wav", cd, frames(cd, 0, 4))
}

func TestNoTapeKeepsNothing(t *testing.T) {
	tape := virtual.NewTape("", func(format string, _ ...any) { t.Errorf("logged %s", format) })
	if tape != nil {
		t.Fatalf("got tape %v, want none", tape)
	}
	k := tape.Begin(virtual.SpecOf(cd))
	if k != nil {
		t.Fatalf("got take %v, want none", k)
	}
	k.Frames(frames(cd, 0, 1))
	k.Silence(4)
	k.Flush()
	k.End()
	tape.Close()
}

// A stream that can wait for the disk is told how much to come with, and when to
// come again.
func TestATakeAsksThoseWhoCanWaitToWait(t *testing.T) {
	const most = 4 << 20
	r := newRecorder(t, "pipe.wav")
	if err := unix.Mkfifo(r.path("pipe.wav"), 0o600); err != nil {
		t.Fatal(err)
	}
	k := r.Begin(virtual.SpecOf(cd))
	k.Frames(make([]byte, 1<<20)) // more than the pipe holds: a disk that does not answer
	for k.Room(2*most) != most {
		runtime.Gosched() // until that is under way
	}
	again := make(chan struct{})
	k.OnRoom(sync.OnceFunc(func() { close(again) }))
	k.Frames(make([]byte, k.Room(2*most)))
	if got := k.Room(4); got != 0 {
		t.Errorf("a full take has room for %d bytes", got)
	}
	disk, err := os.Open(r.path("pipe.wav"))
	if err != nil {
		t.Fatal(err)
	}
	defer disk.Close()
	go io.Copy(io.Discard, disk)
	<-again
	k.End()
	r.Close()
}
