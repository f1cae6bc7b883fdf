package main

import (
	"regexp"
	"strconv"
	"strings"
)

// result is one line of a Go benchmark: figures by their unit.
type result map[string]string

// float is a figure as a number, 0 if there is none.
func (r result) float(unit string) float64 {
	v, err := strconv.ParseFloat(r[unit], 64)
	if err != nil {
		return 0
	}
	return v
}

// processors is what go test adds to a benchmark's name.
var processors = regexp.MustCompile(`-\d+$`)

// parseBench reads what go test -bench prints: name, runs, then pairs of a
// figure and its unit.
func parseBench(out string) map[string]result {
	results := make(map[string]result)
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		r := make(result)
		for i := 2; i+1 < len(words); i += 2 {
			r[words[i+1]] = words[i]
		}
		name := strings.TrimPrefix(words[0], "Benchmark")
		results[processors.ReplaceAllString(name, "")] = r
	}
	return results
}
