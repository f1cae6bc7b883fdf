package bus

// Faults are what goes wrong with a slot's devices on demand.
type Faults interface {
	// Add takes faults, a line each, and says in one line what is wrong with them.
	Add(text string) error
	// String tells the faults and what has happened of them.
	String() string
}

// SetFaults gives the slot its faults, before a device is plugged in.
func (s *Slot) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

// Faults are the slot's faults; nil if it has none.
func (s *Slot) Faults() Faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}
