package mixerstate

import (
	"bytes"
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/vsndfs/vsndfs/card/control"
)

// heading is for those who look.
const heading = "# The values of a sound card's mixer, kept by vsndfs. What is changed here counts when\n" +
	"# the card is plugged in again.\n"

// format is the text of a file with the elements of a card, and what the file said of
// others.
func format(all []control.Settable, others []entry) ([]byte, error) {
	list := yaml.Node{Kind: yaml.SequenceNode}
	for i := range all {
		list.Content = append(list.Content, entryOf(&all[i]).node())
	}
	for i := range others {
		list.Content = append(list.Content, others[i].node())
	}
	text := bytes.NewBufferString(heading)
	encoder := yaml.NewEncoder(text)
	encoder.SetIndent(2)
	if err := encoder.Encode(&list); err != nil {
		return nil, fmt.Errorf("write the values: %w", err)
	}
	if text.Len() > maxBytes {
		return nil, fmt.Errorf("the values have %d bytes, and a file %d at most", text.Len(), maxBytes)
	}
	return text.Bytes(), nil
}

func entryOf(e *control.Settable) *entry {
	return &entry{ident: identOf(&e.ID), values: valueNodes(e)}
}

// node is the entry as YAML. What is 0, or MIXER, is left out.
func (e *entry) node() *yaml.Node {
	m := &yaml.Node{Kind: yaml.MappingNode}
	add := func(key string, value *yaml.Node) { m.Content = append(m.Content, plain(key), value) }
	addNumber := func(key string, n uint32) {
		if n != 0 {
			add(key, plain(strconv.FormatUint(uint64(n), 10)))
		}
	}
	if e.iface != usual {
		add("iface", plain(ifaces[e.iface]))
	}
	addNumber("device", e.device)
	addNumber("subdevice", e.subdevice)
	add("name", words(e.name))
	addNumber("index", e.index)
	add("values", &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: e.values})
	return m
}

// plain is a number, or a word that is no other YAML.
func plain(text string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: text} }

// words are any text, in quotes where that would be other YAML.
func words(text string) *yaml.Node {
	var n yaml.Node
	n.SetString(text)
	return &n
}
