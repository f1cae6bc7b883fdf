// Package models lists the built-in card models. Those for every day are descriptions
// in YAML, which anybody can start from.
package models

import (
	"embed"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/described"
	"github.com/vsndfs/vsndfs/card/driver/gallery"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

//go:embed *.yaml
var files embed.FS

// names are the models for every day, the default first.
var names = []string{Default, "usb-dac", "webcam-mic", "hda-laptop", "studio-18x20", "loopback", "dummy"}

// All are the built-in models for every day, the default first.
func All() []driver.Model { return slices.Clone(all()) }

// Gallery are the cards of the driver gallery, which show right and wrong.
var Gallery = gallery.Models()

// Default is the name of the model of a mount that names none.
const Default = "usb-headset"

// all is read when it is needed first: most commands never do.
var all = sync.OnceValue(func() []driver.Model {
	var all []driver.Model
	for _, name := range names {
		text, err := Text(name)
		if err != nil {
			panic(err) // names and files are built in: a test finds what is wrong with them
		}
		d, err := model.Parse(name+".yaml", text)
		if err != nil {
			panic(err)
		}
		all = append(all, described.New(name, d))
	}
	return all
})

// Text is the description of a model for every day, as YAML.
func Text(name string) ([]byte, error) {
	text, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("there is no description of %q; there are those of %s", name, strings.Join(names, ", "))
	}
	return text, nil
}

// Find looks a model up by its name, or reads the description in a file: what ends in
// .yaml or .yml, or has a slash in it, is one. The error for a name lists those for
// every day.
func Find(name string) (driver.Model, error) {
	if isFile(name) {
		return load(name)
	}
	for _, m := range slices.Concat(all(), Gallery) {
		if m.Name == name {
			return m, nil
		}
	}
	return driver.Model{}, fmt.Errorf("there is no card model %q; there are %s, those of vsndfs models --gallery, and files such as my-card.yaml", name, strings.Join(names, ", "))
}

func isFile(name string) bool {
	ext := filepath.Ext(name)
	return ext == ".yaml" || ext == ".yml" || strings.ContainsRune(name, '/')
}

// load reads a model from a file, whose name without the extension is the model's.
func load(path string) (driver.Model, error) {
	d, err := model.Read(path)
	if err != nil {
		return driver.Model{}, err
	}
	base := filepath.Base(path)
	return described.New(deviceName(strings.TrimSuffix(base, filepath.Ext(base))), d), nil
}

// deviceName makes a name for devices, which is a word in the log and a folder's name.
func deviceName(text string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("-_", r) {
			return r
		}
		return '-'
	}, text)
}
