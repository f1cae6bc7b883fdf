package control_test

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// jack adds a jack, without which there is no test.
func (h *headset) jack(t *testing.T, name string, in bool) *control.Jack {
	t.Helper()
	j, err := h.control.AddJack(name, in)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// infoOf is what an element is, by its number.
func infoOf(t *testing.T, f *card.File, numid uint32) abi.CtlElemInfo {
	t.Helper()
	info := abi.CtlElemInfo{ID: abi.CtlElemId{Numid: numid}}
	expectErr(t, "ELEM_INFO", do(f, abi.SNDRV_CTL_IOCTL_ELEM_INFO, &info), nil)
	return info
}

// valuesOf are the first two values of an element, by its number.
func valuesOf(t *testing.T, f *card.File, numid uint32) [2]int64 {
	t.Helper()
	v := abi.CtlElemValue{ID: abi.CtlElemId{Numid: numid}}
	expectErr(t, "ELEM_READ", do(f, abi.SNDRV_CTL_IOCTL_ELEM_READ, &v), nil)
	return [2]int64{v.Value[0], v.Value[1]}
}

// As snd-hda-intel of Linux 6.12 has them: amixer tells iface=CARD,
// type=BOOLEAN,access=r-------,values=1.
func TestTheElementOfAJack(t *testing.T) {
	h := plug(t, nil)
	f := h.open(t, 1)
	for i, tt := range []struct {
		name, element string
		index         uint32
	}{
		{"Headphone", "Headphone Jack", 0},
		{"Headphone Jack", "Headphone Jack", 1},
		{"Headphone", "Headphone Jack", 2},
		{"Speaker Phantom", "Speaker Phantom Jack", 0},
		{"Jack", "Jack Jack", 0},
		{"A name that is longer than a name can be, far", "A name that is longer than a name can be, f", 0},
	} {
		h.jack(t, tt.name, true)
		info := infoOf(t, f, uint32(i+1))
		want := abi.CtlElemId{Numid: info.ID.Numid, Iface: abi.SNDRV_CTL_ELEM_IFACE_CARD, Index: tt.index}
		abi.SetString(want.Name[:], tt.element)
		if info.ID != want {
			t.Errorf("%s: got %q, index %d, of %v, want %q, %d, of CARD", tt.name, info.ID.Name, info.ID.Index, info.ID.Iface, want.Name, tt.index)
		}
		if info.Type != abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN || info.Count != 1 || info.Access != abi.SNDRV_CTL_ELEM_ACCESS_READ {
			t.Errorf("%s: got %v, %d values, access %#x", tt.name, info.Type, info.Count, info.Access)
		}
	}
}

func TestAJackIsReported(t *testing.T) {
	h := plug(t, nil)
	j := h.jack(t, "Headphone", false)
	f := h.subscribed(t)
	for _, step := range []struct {
		in, told bool
	}{{false, false}, {true, true}, {true, false}, {false, true}} {
		j.Report(step.in)
		want := [2]int64{}
		if step.in {
			want[0] = 1
		}
		if got := valuesOf(t, f, 1); got != want {
			t.Errorf("after %v: got %v", step.in, got)
		}
		expectTold(t, f, step.told)
	}
	expectErr(t, "a program's write", put(f, abi.CtlElemId{Numid: 1}, 1), syscall.EPERM)
}
