package abi

import "unsafe"

// Timer ioctls, in the order of include/uapi/sound/asound.h. The old numbers
// of START, STOP, CONTINUE and PAUSE are left out: they collide with those of
// terminals, and no program that speaks protocol 2.0.4 sends them.
const (
	SNDRV_TIMER_IOCTL_PVERSION    = ior | typeTimer | sizeInt // number 0x00
	SNDRV_TIMER_IOCTL_NEXT_DEVICE = iowr | typeTimer | 0x01 | Cmd(unsafe.Sizeof(TimerId{}))<<sizeShift
	SNDRV_TIMER_IOCTL_TREAD_OLD   = iow | typeTimer | 0x02 | sizeInt
	SNDRV_TIMER_IOCTL_GINFO       = iowr | typeTimer | 0x03 | Cmd(unsafe.Sizeof(TimerGinfo{}))<<sizeShift
	SNDRV_TIMER_IOCTL_GPARAMS     = iow | typeTimer | 0x04 | Cmd(unsafe.Sizeof(TimerGparams{}))<<sizeShift
	SNDRV_TIMER_IOCTL_GSTATUS     = iowr | typeTimer | 0x05 | Cmd(unsafe.Sizeof(TimerGstatus{}))<<sizeShift
	SNDRV_TIMER_IOCTL_SELECT      = iow | typeTimer | 0x10 | Cmd(unsafe.Sizeof(TimerSelect{}))<<sizeShift
	SNDRV_TIMER_IOCTL_INFO        = ior | typeTimer | 0x11 | Cmd(unsafe.Sizeof(TimerInfo{}))<<sizeShift
	SNDRV_TIMER_IOCTL_PARAMS      = iow | typeTimer | 0x12 | Cmd(unsafe.Sizeof(TimerParams{}))<<sizeShift
	SNDRV_TIMER_IOCTL_STATUS      = ior | typeTimer | 0x14 | Cmd(unsafe.Sizeof(TimerStatus{}))<<sizeShift
	SNDRV_TIMER_IOCTL_START       = io | typeTimer | 0xa0
	SNDRV_TIMER_IOCTL_STOP        = io | typeTimer | 0xa1
	SNDRV_TIMER_IOCTL_CONTINUE    = io | typeTimer | 0xa2
	SNDRV_TIMER_IOCTL_PAUSE       = io | typeTimer | 0xa3
	SNDRV_TIMER_IOCTL_TREAD64     = iow | typeTimer | 0xa4 | sizeInt
)

// SNDRV_TIMER_IOCTL_TREAD is the number a 64-bit program uses.
const SNDRV_TIMER_IOCTL_TREAD = SNDRV_TIMER_IOCTL_TREAD_OLD
