package card

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/info"
)

// Info is the root of the tree that /proc/asound is. Device types add lists of
// their own.
func (c *Core) Info() *info.Entry {
	c.infoOnce.Do(func() {
		c.info = info.NewFolder("asound")
		c.info.Text("cards", c.listCards)
		c.info.Text("devices", c.listNodes)
		c.info.Text("modules", c.listModules)
		c.info.Text("version", version)
	})
	return c.info
}

// listCards is snd_card_info_read.
func (c *Core) listCards(b *strings.Builder) {
	cards := c.Cards()
	for _, k := range cards {
		fmt.Fprintf(b, "%2d [%-15s]: %s - %s\n", k.number, k.ID, k.Driver, k.ShortName)
		fmt.Fprintf(b, "%22s%s\n", "", k.LongName)
	}
	if len(cards) == 0 {
		b.WriteString("--- no soundcards ---\n")
	}
}

// listModules is snd_card_module_info_read. A driver's module has its name, with
// the underscores that names of modules have.
func (c *Core) listModules(b *strings.Builder) {
	for _, k := range c.Cards() {
		fmt.Fprintf(b, "%2d %s\n", k.number, strings.ReplaceAll(k.parent.Driver(), "-", "_"))
	}
}

// listNodes is snd_minor_info_read.
func (c *Core) listNodes(b *strings.Builder) {
	nodes := c.Nodes()
	slices.SortFunc(nodes, func(x, y *Node) int { return x.minor - y.minor })
	for _, n := range nodes {
		place := ""
		switch {
		case n.Card != nil && n.Device != NoDevice:
			place = fmt.Sprintf("[%2d-%2d]", n.Card.number, n.Device)
		case n.Card != nil:
			place = fmt.Sprintf("[%2d]", n.Card.number)
		}
		fmt.Fprintf(b, "%3d: %-7s: %s\n", n.minor, place, n.Type)
	}
}

// version is snd_info_version_read: ALSA has that of the kernel.
func version(b *strings.Builder) {
	var u unix.Utsname
	_ = unix.Uname(&u) // it fails for a bad address alone
	fmt.Fprintf(b, "Advanced Linux Sound Architecture Driver Version k%s.\n", unix.ByteSliceToString(u.Release[:]))
}
