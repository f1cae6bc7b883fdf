package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

const (
	// watchers are how many subscribe to one element.
	watchers = 64
	// lastValue is one that the element had not before.
	lastValue = "127"
)

// mixerClient is a running c/mixer.c.
type mixerClient struct{ *program }

func startMixer(programs, numid, what string, args ...string) (mixerClient, error) {
	p, err := startProgram(filepath.Join(programs, "mixer"), append([]string{controlNode, numid, what}, args...)...)
	return mixerClient{p}, err
}

// ready waits until it has subscribed.
func (c mixerClient) ready() error {
	_, err := c.out.ReadString('\n')
	return err
}

// begin makes it do its work once.
func (c mixerClient) begin() error {
	_, err := fmt.Fprintln(c.in)
	return err
}

// report is what a client says when it is done.
type report struct {
	done int64 // changes, or events read
	when int64 // the last value was written or read, in ns
}

// end waits until it is done.
func (c mixerClient) end() (r report, err error) {
	_, err = fmt.Fscan(c.out, &r.done, &r.when)
	return r, err
}

// stop ends it, by the end of its input.
func (c mixerClient) stop() error {
	if err := c.in.Close(); err != nil {
		return err
	}
	return c.process.Wait()
}

// measureWatchers prints what it costs when many watch one element. They end when
// they have read its last value: one that was not told would never.
func measureWatchers(e effort, m mounted) error {
	all, err := startWatchers(m.programs)
	if err != nil {
		return err
	}
	sleeper, err := startMixer(m.programs, volumeNumid, "sleep")
	if err != nil {
		return err
	}
	writer, err := startMixer(m.programs, volumeNumid, "change", strconv.Itoa(e.changes), lastValue)
	if err != nil {
		return err
	}
	if err := errors.Join(sleeper.ready(), writer.begin()); err != nil {
		return err
	}
	begin, server, before := time.Now(), processorTime(m.server), memory(m.server)
	written, err := writer.end()
	if err != nil {
		return err
	}
	took := time.Since(begin)
	reports := make([]report, len(all))
	for i, c := range all {
		if reports[i], err = c.end(); err != nil {
			return fmt.Errorf("a subscriber has ended: %w", err)
		}
	}
	printWatchers(written, reports, took, processorTime(m.server)-server)
	fmt.Printf("  the server's memory, with one more who never reads: %d KiB before, %d KiB after\n", before>>10, memory(m.server)>>10)
	for _, c := range append(all, sleeper, writer) {
		if err := c.stop(); err != nil {
			return err
		}
	}
	return nil
}

func startWatchers(programs string) ([]mixerClient, error) {
	var all []mixerClient
	for range watchers {
		c, err := startMixer(programs, volumeNumid, "listen", lastValue)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	for _, c := range all {
		if err := c.ready(); err != nil {
			return nil, fmt.Errorf("a subscriber has ended: %w", err)
		}
	}
	return all, nil
}

func printWatchers(written report, reports []report, took, server time.Duration) {
	events := func(a, b report) int { return int(a.done - b.done) }
	late := make(sample, len(reports))
	for i, r := range reports {
		late[i] = time.Duration(r.when - written.when)
	}
	fmt.Printf(`
%d programs read an element after each event of it; one changes it 1,000 times a second:
  %.0f changes a second; of %d changes each was told by %d to %d events, the others merged
  all had read the last value after it was written: p50 %.1f ms, max %.1f ms
  the server's processor time for a second: %.0f ms
`, len(reports), float64(written.done)/took.Seconds(), written.done,
		slices.MinFunc(reports, events).done, slices.MaxFunc(reports, events).done,
		microseconds(late.median())/1000, microseconds(late.percentile(100))/1000, server.Seconds()*1000/took.Seconds())
}

// memory is what a process has of the machine's, in bytes: VmRSS; 0 if it has ended.
func memory(pid int) int {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, _ := bytes.Cut(text, []byte("VmRSS:"))
	var kib int
	_, _ = fmt.Sscan(string(rest), &kib)
	return kib << 10
}
