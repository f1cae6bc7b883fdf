package main

import (
	"slices"
	"time"
)

// sample is how long the calls of one kind took.
type sample []time.Duration

// percentile is the time that p percent of the calls took at most.
func (s sample) percentile(p int) time.Duration {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[(len(sorted)-1)*p/100]
}

// median is the time that half of the calls took at most.
func (s sample) median() time.Duration { return s.percentile(50) }

// mean is what a call took on average.
func (s sample) mean() time.Duration {
	var sum time.Duration
	for _, d := range s {
		sum += d
	}
	return sum / time.Duration(len(s))
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// microseconds is d for a table.
func microseconds(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }
