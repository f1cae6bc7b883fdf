package card

import (
	"cmp"
	"slices"
	"sync"
	"syscall"

	"github.com/vsndfs/vsndfs/card/info"
)

// MaxCards is the number of cards that one Core can have, SNDRV_CARDS.
const MaxCards = 32

// Core is what the cards of one /dev/snd share: the card numbers and the nodes.
// The zero value is ready.
type Core struct {
	mu    sync.Mutex
	cards [MaxCards]*Card // by number: taken from New until the end of Disconnect
	alive []*Card         // from New until freed, oldest first
	nodes map[string]*Node

	infoOnce sync.Once
	info     *info.Entry
}

// Node is one file that programs open, such as pcmC0D0p.
type Node struct {
	// Name is the file's name in /dev/snd.
	Name string
	// Card is the card that the node belongs to, nil for one that belongs to
	// none, such as timer.
	Card *Card
	// Device is the number of the device that the node belongs to, NoDevice for
	// the card's own. Type says what it is, in the words of /proc/asound/devices.
	Device int
	Type   string
	// Minor is the number of a node that always has the same, 0 for any.
	Minor int
	// Mapped says that programs map memory of its files.
	Mapped bool
	// Open makes a new open file. It may wait, as long as c allows.
	Open func(c *Call, flags OpenFlags) (*File, error)

	minor int // set by AddNode, guarded by core.mu
}

// NoDevice is the Device of a node that belongs to a card and to none of its devices.
const NoDevice = -1

// OpenFlags are the flags of open(2) that a node looks at.
type OpenFlags struct {
	Nonblock bool // O_NONBLOCK
	Append   bool // O_APPEND
	Read     bool // the file can be read
	Write    bool // the file can be written
	// Small says that the program may not open what is larger than 2 GiB: it is
	// a 32-bit one, and O_LARGEFILE is missing.
	Small bool
}

// AddNode makes a node visible.
func (c *Core) AddNode(n *Node) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.nodes == nil {
		c.nodes = make(map[string]*Node)
	}
	n.minor = c.freeMinorLocked(n)
	c.nodes[n.Name] = n
}

// RemoveNode makes a node invisible. Files that are open stay open.
func (c *Core) RemoveNode(n *Node) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// The number may be another card's by now, and the name its node's.
	if c.nodes[n.Name] == n {
		delete(c.nodes, n.Name)
	}
}

// Node finds a visible node by name.
func (c *Core) Node(name string) (*Node, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, ok := c.nodes[name]
	return n, ok
}

// Nodes returns the visible nodes, by name.
func (c *Core) Nodes() []*Node {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]*Node, 0, len(c.nodes))
	for _, n := range c.nodes {
		all = append(all, n)
	}
	slices.SortFunc(all, func(x, y *Node) int { return cmp.Compare(x.Name, y.Name) })
	return all
}

// Cards returns the cards that have been registered and not disconnected, by
// number: those that /proc/asound/cards would list.
func (c *Core) Cards() []*Card {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []*Card
	for _, card := range c.cards {
		if card != nil && card.listed {
			all = append(all, card)
		}
	}
	return all
}

// take gives card a number: the one asked for, or the lowest free one if index
// is negative. EBUSY if it is taken, ENODEV if there is no such number or none
// is free (snd_card_init).
func (c *Core) take(card *Card, index int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if index < 0 {
		index = slices.Index(c.cards[:], nil)
	}
	if index < 0 || index >= MaxCards {
		return syscall.ENODEV
	}
	if c.cards[index] != nil {
		return syscall.EBUSY
	}
	c.cards[index] = card
	c.alive = append(c.alive, card)
	card.number = index
	return nil
}

// forget ends the accounting of a card that is freed.
func (c *Core) forget(card *Card) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.alive = slices.DeleteFunc(c.alive, func(k *Card) bool { return k == card })
}

// AwaitDisconnected returns when every card that is alive now has been
// disconnected.
func (c *Core) AwaitDisconnected() {
	for _, card := range c.living() {
		<-card.gone
	}
}

// AwaitFreed returns when every card that is alive now has been freed. Where a driver
// does not wait for that, its card outlives the unplugging of its device.
func (c *Core) AwaitFreed() {
	for _, card := range c.living() {
		<-card.freed
	}
}

// living are the cards that have been made and not freed.
func (c *Core) living() []*Card {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.alive)
}

// CardsOn returns the cards on a device, by its name, that have not been freed:
// those in use, and those that wait for their open files. A card comes with
// Register: before, its probe is still describing it.
func (c *Core) CardsOn(device string) []*Card {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []*Card
	for _, card := range c.alive {
		if card.named && card.parent.Name() == device {
			all = append(all, card)
		}
	}
	return all
}

// giveBack makes the card's number and id free for others. It is the end of
// disconnect: open files may live on.
func (c *Core) giveBack(card *Card) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cards[card.number] = nil
}

// name gives the card an id that no other card has, once and before any of its
// nodes can be seen.
func (c *Core) name(card *Card) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !card.named {
		card.ID, card.named = c.uniqueID(card.ID), true
	}
}

// list makes the card one of Cards.
func (c *Core) list(card *Card) {
	c.mu.Lock()
	defer c.mu.Unlock()
	card.listed = true
}

func (c *Core) uniqueID(wanted string) string {
	base := validID(wanted)
	id := base
	for n := 1; c.idTakenLocked(id); n++ {
		id = numberedID(base, n)
	}
	return id
}

func (c *Core) idTakenLocked(id string) bool {
	return slices.Contains(reserved, id) || slices.ContainsFunc(c.cards[:], func(card *Card) bool {
		return card != nil && card.named && card.ID == id
	})
}
