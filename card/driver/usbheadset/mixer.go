package usbheadset

import (
	"errors"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// The scales of a common headset, in 0.01 dB: the earphones' in steps of half a dB,
// the microphone's in whole ones. What is played and recorded stays as it is.
var (
	earphonesVolume  = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 2, Max: 127}
	earphonesTLV     = control.DBMinMax(-6350, 0)
	microphoneVolume = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 1, Max: 35}
	microphoneTLV    = control.DBMinMax(-1200, 2300)
	onOff            = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Channels: 1}
)

// addMixer gives the card the elements of its feature units, at 0 dB.
func addMixer(ctl *control.Control) error {
	return errors.Join(
		addFeature(ctl, "PCM Playback Switch", onOff, nil, 1),
		addFeature(ctl, "PCM Playback Volume", earphonesVolume, earphonesTLV, 127, 127),
		addFeature(ctl, "Mic Capture Switch", onOff, nil, 1),
		addFeature(ctl, "Mic Capture Volume", microphoneVolume, microphoneTLV, 12),
	)
}

func addFeature(ctl *control.Control, name string, r control.Range, tlv []uint32, now ...int64) error {
	access := abi.SNDRV_CTL_ELEM_ACCESS_READWRITE
	if tlv != nil {
		access |= abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ | abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK
	}
	_, err := ctl.Add(control.Template{
		Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: name, Access: access, TLV: tlv,
		Ops: &feature{control.Stored{Range: r, Now: now}},
	})
	return err
}

// feature is a control of a feature unit. It takes its values one after the other,
// each for an int of C: those before one that is refused are kept
// (mixer_ctl_feature_put).
type feature struct{ control.Stored }

// Put is of control.Ops.
func (f *feature) Put(_ int, in *abi.CtlElemValue) (changed bool, err error) {
	for n := range f.Now {
		value, err := control.Refuse(&f.Range, int64(int32(in.Value[n])))
		if err != nil {
			return false, err
		}
		changed = changed || value != f.Now[n]
		f.Now[n] = value
	}
	return changed, nil
}
