package mixerstate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/control"
)

// saveAfter is how long a change waits for others: a fader that moves is not written
// at every step. A server that is killed takes no more along.
const saveAfter = 250 * time.Millisecond

// Keeper keeps the values of one life of a card. A nil Keeper keeps none.
type Keeper struct {
	file *File
	logf func(format string, args ...any)

	control *control.Control // nil until there is something to keep
	others  []entry          // what the file says of elements that the card has not
	saved   []control.Settable
	written bool   // saved is what the file has
	failure string // the last, to be told once

	changed chan struct{} // holds a token when values may have changed
	quit    chan struct{}
	done    chan struct{}

	mu   sync.Mutex
	gone bool // the card's elements have
	last []control.Settable
}

// Acquire returns a keeper that is a managed resource of d; without a file, nil.
// It is acquired before the card, so that it is released when the elements have been
// freed: then all is on disk.
func Acquire(d *bus.Device, f *File) (*Keeper, error) {
	if f == nil {
		return nil, nil
	}
	k := &Keeper{file: f, logf: d.Logf, changed: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	_, err := d.Resources.AddActionOrReset("state", k.close)
	return k, err
}

// Keep puts the values back that the file has, and saves what changes from then on,
// until the card ends. The card has all its elements and is not registered.
//
// A file that is wrong is an error when the card is new: the user has named it just
// now. Later the card comes all the same: the log says why the file was no good, and
// it is moved out of the way.
func (k *Keeper) Keep(c *card.Card, ctl *control.Control) error {
	if k == nil {
		return nil
	}
	k.file.sweep()
	err := k.restore(ctl)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		if !k.file.used {
			return err
		}
		if !k.setAside(err) {
			return nil
		}
	}
	k.file.used = true
	k.control = ctl
	ctl.Watch(k.touch)
	c.AddDevice(card.Codec, device{k})
	go k.run()
	return nil
}

// restore gives the elements the values that the file has for them.
func (k *Keeper) restore(ctl *control.Control) error {
	entries, err := k.file.read()
	if err != nil {
		return err
	}
	known, others, err := k.match(entries, ctl.Settables())
	if err != nil {
		return err
	}
	for _, e := range known {
		if err := ctl.Put(e.ID, e.Values); err != nil {
			return &Error{Path: k.file.Path, Text: fmt.Sprintf("%q does not take its values: %v", identOf(&e.ID).name, err)}
		}
	}
	k.others, k.saved, k.written = others, ctl.Settables(), true
	k.logf("state %s restored=%d", k.file.Path, len(known))
	return nil
}

// match finds the elements that the file has values for, in the card's order, and
// what it says of others. All values are checked, so that a file counts as a whole
// or not at all.
func (k *Keeper) match(entries []entry, all []control.Settable) (known []control.Settable, others []entry, err error) {
	said := make(map[ident]*entry, len(entries))
	for i := range entries {
		said[entries[i].ident] = &entries[i]
	}
	for _, e := range all {
		of := identOf(&e.ID)
		found, ok := said[of]
		if !ok {
			continue
		}
		delete(said, of)
		if e.Values, err = found.valuesFor(&e); err != nil {
			return nil, nil, &Error{k.file.Path, found.line, fmt.Sprintf("%q: %v", of.name, err)}
		}
		known = append(known, e)
	}
	others = slices.DeleteFunc(entries, func(e entry) bool { return said[e.ident] == nil })
	return known, others, nil
}

// setAside moves a file away that is wrong, and says so. Where it cannot be moved
// nothing is kept in this life of the card, as that would overwrite it.
func (k *Keeper) setAside(why error) bool {
	if err := os.Rename(k.file.Path, k.file.bad()); err != nil {
		k.logf("state failed: %v; it stays as it is, and nothing is kept: %v", why, err)
		return false
	}
	k.logf("state failed: %v; it is %s now", why, k.file.bad())
	return true
}

// touch is the elements' watcher.
func (k *Keeper) touch() {
	select {
	case k.changed <- struct{}{}:
	default:
	}
}

// run saves what changes, a moment later, and in the end what there is.
func (k *Keeper) run() {
	defer close(k.done)
	defer func() { k.save(k.values()) }()
	for {
		select {
		case <-k.changed:
		case <-k.quit:
			return
		}
		select {
		case <-time.After(saveAfter):
			k.save(k.values())
		case <-k.quit:
			return
		}
	}
}

// values are those of the elements, or the last that they had.
func (k *Keeper) values() []control.Settable {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.gone {
		k.last = k.control.Settables()
	}
	return k.last
}

// save writes the values, if they are others than those in the file. The log tells of
// a failure once, and not again while it lasts.
func (k *Keeper) save(now []control.Settable) {
	if k.written && slices.EqualFunc(now, k.saved, sameValues) {
		return
	}
	text, err := format(now, k.others)
	if err == nil {
		err = k.file.write(text)
	}
	if err != nil {
		if failure := err.Error(); failure != k.failure {
			k.failure = failure
			k.logf("state failed: %v", err)
		}
		return
	}
	k.saved, k.written, k.failure = now, true, ""
}

func sameValues(a, b control.Settable) bool { return a.ID == b.ID && slices.Equal(a.Values, b.Values) }

// close ends the keeping, when all is on disk or cannot be.
func (k *Keeper) close() {
	if k.control == nil {
		return
	}
	close(k.quit)
	<-k.done
}

// device is the keeper as a part of the card: it hears when the elements are about to
// go, after the last file was closed.
type device struct{ *Keeper }

// Register is of card.Device.
func (device) Register() error { return nil }

// Disconnect is of card.Device.
func (device) Disconnect() {}

// Free takes the last values.
func (d device) Free() {
	d.values()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = true
}
