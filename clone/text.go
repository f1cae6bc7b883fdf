package clone

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/vsndfs/vsndfs/card/driver/model"
)

// flow are the keys whose maps, or lists of maps, stand in one line each.
var flow = map[string]bool{"controls": true, "settings": true, "usb": true}

// Text is the description as YAML, with what it is of and what is missing on top. It is an
// error if a card could not be made of it.
func (c *Clone) Text() ([]byte, error) {
	var root yaml.Node
	if err := root.Encode(c.Description); err != nil {
		return nil, err
	}
	for n := 0; n < len(root.Content); n += 2 {
		inLines(root.Content[n].Value, root.Content[n+1])
		if root.Content[n].Value == "pcms" {
			if err := saySame(root.Content[n+1]); err != nil {
				return nil, err
			}
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# What vsndfs clone found of %v; docs/cards.md explains every key.\n", c.Of)
	for _, line := range c.Missing {
		fmt.Fprintf(&b, "# Missing: %s\n", strings.ReplaceAll(line, "\n", " "))
	}
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	e.CompactSeqIndent()
	if err := e.Encode(&root); err != nil {
		return nil, err
	}
	if err := e.Close(); err != nil {
		return nil, err
	}
	_, err := model.Parse(c.Of.String(), b.Bytes())
	return b.Bytes(), err
}

// inLines puts the maps of a key into one line each.
func inLines(key string, n *yaml.Node) {
	if flow[key] {
		n.Style &^= yaml.FlowStyle
		for _, item := range n.Content {
			item.Style |= yaml.FlowStyle
		}
		if n.Kind == yaml.MappingNode {
			n.Style |= yaml.FlowStyle
		}
		return
	}
	for i, item := range n.Content {
		switch {
		case n.Kind == yaml.SequenceNode:
			inLines("", item)
		case i%2 == 1:
			inLines(n.Content[i-1].Value, item)
		}
	}
}

// saySame lets a stream that is like another one name that.
func saySame(pcms *yaml.Node) error {
	type named struct {
		stream *yaml.Node
		name   string
	}
	first := make(map[string]named)
	for i, p := range pcms.Content {
		for n := 0; n < len(p.Content); n += 2 {
			key, stream := p.Content[n].Value, p.Content[n+1]
			if key != "playback" && key != "capture" {
				continue
			}
			text, err := yaml.Marshal(stream)
			if err != nil {
				return err
			}
			if same, ok := first[string(text)]; ok {
				same.stream.Anchor = same.name
				p.Content[n+1] = &yaml.Node{Kind: yaml.AliasNode, Value: same.name, Alias: same.stream}
				continue
			}
			first[string(text)] = named{stream, fmt.Sprintf("stream%d%c", i, key[0])}
		}
	}
	return nil
}
