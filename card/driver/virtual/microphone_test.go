package virtual_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/wav"
)

// clipOf is a clip that holds the frames of a stream.
func clipOf(t *testing.T, p pcm.Params, samples []byte) *wav.Clip {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip.wav")
	w, err := wav.Create(path, virtual.SpecOf(p))
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Write(samples)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	clip, err := wav.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return clip
}

// hears records n frames.
func hears(m *virtual.Microphone, p pcm.Params, n int) []byte {
	got := bytes.Repeat([]byte{0xee}, n*int(p.FrameBytes))
	m.Transfer(got)
	return got
}

func expectHeard(t *testing.T, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("heard\n% x\nwant\n% x", got, want)
	}
}

func TestEachRecordingHearsTheClipFromItsBeginning(t *testing.T) {
	m := virtual.NewMicrophone(clipOf(t, cd, frames(cd, 0, 10)))
	if err := m.HwParams(cd); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		m.Prepare()
		expectHeard(t, hears(m, cd, 4), frames(cd, 0, 4))
		m.Skip(3)
		expectHeard(t, hears(m, cd, 1), frames(cd, 7, 1))
		m.Skip(0)
		expectHeard(t, hears(m, cd, 5), append(frames(cd, 8, 2), quiet(cd, 3)...))
		expectHeard(t, hears(m, cd, 2), quiet(cd, 2))
	}
}

func TestWithoutAClipThereIsSilence(t *testing.T) {
	for _, format := range []abi.Format{abi.SNDRV_PCM_FORMAT_S16_LE, abi.SNDRV_PCM_FORMAT_U8} {
		p := pcm.Params{Format: format, Channels: 1, RateHz: 8000, FrameBytes: uint32(format.PhysicalWidth() / 8)}
		m := virtual.NewMicrophone(nil)
		if err := m.HwParams(p); err != nil {
			t.Fatal(err)
		}
		m.Prepare()
		m.Skip(1 << 40)
		expectHeard(t, hears(m, p, 100), quiet(p, 100))
	}
}

func TestAFormatThatCannotBeHeardIsRefused(t *testing.T) {
	p := cd
	p.Format = abi.SNDRV_PCM_FORMAT_MU_LAW
	if err := virtual.NewMicrophone(clipOf(t, cd, frames(cd, 0, 10))).HwParams(p); !errors.Is(err, wav.ErrUnsupported) {
		t.Errorf("a clip: got error %v, want ErrUnsupported", err)
	}
	if err := virtual.NewMicrophone(nil).HwParams(p); err != nil {
		t.Errorf("silence: got error %v", err)
	}
}

// Frames that nobody read in time are gone, and nothing else.
func TestSkippingIsReadingWithoutLooking(t *testing.T) {
	const length = 20000
	mono := pcm.Params{Format: abi.SNDRV_PCM_FORMAT_U8, Channels: 1, RateHz: 8000, FrameBytes: 1}
	samples := frames(mono, 0, length)
	clip := clipOf(t, mono, samples)
	rapid.Check(t, func(t *rapid.T) {
		m := virtual.NewMicrophone(clip)
		if err := m.HwParams(mono); err != nil {
			t.Fatal(err)
		}
		m.Prepare()
		at := 0
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 9000), 1, 6).Draw(t, "skips") {
			m.Skip(uint64(n))
			at = min(at+n, length)
			want := append(bytes.Clone(samples[at:min(at+3, length)]), quiet(mono, max(0, at+3-length))...)
			if got := hears(m, mono, 3); !bytes.Equal(got, want) {
				t.Fatalf("at frame %d heard % x, want % x", at, got, want)
			}
			at = min(at+3, length)
		}
	})
}

func TestAStopwatchAgreesWithItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w virtual.Stopwatch
		start := clock.Time(rapid.Int64Range(1, 1<<60).Draw(t, "start"))
		w.Start(start, rapid.Uint32Range(8000, 192000).Draw(t, "rate"))
		n := rapid.Uint64Range(1, 1<<36).Draw(t, "frames")
		due := w.Due(n)
		// A time that is rounded up to a whole microsecond is in the next frame already.
		if soon := due.Add(time.Microsecond); w.Moved(due) < n || w.Moved(due) > n+1 || w.Moved(soon) != n+1 {
			t.Fatalf("frame %d is due at %d, where %d have moved, and %d just after", n, due, w.Moved(due), w.Moved(soon))
		}
		if got := w.Moved(start - 1); got != 0 {
			t.Fatalf("%d frames have moved before the start", got)
		}
	})
}

// The product of microseconds and a rate outgrows 64 bits after 278 days.
func TestAStopwatchCountsForYears(t *testing.T) {
	const rate, year = 768000, 365 * 24 * 3600 // Hz, seconds
	var w virtual.Stopwatch
	w.Start(1, rate)
	if got := w.Moved(clock.Time(1).Add(year * time.Second)); got != rate*year {
		t.Errorf("%d frames have moved in a year, want %d", got, rate*year)
	}
}
