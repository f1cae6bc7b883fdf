package lifelog

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// trigger is the entry of a registered managed card.
const trigger = "trigger_card_free"

// binding is how a device and its driver stand.
type binding int

const (
	unbound binding = iota
	bound           // probing too: the log does not tell when a probe succeeds
	unbinding
	failed // its probe
)

// cardPhase is how far a card has come.
type cardPhase int

const (
	noCard cardPhase = iota
	registered
	disconnected
	waiting
	freed
)

// device is what a log has told of one slot.
type device struct {
	checker *Checker

	plugged   bool
	leaving   bool // it is being unplugged
	binding   binding
	resources []string // oldest first
	card      cardPhase
	number    int
	open      map[opener]int
	last      Kind // of its lines
}

// opener is an open file: the log tells no two of one process and node apart.
type opener struct {
	node string
	pid  int
}

func newDevice(c *Checker) *device { return &device{checker: c, open: make(map[opener]int)} }

// steps is what a device does at each line, and when it may.
var steps = map[Kind]func(*device, Event) error{
	Plug:          (*device).plug,
	Unplug:        (*device).unplug,
	Bind:          (*device).bind,
	Unbind:        (*device).unbind,
	Present:       (*device).present,
	ProbeFailed:   (*device).probeFailed,
	Add:           (*device).add,
	Remove:        (*device).remove,
	Release:       (*device).release,
	Register:      (*device).register,
	Disconnect:    (*device).disconnect,
	Wait:          (*device).wait,
	Free:          (*device).free,
	PrivateFree:   (*device).privateFree,
	Open:          (*device).opens,
	Close:         (*device).closes,
	DeviceRelease: (*device).deviceRelease,
	Stream:        (*device).stream,
	Record:        (*device).record,
	Jack:          (*device).moves,
	Key:           (*device).moves,
	State:         (*device).moves,
}

func (d *device) do(e Event) error {
	if e.Kind == Fault || e.Kind == Refused {
		return nil
	}
	if !d.plugged && e.Kind != Plug {
		return errors.New("nothing is plugged in")
	}
	err := steps[e.Kind](d, e)
	d.last = e.Kind
	return err
}

// settle ends an unbinding, or a probe that failed, once all is released: the log
// has no line for it.
func (d *device) settle() error {
	if d.binding != unbinding && d.binding != failed {
		return nil
	}
	if len(d.resources) > 0 {
		return fmt.Errorf("resources are left: %q", d.resources)
	}
	if d.card != noCard && d.card < freed {
		return errors.New("the card is not freed")
	}
	d.binding, d.card = unbound, noCard
	return nil
}

func (d *device) plug(Event) error {
	if d.plugged {
		return errors.New("the last device was not released")
	}
	d.plugged = true
	return nil
}

func (d *device) unplug(Event) error {
	if err := d.settle(); err != nil {
		return err
	}
	if d.leaving {
		return errors.New("it is being unplugged")
	}
	d.leaving = true
	return nil
}

func (d *device) bind(Event) error {
	if err := d.settle(); err != nil {
		return err
	}
	switch {
	case d.leaving:
		return errors.New("it is being unplugged")
	case d.binding != unbound:
		return errors.New("it is bound")
	case len(d.resources) > 0:
		return fmt.Errorf("resources are left: %q", d.resources)
	}
	d.binding = bound
	return nil
}

func (d *device) unbind(Event) error {
	if d.binding != bound {
		return errors.New("it is not bound")
	}
	if d.card > registered {
		return errors.New("its card went before") // as in a probe that fails
	}
	d.binding = unbinding
	return nil
}

func (d *device) present(Event) error {
	if d.binding == bound || len(d.resources) == 0 {
		return errors.New("none is left")
	}
	return nil
}

func (d *device) probeFailed(Event) error {
	if d.binding != bound {
		return errors.New("it is not being probed")
	}
	d.binding = failed
	return nil
}

func (d *device) add(e Event) error {
	if d.binding != bound {
		return errors.New("it is not bound")
	}
	if e.Name == trigger && d.card != registered {
		return errors.New("no card is registered")
	}
	d.resources = append(d.resources, e.Name)
	return nil
}

func (d *device) remove(e Event) error {
	for i := len(d.resources) - 1; i >= 0; i-- {
		if d.resources[i] == e.Name {
			d.resources = append(d.resources[:i], d.resources[i+1:]...)
			return nil
		}
	}
	return fmt.Errorf("it has only %q", d.resources)
}

// release is of the newest. Of a card that is registered the trigger comes first,
// and nothing follows before the card is freed.
func (d *device) release(e Event) error {
	last := len(d.resources) - 1
	switch {
	case d.binding != unbinding && d.binding != failed:
		return errors.New("it is not being unbound")
	case last < 0 || d.resources[last] != e.Name:
		return fmt.Errorf("the newest is at the end of %q", d.resources)
	case d.card != noCard && d.card < freed && e.Name != trigger:
		return errors.New("the card is not freed")
	}
	d.resources = d.resources[:last]
	return nil
}

func (d *device) register(e Event) error {
	if d.binding != bound {
		return errors.New("it is not bound")
	}
	if d.card == registered && d.number == e.Card {
		return nil // again, to move the trigger
	}
	if d.card != noCard {
		return errors.New("it has a card")
	}
	if d.checker.numbers[e.Card] != nil {
		return errors.New("the number is another card's")
	}
	d.card, d.number = registered, e.Card
	d.checker.numbers[e.Card] = d
	return nil
}

// disconnect gives the card's number back, a moment after the line. A card that
// goes with its probe may not have been registered.
func (d *device) disconnect(e Event) error {
	if d.card == noCard && d.binding != unbinding {
		d.card, d.number = disconnected, e.Card
		return nil
	}
	if d.binding == unbinding && slices.Contains(d.resources, trigger) {
		return errors.New("its trigger was not released")
	}
	if err := d.advance(e, registered, disconnected); err != nil {
		return err
	}
	delete(d.checker.numbers, e.Card)
	return nil
}

func (d *device) wait(e Event) error {
	if d.card == waiting {
		return nil // another who frees the card
	}
	return d.advance(e, disconnected, waiting)
}

func (d *device) free(e Event) error {
	if len(d.open) > 0 {
		return fmt.Errorf("files are open: %v", d.open)
	}
	return d.advance(e, waiting, freed)
}

func (d *device) privateFree(Event) error {
	if d.last != Free {
		return errors.New("it does not follow the card's free")
	}
	return nil
}

// advance takes the card from one phase to the next.
func (d *device) advance(e Event, from, to cardPhase) error {
	if d.card == noCard || d.number != e.Card {
		return fmt.Errorf("card %d is not registered", e.Card)
	}
	if d.card != from {
		return fmt.Errorf("the card is in phase %d, not %d", d.card, from)
	}
	d.card = to
	return nil
}

// cardOfNode finds the card's number in a node's name, such as pcmC0D1p.
var cardOfNode = regexp.MustCompile(`^[a-z]+C(\d+)(?:D|$)`)

// opens may come late, when the card is disconnected already, but not when it is
// freed: an open file keeps it.
func (d *device) opens(e Event) error {
	if err := d.hasNode(e); err != nil {
		return err
	}
	d.open[opener{e.Node, e.Pid}]++
	return nil
}

// hasNode says why there can be no node of that name.
func (d *device) hasNode(e Event) error {
	if d.card == noCard || d.card == freed {
		return errors.New("there is no card")
	}
	if card := cardOfNode.FindStringSubmatch(e.Node); card == nil || card[1] != strconv.Itoa(d.number) {
		return fmt.Errorf("it is no node of card %d", d.number)
	}
	return nil
}

// stream is of a node that somebody has open, or is about to: the line of its
// opening may come after one that tells that it was disconnected.
func (d *device) stream(e Event) error { return d.hasNode(e) }

// record tells of a file, which may be complete after everything else.
func (*device) record(Event) error { return nil }

// moves is of what a driver has told of, or keeps, and may be going to let go.
func (d *device) moves(Event) error {
	if d.binding == unbound {
		return errors.New("it is not bound")
	}
	return nil
}

func (d *device) closes(e Event) error {
	o := opener{e.Node, e.Pid}
	switch d.open[o] {
	case 0:
		return fmt.Errorf("open are %v", d.open)
	case 1:
		delete(d.open, o)
	default:
		d.open[o]--
	}
	return nil
}

func (d *device) deviceRelease(Event) error {
	if !d.leaving || d.binding == bound {
		return errors.New("it is not being unplugged")
	}
	if err := d.settle(); err != nil {
		return err
	}
	d.plugged, d.leaving = false, false
	return nil
}
