// Package scenario reads scenarios: what goes wrong while a program runs, and when,
// step by step. A scenario is a YAML file; docs/faults.md tells how it is written.
package scenario
