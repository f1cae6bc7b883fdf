package panel

import (
	"sync"

	"github.com/vsndfs/vsndfs/card/bus"
)

// Panel is the jacks and keys of one device, through all its lives. Use New; a nil
// panel has none. Its lock is held while a driver is told, and so taken before those
// of a card.
type Panel struct {
	logf func(format string, args ...any)

	mu    sync.Mutex
	moved map[string]bool // where plugs are, by the jack, also while there is no driver
	jacks []*jack
	keys  Keys
}

// New returns a panel that no driver has given anything. logf hears of each plug that
// moves and each key that is pressed.
func New(logf func(format string, args ...any)) *Panel {
	return &Panel{logf: logf, moved: make(map[string]bool)}
}

var _ bus.Panel = (*Panel)(nil)
