package control_test

import (
	"fmt"
	"slices"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// volume is an element of two integers from 0 to 10.
func volume(name string) control.Template {
	return control.Template{
		Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: name,
		Ops: &control.Stored{
			Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 2, Max: 10},
			Now:   make([]int64, 2),
		},
	}
}

// add adds elements, without which there is no test.
func (h *headset) add(t testing.TB, template control.Template) *control.Set {
	t.Helper()
	s, err := h.control.Add(template)
	if err != nil {
		t.Fatalf("add %s: %v", template.Name, err)
	}
	return s
}

// mixerID is the id of a mixer element, by all but its number.
func mixerID(name string, index uint32) abi.CtlElemId {
	id := abi.CtlElemId{Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Index: index}
	abi.SetString(id.Name[:], name)
	return id
}

// put writes the same integer into all values of an element.
func put(f *card.File, id abi.CtlElemId, value int64) error {
	v := abi.CtlElemValue{ID: id}
	for n := range v.Value {
		v.Value[n] = value
	}
	return do(f, abi.SNDRV_CTL_IOCTL_ELEM_WRITE, &v)
}

func TestElementsAreFoundByNumberAndByName(t *testing.T) {
	h := plug(t, nil)
	f := h.open(t, 1)
	h.add(t, volume("First"))
	many := volume("Many")
	many.Index, many.Count = 5, 3
	h.add(t, many)
	h.add(t, volume("Last"))
	for _, tt := range []struct {
		id   abi.CtlElemId
		want string // number, name and index, "" for none
	}{
		{mixerID("First", 0), "1 First 0"},
		{mixerID("Many", 5), "2 Many 5"},
		{mixerID("Many", 7), "4 Many 7"},
		{mixerID("Many", 4), ""},
		{mixerID("Many", 8), ""},
		{mixerID("many", 5), ""},
		{abi.CtlElemId{Numid: 3}, "3 Many 6"},
		{abi.CtlElemId{Numid: 5, Index: 77}, "5 Last 0"},
		{abi.CtlElemId{Numid: 6}, ""},
		{abi.CtlElemId{Numid: 1<<32 - 1}, ""},
		{abi.CtlElemId{}, ""},
	} {
		info := abi.CtlElemInfo{ID: tt.id}
		err := do(f, abi.SNDRV_CTL_IOCTL_ELEM_INFO, &info)
		got := fmt.Sprint(info.ID.Numid, " ", abi.GetString(info.ID.Name[:]), " ", info.ID.Index)
		if tt.want == "" {
			expectErr(t, fmt.Sprint(tt.id), err, syscall.ENOENT)
		} else if got != tt.want || err != nil {
			t.Errorf("%v: got %s, %v, want %s", tt.id, got, err, tt.want)
		}
	}
}

func TestAnElementCannotBeAddedTwice(t *testing.T) {
	h := plug(t, nil)
	s := h.add(t, volume("Master"))
	_, err := h.control.Add(volume("Master"))
	expectErr(t, "add again", err, syscall.EBUSY)
	h.control.Remove(s)
	h.control.Remove(s) // does nothing
	again := h.add(t, volume("Master"))
	if id := again.ID(0); id.Numid != 2 {
		t.Errorf("got number %d, want 2: no number is given twice", id.Numid)
	}
	last := volume("Beyond")
	last.Index = 1<<32 - 1
	_, err = h.control.Add(last)
	expectErr(t, "add one of the last index", err, syscall.EINVAL)
}

func TestWhatADriverDoesIsToldToSubscribers(t *testing.T) {
	h := plug(t, nil)
	f := h.subscribed(t)
	s := h.add(t, volume("Master"))
	s.Notify(value, 0)
	expectEvents(t, events(t, f, 1), abi.CtlEvent{Mask: added | value, ID: s.ID(0)})
	s.Activate(0, true) // it is
	expectPoll(t, f, 0)
	s.Activate(0, false)
	s.Activate(0, false)
	expectEvents(t, events(t, f, 1), abi.CtlEvent{Mask: info, ID: s.ID(0)})
	h.control.Remove(s)
	expectEvents(t, events(t, f, 1), abi.CtlEvent{Mask: abi.SNDRV_CTL_EVENT_MASK_REMOVE, ID: s.ID(0)})
}

