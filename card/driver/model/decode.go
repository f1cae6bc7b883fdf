package model

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxBytes is more than the largest card there is needs, and read in a second or two.
const maxBytes = 1 << 20

// FileError is what is wrong with a description in a file, and where.
type FileError struct {
	File string
	Line int // 0 if it is not known
	Text string
}

// Error is one line.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Text
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text)
}

// Read reads a description from a file. Its errors are a *FileError or an
// *os.PathError.
func Read(path string) (*Description, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, err
	}
	return Parse(path, text)
}

// Parse reads the description that stands in a file. Its errors are a *FileError.
func Parse(file string, text []byte) (*Description, error) {
	d, line, err := parse(text)
	if err != nil {
		return nil, &FileError{file, line, err.Error()}
	}
	return d, nil
}

// parse says in which line an error is.
func parse(text []byte) (d *Description, line int, err error) {
	if len(text) > maxBytes {
		return nil, 0, fmt.Errorf("a card's description has %d bytes at most", maxBytes)
	}
	root, line, err := document(text)
	if err != nil {
		return nil, line, err
	}
	d = new(Description)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(d); err != nil {
		line, text := plain(err)
		return nil, line, errors.New(text)
	}
	if err := d.Check(); err != nil {
		return nil, lineOf(root, err), err
	}
	return d, 0, nil
}

// document is the only one of a text, which must be a map.
func document(text []byte) (root *yaml.Node, line int, err error) {
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	err = decoder.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil, 1, errors.New("there is no card: write at least its name, such as name: Radio")
	}
	if err != nil {
		line, text := plain(err)
		return nil, line, errors.New(text)
	}
	root = doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, root.Line, errors.New("a card is a map, such as name: Radio")
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, 0, errors.New("a file describes one card: leave the second document out")
	}
	return root, 0, nil
}

// What the library says, and what it says it of.
var (
	libraryLine    = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)$`)
	unknownField   = regexp.MustCompile(`^field (.*) not found in type model\.(\w+)$`)
	wrongKind      = regexp.MustCompile(`^cannot unmarshal (?:!!\w+ )?(.*) into (.*)$`)
	definedAlready = regexp.MustCompile(`^mapping key (.*) already defined at line (\d+)$`)
)

// plain is the first thing that the library finds wrong.
func plain(err error) (line int, text string) {
	text = err.Error()
	var all *yaml.TypeError
	if errors.As(err, &all) {
		text = all.Errors[0]
	}
	parts := libraryLine.FindStringSubmatch(strings.Join(strings.Fields(text), " "))
	line, _ = strconv.Atoi(parts[1]) // 0 without one
	return line, plainText(parts[2])
}

func plainText(text string) string {
	if m := unknownField.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("there is no key %q here; there are %s", m[1], strings.Join(keysOf(m[2]), ", "))
	}
	if m := definedAlready.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("the key %s stands in line %s already", m[1], m[2])
	}
	if m := wrongKind.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("want %s, not %s", kindWanted(m[2]), m[1])
	}
	return text
}

// kindWanted says in a user's words what a Go type holds.
func kindWanted(goType string) string {
	switch {
	case goType == "string":
		return "a word"
	case goType == "bool":
		return "true or false"
	case strings.HasPrefix(goType, "float"):
		return "a number of dB"
	case strings.HasPrefix(goType, "int"), strings.HasPrefix(goType, "uint"):
		return "a whole number that is not too large"
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	}
	return "a map"
}

// mapTypes are the types of the maps in a description.
var mapTypes = []reflect.Type{
	reflect.TypeFor[Description](), reflect.TypeFor[USB](), reflect.TypeFor[PCM](), reflect.TypeFor[Stream](),
	reflect.TypeFor[Setting](), reflect.TypeFor[Steps](), reflect.TypeFor[Control](), reflect.TypeFor[DB](),
}

// keysOf are the keys of one of them.
func keysOf(name string) []string {
	var keys []string
	for _, t := range mapTypes {
		if t.Name() != name {
			continue
		}
		for field := range t.Fields() {
			key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
			keys = append(keys, key)
		}
	}
	return keys
}
