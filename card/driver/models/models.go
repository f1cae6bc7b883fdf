// Package models lists the built-in card models.
package models

import (
	"fmt"
	"strings"

	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/dummy"
	"github.com/vsndfs/vsndfs/card/driver/loopback"
	"github.com/vsndfs/vsndfs/card/driver/usbheadset"
)

// All are the built-in models, the default first.
var All = []driver.Model{usbheadset.Model, loopback.Model, dummy.Model}

// Default is the model of a mount that names none.
var Default = usbheadset.Model

// Find looks a model up by name. The error lists those that there are.
func Find(name string) (driver.Model, error) {
	var names []string
	for _, m := range All {
		if m.Name == name {
			return m, nil
		}
		names = append(names, m.Name)
	}
	return driver.Model{}, fmt.Errorf("there is no card model %q; there are %s", name, strings.Join(names, ", "))
}
