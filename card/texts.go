package card

import (
	"fmt"
	"strings"

	"github.com/vsndfs/vsndfs/card/info"
)

// texts are what a card has below /proc/asound: a folder for its number, and a
// link from its id.
type texts struct {
	folder, link *info.Entry
}

// init makes the folder, which nobody sees yet (snd_info_card_create).
func (t *texts) init(c *Card) {
	t.folder = info.NewFolder(fmt.Sprintf("card%d", c.number))
	t.folder.Text("id", func(b *strings.Builder) { fmt.Fprintln(b, c.ID) })
}

// show makes the texts visible, at the end of Register (snd_info_card_register).
// Called again it does nothing.
func (t *texts) show(c *Card) {
	if t.link != nil {
		return
	}
	root := c.core.Info()
	root.Add(t.folder)
	t.link = root.Link(c.ID, t.folder.Name())
}

// hide takes them away. Who has one open reads EIO from now on
// (snd_info_card_disconnect).
func (t *texts) hide() {
	t.link.Remove()
	t.folder.Remove()
}

// Texts is the card's folder in /proc/asound, to which its device types and its
// driver add what they have to tell.
func (c *Card) Texts() *info.Entry { return c.texts.folder }
