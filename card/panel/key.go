package panel

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"

	"github.com/vsndfs/vsndfs/card/bus"
)

// Key is a button of a device, by what stands on it.
type Key string

// The keys that headsets have.
const (
	VolumeUp   Key = "volume-up"
	VolumeDown Key = "volume-down"
	Mute       Key = "mute"
	MicMute    Key = "mic-mute"
	PlayPause  Key = "play-pause"
)

// All are all keys.
var All = []Key{VolumeUp, VolumeDown, Mute, MicMute, PlayPause}

// Keys are those that a device has, and what each does to it when it is pressed.
type Keys map[Key]func() error

// AddKeys gives the panel its keys, for as long as d has its driver. EBUSY if it has
// some.
func (p *Panel) AddKeys(d *bus.Device, keys Keys) error {
	if p == nil || len(keys) == 0 {
		return nil
	}
	p.mu.Lock()
	taken := p.keys != nil
	if !taken {
		p.keys = maps.Clone(keys)
	}
	p.mu.Unlock()
	if taken {
		return fmt.Errorf("add the keys: %w", syscall.EBUSY)
	}
	_, err := d.Resources.AddActionOrReset("keys", p.removeKeys)
	return err
}

func (p *Panel) removeKeys() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = nil
}

// Keys are the names of those that the device has now.
func (p *Panel) Keys() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.names()
}

func (p *Panel) names() []string {
	var names []string
	for _, k := range All {
		if p.keys[k] != nil {
			names = append(names, string(k))
		}
	}
	return names
}

// ParseKey reads the name of a key.
func ParseKey(words []string) (Key, error) {
	if len(words) == 1 && slices.Contains(All, Key(words[0])) {
		return Key(words[0]), nil
	}
	var names []string
	for _, k := range All {
		names = append(names, string(k))
	}
	return "", fmt.Errorf("%q is no key; there are %s", strings.Join(words, " "), strings.Join(names, ", "))
}

// PressKeys presses keys, a line each, in their order. None is pressed if a line is
// wrong. The error says in one line what to write instead.
func (p *Panel) PressKeys(text string) error {
	all, err := parseLines(text, ParseKey)
	if err != nil {
		return err
	}
	return p.Press(all...)
}

// Press presses keys. None is pressed if the device has not all of them. The error
// says in one line what to do, or is what a driver answers.
func (p *Panel) Press(keys ...Key) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, k := range keys {
		if p.keys[k] == nil {
			return NoKey(k, p.names())
		}
	}
	for _, k := range keys {
		p.logf("key %s", k)
		if err := p.keys[k](); err != nil {
			return fmt.Errorf("press %s: %w", k, err)
		}
	}
	return nil
}

// NoKey says in one line that a device has not a key, and what to do. there are those
// that it has.
func NoKey(k Key, there []string) error {
	switch {
	case len(there) == 0:
		return fmt.Errorf("there is no key %s: the device has none, or no driver now; see vsndfs status", k)
	case k == PlayPause:
		return errors.New("play-pause drives no element of this card: on Linux it comes from an input device, not from ALSA; tell the player itself")
	}
	return fmt.Errorf("there is no key %s; there are %s", k, strings.Join(there, ", "))
}
