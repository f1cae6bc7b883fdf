package main

import (
	"fmt"
	"os"
	"strconv"
	"text/tabwriter"
)

// What a request can carry at most. A write of 1 MiB is one request to the first
// floor. vsndfs has it split, and the second floor has the same.
const (
	wholeWrite = 1 << 20
	ownWrite   = 16 << 10
)

// loopbackNode can have a ring of 2 MiB.
const loopbackNode = "/dev/snd/pcmC1D0p"

// trip is one kind of call.
type trip struct {
	name  string
	calls int // in a round
	args  []string
}

var trips = []trip{
	{"ioctl PVERSION", 1000, []string{"version"}},
	{"ioctl HWSYNC", 1000, []string{"hwsync"}},
	transfer("write", 4<<10, 1000),
	transfer("write", 64<<10, 250),
	transfer("write", 1<<20, 25),
	transfer("writei", 4<<10, 1000),
	transfer("writei", 64<<10, 250),
	transfer("writei", 1<<20, 25),
}

func transfer(how string, size, calls int) trip {
	return trip{fmt.Sprintf("%s %d KiB", how, size>>10), calls, []string{how, strconv.Itoa(size)}}
}

// side is a server whose calls are measured.
type side struct {
	node   string
	server int // its process
}

// measureTrips prints what a call costs on vsndfs and on the floors.
func measureTrips(e effort, m mounted) error {
	whole, err := startFloor(m.programs, wholeWrite)
	if err != nil {
		return err
	}
	split, err := startFloor(m.programs, ownWrite)
	if err != nil {
		return err
	}
	sides := []side{{whole.node(), whole.pid()}, {split.node(), split.pid()}, {loopbackNode, m.server}}
	fmt.Printf(`
A call, in µs (median, mean), on vsndfs and on the floor: a FUSE server in C
that does nothing. A request carries %d KiB of a write in vsndfs and on the
split floor, and all of it on the other. Aim: ioctls within 1.3 of the floor.
`, ownWrite>>10)
	if err := compare(e, m.programs, "Wherever the kernel lets them run:", sides); err != nil {
		return err
	}
	if err := onOneProcessor(sides); err != nil {
		return err
	}
	if err := compare(e, m.programs, "Caller and server on one processor:", sides); err != nil {
		return err
	}
	if err := onAllProcessors(sides); err != nil {
		return err
	}
	if err := whole.stop(); err != nil {
		return err
	}
	return split.stop()
}

// compare prints a table of all trips.
func compare(e effort, programs, title string, sides []side) error {
	fmt.Printf("\n%s\n\n", title)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tfloor\t\tsplit\t\tvsndfs\t\tto floor\t\tto split\t\t")
	for _, t := range trips {
		samples, err := t.measure(e, programs, sides)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		t.print(w, samples)
	}
	return w.Flush()
}

// measure makes the calls on each of the sides, in turn, so that whatever else
// the machine does meets all of them.
func (t trip) measure(e effort, programs string, sides []side) ([]sample, error) {
	callers := make([]caller, len(sides))
	for i, s := range sides {
		c, err := startCaller(programs, s.node, t.args...)
		if err != nil {
			return nil, err
		}
		// The first calls find memory that was never touched.
		if _, err := c.call(t.calls); err != nil {
			return nil, err
		}
		callers[i] = c
	}
	samples := make([]sample, len(sides))
	for range e.rounds {
		for i, c := range callers {
			took, err := c.call(max(t.calls*e.percent/100, 1))
			if err != nil {
				return nil, err
			}
			samples[i] = append(samples[i], took...)
		}
	}
	for _, c := range callers {
		if err := c.stop(); err != nil {
			return nil, err
		}
	}
	return samples, nil
}

// print prints a line of the table: the sides and how the last compares.
func (t trip) print(w *tabwriter.Writer, s []sample) {
	fmt.Fprintf(w, "%s\t", t.name)
	for _, side := range s {
		fmt.Fprintf(w, "%.1f\t%.1f\t", microseconds(side.median()), microseconds(side.mean()))
	}
	vsndfs := s[len(s)-1]
	for _, floor := range s[:len(s)-1] {
		fmt.Fprintf(w, "%.2f\t%.2f\t", ratio(vsndfs.median(), floor.median()), ratio(vsndfs.mean(), floor.mean()))
	}
	fmt.Fprintln(w)
}
