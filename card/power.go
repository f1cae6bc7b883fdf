package card

import (
	"sync"
	"syscall"
)

// power is whether a card has power. The zero value has.
type power struct {
	mu    sync.Mutex
	again chan struct{} // closed when it has power again, nil while it has
}

// SetPower takes the card's power away, as when the machine goes to sleep, or gives
// it back: snd_power_change_state with D3hot and D0.
func (c *Card) SetPower(on bool) {
	p := &c.power
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case on && p.again != nil:
		close(p.again)
		p.again = nil
	case !on && p.again == nil:
		p.again = make(chan struct{})
	}
}

// HasPower reports whether the card has power.
func (c *Card) HasPower() bool {
	c.power.mu.Lock()
	defer c.power.mu.Unlock()
	return c.power.again == nil
}

func (c *Card) awaitPower(call *Call) error {
	c.power.mu.Lock()
	again := c.power.again
	c.power.mu.Unlock()
	if again == nil {
		return nil
	}
	done, answered := make(chan error, 1), make(chan struct{})
	defer close(answered)
	go func() {
		select {
		case <-again:
			done <- nil
		case <-c.gone:
			done <- syscall.ENODEV
		case <-answered:
		}
	}()
	return call.AwaitUnlessKilled(done)
}

// AwaitPower waits until the file's card has power (snd_power_wait). ENODEV when the card
// goes meanwhile, EINTR when the caller is being killed; other signals do not end
// the wait.
func (f *File) AwaitPower(call *Call) error {
	if f.card.HasPower() {
		return nil
	}
	defer f.Block("power")()
	return f.card.awaitPower(call)
}
