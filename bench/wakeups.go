package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// measureWakeups prints how late poll(2) returns at the end of a period.
func measureWakeups(e effort, m mounted) error {
	fmt.Printf(`
How late a program that polls is woken at the end of a period, in µs, at 48 kHz,
over %v each.

`, e.wakeups)
	fmt.Printf("  %12s %9s %9s %9s %9s\n", "period", "wake-ups", "p50", "p99", "max")
	for _, frames := range []int{64, 256, 1024} {
		late, err := wakeups(e, m.programs, frames)
		if err != nil {
			return err
		}
		fmt.Printf("  %5d frames %9d %9.0f %9.0f %9.0f\n", frames, len(late),
			microseconds(late.percentile(50)), microseconds(late.percentile(99)), microseconds(late.percentile(100)))
	}
	return nil
}

// wakeups runs c/waker.c.
func wakeups(e effort, programs string, frames int) (sample, error) {
	const periods = 16
	n := int(e.wakeups.Seconds() * streamHz / float64(frames))
	c := exec.Command(filepath.Join(programs, "waker"), crowdDevice,
		strconv.Itoa(frames), strconv.Itoa(periods), strconv.Itoa(n))
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("waker: %w", err)
	}
	late := make(sample, n)
	for i := range late {
		late[i] = time.Duration(int32(binary.NativeEndian.Uint32(out[4*i:])))
	}
	return late, nil
}