func TestOnlyAChangeIsAnEvent(t *testing.T) {
	h := plug(t, nil)
	s := h.add(t, volume("Master"))
	f := h.subscribed(t)
	expectErr(t, "write what is there", put(f, s.ID(0), 0), nil)
	expectPoll(t, f, 0)
	expectErr(t, "write out of range", put(f, s.ID(0), 11), syscall.EINVAL)
	expectPoll(t, f, 0)
	expectErr(t, "write", put(f, s.ID(0), 10), nil)
	expectEvents(t, events(t, f, 1), abi.CtlEvent{Mask: value, ID: s.ID(0)})
}

func TestALockEndsWithItsFile(t *testing.T) {
	h := plug(t, nil)
	s := h.add(t, volume("Master"))
	f, g := h.open(t, 7), h.open(t, 8)
	id := s.ID(0)
	expectErr(t, "lock", do(f, abi.SNDRV_CTL_IOCTL_ELEM_LOCK, &id), nil)
	expectErr(t, "write by another", put(g, id, 3), syscall.EPERM)
	owned := abi.CtlElemInfo{ID: id}
	expectErr(t, "info", do(g, abi.SNDRV_CTL_IOCTL_ELEM_INFO, &owned), nil)
	if want := abi.SNDRV_CTL_ELEM_ACCESS_READWRITE | abi.SNDRV_CTL_ELEM_ACCESS_LOCK; owned.Owner != 7 || owned.Access != want {
		t.Errorf("got owner %d, access %#x, want 7, %#x", owned.Owner, owned.Access, want)
	}
	f.Release()
	expectErr(t, "write when the file is closed", put(g, id, 3), nil)
}

// A card with very many elements answers as one with few.
func TestVeryManyElements(t *testing.T) {
	const many = 100_000
	h := plug(t, nil)
	for n := range many {
		h.add(t, volume(fmt.Sprint("Volume ", n)))
	}
	f := h.subscribed(t)
	list := abi.CtlElemList{}
	expectErr(t, "ELEM_LIST", do(f, abi.SNDRV_CTL_IOCTL_ELEM_LIST, &list), nil)
	if list.Count != many || list.Used != 0 {
		t.Errorf("got %d of %d elements, want 0 of %d", list.Used, list.Count, many)
	}
	for n := range uint32(many) {
		if err := put(f, abi.CtlElemId{Numid: n + 1}, 1); err != nil {
			t.Fatal(err)
		}
	}
	expectErr(t, "write by name", put(f, mixerID("Volume 99999", 0), 2), nil)
	got := events(t, f, many)
	if len(got) != many || got[many-1].ID.Numid != many {
		t.Errorf("got %d events, want one of each element", len(got))
	}
	f.Release()
	h.card.Free()
}

func TestTheWindowOfAList(t *testing.T) {
	h := plug(t, nil)
	for _, count := range []uint32{1, 3, 2} {
		template := volume(fmt.Sprint("of ", count))
		template.Count = count
		h.add(t, template)
	}
	for _, tt := range []struct {
		offset, space uint32
		want          []uint32
	}{
		{0, 0, nil},
		{0, 99, []uint32{1, 2, 3, 4, 5, 6}},
		{0, 2, []uint32{1, 2}},
		{2, 3, []uint32{3, 4, 5}},
		{4, 1 << 31, []uint32{5, 6}},
		{5, 1, []uint32{6}},
		{6, 1, nil},
		{1<<32 - 1, 1<<32 - 1, nil},
	} {
		const pids = 0x100
		own := make(memory, pids+64*6)
		list := abi.CtlElemList{Offset: tt.offset, Space: tt.space, Pids: structAt + pids}
		if err := abi.Encode(own, &list); err != nil {
			t.Fatal(err)
		}
		size := abi.Sizeof[abi.CtlElemList]()
		i := &card.Ioctl{Cmd: uint32(abi.SNDRV_CTL_IOCTL_ELEM_LIST), In: own[:size], Out: make([]byte, size)}
		expectErr(t, "ELEM_LIST", h.open(t, 1).Ioctl(&card.Call{Memory: own}, i), nil)
		answer, err := abi.Decode[abi.CtlElemList](i.Out)
		if err != nil {
			t.Fatal(err)
		}
		var got []uint32
		for n := range int(answer.Used) {
			id, err := abi.Decode[abi.CtlElemId](own[pids+64*n:])
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, id.Numid)
		}
		if !slices.Equal(got, tt.want) || answer.Count != 6 {
			t.Errorf("offset %d, space %d: got %v of %d, want %v of 6", tt.offset, tt.space, got, answer.Count, tt.want)
		}
	}
}
