package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// freeDevice is the card without a clock.
const freeDevice = "hw:3"

// measureFree prints how long a long sound takes on a card without a clock.
func measureFree(e effort, m mounted) error {
	fmt.Printf(`
Without a clock: how long %v of sound take, 48 kHz, stereo, 16 bit, and the
processor time of that. The median and the mean of %d times. Aim: 10 minutes in 2 s.

`, e.free, e.freeTimes)
	common := []string{"-q", "-D", freeDevice, "-f", "dat", "-d", strconv.Itoa(int(e.free.Seconds()))}
	for _, p := range []struct {
		name    string
		command []string
	}{
		{"free: through aplay", append([]string{"aplay", "/dev/zero"}, common...)},
		{"free: through aplay -M (mmap)", append([]string{"aplay", "/dev/zero", "-M"}, common...)},
		{"free: through arecord", append([]string{"arecord", "/dev/null", "-t", "raw"}, common...)},
	} {
		if err := printFree(p.name, p.command, e.freeTimes, m.server); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

func printFree(name string, command []string, times, vsndfs int) error {
	var took sample
	var program time.Duration
	before := processorTime(vsndfs)
	for range times {
		c := exec.Command(command[0], command[1:]...)
		c.Stderr = os.Stderr
		begin := time.Now()
		if err := c.Run(); err != nil {
			return err
		}
		took = append(took, time.Since(begin))
		program += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	server := processorTime(vsndfs) - before
	each := func(d time.Duration) float64 { return d.Seconds() / float64(times) }
	fmt.Printf("  %-32s %5.2f s   program %5.2f s, server %5.2f s\n",
		name, took.median().Seconds(), each(program), each(server))
	return nil
}
