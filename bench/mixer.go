package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"text/tabwriter"
	"time"
)

const (
	controlNode = "/dev/snd/controlC0"
	// volumeNumid is the number of a volume of that card, from 0 to 127.
	volumeNumid = "4"

	// largeMixer is how many elements a card has of which all are shown, and
	// elementsEach how many of them a substream of a loopback has.
	largeMixer, elementsEach = 1008, 14
	largeCard                = "4"
)

// mixerTrips are the calls of programs that show a mixer.
var mixerTrips = []trip{
	{"ELEM_READ", 1000, []string{"get", volumeNumid}},
	{"ELEM_WRITE", 1000, []string{"put", volumeNumid}},
}

// measureMixer prints what control elements cost: a call, all of a card, and
// many who watch one.
func measureMixer(e effort, m mounted) error {
	for _, measure := range []func(effort, mounted) error{measureElement, measureContents, measureWatchers, measureGuests} {
		if err := measure(e, m); err != nil {
			return err
		}
	}
	return nil
}

func measureElement(e effort, m mounted) error {
	f, err := startFloor(m.programs, ownWrite)
	if err != nil {
		return err
	}
	fmt.Print(`
A call on a control element, in µs (median, mean), on the floor and on vsndfs. It
carries 1,224 bytes to the server and as many back. Aim: within 1.3 of the floor.

`)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tfloor\t\tvsndfs\t\tto floor\t\t")
	for _, t := range mixerTrips {
		samples, err := t.measure(e, m.programs, []side{{f.node(), f.pid()}, {controlNode, m.server}})
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		t.print(w, samples)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.stop()
}

// measureContents prints how long amixer takes to show all of a large card.
func measureContents(e effort, m mounted) error {
	var took sample
	before := processorTime(m.server)
	for range e.rounds {
		c := exec.Command("amixer", "-c", largeCard, "contents")
		c.Stdout, c.Stderr = io.Discard, os.Stderr
		begin := time.Now()
		if err := c.Run(); err != nil {
			return fmt.Errorf("amixer: %w", err)
		}
		took = append(took, time.Since(begin))
	}
	server := (processorTime(m.server) - before) / time.Duration(e.rounds)
	fmt.Printf(`
amixer shows %d elements: median of %d times %.0f ms, %.1f µs for each, of which the
server's processor time is %.1f µs. Aim: 100 ms.
`, largeMixer, e.rounds, took.median().Seconds()*1000,
		microseconds(took.median())/largeMixer, microseconds(server)/largeMixer)
	return nil
}

// measureGuests prints what who never reads costs, when elements come and go.
func measureGuests(e effort, m mounted) error {
	sleeper, err := startMixer(m.programs, volumeNumid, "sleep")
	if err != nil {
		return err
	}
	if err := sleeper.ready(); err != nil {
		return err
	}
	before := memory(m.server)
	host, err := startMixer(m.programs, "0", "come-and-go", strconv.Itoa(e.guests))
	if err != nil {
		return err
	}
	begin := time.Now()
	if err := host.begin(); err != nil {
		return err
	}
	if _, err := host.end(); err != nil {
		return err
	}
	took := time.Since(begin)
	fmt.Printf(`
%d elements are added and removed, one after the other, while one subscriber
never reads: %.1f µs each; the server's memory grows from %d to %d KiB. At most
262,144 such events are kept, for all subscribers together.
`, e.guests, microseconds(took)/float64(e.guests), before>>10, memory(m.server)>>10)
	if err := host.stop(); err != nil {
		return err
	}
	return sleeper.stop()
}
