package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// report is the outcome of a comparison.
type report struct {
	findings []finding
	stale    []difference // that no line shows
}

// counts has one number for each verdict.
type counts [documented + 1]int

// areas counts the findings of each area.
func (r *report) areas() map[string]*counts {
	areas := make(map[string]*counts)
	for _, f := range r.findings {
		if areas[f.area] == nil {
			areas[f.area] = new(counts)
		}
		areas[f.area][f.verdict]++
	}
	return areas
}

// print writes what is wrong, then a table with the sums on its last line.
func (r *report) print(w io.Writer) error {
	for _, f := range r.findings {
		if f.verdict == different {
			fmt.Fprintf(w, "%s: %s: %s\n  kernel: %s\n  vsndfs: %s\n", f.suite, f.area, f.key, f.kernel, f.vsndfs)
		}
	}
	for _, d := range r.stale {
		fmt.Fprintf(w, "documented, but not so: %s: %s: %s -> %s\n", d.area, d.key, d.kernel, d.vsndfs)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "area\tidentical\tdifferent\tdocumented\t")
	areas := r.areas()
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

// verdict is an error if a program can tell where no document says so.
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
	if len(r.stale) > 0 {
		return errors.New("a documented difference is none any more: remove it from differences.go")
	}
	return nil
}
