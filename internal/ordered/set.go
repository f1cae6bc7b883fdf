// Package ordered has a set that remembers the order in which its elements came.
package ordered

import (
	"container/list"
	"iter"
)

// Set is such a set. To add and to remove take the same time however many there
// are. The zero value is an empty set.
type Set[T comparable] struct {
	order list.List
	at    map[T]*list.Element
}

// Add adds v as the newest, unless it is in the set.
func (s *Set[T]) Add(v T) {
	if _, ok := s.at[v]; ok {
		return
	}
	if s.at == nil {
		s.at = make(map[T]*list.Element)
	}
	s.at[v] = s.order.PushBack(v)
}

// Remove takes v out of the set, if it is there.
func (s *Set[T]) Remove(v T) {
	e, ok := s.at[v]
	if !ok {
		return
	}
	s.order.Remove(e)
	delete(s.at, v)
	if len(s.at) == 0 {
		s.at = nil // a map keeps the room that it once needed
	}
}

// Len is how many elements there are.
func (s *Set[T]) Len() int { return len(s.at) }

// All gives the elements, the oldest first. The set must not change meanwhile.
func (s *Set[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for e := s.order.Front(); e != nil; e = e.Next() {
			if !yield(e.Value.(T)) {
				return
			}
		}
	}
}
