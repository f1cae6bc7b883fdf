package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// difference is one that docs/differences.md gives the reason for.
type difference struct {
	area string
	key  string // a regular expression for the whole key

	// kernel are the words of Linux's answer in whose place vsndfs has others.
	// The rest of the answer is the same.
	kernel, vsndfs string

	row string // of docs/differences.md, its first cell
}

// differences are all. One that no line shows any more is an error.
var differences = []difference{
	{"states", ".*: PAUSE [01]", "ENOSYS", "EFAULT", byValue},
	{"states", ".*: (PAUSE [01]|LINK -1)", "EBADFD", "EFAULT", byValue},
	{"states", ".*: (PAUSE [01]|LINK -1)", "ENODEV", "EFAULT", byValue},

	{"start", `start_threshold 1638[45], read\(2\) of 1638[45] frames`, "RUNNING", "PREPARED", vectors},
	{"signals", "system call of 8000 frames, 16384 of 16384 done before, SA_RESTART", "waits on EBADFD", "EINTR", vectors},
}

// The rows of docs/differences.md.
const (
	byValue = "arguments by value"
	vectors = "vectors and large writes"
)

// explains reports whether the finding is this difference.
func (d difference) explains(f finding) bool {
	return d.area == f.area &&
		strings.Replace(f.kernel, d.kernel, d.vsndfs, 1) == f.vsndfs &&
		regexp.MustCompile("^(?:"+d.key+")$").MatchString(f.key)
}

// checkRows reports the first difference without a row in the document.
func checkRows(list []difference, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rows := make(map[string]bool)
	for row := range strings.Lines(string(text)) {
		if cells := strings.Split(row, "|"); len(cells) > 2 {
			rows[strings.TrimSpace(cells[1])] = true
		}
	}
	for _, d := range list {
		if !rows[d.row] {
			return fmt.Errorf("%s has no row %q, which a difference of %s names", path, d.row, d.area)
		}
	}
	return nil
}
