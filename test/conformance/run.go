package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// atOnce is how many suites run at the same time. Most of them wait for a card.
const atOnce = 4

// patience is how long a suite may take. The longest needs some twenty seconds.
const patience = 5 * time.Minute

// compareAll runs the suites on a vsndfs of their own each. dir is this
// package's folder; flags are for building vsndfs.
func compareAll(dir string, chosen []suite, flags ...string) (*report, error) {
	if err := checkRows(differences, filepath.Join(dir, "../../docs/differences.md")); err != nil {
		return nil, err
	}
	bin, err := os.MkdirTemp("", "conformance")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(bin)
	if err := buildProbes(dir, bin, chosen); err != nil {
		return nil, err
	}
	for _, program := range []string{vsndfsProgram, scriptedProgram} {
		if err := buildProgram(bin, program, flags...); err != nil {
			return nil, err
		}
	}
	return findAll(dir, bin, chosen)
}

func findAll(dir, bin string, chosen []suite) (*report, error) {
	findings, used, errs := make([][]finding, len(chosen)), make([]bool, len(differences)), make([]error, len(chosen))
	var running sync.WaitGroup
	var mu sync.Mutex // of used
	slots := make(chan struct{}, atOnce)
	for n, s := range chosen {
		if !s.compared() {
			continue
		}
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			kernel, vsndfs, err := s.bothSides(dir, bin)
			mu.Lock()
			defer mu.Unlock()
			findings[n], errs[n] = compare(s.name(), kernel, vsndfs, differences, used), err
		})
	}
	running.Wait()
	r := new(report)
	for n := range chosen {
		if errs[n] != nil {
			return nil, errs[n]
		}
		r.findings = append(r.findings, findings[n]...)
	}
	if wholeLife(chosen) {
		r.life = lifecycle(r.findings, differences)
	}
	for n, d := range differences {
		if !used[n] && len(chosen) == len(suites) {
			r.stale = append(r.stale, d)
		}
	}
	return r, nil
}

// bothSides returns what Linux has answered and what vsndfs does.
func (s suite) bothSides(dir, bin string) (kernel, vsndfs []line, err error) {
	if kernel, err = readTranscript(s.transcript(dir)); err != nil {
		return nil, nil, err
	}
	text, err := s.runHere(dir, bin)
	if err != nil {
		return nil, nil, err
	}
	if vsndfs, err = parseLines(text); err != nil {
		return nil, nil, fmt.Errorf("suite %s: %w", s.name(), err)
	}
	return kernel, vsndfs, nil
}

// runHere runs the probe on vsndfs in a mount namespace of its own.
func (s suite) runHere(dir, bin string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, filepath.Join(bin, "vsndfs"))
	if s.scripted {
		c = exec.CommandContext(ctx, filepath.Join(bin, "scripted"))
		c.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	} else {
		c.Args = append(c.Args, "run")
		for _, model := range s.machine() {
			c.Args = append(c.Args, "--card", model)
		}
		c.Args = append(c.Args, "--")
	}
	c.Args = append(c.Args, s.command(bin)...)
	c.Dir = filepath.Join(dir, "probes")
	c.Env = append(append(os.Environ(), "ASOUND=/dev/snd/vsndfs/asound"), s.here.env()...)
	text, err := outputOf(c)
	if err != nil {
		return "", fmt.Errorf("suite %s: %w", s.name(), err)
	}
	return text, nil
}

// machine are the models of the cards: the first two are there, since on the kernel's
// side they are too, unless the suite's own is in the place of one.
func (s suite) machine() []string {
	models := []string{dummy.model, aloop.model}
	for n, c := range []card{dummy, aloop} {
		if s.number == c.number {
			models[n] = s.model
			return models
		}
	}
	return append(models, s.model)
}

// command is the probe with its arguments. It runs in the folder probes, where
// it may have data.
func (s suite) command(bin string) []string {
	return append([]string{filepath.Join(bin, s.probe), s.number}, s.args...)
}
