package abi

import "unsafe"

// Control ioctls, in the order of include/uapi/sound/asound.h.
const (
	SNDRV_CTL_IOCTL_PVERSION                 = ior | typeControl | sizeInt // number 0x00
	SNDRV_CTL_IOCTL_CARD_INFO                = ior | typeControl | 0x01 | Cmd(unsafe.Sizeof(CtlCardInfo{}))<<sizeShift
	SNDRV_CTL_IOCTL_ELEM_LIST                = iowr | typeControl | 0x10 | Cmd(unsafe.Sizeof(CtlElemList{}))<<sizeShift
	SNDRV_CTL_IOCTL_ELEM_INFO                = iowr | typeControl | 0x11 | Cmd(unsafe.Sizeof(CtlElemInfo{}))<<sizeShift
	SNDRV_CTL_IOCTL_ELEM_READ                = iowr | typeControl | 0x12 | Cmd(unsafe.Sizeof(CtlElemValue{}))<<sizeShift
	SNDRV_CTL_IOCTL_ELEM_WRITE               = iowr | typeControl | 0x13 | Cmd(unsafe.Sizeof(CtlElemValue{}))<<sizeShift
	SNDRV_CTL_IOCTL_ELEM_LOCK                = iow | typeControl | 0x14 | Cmd(unsafe.Sizeof(CtlElemId{}))<<sizeShift
	SNDRV_CTL_IOCTL_ELEM_UNLOCK              = iow | typeControl | 0x15 | Cmd(unsafe.Sizeof(CtlElemId{}))<<sizeShift
	SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS         = iowr | typeControl | 0x16 | sizeInt
	SNDRV_CTL_IOCTL_ELEM_ADD                 = iowr | typeControl | 0x17 | Cmd(unsafe.Sizeof(CtlElemInfo{}))<<sizeShift
	SNDRV_CTL_IOCTL_ELEM_REPLACE             = iowr | typeControl | 0x18 | Cmd(unsafe.Sizeof(CtlElemInfo{}))<<sizeShift
	SNDRV_CTL_IOCTL_ELEM_REMOVE              = iowr | typeControl | 0x19 | Cmd(unsafe.Sizeof(CtlElemId{}))<<sizeShift
	SNDRV_CTL_IOCTL_TLV_READ                 = iowr | typeControl | 0x1a | Cmd(unsafe.Sizeof(CtlTlv{}))<<sizeShift
	SNDRV_CTL_IOCTL_TLV_WRITE                = iowr | typeControl | 0x1b | Cmd(unsafe.Sizeof(CtlTlv{}))<<sizeShift
	SNDRV_CTL_IOCTL_TLV_COMMAND              = iowr | typeControl | 0x1c | Cmd(unsafe.Sizeof(CtlTlv{}))<<sizeShift
	SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE        = iowr | typeControl | 0x20 | sizeInt
	SNDRV_CTL_IOCTL_HWDEP_INFO               = ior | typeControl | 0x21 | Cmd(unsafe.Sizeof(HwdepInfo{}))<<sizeShift
	SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE          = ior | typeControl | 0x30 | sizeInt
	SNDRV_CTL_IOCTL_PCM_INFO                 = iowr | typeControl | 0x31 | Cmd(unsafe.Sizeof(PcmInfo{}))<<sizeShift
	SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE     = iow | typeControl | 0x32 | sizeInt
	SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE      = iowr | typeControl | 0x40 | sizeInt
	SNDRV_CTL_IOCTL_RAWMIDI_INFO             = iowr | typeControl | 0x41 | Cmd(unsafe.Sizeof(RawmidiInfo{}))<<sizeShift
	SNDRV_CTL_IOCTL_RAWMIDI_PREFER_SUBDEVICE = iow | typeControl | 0x42 | sizeInt
	SNDRV_CTL_IOCTL_POWER                    = iowr | typeControl | 0xd0 | sizeInt
	SNDRV_CTL_IOCTL_POWER_STATE              = ior | typeControl | 0xd1 | sizeInt
)
