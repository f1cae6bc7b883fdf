package abi

import "unsafe"

// PCM ioctls, in the order of include/uapi/sound/asound.h.
const (
	SNDRV_PCM_IOCTL_PVERSION      = ior | typePcm | sizeInt // number 0x00
	SNDRV_PCM_IOCTL_INFO          = ior | typePcm | 0x01 | Cmd(unsafe.Sizeof(PcmInfo{}))<<sizeShift
	SNDRV_PCM_IOCTL_TSTAMP        = iow | typePcm | 0x02 | sizeInt
	SNDRV_PCM_IOCTL_TTSTAMP       = iow | typePcm | 0x03 | sizeInt
	SNDRV_PCM_IOCTL_USER_PVERSION = iow | typePcm | 0x04 | sizeInt
	SNDRV_PCM_IOCTL_HW_REFINE     = iowr | typePcm | 0x10 | Cmd(unsafe.Sizeof(HwParams{}))<<sizeShift
	SNDRV_PCM_IOCTL_HW_PARAMS     = iowr | typePcm | 0x11 | Cmd(unsafe.Sizeof(HwParams{}))<<sizeShift
	SNDRV_PCM_IOCTL_HW_FREE       = io | typePcm | 0x12
	SNDRV_PCM_IOCTL_SW_PARAMS     = iowr | typePcm | 0x13 | Cmd(unsafe.Sizeof(SwParams{}))<<sizeShift
	SNDRV_PCM_IOCTL_STATUS        = ior | typePcm | 0x20 | Cmd(unsafe.Sizeof(Status{}))<<sizeShift
	SNDRV_PCM_IOCTL_DELAY         = ior | typePcm | 0x21 | Cmd(unsafe.Sizeof(Sframes(0)))<<sizeShift
	SNDRV_PCM_IOCTL_HWSYNC        = io | typePcm | 0x22
	SNDRV_PCM_IOCTL_SYNC_PTR      = iowr | typePcm | 0x23 | Cmd(unsafe.Sizeof(SyncPtr{}))<<sizeShift
	SNDRV_PCM_IOCTL_STATUS_EXT    = iowr | typePcm | 0x24 | Cmd(unsafe.Sizeof(Status{}))<<sizeShift
	SNDRV_PCM_IOCTL_CHANNEL_INFO  = ior | typePcm | 0x32 | Cmd(unsafe.Sizeof(ChannelInfo{}))<<sizeShift
	SNDRV_PCM_IOCTL_PREPARE       = io | typePcm | 0x40
	SNDRV_PCM_IOCTL_RESET         = io | typePcm | 0x41
	SNDRV_PCM_IOCTL_START         = io | typePcm | 0x42
	SNDRV_PCM_IOCTL_DROP          = io | typePcm | 0x43
	SNDRV_PCM_IOCTL_DRAIN         = io | typePcm | 0x44
	SNDRV_PCM_IOCTL_PAUSE         = iow | typePcm | 0x45 | sizeInt
	SNDRV_PCM_IOCTL_REWIND        = iow | typePcm | 0x46 | Cmd(unsafe.Sizeof(Uframes(0)))<<sizeShift
	SNDRV_PCM_IOCTL_RESUME        = io | typePcm | 0x47
	SNDRV_PCM_IOCTL_XRUN          = io | typePcm | 0x48
	SNDRV_PCM_IOCTL_FORWARD       = iow | typePcm | 0x49 | Cmd(unsafe.Sizeof(Uframes(0)))<<sizeShift
	SNDRV_PCM_IOCTL_WRITEI_FRAMES = iow | typePcm | 0x50 | Cmd(unsafe.Sizeof(Xferi{}))<<sizeShift
	SNDRV_PCM_IOCTL_READI_FRAMES  = ior | typePcm | 0x51 | Cmd(unsafe.Sizeof(Xferi{}))<<sizeShift
	SNDRV_PCM_IOCTL_WRITEN_FRAMES = iow | typePcm | 0x52 | Cmd(unsafe.Sizeof(Xfern{}))<<sizeShift
	SNDRV_PCM_IOCTL_READN_FRAMES  = ior | typePcm | 0x53 | Cmd(unsafe.Sizeof(Xfern{}))<<sizeShift
	SNDRV_PCM_IOCTL_LINK          = iow | typePcm | 0x60 | sizeInt
	SNDRV_PCM_IOCTL_UNLINK        = io | typePcm | 0x61
)
