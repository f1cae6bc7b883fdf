package test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// event is one line of the lifecycle log.
type event struct {
	seconds float64
	device  string
	text    string
}

func parseLog(text string) ([]event, error) {
	var all []event
	for line := range strings.Lines(text) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		if len(fields) != 3 {
			return nil, fmt.Errorf("the line %q has no time, device and event", line)
		}
		seconds, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			return nil, fmt.Errorf("the line %q has no time: %w", line, err)
		}
		all = append(all, event{seconds, fields[1], fields[2]})
	}
	return all, nil
}

// checkLog says what is wrong with the whole log of a server that has ended:
// time goes back, a device's life is out of order, or one has not ended.
func checkLog(text string) error {
	events, err := parseLog(text)
	if err != nil {
		return err
	}
	if !slices.IsSortedFunc(events, func(x, y event) int { return int(x.seconds*1e6) - int(y.seconds*1e6) }) {
		return fmt.Errorf("time goes back")
	}
	for device, lives := range livesOf(events) {
		for i, l := range lives {
			if err := l.check(device); err != nil {
				return fmt.Errorf("life %d of %s: %w", i+1, device, err)
			}
		}
	}
	return checkDevices(events)
}

// checkDevices says which device was plugged in and never released.
func checkDevices(events []event) error {
	in := make(map[string]int)
	for _, e := range events {
		switch e.text {
		case "plug":
			in[e.device]++
		case "device release":
			in[e.device]--
		}
	}
	for device, n := range in {
		if n != 0 {
			return fmt.Errorf("%s was plugged in and not released", device)
		}
	}
	return nil
}

// life is what a device does from one bind to the next.
type life []string

// livesOf takes a log apart, by device.
func livesOf(events []event) map[string][]life {
	lives := make(map[string][]life)
	for _, e := range events {
		all := lives[e.device]
		if e.text == "bind" {
			all = append(all, nil)
		}
		if len(all) > 0 {
			all[len(all)-1] = append(all[len(all)-1], e.text)
		}
		lives[e.device] = all
	}
	return lives
}

// check says what is wrong with a life: what was added is released in reverse,
// and the card goes, whole, between the first release and the second.
func (l life) check(device string) error {
	added, released := l.named("devres add "), l.named("devres release ")
	slices.Reverse(added)
	if !slices.Equal(released, added) {
		return fmt.Errorf("released were %q, want %q", released, added)
	}
	return l.checkCard(device)
}

// named are the rest of the lines that begin with prefix.
func (l life) named(prefix string) []string {
	var names []string
	for _, text := range l {
		if name, ok := strings.CutPrefix(text, prefix); ok {
			names = append(names, name)
		}
	}
	return names
}

// checkCard says whether the card went in order.
func (l life) checkCard(device string) error {
	want := []string{"release", "disconnect", "wait", "free", "private_free", "release"}
	if strings.HasPrefix(device, "dummy.") {
		want = slices.Delete(want, 4, 5) // its driver keeps nothing of its own
	}
	open := 0
	var steps []string
	for _, text := range l {
		step := stepOf(text)
		switch {
		case step == "open":
			open++
		case step == "close":
			open--
		case step == "free" && open != 0:
			return fmt.Errorf("the card was freed with %d files open", open)
		}
		if slices.Contains(want, step) {
			steps = append(steps, step)
		}
	}
	if got := steps[:min(len(steps), len(want))]; !slices.Equal(got, want) {
		return fmt.Errorf("the card went by %q, want %q", got, want)
	}
	if open != 0 {
		return fmt.Errorf("%d files were never closed", open)
	}
	return nil
}

// stepOf is the word that matters in an event.
func stepOf(text string) string {
	words := strings.Fields(text)
	switch {
	case words[0] == "card" && len(words) > 2:
		return words[2]
	case words[0] == "devres":
		return words[1]
	}
	return words[0]
}
