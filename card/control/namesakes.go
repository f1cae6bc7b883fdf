package control

import (
	"cmp"
	"slices"
)

// namesakes are the sets whose ids differ by index and numid alone. A card may have
// tens of thousands.
type namesakes struct {
	sets   []*Set // by first index, and those that begin alike as they were added
	widest uint32 // elements of one set, ever
}

// find finds the set that has the element of an index, the one that was added first
// if there are several, for a set may be added around one that is there.
func (n namesakes) find(index uint32) *Set {
	at, _ := slices.BinarySearchFunc(n.sets, index, func(s *Set, index uint32) int {
		if s.id.Index > index {
			return 1
		}
		return -1
	})
	var first *Set
	for at--; at >= 0 && index-n.sets[at].id.Index < n.widest; at-- {
		s := n.sets[at]
		if index-s.id.Index < uint32(len(s.elems)) && (first == nil || s.nth < first.nth) {
			first = s
		}
	}
	return first
}

func (n namesakes) with(s *Set) namesakes {
	at, _ := slices.BinarySearchFunc(n.sets, s, byIndex)
	return namesakes{slices.Insert(n.sets, at, s), max(n.widest, uint32(len(s.elems)))}
}

func (n namesakes) without(s *Set) namesakes {
	at, _ := slices.BinarySearchFunc(n.sets, s, byIndex)
	return namesakes{slices.Delete(n.sets, at, at+1), n.widest}
}

func byIndex(a, b *Set) int {
	return cmp.Or(cmp.Compare(a.id.Index, b.id.Index), cmp.Compare(a.nth, b.nth))
}
