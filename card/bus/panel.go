package bus

// Panel is what a hand reaches of a slot's devices.
type Panel interface {
	// Jacks are those that the driver has, and Keys the names of the keys.
	Jacks() []Jack
	Keys() []string
	// MoveJacks puts plugs in and pulls them out, a line each, and PressKeys presses
	// keys. They say in one line what is wrong with a text.
	MoveJacks(text string) error
	PressKeys(text string) error
}

// Jack is where a plug can be.
type Jack struct {
	Name string `json:"name"`
	In   bool   `json:"in"`
}

// String is how the jack is written: its name, and in or out.
func (j Jack) String() string {
	if j.In {
		return j.Name + " in"
	}
	return j.Name + " out"
}

// SetPanel gives the slot its panel, before a device is plugged in.
func (s *Slot) SetPanel(p Panel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.panel = p
}

// Panel is the slot's panel; nil if it has none.
func (s *Slot) Panel() Panel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.panel
}
