package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const (
	headsetNode = "/dev/snd/pcmC0D0p"
	streamHz    = 48000
	// settle is how long a stream plays before it is measured.
	settle = 500 * time.Millisecond
)

// stream is a program that plays 48 kHz stereo of 16 bit until it is killed.
type stream struct {
	name    string
	server  int // the process that serves it
	command []string
}

// measureStreams prints the server's processor time for a stream.
func measureStreams(e effort, m mounted) error {
	f, err := startFloor(m.programs, ownWrite, streamHz)
	if err != nil {
		return err
	}
	fmt.Printf(`
Processor time of the server for a second of sound: 48 kHz, stereo, 16 bit, in
periods of 20 ms, over %v. Aim: 5 ms.

`, e.stream)
	caller := filepath.Join(m.programs, "caller")
	aplay := "aplay -q -f S16_LE -r 48000 -c 2 --period-time=20000 --buffer-time=80000 -D hw:0,0 /dev/zero"
	for _, s := range []stream{
		{"writei on the floor", f.pid(), []string{caller, f.node(), "play"}},
		{"writei", m.server, []string{caller, headsetNode, "play"}},
		{"aplay", m.server, strings.Fields(aplay)},
		{"aplay -M (mmap)", m.server, append(strings.Fields(aplay), "-M")},
	} {
		perSecond, err := s.measure(e.stream)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Printf("  %-20s %5.1f ms\n", s.name, microseconds(perSecond)/1000)
	}
	return f.stop()
}

// measure returns the processor time that the server spends in a second of the
// stream.
func (s stream) measure(span time.Duration) (time.Duration, error) {
	program := exec.Command(s.command[0], s.command[1:]...)
	program.Stderr = os.Stderr
	if err := program.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	time.Sleep(settle)
	before, begin := processorTime(s.server), time.Now()
	select {
	case err := <-ended:
		return 0, fmt.Errorf("it has ended: %w", err)
	case <-time.After(span):
	}
	spent, passed := processorTime(s.server)-before, time.Since(begin)
	if err := program.Process.Kill(); err != nil {
		return 0, err
	}
	var killed *exec.ExitError
	if err := <-ended; !errors.As(err, &killed) {
		return 0, err
	}
	return time.Duration(float64(spent) / passed.Seconds()), nil
}

// processorTime is what all threads of a process have used, user and system
// time together, those that have ended too: the sum of utime and stime in
// /proc/PID/stat, but in nanoseconds.
func processorTime(pid int) time.Duration {
	const scheduled = 2 // CPUCLOCK_SCHED, in the kernel's posix-timers.h
	var ts unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|scheduled), &ts); err != nil {
		return 0 // there is no such process: a figure of 0, or below, shows it
	}
	return time.Duration(ts.Nano())
}
