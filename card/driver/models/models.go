// Package models lists the built-in card models.
package models

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/dummy"
	"github.com/vsndfs/vsndfs/card/driver/gallery"
	"github.com/vsndfs/vsndfs/card/driver/loopback"
	"github.com/vsndfs/vsndfs/card/driver/usbheadset"
)

// All are the built-in models for every day, the default first.
var All = []driver.Model{usbheadset.Model, loopback.Model, dummy.Model}

// Gallery are the cards of the driver gallery, which show right and wrong.
var Gallery = gallery.Models()

// Default is the model of a mount that names none.
var Default = usbheadset.Model

// Find looks a model up by name. The error lists those for every day.
func Find(name string) (driver.Model, error) {
	for _, m := range slices.Concat(All, Gallery) {
		if m.Name == name {
			return m, nil
		}
	}
	var names []string
	for _, m := range All {
		names = append(names, m.Name)
	}
	return driver.Model{}, fmt.Errorf("there is no card model %q; there are %s, and those of vsndfs models --gallery", name, strings.Join(names, ", "))
}
