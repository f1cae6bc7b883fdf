package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// report is the outcome of a comparison.
type report struct {
	findings []finding
	stale    []difference // that no line shows
	life     []outcome    // if all probes of a card's life ran
}

// counts has one number for each verdict.
type counts [documented + 1]int

// areas counts the findings of each area, without those that a table of checks tells.
func (r *report) areas() map[string]*counts {
	areas := make(map[string]*counts)
	for _, f := range r.findings {
		if r.life != nil && strings.HasPrefix(f.area, lifeArea) {
			continue
		}
		if areas[f.area] == nil {
			areas[f.area] = new(counts)
		}
		areas[f.area][f.verdict]++
	}
	return areas
}

// print writes what is wrong, then a table with the sums on its last line, and one
// of the checks of a card's life.
func (r *report) print(w io.Writer) error {
	for _, f := range r.findings {
		if f.verdict == different {
			fmt.Fprintf(w, "%s: %s: %s\n  kernel: %s\n  vsndfs: %s\n", f.suite, f.area, f.key, f.kernel, f.vsndfs)
		}
	}
	for _, d := range r.stale {
		fmt.Fprintf(w, "documented, but not so: %s: %s: %s -> %s\n", d.area, d.key, d.kernel, d.vsndfs)
	}
	if areas := r.areas(); len(areas) > 0 {
		if err := printAreas(w, areas); err != nil {
			return err
		}
	}
	if r.life != nil {
		return printLifecycle(w, r.life)
	}
	return nil
}

func printAreas(w io.Writer, areas map[string]*counts) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "area\tidentical\tdifferent\tdocumented\t")
	var sums counts
	for _, area := range slices.Sorted(maps.Keys(areas)) {
		printRow(table, area, areas[area])
		for v, n := range areas[area] {
			sums[v] += n
		}
	}
	printRow(table, "sum", &sums)
	return table.Flush()
}

func printRow(w io.Writer, name string, c *counts) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t\n", name, c[identical], c[different], c[documented])
}

// verdict is an error if a program can tell where no document says so, or if a
// check of a card's life has failed.
func (r *report) verdict() error {
	n := 0
	for _, f := range r.findings {
		if f.verdict == different {
			n++
		}
	}
	if n > 0 {
		return fmt.Errorf("%d answers differ, and docs/differences.md does not say why", n)
	}
	if numbers := failed(r.life); len(numbers) > 0 {
		return fmt.Errorf("no probe asks about these checks of a card's life: %v", numbers)
	}
	if len(r.stale) > 0 {
		return errors.New("a documented difference is none any more: remove it from differences.go")
	}
	return nil
}
