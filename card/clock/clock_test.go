package clock

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func startClock(t testing.TB) *Clock {
	t.Helper()
	c, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	return c
}

func TestTimersFireInOrderOfTimeAndNeverEarly(t *testing.T) {
	c := startClock(t)
	fired := make(chan int, 3)
	start := Now()
	for _, ms := range []int{3, 1, 2} {
		at := start.Add(time.Duration(ms) * time.Millisecond)
		c.NewTimer(func(now Time) {
			if now < at {
				t.Errorf("timer for %d ms fired %v early", ms, at.Sub(now))
			}
			fired <- ms
		}).Set(at)
	}
	if got := []int{<-fired, <-fired, <-fired}; !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("fired in order %v", got)
	}
}

func TestAnEarlierTimerWakesTheSleepingClock(t *testing.T) {
	c := startClock(t)
	c.NewTimer(func(Time) { t.Error("a timer an hour away fired") }).Set(Now().Add(time.Hour))
	soon := make(chan struct{})
	c.NewTimer(func(Time) { close(soon) }).Set(Now().Add(time.Millisecond))
	<-soon
}

func TestSetMovesATimerAndStopUnsetsIt(t *testing.T) {
	c := startClock(t)
	stopped := c.NewTimer(func(Time) { t.Error("a stopped timer fired") })
	stopped.Set(Now().Add(2 * time.Millisecond))
	fired := make(chan Time, 2)
	moved := c.NewTimer(func(now Time) { fired <- now })
	moved.Set(Now().Add(time.Hour))
	at := Now().Add(5 * time.Millisecond)
	moved.Set(at)
	stopped.Stop()
	if got := <-fired; got < at {
		t.Errorf("moved timer fired %v early", at.Sub(got))
	}
}

func TestATimerSetToThePastFiresAtOnce(t *testing.T) {
	c := startClock(t)
	fired := make(chan struct{})
	c.NewTimer(func(Time) { close(fired) }).Set(-1)
	<-fired
}

func TestACallbackCanSetItsOwnTimer(t *testing.T) {
	c := startClock(t)
	done := make(chan struct{})
	n := 0
	var tick *Timer
	tick = c.NewTimer(func(now Time) {
		if n++; n == 10 {
			close(done)
			return
		}
		tick.Set(now.Add(100 * time.Microsecond))
	})
	tick.Set(Now())
	<-done
}

func TestCloseWaitsForTheCallUnderWay(t *testing.T) {
	c := startClock(t)
	entered, leave := make(chan struct{}), make(chan struct{})
	var returned atomic.Bool
	tick := c.NewTimer(func(Time) {
		close(entered)
		<-leave
		returned.Store(true)
	})
	tick.Set(Now())
	<-entered
	go close(leave)
	tick.Close()
	if !returned.Load() {
		t.Error("Close returned while the timer's function ran")
	}
	tick.Set(Now())
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.queue) != 0 {
		t.Error("a closed timer was set")
	}
}

func TestFramesAndSpanAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Uint32Range(1000, 768_000).Draw(t, "rate")
		n := rapid.Uint64Range(0, 1<<33).Draw(t, "frames")
		from := Time(rapid.Int64Range(0, 1<<55).Draw(t, "from"))
		at := from.Add(Span(n, rate))
		if got := Frames(from, at, rate); got != n {
			t.Fatalf("Frames after Span(%d) at %d Hz = %d", n, rate, got)
		}
		if got := Frames(from, at-1, rate); n > 0 && got != n-1 {
			t.Fatalf("one nanosecond before, Frames = %d, want %d", got, n-1)
		}
	})
}

func TestFramesBeforeTheStartIsZero(t *testing.T) {
	if got := Frames(100, 50, 48000); got != 0 {
		t.Errorf("Frames of a negative span = %d", got)
	}
}

// BenchmarkLateness reports how late the clock calls back, with 1 ms
// between the calls: the figure behind every period wake-up.
func BenchmarkLateness(b *testing.B) {
	c := startClock(b)
	late := make([]time.Duration, 0, b.N)
	done := make(chan struct{})
	var tick *Timer
	next := Now().Add(time.Millisecond)
	tick = c.NewTimer(func(now Time) {
		if late = append(late, Now().Sub(next)); len(late) == b.N {
			close(done)
			return
		}
		next = next.Add(time.Millisecond)
		tick.Set(next)
	})
	tick.Set(next)
	<-done
	slices.Sort(late)
	at := func(p float64) float64 {
		return float64(late[int(p*float64(len(late)-1))].Nanoseconds()) / 1000
	}
	b.ReportMetric(at(0.50), "p50-µs")
	b.ReportMetric(at(0.99), "p99-µs")
	b.ReportMetric(at(0.999), "p99.9-µs")
}
