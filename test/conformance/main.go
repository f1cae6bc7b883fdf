// Conformance compares vsndfs with the kernel's own sound cards: it runs the
// probes of the folder probes on vsndfs, reads in the folder transcripts what
// the same probes were told by Linux, and says which answers differ.
//
//	go run ./test/conformance            compare, and print a table by area
//	go run ./test/conformance -record    ask Linux anew, by test/oracle/oracle
//
// Words after that choose the suites whose names contain one of them. See
// docs/conformance.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

// here is this package's folder, seen from the root of the module.
const here = "test/conformance"

func main() {
	recording := flag.Bool("record", false, "record the transcripts anew, in virtual machines")
	flag.Parse()
	chosen := choose(flag.Args())
	if len(chosen) == 0 {
		fmt.Fprintf(os.Stderr, "conformance: no suite's name contains %s: see the folder %s/transcripts\n", strings.Join(flag.Args(), ", "), here)
		os.Exit(2)
	}
	run := check
	if *recording {
		run = record
	}
	if err := run(chosen); err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

// choose returns the suites whose names contain one of the words, or all.
func choose(words []string) []suite {
	if len(words) == 0 {
		return suites
	}
	var chosen []suite
	for _, s := range suites {
		for _, word := range words {
			if strings.Contains(s.name(), word) {
				chosen = append(chosen, s)
				break
			}
		}
	}
	return chosen
}

// check compares the suites, and prints the differences and the table.
func check(chosen []suite) error {
	r, err := compareAll(here, chosen)
	if err != nil {
		return err
	}
	if err := r.print(os.Stdout); err != nil {
		return err
	}
	return r.verdict()
}
