package mixerstate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxBytes is more than a card's elements need, and what a file of ours never has.
const maxBytes = 4 << 20

// entry is what a file says of one element.
type entry struct {
	ident
	line   int
	values []string // whatever YAML takes them for: the element's type counts
}

// Error is what is wrong with a file, besides that it cannot be read: one line, with
// the place.
type Error struct {
	Path string
	Line int // from 1; 0 if the text says it
	Text string
}

// Error is of error.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Path + ": " + e.Text
	}
	return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Text)
}

// parser reads one file.
type parser struct{ path string }

func (p parser) errorf(line int, format string, args ...any) error {
	return &Error{p.path, line, fmt.Sprintf(format, args...)}
}

// parse reads the text of a file; path is what errors call it. A text without anything
// is a list of nothing.
func parse(path string, text []byte) ([]entry, error) {
	p := parser{path}
	if len(text) > maxBytes {
		return nil, p.errorf(1, "a file of mixer values has %d bytes at most", maxBytes)
	}
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	switch err := decoder.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, p.errorf(0, "%s", strings.Join(strings.Fields(err.Error()), " "))
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, p.errorf(doc.Line, "a file holds one list: leave the second document out")
	}
	return p.list(doc.Content[0])
}

func (p parser) list(n *yaml.Node) ([]entry, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, p.errorf(n.Line, "want a list of elements, such as - {name: Master Playback Volume, values: [42]}")
	}
	var all []entry
	seen := make(map[ident]int)
	for _, item := range n.Content {
		e, err := p.entry(item)
		if err != nil {
			return nil, err
		}
		if line, twice := seen[e.ident]; twice {
			return nil, p.errorf(e.line, "%q stands there twice, first in line %d", e.name, line)
		}
		seen[e.ident] = e.line
		all = append(all, e)
	}
	return all, nil
}

func (p parser) entry(n *yaml.Node) (entry, error) {
	e := entry{ident: ident{iface: usual}, line: n.Line}
	if n.Kind != yaml.MappingNode {
		return e, p.errorf(n.Line, "an element is written as name: NAME and values: [VALUE, ...]")
	}
	seen := make(map[string]bool)
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen[key.Value] {
			return e, p.errorf(key.Line, "%q stands there twice", key.Value)
		}
		seen[key.Value] = true
		if err := e.set(key.Value, value); err != nil {
			return e, p.errorf(value.Line, "%v", err)
		}
	}
	for _, key := range []string{"name", "values"} {
		if !seen[key] {
			return e, p.errorf(n.Line, "the element has no %s", key)
		}
	}
	return e, nil
}

// set reads what stands behind a key of an element.
func (e *entry) set(key string, value *yaml.Node) (err error) {
	if key == "values" {
		e.values, err = scalars(value)
		return err
	}
	word, err := scalar(value)
	if err != nil {
		return err
	}
	switch key {
	case "name":
		e.name = word
	case "iface":
		e.iface, err = parseIface(word)
	case "device":
		e.device, err = number(word)
	case "subdevice":
		e.subdevice, err = number(word)
	case "index":
		e.index, err = number(word)
	default:
		err = fmt.Errorf("an element has no %q: it has iface, device, subdevice, name, index and values", key)
	}
	return err
}

// scalar is a word or several, also bytes that are no UTF-8.
func scalar(n *yaml.Node) (string, error) {
	var text string
	if n.Kind != yaml.ScalarNode {
		return "", errors.New("want a word or some, and no list or map")
	}
	if n.ShortTag() != "!!binary" {
		return n.Value, nil
	}
	if err := n.Decode(&text); err != nil {
		return "", errors.New("this is no base64")
	}
	return text, nil
}

// scalars are a list of them, or one alone.
func scalars(n *yaml.Node) ([]string, error) {
	switch n.Kind {
	case yaml.SequenceNode:
	case yaml.ScalarNode:
		n = &yaml.Node{Content: []*yaml.Node{n}}
	default:
		return nil, errors.New("want a value or a list of values, such as [42, 42]")
	}
	all := make([]string, len(n.Content))
	for i, value := range n.Content {
		var err error
		if all[i], err = scalar(value); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func number(text string) (uint32, error) {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return 0, fmt.Errorf("%q is no number from 0 on", text)
	}
	return uint32(n), nil
}
