package main

import (
	"fmt"
	"strconv"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// takeStep does what one word of a script says: VERB[:NAME[:OTHER]].
func (s *scripted) takeStep(verb, name, other string) error {
	step, ok := verbs[verb]
	if !ok {
		return fmt.Errorf("no step is called %q", verb)
	}
	return step(s, name, other)
}

var verbs = map[string]func(s *scripted, name, other string) error{
	"action": func(s *scripted, name, _ string) error { return s.addAction(name) },
	"drop": func(s *scripted, name, _ string) error {
		return s.warn(s.device.Resources.RemoveAction(s.action(name)))
	},
	"undo": func(s *scripted, name, _ string) error {
		return s.warn(s.device.Resources.ReleaseAction(s.action(name)))
	},

	"card":     func(s *scripted, _, _ string) error { return s.addCard() },
	"part":     func(s *scripted, kind, name string) error { return s.addPart(kind, name) },
	"midi":     func(*scripted, string, string) error { return nil }, // no card here has any yet
	"register": func(s *scripted, _, _ string) error { return s.card.Register() },

	"alloc": func(s *scripted, size, _ string) (err error) {
		s.memory, err = s.device.Resources.Alloc(toInt(size))
		return err
	},
	"resize": func(s *scripted, size, _ string) error { return s.resize(toInt(size)) },

	"open": func(s *scripted, id, _ string) error {
		_, err := s.device.Resources.OpenGroup(id)
		return err
	},
	"close":  func(s *scripted, id, _ string) error { return s.warn(s.device.Resources.CloseGroup(id)) },
	"remove": func(s *scripted, id, _ string) error { return s.warn(s.device.Resources.RemoveGroup(id)) },
	"release": func(s *scripted, id, _ string) error {
		n, err := s.device.Resources.ReleaseGroup(id)
		if err := s.warn(err); err != nil {
			return err
		}
		s.hook(fmt.Sprintf("released:%d", n))
		return nil
	},

	"guard": func(s *scripted, _, _ string) error { s.guarded = true; return nil },
	"frees": func(s *scripted, _, _ string) error { s.frees = true; return nil },
	"fail":  func(_ *scripted, errno, _ string) error { return syscall.Errno(toInt(errno)) },
	"defer": func(*scripted, string, string) error { return bus.ErrProbeDefer },
}

func toInt(digits string) int {
	n, _ := strconv.Atoi(digits) // 0 for no number, which no step takes
	return n
}

var kinds = map[string]card.DeviceType{
	"lowlevel": card.Lowlevel, "info": card.Info, "bus": card.Bus, "codec": card.Codec, "pcm": card.PCM,
	"compress": card.Compress, "rawmidi": card.RawMIDI, "timer": card.Timer, "sequencer": card.Sequencer,
	"hwdep": card.Hwdep, "jack": card.Jack, "control": card.Control,
}

func (s *scripted) addPart(kind, name string) error {
	k, ok := kinds[kind]
	if !ok {
		return fmt.Errorf("there is no device type %q", kind)
	}
	s.card.AddDevice(k, &part{s.made, name})
	return nil
}
