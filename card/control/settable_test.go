package control_test

import (
	"fmt"
	"slices"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// raw is the Ops of an element of bytes.
type raw struct{ data [4]byte }

func (*raw) Info(_ int, info *abi.CtlElemInfo) error {
	info.Type, info.Count = abi.SNDRV_CTL_ELEM_TYPE_BYTES, 4
	return nil
}

func (r *raw) Get(_ int, v *abi.CtlElemValue) error {
	copy(v.Bytes()[:], r.data[:])
	return nil
}

func (r *raw) Put(_ int, v *abi.CtlElemValue) (bool, error) {
	before := r.data
	copy(r.data[:], v.Bytes()[:])
	return r.data != before, nil
}

// source is an element of a choice.
func source() control.Template {
	return control.Template{
		Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: "Source",
		Ops: &control.Stored{
			Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, Channels: 1, Items: []string{"None", "Mic", "Line"}},
			Now:   []int64{1},
		},
	}
}

func TestWhatThereIsToKeepOfACard(t *testing.T) {
	h := plug(t, nil)
	h.add(t, volume("Master"))
	h.add(t, source())
	h.add(t, control.Template{Name: "Data", Ops: &raw{[4]byte{1, 2, 255}}})
	for name, access := range map[string]abi.CtlElemAccess{
		"to read":  abi.SNDRV_CTL_ELEM_ACCESS_READ,
		"to write": abi.SNDRV_CTL_ELEM_ACCESS_WRITE,
		"volatile": abi.SNDRV_CTL_ELEM_ACCESS_READWRITE | abi.SNDRV_CTL_ELEM_ACCESS_VOLATILE,
	} {
		other := volume(name)
		other.Access = access
		h.add(t, other)
	}
	for _, index := range []uint32{7, 6} { // the second has 6 and 7, which is found as the first's
		pair := source()
		pair.Name, pair.Index, pair.Count = "Pair", index, 8-index
		h.add(t, pair)
	}
	own := abi.CtlElemInfo{ID: mixerID("of a program", 0), Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Count: 1}
	expectErr(t, "ELEM_ADD", do(h.open(t, 1), abi.SNDRV_CTL_IOCTL_ELEM_ADD, &own), nil)

	var got []string
	for _, e := range h.control.Settables() {
		got = append(got, fmt.Sprint(abi.GetString(e.ID.Name[:]), e.Type, e.Min, e.Max, e.Items, e.Values))
	}
	want := []string{
		fmt.Sprint("Master", abi.SNDRV_CTL_ELEM_TYPE_INTEGER, 0, 10, []string(nil), []int{0, 0}),
		fmt.Sprint("Source", abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, 0, 0, []string{"None", "Mic", "Line"}, []int{1}),
		fmt.Sprint("Data", abi.SNDRV_CTL_ELEM_TYPE_BYTES, 0, 0, []string(nil), []int{1, 2, 255, 0}),
		fmt.Sprint("Pair", abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, 0, 0, []string{"None", "Mic", "Line"}, []int{1}),
		fmt.Sprint("Pair", abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, 0, 0, []string{"None", "Mic", "Line"}, []int{1}),
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestWhatIsPutBackIsTaken(t *testing.T) {
	h := plug(t, nil)
	for _, template := range []control.Template{volume("Master"), source(), {Name: "Data", Ops: &raw{}}} {
		h.add(t, template)
	}
	for i, values := range [][]int64{{3, 7}, {2}, {0, 200, 0, 9}} {
		e := h.control.Settables()[i]
		expectErr(t, "put", h.control.Put(e.ID, values), nil)
		if got := h.control.Settables()[i].Values; !slices.Equal(got, values) {
			t.Errorf("element %d: got %v, want %v", i, got, values)
		}
	}
}

// A subscriber hears of values that are put back as of any other, once for each that
// is another than before.
func TestSubscribersHearOfWhatIsPutBack(t *testing.T) {
	h := plug(t, nil)
	s := h.add(t, volume("Master"))
	owner, f := h.open(t, 7), h.subscribed(t)
	id := s.ID(0)
	expectErr(t, "lock", do(owner, abi.SNDRV_CTL_IOCTL_ELEM_LOCK, &id), nil)
	expectErr(t, "put what is there", h.control.Put(s.ID(0), []int64{0, 0}), nil)
	expectPoll(t, f, 0)
	expectErr(t, "put while it is locked", h.control.Put(s.ID(0), []int64{0, 1}), nil)
	expectEvents(t, events(t, f, 2), abi.CtlEvent{Mask: value, ID: s.ID(0)})
}

func TestWhatCannotBePutBack(t *testing.T) {
	h := plug(t, nil)
	s := h.add(t, volume("Master"))
	fixed := volume("Fixed")
	fixed.Access = abi.SNDRV_CTL_ELEM_ACCESS_READ
	constant := h.add(t, fixed)
	expectErr(t, "what is not there", h.control.Put(mixerID("None", 0), []int64{1, 1}), syscall.ENOENT)
	expectErr(t, "what can only be read", h.control.Put(constant.ID(0), []int64{1, 1}), syscall.EPERM)
	expectErr(t, "too few", h.control.Put(s.ID(0), []int64{1}), syscall.EINVAL)
	expectErr(t, "too many", h.control.Put(s.ID(0), []int64{1, 1, 1}), syscall.EINVAL)
	expectErr(t, "out of range", h.control.Put(s.ID(0), []int64{1, 11}), syscall.EINVAL)
	if got := h.control.Settables()[0].Values; !slices.Equal(got, []int64{0, 0}) {
		t.Errorf("it has %v now, want what it had", got)
	}
}

// silent is a volume whose driver never says that it has changed.
type silent struct{ control.Stored }

func (s *silent) Put(n int, v *abi.CtlElemValue) (bool, error) {
	_, err := s.Stored.Put(n, v)
	return false, err
}

func TestAWatcherHearsOfEveryWayToChangeAValue(t *testing.T) {
	h := plug(t, nil)
	loud := h.add(t, volume("Loud"))
	quiet := volume("Quiet")
	quiet.Ops = &silent{*quiet.Ops.(*control.Stored)}
	mute := h.add(t, quiet)
	f := h.open(t, 1)
	heard := 0
	h.control.Watch(func() { heard++ })
	for name, change := range map[string]func(){
		"a program":                     func() { expectErr(t, "write", put(f, loud.ID(0), 4), nil) },
		"a driver that does not say so": func() { expectErr(t, "write", put(f, mute.ID(0), 4), nil) },
		"a driver that refuses":         func() { expectErr(t, "write", put(f, loud.ID(0), 44), syscall.EINVAL) },
		"a driver that tells":           func() { loud.Notify(value, 0) },
		"who puts back":                 func() { expectErr(t, "put", h.control.Put(loud.ID(0), []int64{2, 2}), nil) },
	} {
		heard = 0
		if change(); heard != 1 {
			t.Errorf("%s: heard %d times, want once", name, heard)
		}
	}
	heard = 0
	fixed := volume("Fixed")
	fixed.Access = abi.SNDRV_CTL_ELEM_ACCESS_READ
	h.add(t, fixed).Notify(value, 0) // there is nothing to keep
	loud.Activate(0, false)
	expectErr(t, "read", do(f, abi.SNDRV_CTL_IOCTL_ELEM_READ, &abi.CtlElemValue{ID: loud.ID(0)}), nil)
	if heard != 0 {
		t.Errorf("heard %d times of what is no change of a value", heard)
	}
}
