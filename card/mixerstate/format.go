package mixerstate

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vsndfs/vsndfs/card/control"
)

// heading is for those who look.
const heading = "# The values of a sound card's mixer, kept by vsndfs. What is changed here counts when\n" +
	"# the card is plugged in again.\n"

// format is the text of a file with the elements of a card, and what the file said of
// others. A card may have thousands, and music plays meanwhile: a library's encoder
// takes fifty times as long.
func format(all []control.Settable, others []entry) ([]byte, error) {
	text := bytes.NewBufferString(heading)
	for i := range all {
		e := entry{ident: identOf(&all[i].ID), values: texts(&all[i])}
		e.write(text)
	}
	for i := range others {
		others[i].write(text)
	}
	if len(all)+len(others) == 0 {
		text.WriteString("[]\n")
	}
	if text.Len() > maxBytes {
		return nil, fmt.Errorf("the values have %d bytes, and a file %d at most", text.Len(), maxBytes)
	}
	return text.Bytes(), nil
}

// write writes the entry as an item of a list. What is 0, or mixer, is left out.
func (e *entry) write(to *bytes.Buffer) {
	indent := "- "
	line := func(key, value string) {
		to.WriteString(indent + key + ": " + value + "\n")
		indent = "  "
	}
	number := func(key string, n uint32) {
		if n != 0 {
			line(key, strconv.FormatUint(uint64(n), 10))
		}
	}
	if e.iface != usual {
		line("iface", ifaces[e.iface])
	}
	number("device", e.device)
	number("subdevice", e.subdevice)
	line("name", quoted(e.name))
	number("index", e.index)
	list := make([]string, len(e.values))
	for i, value := range e.values {
		list[i] = quoted(value)
	}
	line("values", "["+strings.Join(list, ", ")+"]")
}

// plain is what YAML takes for itself, a number or some words.
var plain = regexp.MustCompile(`^(-?[0-9]+|[A-Za-z]([A-Za-z0-9 _./()+-]*[A-Za-z0-9_)+])?)$`)

// quoted is any text as YAML.
func quoted(text string) string {
	switch {
	case plain.MatchString(text):
		return text
	case utf8.ValidString(text):
		return strconv.Quote(text) // whose escapes YAML has too
	}
	return "!!binary " + base64.StdEncoding.EncodeToString([]byte(text))
}
