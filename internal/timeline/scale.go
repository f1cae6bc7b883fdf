package timeline

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// scale says where a time is drawn. What happens within microseconds must be seen
// beside waits of seconds: so the room between two times at which something
// happens goes by the logarithm of what lies between them.
type scale struct {
	times []time.Duration // in order, each once
	at    []float64       // where each of them is drawn
}

// newScale spreads the times over a width.
func newScale(times []time.Duration, width float64) scale {
	times = slices.Compact(slices.Sorted(slices.Values(times)))
	s := scale{times: times, at: make([]float64, len(times))}
	for i := 1; i < len(times); i++ {
		s.at[i] = s.at[i-1] + roomOf(times[i]-times[i-1])
	}
	if n := len(times); n > 1 {
		for i := range s.at {
			s.at[i] *= width / s.at[n-1]
		}
	}
	return s
}

func roomOf(gap time.Duration) float64 {
	return 1 + math.Log10(1+float64(gap.Microseconds()))
}

// x is where one of the times is drawn.
func (s scale) x(t time.Duration) float64 {
	i, _ := slices.BinarySearch(s.times, t)
	return s.at[min(i, len(s.at)-1)]
}

// ticks are the times to label, no two nearer than apart.
func (s scale) ticks(apart float64) []time.Duration {
	var all []time.Duration
	for i, t := range s.times {
		if i == 0 || s.at[i]-s.x(all[len(all)-1]) >= apart {
			all = append(all, t)
		}
	}
	return all
}

// since is a time after another, for people.
func since(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < time.Second:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%.3f s", d.Seconds())
}
