package fs

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/vsndfs/vsndfs/card"
)

func TestTheStatusOfADevice(t *testing.T) {
	s, slot := newServer(t)
	text, err := json.Marshal(s.deviceStatus(slot))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "status", string(text), `{"name":"headset.0","driver":"fake","state":"bound","refs":2,`+
		`"devres":["trigger_card_free","snd_card_release"],"card":{"number":0,"id":"Headset","name":"USB Headset"},"jacks":[],"holders":[],"streams":[]}`)
	if err := slot.Unplug(); err != nil {
		t.Fatal(err)
	}
	text, err = json.Marshal(s.deviceStatus(slot))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "status of an empty slot", string(text), `{"name":"headset.0","driver":"fake","state":"unplugged","refs":0,`+
		`"devres":[],"jacks":[],"holders":[],"streams":[]}`)
}

func TestHoldersAreNamedWithWhatTheyWaitIn(t *testing.T) {
	s, slot := newServer(t)
	named(t, "a player")
	n, _ := s.core.Node("controlC0")
	f, err := n.Open(&card.Call{}, card.OpenFlags{})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "holders while the file is being opened", s.holdersText(slot), "")
	f.Opened(callerOf(uint32(os.Getpid())))
	expect(t, "holders", s.holdersText(slot), fmt.Sprintf("%d a_player controlC0 -\n", os.Getpid()))
	done := f.Block("read")
	expect(t, "holders that wait", s.holdersText(slot), fmt.Sprintf("%d a_player controlC0 read\n", os.Getpid()))
	done()
	f.Release()
	expect(t, "holders in the end", s.holdersText(slot), "")
}

// Whoever looks at the status does so while cards come, are opened, and go.
func TestTheStatusMayBeAskedForAtAnyTime(t *testing.T) {
	s, slot := newServer(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 100 {
			h, err := (&devNode{s.root(), s.core.Nodes()[0]}).open(&card.Call{}, card.OpenFlags{})
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			h.close()
			if err := slot.Unplug(); err != nil {
				t.Errorf("unplug: %v", err)
			}
			if err := slot.Plug(); err != nil {
				t.Errorf("plug: %v", err)
			}
		}
	}()
	for {
		select {
		case <-done:
			return
		default:
		}
		st := s.deviceStatus(slot)
		if st.Card != nil && (st.Card.ID != "Headset" || st.Card.Name != "USB Headset") {
			t.Fatalf("got card %+v, want the headset", *st.Card)
		}
	}
}
