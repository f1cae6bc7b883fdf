package control

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/internal/ordered"
)

// Control is the control device of a card.
type Control struct {
	card *card.Card
	node *card.Node

	// elements guards what follows; it is held while a callback runs, for
	// reading by those that only look (card->controls_rwsem).
	elements  sync.RWMutex
	list      list
	userBytes int64         // of the elements that programs have added
	unlocked  chan struct{} // closed when a file's locks go

	subscribers atomic.Int64 // files

	watcher func() // set by the probe; may be nil

	mu    sync.Mutex
	files ordered.Set[*file]
}

// New gives a card its control device. Every card has one.
func New(c *card.Card) *Control {
	ctl := &Control{card: c, unlocked: make(chan struct{})}
	ctl.node = &card.Node{
		Name: c.ControlName(),
		Card: c, Device: card.NoDevice, Type: "control",
		Open: ctl.open,
	}
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

// Free removes all elements. No file is open (snd_ctl_dev_free).
func (ctl *Control) Free() {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	all := ctl.list.order
	ctl.list = list{}
	for _, s := range all {
		s.released()
	}
}

// Add gives the card the elements that t describes, and returns them. EBUSY if
// there are such already (snd_ctl_add).
func (ctl *Control) Add(t Template) (*Set, error) {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	s := newSet(ctl, t)
	return s, ctl.addLocked(s)
}

func (ctl *Control) addLocked(s *Set) error {
	if err := ctl.list.add(s); err != nil {
		return err
	}
	s.notifyAll(abi.SNDRV_CTL_EVENT_MASK_ADD)
	return nil
}

// Remove takes a set of elements off the card, if it is still there
// (snd_ctl_remove).
func (ctl *Control) Remove(s *Set) {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	ctl.removeLocked(s)
}

func (ctl *Control) removeLocked(s *Set) {
	if !ctl.list.remove(s) {
		return
	}
	s.notifyAll(abi.SNDRV_CTL_EVENT_MASK_REMOVE)
	s.released()
}

func (s *Set) released() {
	if s.free != nil {
		s.free()
	}
}

// Notify queues an event for every file that subscribed (snd_ctl_notify).
func (ctl *Control) Notify(mask abi.CtlEventMask, id abi.CtlElemId) {
	for _, f := range ctl.openFiles() {
		f.tell(mask, id)
	}
}

func (ctl *Control) openFiles() []*file {
	ctl.mu.Lock()
	defer ctl.mu.Unlock()
	return slices.Collect(ctl.files.All())
}

func (ctl *Control) open(c *card.Call, _ card.OpenFlags) (*card.File, error) {
	cf, err := ctl.card.AddFile(ctl.node)
	if err != nil {
		return nil, err
	}
	f := &file{ctl: ctl, file: cf, tid: c.Tid, preference: ctl.card.AddPreference(c.Tid)}
	f.events.arrived = make(chan struct{}, 1)
	cf.SetOps(f)
	ctl.mu.Lock()
	defer ctl.mu.Unlock()
	ctl.files.Add(f)
	return cf, nil
}

func (ctl *Control) forget(f *file) {
	ctl.mu.Lock()
	defer ctl.mu.Unlock()
	ctl.files.Remove(f)
}
