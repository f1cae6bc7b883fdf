package server

import (
	"fmt"
	"io"

	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/models"
	"github.com/vsndfs/vsndfs/fs"
	"github.com/vsndfs/vsndfs/server/scenario"
)

// Subtype makes the mount's type fuse.vsndfs.
const Subtype = "vsndfs"

// Options say what to serve and where.
type Options struct {
	Dir      string
	Nonempty bool // mount over a directory that has files in it
	Cards    []Card
	FS       fs.Options
	// Scenario is what goes wrong meanwhile. It may be nil.
	Scenario *scenario.Scenario
	// MountOptions are the remaining words of -o, for the kernel.
	MountOptions []string
	// NoPassthrough leaves mmap out, as an older kernel does.
	NoPassthrough bool
	// Log gets a copy of every line of the lifecycle log. It may be nil.
	Log io.Writer
	// Trap is for tests. It may be nil.
	Trap *Trap
}

// Card is a card to plug in.
type Card struct {
	Model    driver.Model
	Settings driver.Settings
}

// ParseCard reads a card's description: a model and its options.
func ParseCard(model string, options []string) (Card, error) {
	m, err := models.Find(model)
	if err != nil {
		return Card{}, err
	}
	s, err := m.ParseSettings(options)
	return Card{m, s}, err
}

// CheckStates says, in one line, which two cards would keep their values in the same
// file.
func CheckStates(cards []Card) error {
	names := slotNames(cards)
	first := make(map[string]string)
	for i, c := range cards {
		if c.Settings.State == nil {
			continue
		}
		path := c.Settings.State.Path
		if other, taken := first[path]; taken {
			return fmt.Errorf("%s and %s both keep their values in %s: give each a file of its own", other, names[i], path)
		}
		first[path] = names[i]
	}
	return nil
}

// slotNames gives every card a name on the bus: its model and a number.
func slotNames(cards []Card) []string {
	count := make(map[string]int)
	var names []string
	for _, c := range cards {
		names = append(names, fmt.Sprintf("%s.%d", c.Model.Name, count[c.Model.Name]))
		count[c.Model.Name]++
	}
	return names
}
