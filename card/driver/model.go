package driver

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/fault"
	"github.com/vsndfs/vsndfs/card/panel"
	"github.com/vsndfs/vsndfs/card/timer"
)

// Environment is what the server offers its drivers.
type Environment struct {
	Core   *card.Core
	Clock  *clock.Clock
	Timers *timer.Service
	// Faults are those of the card's device. It may be nil.
	Faults *fault.Plan
	// Panel is that of the card's device. It may be nil.
	Panel *panel.Panel
	// TellAll is pcm.Config's.
	TellAll bool
	// MMAP says that programs can map a stream's memory.
	MMAP bool
}

// Model is a kind of card that a user can ask for by name.
type Model struct {
	Name    string
	Summary string // one line
	// Without names the options that mean nothing for the model.
	Without []string
	New     func(Environment, Settings) bus.Driver
}
