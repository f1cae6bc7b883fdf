package control_test

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// knob is an element of a range, in the mixer.
func knob(r control.Range, now ...int64) control.Template {
	r.Channels = len(now)
	return control.Template{Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: "Knob", Ops: &control.Stored{Range: r, Now: now}}
}

func TestAButtonMovesAVolume(t *testing.T) {
	volume := control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Max: 127}
	few := control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Min: -3, Max: 3}
	stepped := control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Max: 200, Step: 4}
	coarse := control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Max: 40, Step: 8}
	for name, tt := range map[string]struct {
		of           control.Range
		left, right  int64
		clicks       int
		wantL, wantR int64
		told         bool
	}{
		"a twentieth down":           {volume, 127, 100, -1, 121, 94, true},
		"a twentieth up":             {volume, 100, 100, 1, 106, 106, true},
		"several clicks":             {volume, 100, 50, -3, 82, 32, true},
		"no further than the top":    {volume, 125, 20, 1, 127, 26, true},
		"no further than the bottom": {volume, 0, 2, -1, 0, 0, true},
		"at the top already":         {volume, 127, 127, 1, 127, 127, false},
		"one at least":               {few, 0, -3, 1, 1, -2, true},
		"whole steps of the element": {stepped, 16, 16, 1, 24, 24, true},
		"one whole step at least":    {coarse, 16, 16, -1, 8, 8, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := plug(t, nil)
			s := h.add(t, knob(tt.of, tt.left, tt.right))
			f := h.subscribed(t)
			expectErr(t, "Turn", s.Turn(tt.clicks), nil)
			if got := valuesOf(t, f, 1); got != [2]int64{tt.wantL, tt.wantR} {
				t.Errorf("got %v, want %d and %d", got, tt.wantL, tt.wantR)
			}
			expectTold(t, f, tt.told)
		})
	}
}

// expectTold says whether a subscriber has heard of one change of a value.
func expectTold(t *testing.T, f *card.File, told bool) {
	t.Helper()
	if !told {
		_, err := read(f, eventBytes)
		expectErr(t, "events of no change", err, syscall.EAGAIN)
		return
	}
	if got := events(t, f, 10); len(got) != 1 || got[0].Mask != value || got[0].ID.Numid != 1 {
		t.Errorf("got events %+v, want one of a value", got)
	}
}

func TestAButtonTurnsASwitch(t *testing.T) {
	onOff := control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN}
	for name, tt := range map[string]struct{ left, right, want int64 }{
		"on":      {1, 1, 0},
		"off":     {0, 0, 1},
		"half on": {0, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := plug(t, nil)
			s := h.add(t, knob(onOff, tt.left, tt.right))
			f := h.subscribed(t)
			expectErr(t, "Toggle", s.Toggle(), nil)
			if got := valuesOf(t, f, 1); got != [2]int64{tt.want, tt.want} {
				t.Errorf("got %v, want %d", got, tt.want)
			}
			expectTold(t, f, true)
		})
	}
}

// A lock is between programs: the hardware knows nothing of it.
func TestAButtonMovesWhatAProgramHasLocked(t *testing.T) {
	h := plug(t, nil)
	s := h.add(t, knob(control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Max: 20}, 10, 10))
	f := h.subscribed(t)
	id := s.ID(0)
	expectErr(t, "lock", do(h.open(t, 2), abi.SNDRV_CTL_IOCTL_ELEM_LOCK, &id), nil)
	expectErr(t, "a program's write", put(f, id, 3), syscall.EPERM)
	expectErr(t, "Turn", s.Turn(1), nil)
	if got := valuesOf(t, f, 1); got != [2]int64{11, 11} {
		t.Errorf("got %v, want 11", got)
	}
}

func TestAButtonOfWhatIsNotThere(t *testing.T) {
	h := plug(t, nil)
	volume := h.add(t, knob(control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Max: 20}, 10))
	expectErr(t, "a volume as a switch", volume.Toggle(), syscall.EINVAL)
	h.control.Remove(volume)
	expectErr(t, "an element that was removed", volume.Turn(1), syscall.ENODEV)
	mute := h.add(t, knob(control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN}, 1))
	expectErr(t, "a switch as a volume", mute.Turn(1), syscall.EINVAL)
	if err := h.slot.Unplug(); err != nil {
		t.Fatal(err)
	}
	expectErr(t, "a card that has gone", mute.Toggle(), syscall.ENODEV)
}
