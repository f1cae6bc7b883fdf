package clock

import (
	"math/bits"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/internal/nonblock"
)

// Time is a reading of CLOCK_MONOTONIC in nanoseconds.
type Time int64

// Now reads CLOCK_MONOTONIC.
func Now() Time { return read(unix.CLOCK_MONOTONIC) }

// Realtime reads CLOCK_REALTIME, in nanoseconds since the epoch.
func Realtime() Time { return read(unix.CLOCK_REALTIME) }

// MonotonicRaw reads CLOCK_MONOTONIC_RAW, which NTP does not slew.
func MonotonicRaw() Time { return read(unix.CLOCK_MONOTONIC_RAW) }

// read cannot fail: these clocks exist on every kernel that can run Go.
func read(id int32) Time {
	var ts unix.Timespec
	_ = nonblock.ClockGettime(id, &ts)
	return Time(ts.Nano())
}

// Add returns the time d after t.
func (t Time) Add(d time.Duration) Time { return t + Time(d) }

// Sub returns the time that passed from u to t.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t - u) }

// Frames returns how many whole frames at rate (Hz) fit between from and t. It
// is exact for any span: there is no running sum that could drift.
func Frames(from, t Time, rate uint32) uint64 {
	if t <= from {
		return 0
	}
	hi, lo := bits.Mul64(uint64(t-from), uint64(rate))
	frames, _ := bits.Div64(hi, lo, uint64(time.Second))
	return frames
}

// Span returns the time that frames take at rate (Hz), rounded up, so that
// Frames(t, t+Span(n, rate), rate) is n and not n-1.
func Span(frames uint64, rate uint32) time.Duration {
	hi, lo := bits.Mul64(frames, uint64(time.Second))
	span, rest := bits.Div64(hi, lo, uint64(rate))
	if rest > 0 {
		span++
	}
	return time.Duration(span)
}
