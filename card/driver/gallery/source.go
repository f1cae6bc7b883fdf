package gallery

import (
	"embed"
	"strings"
)

//go:embed managed.go unmanaged.go mixed_*.go *_reference.go free*.go failing_*.go late_resource.go registered_again.go
var sources embed.FS

// File is the name of the exhibit's file in this package.
func (e Exhibit) File() string { return strings.ReplaceAll(e.Name, "-", "_") + ".go" }

// Driver is the exhibit's source: its file without what says what it shows.
func (e Exhibit) Driver() string {
	text, err := sources.ReadFile(e.File())
	if err != nil {
		panic(err) // every exhibit has its file: a test looks
	}
	_, driver, _ := strings.Cut(string(text), "\n}\n\n")
	return driver
}
