package main

import (
	"strings"
	"testing"
)

// TestAnswersAreTheKernels runs every probe on a real mount. An answer that is
// not Linux's must be a documented difference.
func TestAnswersAreTheKernels(t *testing.T) {
	r, err := compareAll(".", suites, "-race")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
	if err := r.verdict(); err != nil {
		t.Error(err)
	}
}
