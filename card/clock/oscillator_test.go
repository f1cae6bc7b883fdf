package clock

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAnOscillatorThatNobodyHasTouchedRunsTrue(t *testing.T) {
	for _, o := range []*Oscillator{nil, {}} {
		if at, when := o.At(12345), o.When(12345); at != 12345 || when != 12345 {
			t.Errorf("it shows %d at 12345, and 12345 at %d", at, when)
		}
	}
}

func TestAnOscillatorDriftsFromNowOn(t *testing.T) {
	var o Oscillator
	start := Now()
	o.Drift(start, 100)
	at := start.Add(10 * time.Second)
	if got, want := o.At(at), at.Add(time.Millisecond); got != want {
		t.Errorf("ten seconds later it is %v fast, want 1 ms", got.Sub(at))
	}
	o.Drift(at, -200)
	if got, want := o.At(at.Add(5*time.Second)), at.Add(5*time.Second); got != want {
		t.Errorf("after five seconds of twice as slow it is %v off", got.Sub(want))
	}
}

// What is due is due exactly when the oscillator has come there.
func TestWhenIsTheFirstTimeThatAnOscillatorShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o Oscillator
		at := Time(rapid.Int64Range(1, 1<<55).Draw(t, "now"))
		for range 3 {
			o.Drift(at, rapid.IntRange(-MaxDrift, MaxDrift).Draw(t, "ppm"))
			at += Time(rapid.Int64Range(0, 1<<50).Draw(t, "later"))
		}
		own := o.At(at) + Time(rapid.Int64Range(0, 1<<50).Draw(t, "ahead"))
		when := o.When(own)
		if o.At(when) < own || o.At(when-1) >= own {
			t.Fatalf("it shows %d at %d and %d right before, want %d first", o.At(when), when, o.At(when-1), own)
		}
	})
}
