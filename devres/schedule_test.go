package devres_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
	"github.com/vsndfs/vsndfs/internal/schedule"
)

// TestEveryOrderReleasesEachActionOnce plays the orders in which goroutines that add,
// remove, release and list can pass each other, at each line of the trace and in
// each release function.
func TestEveryOrderReleasesEachActionOnce(t *testing.T) {
	for name, users := range map[string][]func(*shared){
		"two releases of one":          {(*shared).releaseFirst, (*shared).releaseFirst},
		"release and remove":           {(*shared).releaseFirst, (*shared).removeFirst},
		"one against all":              {(*shared).releaseFirst, (*shared).releaseAll},
		"remove against all":           {(*shared).removeFirst, (*shared).releaseAll},
		"all against all":              {(*shared).releaseAll, (*shared).releaseAll},
		"add against all":              {(*shared).add, (*shared).releaseAll},
		"a group against all":          {(*shared).group, (*shared).releaseAll},
		"a group against one":          {(*shared).group, (*shared).releaseFirst, (*shared).add},
		"all, one, a group and an add": {(*shared).releaseAll, (*shared).removeFirst, (*shared).group, (*shared).add},
	} {
		t.Run(name, func(t *testing.T) {
			schedule.Explore(t, schedule.Limits{Preemptions: 3, Orders: 60}, func(p *schedule.Play) func() error {
				s := newShared(p)
				for _, use := range users {
					p.Go(func() { use(s) })
				}
				return s.check
			})
		})
	}
}

// shared is a list that goroutines use, and what became of each action.
type shared struct {
	play *schedule.Play
	r    *devres.Resources

	mu      sync.Mutex
	actions []*counted
}

func newShared(p *schedule.Play) *shared {
	s := &shared{play: p}
	s.r = devres.New(devres.WithTrace(func(devres.Event) { p.Point() }))
	s.add()
	s.add()
	return s
}

func (s *shared) add() {
	c := new(counted)
	s.mu.Lock()
	s.actions = append(s.actions, c)
	s.mu.Unlock()
	c.handle, _ = s.r.AddAction("counted", func() { // nothing refuses it
		c.ran.Add(1)
		s.play.Point()
	})
}

func (s *shared) first() *counted {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.actions[0]
}

func (s *shared) releaseFirst() { _ = s.r.ReleaseAction(s.first().handle) } // another may have

func (s *shared) removeFirst() {
	c := s.first()
	c.removed = s.r.RemoveAction(c.handle) == nil || c.removed
}

func (s *shared) releaseAll() { s.r.ReleaseAll() }

func (s *shared) group() {
	id, _ := s.r.OpenGroup(nil) // nothing refuses it
	s.add()
	s.play.Point()
	_, _ = s.r.ReleaseGroup(id) // it may be gone with all
}

func (s *shared) check() error {
	s.r.ReleaseAll()
	for i, c := range s.actions {
		want := int32(1)
		if c.removed {
			want = 0
		}
		if got := c.ran.Load(); got != want {
			return fmt.Errorf("action %d ran %d times, want %d", i, got, want)
		}
	}
	if left := s.r.Names(); len(left) > 0 {
		return fmt.Errorf("left are %q", left)
	}
	return nil
}
