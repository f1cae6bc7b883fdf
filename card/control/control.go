package control

import (
	"fmt"
	"slices"
	"sync"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// Control is the control device of a card.
type Control struct {
	card *card.Card
	node *card.Node

	mu    sync.Mutex
	files []*file
}

// New gives a card its control device. Every card has one.
func New(c *card.Card) *Control {
	ctl := &Control{card: c}
	ctl.node = &card.Node{Name: fmt.Sprintf("controlC%d", c.Number()), Card: c, Open: ctl.open}
	c.AddDevice(card.Control, ctl)
	return ctl
}

// Register makes the node visible.
func (ctl *Control) Register() error {
	ctl.card.Core().AddNode(ctl.node)
	return nil
}

// Disconnect hides the node and tells subscribers who poll it; a poll of a file
// that has not subscribed sleeps on to its time-out, as snd_ctl_poll's does.
// Those who read are woken by the card.
func (ctl *Control) Disconnect() {
	for _, f := range ctl.openFiles() {
		f.wakeSubscriber()
	}
	ctl.card.Core().RemoveNode(ctl.node)
}

// Free has nothing to do: the device holds only memory.
func (*Control) Free() {}

// Notify queues an event for every file that subscribed (snd_ctl_notify).
func (ctl *Control) Notify(mask abi.CtlEventMask, id abi.CtlElemId) {
	for _, f := range ctl.openFiles() {
		f.queue(mask, id)
	}
}

func (ctl *Control) openFiles() []*file {
	ctl.mu.Lock()
	defer ctl.mu.Unlock()
	return slices.Clone(ctl.files)
}

func (ctl *Control) open(c *card.Call, _ card.OpenFlags) (*card.File, error) {
	cf, err := ctl.card.AddFile(ctl.node)
	if err != nil {
		return nil, err
	}
	f := &file{ctl: ctl, file: cf, preference: ctl.card.AddPreference(c.Tid), arrived: make(chan struct{}, 1)}
	cf.SetOps(f)
	ctl.mu.Lock()
	defer ctl.mu.Unlock()
	ctl.files = append(ctl.files, f)
	return cf, nil
}

func (ctl *Control) forget(f *file) {
	ctl.mu.Lock()
	defer ctl.mu.Unlock()
	ctl.files = slices.DeleteFunc(ctl.files, func(g *file) bool { return g == f })
}
