package model

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// wrongf is an error of a node, which the library collects with its own.
func wrongf(n *yaml.Node, format string, args ...any) error {
	return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: ", n.Line) + fmt.Sprintf(format, args...)}}
}

// scalars are the nodes of a list of scalars, or of a single one.
func scalars(n *yaml.Node) ([]*yaml.Node, error) {
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	for _, n := range list {
		if n.Kind != yaml.ScalarNode {
			return nil, wrongf(n, "want a word or a number")
		}
	}
	return list, nil
}

// pairs are the keys and values of a map of scalars, in their order.
func pairs(n *yaml.Node, example string) (keys, values []*yaml.Node, err error) {
	if n.Kind != yaml.MappingNode {
		return nil, nil, wrongf(n, "want a map, such as %s", example)
	}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || value.Kind != yaml.ScalarNode {
			return nil, nil, wrongf(key, "want a map of words, such as %s", example)
		}
		keys, values = append(keys, key), append(values, value)
	}
	return keys, values, nil
}
