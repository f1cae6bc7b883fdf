package main

import (
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"
	"time"
)

func TestTheMedianIsTheMiddleAndTheMeanIsNot(t *testing.T) {
	s := sample{9, 1, 2, 3, 100}
	if got := s.median(); got != 3 {
		t.Errorf("median = %d, want 3", got)
	}
	if got := s.mean(); got != 23 {
		t.Errorf("mean = %d, want 23", got)
	}
	if got := (sample{4, 2}).median(); got != 2 {
		t.Errorf("median of two = %d, want the lower", got)
	}
}

func TestPercentilesGoFromTheLeastToTheMost(t *testing.T) {
	s := sample{4, 5, 1, 3, 2}
	for p, want := range map[int]time.Duration{0: 1, 50: 3, 99: 4, 100: 5} {
		if got := s.percentile(p); got != want {
			t.Errorf("percentile %d = %d, want %d", p, got, want)
		}
	}
}

func TestTheLongestRunIsBetweenXruns(t *testing.T) {
	for _, c := range []struct {
		xruns []time.Duration
		want  time.Duration
	}{
		{nil, 20},
		{[]time.Duration{3, 5, 12}, 8},
		{[]time.Duration{11, 12}, 11},
		{[]time.Duration{1, 19}, 18},
	} {
		if got := longestRun(c.xruns, 20); got != c.want {
			t.Errorf("longest run with xruns at %v = %v, want %v", c.xruns, got, c.want)
		}
	}
}

func TestTheSearchFindsTheNumberOfStreams(t *testing.T) {
	for _, c := range []struct{ limit, few, most, least int }{
		{limit: 1000, few: 25, most: 512, least: 512},
		{limit: 512, few: 25, most: 512, least: 512},
		{limit: 137, few: 25, most: 512, least: 125},
		{limit: 25, few: 25, most: 512, least: 23},
		{limit: 24, few: 25, most: 512, least: 0},
		{limit: 3, few: 4, most: 4, least: 0},
		{limit: 4, few: 4, most: 4, least: 4},
	} {
		tries := 0
		got, err := search(c.few, c.most, func(n int) (bool, error) {
			if tries++; tries > 20 || n < 1 || n > c.most {
				t.Fatalf("limit %d: try %d is %d", c.limit, tries, n)
			}
			return n <= c.limit, nil
		})
		if err != nil || got > c.limit || got < c.least {
			t.Errorf("limit %d: found %d, %v; want %d at least", c.limit, got, err, c.least)
		}
	}
}

func TestSectionsAreChosenByName(t *testing.T) {
	chosen, err := choose("devres,calls")
	if err != nil || len(chosen) != 2 || chosen[0].name != "devres" || chosen[1].name != "calls" {
		t.Errorf("chose %v, %v", chosen, err)
	}
	if all, err := choose(""); err != nil || len(all) != len(sections) {
		t.Errorf("chose %v, %v; want all", all, err)
	}
	if _, err := choose("calls,nonsense"); err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Errorf("a section that is none: %v", err)
	}
}

func TestBenchmarkLinesAreRead(t *testing.T) {
	got := parseBench(`goos: linux
BenchmarkReleaseAll/list=slice/N=10-2  100  250 ns/op  25.1 ns/entry
BenchmarkLateness-16  	 10000	 1000081 ns/op	 41.2 p50-µs
PASS
`)
	want := map[string]result{
		"ReleaseAll/list=slice/N=10": {"ns/op": "250", "ns/entry": "25.1"},
		"Lateness":                   {"ns/op": "1000081", "p50-µs": "41.2"},
	}
	if !maps.EqualFunc(got, want, maps.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := got["Lateness"].float("p50-µs"); got != 41.2 {
		t.Errorf("p50 = %v, want 41.2", got)
	}
}

func TestProcessorTimeIsThatOfTheProcess(t *testing.T) {
	before := processorTime(os.Getpid())
	for begin := time.Now(); time.Since(begin) < 5*time.Millisecond; {
	}
	if got := processorTime(os.Getpid()); before <= 0 || got <= before {
		t.Errorf("got %v and, some work later, %v", before, got)
	}
	if got := processorTime(1 << 27); got != 0 {
		t.Errorf("a process that is none has used %v", got)
	}
}

func TestTheSplitFloorSplitsWritesAsTheServerDoes(t *testing.T) {
	source, err := os.ReadFile("../server/server.go")
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("const maxWrite = %d << 10", ownWrite>>10)
	if !strings.Contains(string(source), want) {
		t.Errorf("server/server.go does not have %q", want)
	}
}
