package timer

import (
	"cmp"
	"slices"
	"sync"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// Service is the timers of one /dev/snd and the node that leads to them.
type Service struct {
	node *card.Node

	// mu guards everything in this package. A stream's lock is taken before it.
	mu     sync.Mutex
	timers []*Timer // by id
	// hrtimer is the timer that is there on demand, until it is.
	hrtimer   *Timer
	lonely    []*instance // slaves without a master
	followers int         // slaves, with one or without
}

// NewService adds the timer node to core.
func NewService(core *card.Core) *Service {
	s := &Service{}
	s.node = &card.Node{Name: "timer", Type: "timer", Minor: card.MinorTimer, Open: s.openNode}
	core.AddNode(s.node)
	core.Info().Text("timers", s.list)
	return s
}

func (s *Service) openNode(*card.Call, card.OpenFlags) (*card.File, error) {
	f := &file{service: s, wake: make(chan struct{}), ticks: 1, size: defaultQueue}
	f.file = card.NewFile(s.node, f)
	return f.file, nil
}

func (s *Service) add(t *Timer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addLocked(t)
}

func (s *Service) addLocked(t *Timer) {
	s.timers = append(s.timers, t)
	slices.SortFunc(s.timers, func(x, y *Timer) int { return compareIDs(x.id, y.id) })
}

func (s *Service) remove(t *Timer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timers = slices.DeleteFunc(s.timers, func(u *Timer) bool { return u == t })
}

// findLocked is snd_timer_find. A global timer has no card, whatever is asked, and
// the slave class says who asks, not what for.
func (s *Service) findLocked(id abi.TimerId) (*Timer, bool) {
	for _, t := range s.timers {
		asked := id
		if t.card == nil {
			asked.Card = t.id.Card
		}
		if compareIDs(t.id, asked) == 0 {
			return t, true
		}
	}
	return nil, false
}

// compareIDs orders timers as the kernel lists them: by class, card, device and
// subdevice.
func compareIDs(x, y abi.TimerId) int {
	return cmp.Or(
		cmp.Compare(x.DevClass, y.DevClass),
		cmp.Compare(x.Card, y.Card),
		cmp.Compare(x.Device, y.Device),
		cmp.Compare(x.Subdevice, y.Subdevice),
	)
}
