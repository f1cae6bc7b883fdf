package control

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// list has the sets of a card.
type list struct {
	order    []*Set // as they were added
	numbered []*Set // by numid
	named    map[label]namesakes
	count    uint32 // elements
	last     uint32 // the numid given last
	added    uint64 // sets, ever
}

// label is what an id has besides numid and index.
type label struct {
	iface             abi.CtlElemIface
	device, subdevice uint32
	name              [abi.SNDRV_CTL_ELEM_ID_NAME_MAXLEN]byte // zeros after its end
}

func labelOf(id *abi.CtlElemId) label {
	l := label{iface: id.Iface, device: id.Device, subdevice: id.Subdevice}
	end := bytes.IndexByte(id.Name[:], 0)
	if end < 0 {
		end = len(id.Name)
	}
	copy(l.name[:], id.Name[:end])
	return l
}

// find finds the set that has the element id, by numid if it says one and by all
// else if not; nil if there is none (snd_ctl_find_id).
func (l *list) find(id *abi.CtlElemId) *Set {
	if id.Numid != 0 {
		return l.findNumid(id.Numid)
	}
	return l.named[labelOf(id)].find(id.Index)
}

// element finds an element, by the set and its place there. ENOENT if there is none.
func (l *list) element(id *abi.CtlElemId) (*Set, int, error) {
	s := l.find(id)
	if s == nil {
		return nil, 0, syscall.ENOENT
	}
	return s, s.at(id), nil
}

// hides reports whether an element is not found by its name and index: only the first of a
// set must be nobody else's.
func (l *list) hides(s *Set, n int) bool {
	id := s.ID(n)
	id.Numid = 0
	return l.find(&id) != s
}

func (l *list) findNumid(numid uint32) *Set {
	at, found := l.search(numid)
	if !found {
		at--
	}
	if at < 0 || numid-l.numbered[at].id.Numid >= uint32(len(l.numbered[at].elems)) {
		return nil
	}
	return l.numbered[at]
}

// search finds the place of the set that begins with numid.
func (l *list) search(numid uint32) (at int, found bool) {
	return slices.BinarySearchFunc(l.numbered, numid, func(s *Set, n uint32) int { return cmp.Compare(s.id.Numid, n) })
}

// add numbers a set and adds it. EBUSY if its first element is there already,
// EINVAL if there are not so many indices (__snd_ctl_add_replace).
func (l *list) add(s *Set) error {
	count := uint32(len(s.elems))
	if s.id.Index > math.MaxUint32-count {
		return syscall.EINVAL
	}
	if l.find(&s.id) != nil {
		return syscall.EBUSY
	}
	s.id.Numid = l.hole(count)
	l.last = s.id.Numid + count - 1
	l.count += count
	l.added++
	s.nth = l.added
	at, _ := l.search(s.id.Numid)
	l.numbered = slices.Insert(l.numbered, at, s)
	l.order = append(l.order, s)
	if l.named == nil {
		l.named = make(map[label]namesakes)
	}
	key := labelOf(&s.id)
	l.named[key] = l.named[key].with(s)
	return nil
}

// hole is the first of count free numids that follow the last one given, or begin
// anew at 1 when there are no more (snd_ctl_find_hole).
func (l *list) hole(count uint32) uint32 {
	last := l.last
	for {
		if last >= math.MaxUint32-count {
			last = 0
		}
		taken := l.lastBelow(last + count + 1)
		if taken <= last {
			return last + 1
		}
		last = taken
	}
}

// lastBelow is the last numid of the last set that begins below numid, 0 if none does.
func (l *list) lastBelow(numid uint32) uint32 {
	at, _ := l.search(numid)
	if at == 0 {
		return 0
	}
	s := l.numbered[at-1]
	return s.id.Numid + uint32(len(s.elems)) - 1
}

// remove takes a set out, if it is there.
func (l *list) remove(s *Set) bool {
	at, found := l.search(s.id.Numid)
	if !found || l.numbered[at] != s {
		return false
	}
	l.numbered = slices.Delete(l.numbered, at, at+1)
	at, _ = slices.BinarySearchFunc(l.order, s.nth, func(t *Set, nth uint64) int { return cmp.Compare(t.nth, nth) })
	l.order = slices.Delete(l.order, at, at+1)
	key := labelOf(&s.id)
	if l.named[key] = l.named[key].without(s); len(l.named[key].sets) == 0 {
		delete(l.named, key)
	}
	l.count -= uint32(len(s.elems))
	return true
}

// ids are those of up to space elements from the offset-th on, as they were added.
func (l *list) ids(offset, space uint32) []abi.CtlElemId {
	left := l.count - min(offset, l.count)
	all := make([]abi.CtlElemId, 0, min(space, left))
	for _, s := range l.order {
		if count := uint32(len(s.elems)); offset >= count {
			offset -= count
			continue
		}
		for n := int(offset); n < len(s.elems) && len(all) < cap(all); n++ {
			all = append(all, s.ID(n))
		}
		offset = 0
		if len(all) == cap(all) {
			break
		}
	}
	return all
}
