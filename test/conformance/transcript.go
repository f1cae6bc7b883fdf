package main

import (
	"fmt"
	"os"
	"strings"
)

// line is one answer: AREA: KEY -> ANSWER.
type line struct {
	area, key string
	answer    string
}

// question is what names a line; no other has the same in a transcript.
func (l line) question() string { return l.area + ": " + l.key }

// parseLines reads the output of a probe, without the comments.
func parseLines(text string) ([]line, error) {
	var all []line
	seen := make(map[string]bool)
	for whole := range strings.Lines(text) {
		whole = strings.TrimSuffix(whole, "\n")
		if strings.HasPrefix(whole, "#") {
			continue
		}
		l, err := parseLine(whole)
		if err != nil {
			return nil, err
		}
		if seen[l.question()] {
			return nil, fmt.Errorf("%q is there twice", l.question())
		}
		seen[l.question()] = true
		all = append(all, l)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no line at all")
	}
	return all, nil
}

func parseLine(whole string) (line, error) {
	question, answer, ok := strings.Cut(whole, " -> ")
	area, key, named := strings.Cut(question, ": ")
	if !ok || !named {
		return line{}, fmt.Errorf("%q is not AREA: KEY -> ANSWER", whole)
	}
	return line{area, key, answer}, nil
}

// readTranscript returns what Linux answered.
func readTranscript(path string) ([]line, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w; record it with make oracle-record", err)
	}
	lines, err := parseLines(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return lines, nil
}
