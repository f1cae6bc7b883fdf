package hwparams_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// TestTranscripts asks the constraints of a card what
// test/conformance/probes/refine.c asked the real one, and requires the same answers, every field of them.
func TestTranscripts(t *testing.T) {
	for name, open := range cards {
		t.Run(name, func(t *testing.T) {
			c, err := open()
			if err != nil {
				t.Fatalf("constraints of %s: %v", name, err)
			}
			replay(t, c, "../../../test/conformance/transcripts/refine-"+name+".transcript")
		})
	}
}

// replay requires of c what the lines of the transcript say.
func replay(t *testing.T, c *hwparams.Constraints, path string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	last, usual, played := hwparams.Any(), "", 0
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		played++
		question, want, _ := strings.Cut(lines.Text(), " -> ")
		got := answer(t, c, question, last)
		if usual == "" {
			usual = fmt.Sprintf(" info=%#x", uint32(last.Info))
		} else {
			got = strings.Replace(got, usual, " info=usual", 1)
		}
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", question, got, want)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if played < 900 {
		t.Errorf("%s has %d cases, want all of them", path, played)
	}
}

// answer returns what c makes of a question, which is the left side of a line;
// last is the last successful answer and becomes this one.
func answer(t *testing.T, c *hwparams.Constraints, question string, last *abi.HwParams) string {
	t.Helper()
	_, question, _ = strings.Cut(strings.TrimPrefix(question, "refine: "), ": ")
	words := strings.Fields(question)
	in := *hwparams.Any()
	if words[1] == "last" {
		in = *last
	}
	if err := readFields(&in, words[2:]); err != nil {
		t.Fatalf("read %q: %v", question, err)
	}
	out := in
	if err := ioctl(c, words[0], &out); err != nil {
		return errorName(err)
	}
	if words[0] == "refine" {
		*last = out
	}
	if out.Mres != in.Mres || out.Ires != in.Ires {
		t.Errorf("%s: the reserved masks or intervals changed", question)
	}
	return "0" + writeDifference(&out, &in)
}

// ioctl does what HW_REFINE or HW_PARAMS does with p.
func ioctl(c *hwparams.Constraints, operation string, p *abi.HwParams) error {
	narrow := c.Refine
	if operation == "params" {
		narrow = c.Choose
	}
	if err := narrow(p); err != nil {
		return err
	}
	return c.FillInfo(p)
}

// errorName is how a probe sees an error: a number that the C library knows no
// name of is the call's result.
func errorName(err error) string {
	var e syscall.Errno
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e > 4095 {
		return fmt.Sprint(-int32(e))
	}
	return unix.ErrnoName(e)
}
