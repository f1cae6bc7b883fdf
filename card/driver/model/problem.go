package model

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Problem is what is wrong with a description, and where.
type Problem struct {
	Path []any // keys, and places in lists from 0
	Text string
}

// Error says where and what, in one line.
func (p *Problem) Error() string {
	var b strings.Builder
	for n, step := range p.Path {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", step)
		default:
			if n > 0 {
				b.WriteByte('.')
			}
			fmt.Fprint(&b, step)
		}
	}
	if b.Len() == 0 {
		return p.Text
	}
	return b.String() + ": " + p.Text
}

func problemf(path []any, format string, args ...any) error {
	return &Problem{path, fmt.Sprintf(format, args...)}
}

// at puts an error's place inside of another.
func at(err error, path ...any) error {
	if err == nil {
		return nil
	}
	var p *Problem
	if !errors.As(err, &p) {
		return &Problem{path, err.Error()}
	}
	return &Problem{append(path[:len(path):len(path)], p.Path...), p.Text}
}

// lineOf is the line in which a problem is, or the nearest there is around it.
func lineOf(n *yaml.Node, err error) int {
	line := n.Line
	var p *Problem
	if !errors.As(err, &p) {
		return line
	}
	for _, step := range p.Path {
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		}
		next := child(n, step)
		if next == nil {
			break
		}
		n, line = next, next.Line
	}
	return line
}

func child(n *yaml.Node, step any) *yaml.Node {
	if i, ok := step.(int); ok {
		if n.Kind == yaml.SequenceNode && i < len(n.Content) {
			return n.Content[i]
		}
		return nil
	}
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		if n.Content[i].Value == step {
			return n.Content[i+1]
		}
	}
	return nil
}
