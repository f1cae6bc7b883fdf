package described

import (
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/panel"
)

// addKeys gives the device's panel its keys. The elements that they change are there.
func (x *mixer) addKeys(elements map[string]string) error {
	keys := make(panel.Keys)
	for key, element := range elements {
		keys[panel.Key(key)] = press(panel.Key(key), x.named[element])
	}
	return x.panel.AddKeys(x.Parent(), keys)
}

// press is what a key does to its element.
func press(key panel.Key, set *control.Set) func() error {
	switch key {
	case panel.VolumeUp:
		return func() error { return set.Turn(1) }
	case panel.VolumeDown:
		return func() error { return set.Turn(-1) }
	}
	return set.Toggle
}
