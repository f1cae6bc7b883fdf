package main

import (
	"fmt"
	"os"
	"text/tabwriter"
	"time"
)

// headset is the card that is unplugged.
var headset = heldCard{
	unplug: "/dev/snd/vsndfs/devices/usb-headset.0/unplug",
	plug:   "/dev/snd/vsndfs/devices/usb-headset.0/plug",
	node:   "/dev/snd/controlC0",
}

// handles are how many open files a card is held by.
var handles = []int{1, 10, 100, 1_000, 10_000}

// fewLives is how often at least a number of files is measured.
const fewLives = 3

// measureUnplug prints how quickly a card goes and comes.
func measureUnplug(e effort, m mounted) error {
	fmt.Print(`
From the write to unplug until an open file of the control node answers ENODEV, in
ms. Sleeping: one program waits in epoll for all its files to be told, and
asks each; beside it is how long it takes that program to poll and ask all of
them in turn, which is the least. Asking: it asks one file after the other all the
time. Then from the last close to the end of the release, and from the write to
plug to the first open. Aim: p99 under 5 ms with 100 files, 100 ms with 10,000.

`)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "files\tsleeping p50\tp99\tmax\tleast\tmax to least\tasking p50\tp99\trelease p50\tp99\tplug p50\tp99\t")
	for _, n := range handles {
		sleeping, err := holdCard(m, n, livesOf(e, n), "sleep")
		if err != nil {
			return err
		}
		asking, err := holdCard(m, n, livesOf(e, n), "ask")
		if err != nil {
			return err
		}
		printHeld(w, n, sleeping, asking)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return measureCycles(e, m)
}

// livesOf is how often a number of files is measured: their opening alone takes long.
func livesOf(e effort, n int) int { return max(min(e.lives, e.lives*100/n), min(e.lives, fewLives)) }

// held is what many lives took.
type held struct {
	told, asked, release, plug sample
	last                       sample // of each life's files
}

func holdCard(m mounted, n, lives int, how string) (held, error) {
	h, err := startHolder(m.programs, headset, n, how)
	if err != nil {
		return held{}, err
	}
	var all held
	for range lives {
		l, err := h.live()
		if err != nil {
			return held{}, fmt.Errorf("%d files: %w", n, err)
		}
		all.told = append(all.told, l.told...)
		all.last = append(all.last, sample(l.told).percentile(100))
		all.asked = append(all.asked, l.asked)
		all.release = append(all.release, l.release)
		all.plug = append(all.plug, l.plug)
	}
	return all, h.stop()
}

func printHeld(w *tabwriter.Writer, n int, sleeping, asking held) {
	fmt.Fprintf(w, "%d\t", n)
	for _, d := range []time.Duration{
		sleeping.told.median(), sleeping.told.percentile(99), sleeping.told.percentile(100), sleeping.asked.median(),
	} {
		fmt.Fprintf(w, "%.2f\t", microseconds(d)/1000)
	}
	fmt.Fprintf(w, "%.2f\t", ratio(sleeping.last.median(), sleeping.asked.median()))
	release, plug := append(sleeping.release, asking.release...), append(sleeping.plug, asking.plug...)
	for _, d := range []time.Duration{
		asking.told.median(), asking.told.percentile(99), release.median(), release.percentile(99), plug.median(), plug.percentile(99),
	} {
		fmt.Fprintf(w, "%.2f\t", microseconds(d)/1000)
	}
	fmt.Fprintln(w)
}

// measureCycles prints how often a second a card can go and come.
func measureCycles(e effort, m mounted) error {
	f, err := startFloor(m.programs, ownWrite)
	if err != nil {
		return err
	}
	least, err := cycles(m, heldCard{f.node(), f.node(), f.node()}, e.cycles)
	if err != nil {
		return err
	}
	took, err := cycles(m, headset, e.cycles)
	if err != nil {
		return err
	}
	fmt.Printf("\n  unplug and plug of a card that nobody holds: %.0f times a second; median %.0f µs,\n"+
		"  the same writes on the floor %.0f µs, ratio %.2f\n",
		float64(time.Second)/float64(took.mean()), microseconds(took.median()), microseconds(least.median()),
		ratio(took.median(), least.median()))
	return f.stop()
}

func cycles(m mounted, c heldCard, n int) (sample, error) {
	h, err := startHolder(m.programs, c, 0, "ask")
	if err != nil {
		return nil, err
	}
	var all sample
	for range n {
		took, err := h.cycle()
		if err != nil {
			return nil, err
		}
		all = append(all, took)
	}
	return all, h.stop()
}
