package virtual_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/wav"
)

// cd is how most streams of these tests are: frames of four bytes.
var cd = pcm.Params{Format: abi.SNDRV_PCM_FORMAT_S16_LE, Channels: 2, RateHz: 44100, FrameBytes: 4}

// recorder is a tape in a directory of its own, and what it logged.
type recorder struct {
	*virtual.Tape
	dir string

	mu    sync.Mutex
	lines []string
}

// newRecorder makes a tape whose first take is name in a new directory.
func newRecorder(t testing.TB, name string) *recorder {
	t.Helper()
	r := &recorder{dir: t.TempDir()}
	r.Tape = virtual.NewTape(r.path(name), r.logf)
	return r
}

func (r *recorder) path(name string) string { return filepath.Join(r.dir, name) }

func (r *recorder) logf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, strings.ReplaceAll(fmt.Sprintf(format, args...), r.dir+"/", ""))
}

// expectLog compares what was logged with want.
func (r *recorder) expectLog(t testing.TB, want ...string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Equal(r.lines, want) {
		t.Errorf("got log %q, want %q", r.lines, want)
	}
}

// expectKept compares the frames in the file name with want.
func (r *recorder) expectKept(t testing.TB, name string, p pcm.Params, want []byte) {
	t.Helper()
	if got := hear(t, r.path(name), p); !bytes.Equal(got, want) {
		t.Errorf("%s holds\n% x\nwant\n% x", name, got, want)
	}
}

// hear returns the frames in a file, in the format of the stream that was kept.
func hear(t testing.TB, path string, p pcm.Params) []byte {
	t.Helper()
	clip, err := wav.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]byte, clip.Frames()*uint64(p.FrameBytes))
	clip.Source(virtual.SpecOf(p)).ReadFrames(frames)
	return frames
}

// expectFiles compares the names in the directory with want.
func (r *recorder) expectFiles(t testing.TB, want ...string) {
	t.Helper()
	paths, err := filepath.Glob(r.path("*"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range paths {
		names = append(names, filepath.Base(p))
	}
	if !slices.Equal(names, want) {
		t.Errorf("got files %q, want %q", names, want)
	}
}

// frames are n frames of p that sound, each unlike the one before, from number
// first on.
func frames(p pcm.Params, first, n int) []byte {
	var all []byte
	for i := range n {
		all = append(all, bytes.Repeat([]byte{byte(first+i)%100 + 1}, int(p.FrameBytes))...)
	}
	return all
}

// quiet is n frames of p that are silent.
func quiet(p pcm.Params, n int) []byte {
	all := make([]byte, n*int(p.FrameBytes))
	wav.Silence(p.Format, all)
	return all
}
