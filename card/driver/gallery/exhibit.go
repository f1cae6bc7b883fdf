package gallery

import (
	"fmt"
	"strings"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
)

// Exhibit is a driver and what it shows.
type Exhibit struct {
	Name    string
	Caption string // one line: what its log shows
	Story   string // why that is so
	Visit   Visit
	// Log are events that the log has, in this order, and Oopses all that it has of
	// uses after release, each as "PART by OPERATION".
	Log    []string
	Oopses []string

	new func(chip) bus.Driver
}

// Visit is how programs meet an exhibit.
type Visit int

const (
	// Waits is a program that plays while the cable is pulled, and the pulling
	// waits for it.
	Waits Visit = iota
	// Returns is the same, and the pulling does not wait.
	Returns
	// Fails is plugging in again and again, until the probe has failed at each of
	// its steps.
	Fails
)

// Exhibits are all, in the order in which to visit them.
var Exhibits = []Exhibit{
	managedExhibit, unmanagedExhibit,
	mixedWrongExhibit, mixedCarefulExhibit, freedTwiceExhibit,
	freeWhenClosedExhibit, freeWhenClosedWrongExhibit,
	noBusReferenceExhibit, pciReferenceExhibit, usbReferenceExhibit, firewireReferenceExhibit,
	failingProbeWrongExhibit, failingProbeExhibit,
	lateResourceExhibit, registeredAgainExhibit,
}

// prefix tells the models of the gallery from those for every day.
const prefix = "gallery-"

// Model is the card with the exhibit's driver.
func (e Exhibit) Model() driver.Model {
	return driver.Model{
		Name:    prefix + e.Name,
		Summary: e.Caption,
		Without: []string{"record", "play", "state", "clock", "devices", "substreams"},
		New:     func(env driver.Environment, s driver.Settings) bus.Driver { return e.new(chip{env, s}) },
	}
}

// Models are the cards of all exhibits.
func Models() []driver.Model {
	var all []driver.Model
	for _, e := range Exhibits {
		all = append(all, e.Model())
	}
	return all
}

// Find looks an exhibit up by its name, with or without the prefix of its model.
func Find(name string) (Exhibit, error) {
	var names []string
	for _, e := range Exhibits {
		if e.Name == strings.TrimPrefix(name, prefix) {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return Exhibit{}, fmt.Errorf("there is no exhibit %q; there are %s", name, strings.Join(names, ", "))
}
