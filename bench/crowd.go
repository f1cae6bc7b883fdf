package main

import (
	"errors"
	"fmt"
	"time"
)

// maxStreams is how many streams there are to be had.
const maxStreams = 1024

// fewStreams is where the search for the number of streams begins.
const fewStreams = 25

// measureCrowds prints how many streams play at once without an xrun.
func measureCrowds(e effort, m mounted) error {
	fmt.Printf(`
Streams at once before the first xrun: each a process with alsa-lib, 48 kHz,
stereo, 16 bit, 4 periods of 20 ms. Each number of them plays for %v, or until
one has an xrun. Processor time per second, of the server and of all programs.
Aim on two processors: 100 that write and 200 with mmap, for a minute.

`, e.crowd)
	for _, access := range []string{"rw", "mmap"} {
		most, err := search(min(fewStreams, e.most), e.most, func(n int) (bool, error) {
			c, err := measureCrowd(e, m, shape{access, 20, 4}, n)
			fmt.Printf("  %-4s %4d %s\n", access, n, c)
			return len(c.xruns) == 0, err
		})
		if err != nil {
			return err
		}
		fmt.Printf("  %-4s %4d streams without an xrun\n\n", access, most)
	}
	return nil
}

// crowd is what a number of streams cost.
type crowd struct {
	server, programs time.Duration // in a second
	xruns            []time.Duration
}

func (c crowd) String() string {
	s := fmt.Sprintf("  server %5.0f ms   programs %5.0f ms", c.server.Seconds()*1000, c.programs.Seconds()*1000)
	if len(c.xruns) > 0 {
		s += fmt.Sprintf("   xrun after %.1f s", c.xruns[0].Seconds())
	}
	return s
}

func measureCrowd(e effort, m mounted, s shape, n int) (crowd, error) {
	ps, err := startPlayers(m.programs, s, n)
	if err != nil {
		return crowd{}, err
	}
	if err := ps.play(); err != nil {
		return crowd{}, errors.Join(err, ps.stop())
	}
	begin, server, programs := time.Now(), processorTime(m.server), ps.processorTime()
	c := crowd{}
	c.xruns, err = ps.watch(e.crowd, 1)
	seconds := time.Since(begin).Seconds()
	c.server = time.Duration(float64(processorTime(m.server)-server) / seconds)
	c.programs = time.Duration(float64(ps.processorTime()-programs) / seconds)
	return c, errors.Join(err, ps.stop())
}

// search finds the largest number up to most that is well, by doubling few and
// then by halving what is left, until that is a tenth. 0 when not even few is.
func search(few, most int, well func(n int) (bool, error)) (int, error) {
	good, bad := 0, most+1
	for n := few; ; n = next(good, bad, most) {
		ok, err := well(n)
		if err != nil {
			return 0, err
		}
		if ok {
			good = n
		} else {
			bad = n
		}
		if good == most || bad <= few || bad-good <= max(good/10, 1) {
			return good, nil
		}
	}
}

// next is the number to try after good was and bad was not well.
func next(good, bad, most int) int {
	if bad > most {
		return min(2*good, most)
	}
	return (good + bad) / 2
}
