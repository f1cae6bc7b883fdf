package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// lifeArea begins the areas of checks, which end with their numbers.
const lifeArea = "life "

// lifePrefix begins the names of the probes of a card's life.
const lifePrefix = "life_"

// outcome is what became of one check.
type outcome struct {
	number  int // from 1
	text    string
	lines   int
	rows    []string // of docs/differences.md, if a line is documented there
	failure string   // why, or ""
}

// lifecycle sorts the findings by check.
func lifecycle(findings []finding, list []difference) []outcome {
	all := make([]outcome, len(checks))
	for n, text := range checks {
		all[n] = outcome{number: n + 1, text: text}
		all[n].take(findings, list)
	}
	return all
}

// take judges a check by its findings.
func (o *outcome) take(findings []finding, list []difference) {
	for _, f := range findings {
		if f.area != fmt.Sprintf("%s%02d", lifeArea, o.number) {
			continue
		}
		o.lines++
		switch f.verdict {
		case different:
			o.failure = "failure: " + f.key
		case documented:
			o.addRow(rowOf(f, list))
		}
	}
	if o.lines == 0 {
		o.failure = "failure: no probe asks"
	}
}

func (o *outcome) addRow(row string) {
	if !slices.Contains(o.rows, row) {
		o.rows = append(o.rows, row)
	}
}

// rowOf is the row that explains a finding.
func rowOf(f finding, list []difference) string {
	for _, d := range list {
		if d.explains(f) {
			return d.row
		}
	}
	return ""
}

// verdict is one of three: there is no other.
func (o *outcome) verdict() string {
	switch {
	case o.failure != "":
		return o.failure
	case len(o.rows) > 0:
		return "documented difference: " + strings.Join(o.rows, ", ")
	}
	return "identical"
}

// printLifecycle writes a table of the checks, with the counts on its last line.
func printLifecycle(w io.Writer, all []outcome) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var identical, documented, failures int
	for _, o := range all {
		fmt.Fprintf(table, "%d\t%s\t%s\n", o.number, o.text, o.verdict())
		switch {
		case o.failure != "":
			failures++
		case len(o.rows) > 0:
			documented++
		default:
			identical++
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%d checks: %d identical, %d documented, %d failures\n", len(all), identical, documented, failures)
	return err
}

// failed are the numbers of the checks that failed.
func failed(all []outcome) []int {
	var numbers []int
	for _, o := range all {
		if o.failure != "" {
			numbers = append(numbers, o.number)
		}
	}
	return numbers
}
