package control

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// ioctls are the control interface's own, in the order of
// include/uapi/sound/asound.h. The enumeration of PCMs comes from package pcm.
var ioctls = ioctl.Table[*file]{
	abi.SNDRV_CTL_IOCTL_PVERSION:            ioctl.Value[*file](abi.SNDRV_CTL_VERSION),
	abi.SNDRV_CTL_IOCTL_CARD_INFO:           ioctl.Out((*file).cardInfo),
	abi.SNDRV_CTL_IOCTL_ELEM_LIST:           ioctl.InOut((*file).elemList),
	abi.SNDRV_CTL_IOCTL_ELEM_INFO:           powered(ioctl.InOut((*file).elemInfo)),
	abi.SNDRV_CTL_IOCTL_ELEM_READ:           powered(ioctl.InOut(values((*file).elemRead))),
	abi.SNDRV_CTL_IOCTL_ELEM_WRITE:          powered(ioctl.InOut(values((*file).elemWrite))),
	abi.SNDRV_CTL_IOCTL_ELEM_LOCK:           ioctl.In((*file).lock),
	abi.SNDRV_CTL_IOCTL_ELEM_UNLOCK:         ioctl.In((*file).unlock),
	abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS:    ioctl.InOut((*file).subscribe),
	abi.SNDRV_CTL_IOCTL_ELEM_ADD:            told(ioctl.InOut((*file).elemAdd)),
	abi.SNDRV_CTL_IOCTL_ELEM_REPLACE:        told(ioctl.InOut((*file).elemReplace)),
	abi.SNDRV_CTL_IOCTL_ELEM_REMOVE:         ioctl.In((*file).elemRemove),
	abi.SNDRV_CTL_IOCTL_TLV_READ:            powered(tlv(TLVRead)),
	abi.SNDRV_CTL_IOCTL_TLV_WRITE:           powered(tlv(TLVWrite)),
	abi.SNDRV_CTL_IOCTL_TLV_COMMAND:         powered(tlv(TLVCommand)),
	abi.SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE:   ioctl.Value[*file](noDevice),
	abi.SNDRV_CTL_IOCTL_HWDEP_INFO:          ioctl.Out(noInfo[abi.HwdepInfo]),
	abi.SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE: ioctl.Value[*file](noDevice),
	abi.SNDRV_CTL_IOCTL_RAWMIDI_INFO:        ioctl.InOut(noInfo[abi.RawmidiInfo]),

	abi.SNDRV_CTL_IOCTL_RAWMIDI_PREFER_SUBDEVICE: ioctl.In((*file).preferRawMIDI),

	abi.SNDRV_CTL_IOCTL_POWER:       ioctl.In(setPower),
	abi.SNDRV_CTL_IOCTL_POWER_STATE: ioctl.Value[*file](powerD0),
}

const (
	noDevice int32 = -1 // the end of every enumeration
	powerD0  int32 = 0  // SNDRV_CTL_POWER_D0
)

func (f *file) cardInfo(_ *card.Call, info *abi.CtlCardInfo) error {
	c := f.ctl.card
	info.Card = int32(c.Number())
	abi.SetString(info.ID[:], c.ID)
	abi.SetString(info.Driver[:], c.Driver)
	abi.SetString(info.Name[:], c.ShortName)
	abi.SetString(info.Longname[:], c.LongName)
	abi.SetString(info.Mixername[:], c.MixerName)
	abi.SetString(info.Components[:], c.Components)
	return nil
}

// noInfo is the answer for any device of a type that the card has none of.
func noInfo[T any](*file, *card.Call, *T) error { return syscall.ENXIO }

func (f *file) preferRawMIDI(_ *card.Call, subdevice *int32) error {
	f.ctl.card.Prefer(f.preference, card.RawMIDI, int(*subdevice))
	return nil
}

// setPower is refused by the kernel too.
func setPower(*file, *card.Call, *int32) error { return syscall.ENOPROTOOPT }
