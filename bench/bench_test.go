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
