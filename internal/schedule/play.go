package schedule

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Play is one order of a scenario's goroutines.
type Play struct {
	bound   int        // preemptions that may be chosen
	planned []int      // the first choices
	random  *rand.Rand // makes the rest, or nil: then it is the first option

	actors []func()
	made   []choice

	mu      sync.Mutex
	playing bool
	parked  []*ticket
	acting  int    // goroutines that have not ended
	last    string // the goroutine that ran
	names   map[string]string
	text    []byte // of all stacks
}

// choice is one that was made: option number of so many.
type choice struct{ number, of int }

// ticket is a goroutine at a point.
type ticket struct {
	who string
	run chan struct{}
}

// Go adds a goroutine to the scenario. It starts when the scenario is played.
func (p *Play) Go(fn func()) { p.actors = append(p.actors, fn) }

// Point lets the explorer choose who goes on. Locks may be held: who wants them waits.
// Before and after the play it does nothing.
func (p *Play) Point() {
	t := &ticket{who: self(), run: make(chan struct{})}
	p.mu.Lock()
	if !p.playing {
		p.mu.Unlock()
		return
	}
	if name, ok := p.names[t.who]; ok {
		t.who = name
	}
	p.parked = append(p.parked, t)
	p.mu.Unlock()
	<-t.run
}

// name gives the calling goroutine a name that does not depend on the play.
func (p *Play) name(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names[self()] = name
}

// play lets the goroutines run to their ends. It fails when they wait for each other.
func (p *Play) play() error {
	p.playing, p.acting, p.names = true, len(p.actors), make(map[string]string)
	for i, fn := range p.actors {
		go func() {
			p.name(fmt.Sprintf("actor %d", i))
			p.Point()
			fn()
			p.mu.Lock()
			p.acting--
			p.mu.Unlock()
		}()
	}
	for {
		p.settle()
		t, err := p.choose()
		if t == nil {
			return err
		}
		close(t.run)
	}
}

// choose takes the next to go on, nil when none is left.
func (p *Play) choose() (*ticket, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.parked) == 0 {
		p.playing = false
		if p.acting > 0 {
			return nil, fmt.Errorf("%d goroutines wait for each other:\n%s", p.acting, stacks(nil))
		}
		return nil, nil
	}
	options := p.optionsLocked()
	n := p.pick(len(options))
	p.made = append(p.made, choice{n, len(options)})
	t := options[n]
	if n > 0 && options[0].who == p.last {
		p.bound--
	}
	p.last = t.who
	p.parked = slices.DeleteFunc(p.parked, func(u *ticket) bool { return u == t })
	return t, nil
}

// optionsLocked are those who may go on: first the one that ran, if it can, and alone
// when no preemption is left.
func (p *Play) optionsLocked() []*ticket {
	slices.SortFunc(p.parked, func(x, y *ticket) int { return strings.Compare(x.who, y.who) })
	at := slices.IndexFunc(p.parked, func(t *ticket) bool { return t.who == p.last })
	if at < 0 {
		return slices.Clone(p.parked)
	}
	first := p.parked[at]
	if p.bound == 0 {
		return []*ticket{first}
	}
	rest := slices.Delete(slices.Clone(p.parked), at, at+1)
	return append([]*ticket{first}, rest...)
}

func (p *Play) pick(options int) int {
	made := len(p.made)
	switch {
	case made < len(p.planned):
		return min(p.planned[made], options-1)
	case p.random != nil:
		return p.random.IntN(options)
	}
	return 0
}

// next are the choices that lead to the order after this one, nil after the last.
func (p *Play) next() []int {
	for i := len(p.made) - 1; i >= 0; i-- {
		if c := p.made[i]; c.number+1 < c.of {
			return append(p.numbers()[:i], c.number+1)
		}
	}
	return nil
}

func (p *Play) numbers() []int {
	var all []int
	for _, c := range p.made {
		all = append(all, c.number)
	}
	return all
}

// String is the order as -schedule takes it.
func (p *Play) String() string {
	var all []string
	for _, n := range p.numbers() {
		all = append(all, strconv.Itoa(n))
	}
	return strings.Join(all, ",")
}

// settle returns when every goroutine but this one waits for something.
func (p *Play) settle() {
	for {
		runtime.Gosched()
		if p.text = stacks(p.text); waiting(p.text) {
			return
		}
	}
}

// stacks tells what all goroutines do, the caller first, in the memory of text.
func stacks(text []byte) []byte {
	for {
		text = text[:cap(text)]
		if n := runtime.Stack(text, true); n < len(text) {
			return text[:n]
		}
		text = make([]byte, 2*len(text)+1<<14)
	}
}

// waits are the states of goroutines that only another one can end. The runtime has
// others, which pass by themselves.
var waits = [][]byte{
	[]byte("chan receive"), []byte("chan send"), []byte("select"), []byte("sync.Mutex.Lock"), []byte("sync.RWMutex.Lock"),
	[]byte("sync.RWMutex.RLock"), []byte("sync.WaitGroup.Wait"), []byte("sync.Cond.Wait"),
}

// waiting reports whether all goroutines but the first, which asks, wait.
func waiting(text []byte) bool {
	border := []byte("\n\n")
	for at := bytes.Index(text, border); at >= 0; at = bytes.Index(text, border) {
		text = text[at+len(border):]
		_, state, _ := bytes.Cut(text[:min(len(text), 80)], []byte("["))
		if !slices.ContainsFunc(waits, func(w []byte) bool { return bytes.HasPrefix(state, w) }) {
			return false
		}
	}
	return true
}

// self tells the calling goroutine from others.
func self() string {
	text := make([]byte, 64)
	text = text[:runtime.Stack(text, false)]
	number := bytes.Fields(text)[1]
	return fmt.Sprintf("%12s", number)
}
