package fs

import (
	"encoding/json"
	"os"
	"runtime"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// Status is what `vsndfs status --json` prints, and the file vsndfs/status
// holds.
type Status struct {
	Pid     int            `json:"pid"` // of the server
	MMAP    bool           `json:"mmap"`
	Devices []DeviceStatus `json:"devices"`
	// Goroutines is how many the server has: what was begun and has not ended.
	Goroutines int `json:"goroutines"`
}

// DeviceStatus is one device's part of a Status.
type DeviceStatus struct {
	Name    string        `json:"name"`
	Driver  string        `json:"driver"`
	State   string        `json:"state"`
	Refs    int           `json:"refs"`
	Devres  []string      `json:"devres"` // next to be released first
	Card    *CardStatus   `json:"card,omitempty"`
	Jacks   []bus.Jack    `json:"jacks"`
	Holders []Holder      `json:"holders"`
	Streams []card.Stream `json:"streams"`
}

// CardStatus names a card.
type CardStatus struct {
	Number int    `json:"number"`
	ID     string `json:"id"`
	Name   string `json:"name"`
}

func (s *Server) statusJSON() string {
	st := Status{Pid: os.Getpid(), MMAP: s.conn.Passthrough(), Devices: []DeviceStatus{}, Goroutines: runtime.NumGoroutine()}
	for _, slot := range s.bus.Slots() {
		st.Devices = append(st.Devices, s.deviceStatus(slot))
	}
	text, err := json.MarshalIndent(st, "", "  ")
	if err != nil {
		return err.Error() // a bug: the types above all have a JSON form
	}
	return string(text) + "\n"
}

func (s *Server) deviceStatus(slot *bus.Slot) DeviceStatus {
	d := DeviceStatus{
		Name: slot.Name(), Driver: slot.Driver().Name(), State: slot.State(), Refs: refs(slot),
		Devres: append([]string{}, devres(slot)...), Jacks: []bus.Jack{},
		Holders: s.holders(slot), Streams: []card.Stream{},
	}
	if p := slot.Panel(); p != nil {
		d.Jacks = append(d.Jacks, p.Jacks()...)
	}
	for _, c := range s.core.CardsOn(slot.Name()) {
		d.Card = &CardStatus{Number: c.Number(), ID: c.ID, Name: c.ShortName}
		d.Streams = append(d.Streams, c.Streams()...)
	}
	return d
}
