package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// crowdDevice is the card that has enough streams.
const crowdDevice = "hw:2,0"

// shape is how a player plays.
type shape struct {
	access  string // rw or mmap
	period  int    // in ms
	periods int    // in the buffer
}

// players are running c/player.c.
type players struct {
	all   []*program
	begin time.Time
	xruns chan time.Duration // after begin
	ended chan struct{}      // one of them has ended
	read  sync.WaitGroup     // what they say
}

// startPlayers starts n of them, and returns when all are ready to play.
func startPlayers(programs string, s shape, n int) (*players, error) {
	ps := &players{xruns: make(chan time.Duration, 1<<10), ended: make(chan struct{}, n)}
	for range n {
		p, err := startPlayer(programs, s)
		if err != nil {
			return nil, errors.Join(err, ps.stop())
		}
		ps.all = append(ps.all, p)
	}
	for _, p := range ps.all {
		if _, err := p.out.ReadString('\n'); err != nil {
			return nil, errors.Join(errors.New("a player did not get ready"), ps.stop())
		}
	}
	return ps, nil
}

func startPlayer(programs string, s shape) (*program, error) {
	frames := s.period * streamHz / 1000
	return startProgram(filepath.Join(programs, "player"),
		crowdDevice, s.access, strconv.Itoa(frames), strconv.Itoa(s.periods))
}

// play makes all of them begin.
func (ps *players) play() error {
	ps.begin = time.Now()
	for _, p := range ps.all {
		if _, err := fmt.Fprintln(p.in); err != nil {
			return fmt.Errorf("a player has ended: %w", err)
		}
		ps.read.Go(func() { ps.listen(p) })
	}
	return nil
}

// listen takes each line that a player says for an xrun, until its end.
func (ps *players) listen(p *program) {
	for {
		if _, err := p.out.ReadString('\n'); err != nil {
			ps.ended <- struct{}{}
			return
		}
		ps.xruns <- time.Since(ps.begin)
	}
}

// watch returns when the xruns came within span from now on, which enough of them
// cut short.
func (ps *players) watch(span time.Duration, enough int) ([]time.Duration, error) {
	var xruns []time.Duration
	over := time.After(span)
	for len(xruns) < enough {
		select {
		case at := <-ps.xruns:
			xruns = append(xruns, at)
		case <-ps.ended:
			return nil, errors.New("a player has ended")
		case <-over:
			return xruns, nil
		}
	}
	return xruns, nil
}

// processorTime is what all of them have used.
func (ps *players) processorTime() time.Duration {
	var sum time.Duration
	for _, p := range ps.all {
		sum += processorTime(p.pid())
	}
	return sum
}

// stop kills them, and returns when they are gone.
func (ps *players) stop() error {
	for _, p := range ps.all {
		if err := p.process.Process.Kill(); err != nil {
			return err
		}
	}
	go func() {
		for range ps.xruns { // nobody wants to hear of them any more
		}
	}()
	ps.read.Wait()
	close(ps.xruns)
	for _, p := range ps.all {
		_ = p.process.Wait() // it was killed
	}
	return nil
}
