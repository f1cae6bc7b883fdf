package card

import "slices"

// Disconnect takes the card away from programs: every open file answers ENODEV
// from now on, sleepers wake, nodes vanish, and the card's number is free for
// another. It does not wait for the files to be closed. Later calls do nothing
// (snd_card_disconnect).
func (c *Card) Disconnect() {
	c.disconnectOnce.Do(func() {
		c.Logf("card %d disconnect", c.number)
		c.switchFiles()
		close(c.gone)
		for _, p := range slices.Backward(c.list()) {
			p.disconnect()
		}
		c.texts.hide()
		c.core.giveBack(c)
	})
}

// switchFiles refuses new files and makes those that are open dead, in one step.
func (c *Card) switchFiles() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shutdown = true
	for f := range c.files.All() {
		f.die()
	}
}

// Free disconnects the card, waits until nobody holds it, and returns when all
// of it is freed. It may be called again, by the driver and by its device's
// managed resources: a card is freed once, and later calls return at once
// (snd_card_free).
//
// It must not be called with a lock held that closing a file needs.
func (c *Card) Free() {
	if c.releasing.Load() {
		return
	}
	c.disconnectAndCount()
	done := c.parent.Waits(c.OpenFiles)
	defer done()
	c.dropInitial()
	<-c.freed
}

// disconnectAndCount disconnects the card and tells how many files it waits for. The
// log tells of their closing after that.
func (c *Card) disconnectAndCount() {
	c.counting.Lock()
	defer c.counting.Unlock()
	c.Disconnect()
	c.Logf("card %d wait files=%d", c.number, c.OpenFiles())
}

// FreeWhenClosed disconnects the card and returns; whoever closes the last file
// frees it (snd_card_free_when_closed).
func (c *Card) FreeWhenClosed() {
	c.Disconnect()
	c.dropInitial()
}

// dropInitial drops the reference that New took. Where the kernel drops it once
// per call, and once too often when a driver mixes the two ways of freeing, it
// goes here once.
func (c *Card) dropInitial() {
	if !c.initialDropped.Swap(true) {
		c.Put()
	}
}

// Get takes a reference: the card is not freed before the matching Put.
func (c *Card) Get() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refs++
}

// Put drops a reference. The last one frees the card, in the caller's context:
// it must not hold a lock that a device needs to be freed.
func (c *Card) Put() {
	c.mu.Lock()
	c.refs--
	last := c.refs == 0
	c.mu.Unlock()
	if last {
		c.doFree()
	}
}

// doFree is snd_card_do_free. Nothing may touch the card after freed is closed.
func (c *Card) doFree() {
	c.releasing.Store(true)
	c.Logf("card %d free", c.number)
	c.freeComponents(func(p *component) bool { return !p.freedLate() })
	c.freeComponents(func(p *component) bool { return true })
	if c.privateFree != nil {
		c.Logf("private_free")
		c.privateFree()
	}
	c.core.forget(c)
	c.parent.Put()
	close(c.freed)
}

// freeComponents frees those that match, newest first, and forgets them.
func (c *Card) freeComponents(match func(*component) bool) {
	for _, p := range slices.Backward(c.list()) {
		if match(p) {
			c.unlist(p)
			p.free()
		}
	}
}

func (c *Card) unlist(p *component) {
	c.componentsMu.Lock()
	defer c.componentsMu.Unlock()
	c.components = slices.DeleteFunc(c.components, func(q *component) bool { return q == p })
}
