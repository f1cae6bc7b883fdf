package main

import (
	"fmt"
	"slices"
	"strings"
)

// section is one of the tables that bench prints.
type section struct {
	name    string
	inside  func(e effort, m mounted) error // measures in a mount; nil for one that needs none
	outside func(e effort) error
}

// mounted is what a section inside needs to know.
type mounted struct {
	programs string // the directory of what build made
	server   int    // the process that serves /dev/snd
}

var sections = []section{
	{name: "calls", inside: measureTrips},
	{name: "stream", inside: measureStreams},
	{name: "wakeups", inside: measureWakeups},
	{name: "buffers", inside: measureBuffers},
	{name: "crowd", inside: measureCrowds},
	{name: "free", inside: measureFree},
	{name: "mixer", inside: measureMixer},
	{name: "unplug", inside: measureUnplug},
	{name: "clock", outside: measureClock},
	{name: "devres", outside: measureDevres},
	{name: "probe", outside: measureProbe},
}

// choose returns the sections that only names, or all if it is empty.
func choose(only string) ([]section, error) {
	if only == "" {
		return sections, nil
	}
	var chosen []section
	for name := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(sections, func(s section) bool { return s.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no section %q: choose from %s", name, sectionNames())
		}
		chosen = append(chosen, sections[i])
	}
	return chosen, nil
}

// measure measures first what takes a mount.
func measure(e effort, chosen []section, programs string) error {
	if slices.ContainsFunc(chosen, func(s section) bool { return s.inside != nil }) {
		if err := inVsndfs(programs); err != nil {
			return err
		}
	}
	for _, s := range chosen {
		if s.outside == nil {
			continue
		}
		if err := s.outside(e); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

func measureInside(e effort, chosen []section, programs string) error {
	server, err := serverPid()
	if err != nil {
		return err
	}
	for _, s := range chosen {
		if s.inside == nil {
			continue
		}
		if err := s.inside(e, mounted{programs, server}); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}
