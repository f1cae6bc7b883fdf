package fs

import (
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/fs/eventlog"
)

func TestRaceProbe(t *testing.T) {
	core := new(card.Core)
	log := eventlog.New(nil)
	b := bus.New(log.Append)
	s := New(core, b, log, Options{})
	slot := b.AddSlot("x.0", drv{core})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 100 {
			_ = slot.Plug()
			e, ok := s.root().find("controlC0")
			if ok {
				h, err := e.(opener).open(&card.Call{Tid: 1}, card.OpenFlags{})
				if err == nil {
					h.close()
				}
			}
			_ = slot.Unplug()
		}
	}()
	for {
		select {
		case <-done:
			return
		default:
		}
		_ = s.deviceStatus(slot)
	}
}

type drv struct{ core *card.Core }

func (drv) Name() string { return "x" }
func (d drv) Probe(dev *bus.Device) error {
	c, err := d.core.NewManaged(dev, -1)
	if err != nil {
		return err
	}
	c.ID, c.ShortName = "a", "b"
	control.New(c)
	return c.Register()
}
