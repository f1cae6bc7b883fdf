package model

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Numbers are a number, all from one to another, or a list: 2, 2..8, [2, 4, 8].
type Numbers struct {
	Min, Max uint32
	List     []uint32 // in ascending order; nil for all in between
}

// UnmarshalYAML reads numbers.
func (s *Numbers) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.SequenceNode {
		return s.readList(n)
	}
	var span Span
	if err := span.UnmarshalYAML(n); err != nil {
		return err
	}
	if span.Low < 0 || span.High > maxNumber {
		return wrongf(n, "want numbers from 0 to %d", maxNumber)
	}
	*s = Numbers{Min: uint32(span.Low), Max: uint32(span.High)}
	return nil
}

// maxNumber is the largest that a parameter of a stream can have.
const maxNumber = 1<<32 - 1

func (s *Numbers) readList(n *yaml.Node) error {
	list, err := scalars(n)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return wrongf(n, "the list is empty")
	}
	for _, n := range list {
		number, err := strconv.ParseUint(n.Value, 0, 32)
		if err != nil {
			return wrongf(n, "want a number from 0 to %d, not %q", maxNumber, n.Value)
		}
		if last := len(s.List) - 1; last >= 0 && s.List[last] >= uint32(number) {
			return wrongf(n, "%d comes after %d: write a list in ascending order", number, s.List[last])
		}
		s.List = append(s.List, uint32(number))
	}
	s.Min, s.Max = s.List[0], s.List[len(s.List)-1]
	return nil
}

// MarshalYAML writes numbers as they are read.
func (s Numbers) MarshalYAML() (any, error) {
	if s.List != nil {
		return Words(numberTexts(s.List)), nil
	}
	return Span{int64(s.Min), int64(s.Max)}.MarshalYAML()
}

func numberTexts(numbers []uint32) []string {
	var all []string
	for _, n := range numbers {
		all = append(all, strconv.FormatUint(uint64(n), 10))
	}
	return all
}

// list are the only numbers there are, nil for all in between.
func (s Numbers) list() []uint32 {
	if s.List == nil && s.Min == s.Max {
		return []uint32{s.Min}
	}
	return s.List
}

// Span is a number, or all from one to another: 3, -50..100.
type Span struct{ Low, High int64 }

// UnmarshalYAML reads a span.
func (s *Span) UnmarshalYAML(n *yaml.Node) error {
	low, high, both := strings.Cut(n.Value, "..")
	if !both {
		high = low
	}
	var lowErr, highErr error
	s.Low, lowErr = strconv.ParseInt(low, 0, 64)
	s.High, highErr = strconv.ParseInt(high, 0, 64)
	switch {
	case n.Kind != yaml.ScalarNode || lowErr != nil || highErr != nil:
		return wrongf(n, "want a number or two, such as 64..4096")
	case s.Low > s.High:
		return wrongf(n, "%d..%d ends before it begins", s.Low, s.High)
	}
	return nil
}

// MarshalYAML writes a span as it is read.
func (s Span) MarshalYAML() (any, error) {
	if s.Low == s.High {
		return s.Low, nil
	}
	return fmt.Sprintf("%d..%d", s.Low, s.High), nil
}
