package dummy

import (
	"errors"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// The volumes' range, of which snd-dummy says that a step is 0.3 dB.
const volumeMin, volumeMax = -50, 100

var volumeTLV = control.DBScale(-4500, 30, false)

// sources are what can be heard, each with a volume and a switch that records it.
var sources = []string{"Master", "Synth", "Line", "Mic", "CD"}

// addMixer gives the card snd-dummy's elements. Where no CD player is connected
// its elements do nothing.
func addMixer(ctl *control.Control) error {
	var last []*control.Set // of the CD
	for _, source := range sources {
		volume, volumeErr := ctl.Add(control.Template{
			Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: source + " Volume",
			Access: abi.SNDRV_CTL_ELEM_ACCESS_READWRITE | abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ, TLV: volumeTLV,
			Ops: &control.Stored{
				Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 2, Min: volumeMin, Max: volumeMax},
				Limit: clampInt, Now: make([]int64, 2),
			},
		})
		record, recordErr := ctl.Add(control.Template{
			Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: source + " Capture Switch",
			Ops: &captureSwitch{control.Stored{
				Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Channels: 2},
				Limit: control.Bit, Now: make([]int64, 2),
			}},
		})
		if err := errors.Join(volumeErr, recordErr); err != nil {
			return err
		}
		last = []*control.Set{volume, record}
	}
	_, err := ctl.Add(control.Template{
		Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: "External I/O Box",
		Ops: &control.Stored{
			Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, Channels: 1, Items: []string{"None", "CD Player"}},
			Changed: func(now []int64) {
				for _, set := range last {
					set.Activate(0, now[0] != 0)
				}
			},
			Now: []int64{1},
		},
	})
	return err
}

// clampInt takes a value for an int of C, as snd_dummy_volume_put does.
func clampInt(r *control.Range, value int64) (int64, error) {
	return control.Clamp(r, int64(int32(value)))
}

// captureSwitch is a switch that says it has changed only if both channels have, as
// snd_dummy_capsrc_put does.
type captureSwitch struct{ control.Stored }

// Put is of control.Ops.
func (s *captureSwitch) Put(n int, v *abi.CtlElemValue) (bool, error) {
	before := s.Now
	_, err := s.Stored.Put(n, v)
	return before[0] != s.Now[0] && before[1] != s.Now[1], err
}
