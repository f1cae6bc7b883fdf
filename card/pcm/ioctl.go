package pcm

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// ioctls are the PCM's, in the order of include/uapi/sound/asound.h. PAUSE and
// LINK pass their value in the argument itself, which FUSE takes for an address:
// they reach this table only when that happens to be one.
var ioctls = ioctl.Table[*file]{
	abi.SNDRV_PCM_IOCTL_PVERSION:      ioctl.Value[*file](abi.SNDRV_PCM_VERSION),
	abi.SNDRV_PCM_IOCTL_INFO:          ioctl.Out((*file).info),
	abi.SNDRV_PCM_IOCTL_TSTAMP:        ioctl.In(accept),
	abi.SNDRV_PCM_IOCTL_TTSTAMP:       ioctl.In((*file).setTstampType),
	abi.SNDRV_PCM_IOCTL_USER_PVERSION: ioctl.In(accept),
	abi.SNDRV_PCM_IOCTL_HW_REFINE:     ioctl.InOut((*file).refine),
	abi.SNDRV_PCM_IOCTL_HW_PARAMS:     ioctl.InOut((*file).hwParams),
	abi.SNDRV_PCM_IOCTL_HW_FREE:       ioctl.None((*file).hwFree),
	abi.SNDRV_PCM_IOCTL_SW_PARAMS:     ioctl.InOutAlways((*file).swParams),
	abi.SNDRV_PCM_IOCTL_STATUS:        ioctl.Out((*file).status),
	abi.SNDRV_PCM_IOCTL_DELAY:         ioctl.Out((*file).delay),
	abi.SNDRV_PCM_IOCTL_HWSYNC:        ioctl.None((*file).hwsync),
	abi.SNDRV_PCM_IOCTL_SYNC_PTR:      ioctl.InOut((*file).syncPtr),
	abi.SNDRV_PCM_IOCTL_STATUS_EXT:    ioctl.InOut((*file).status),
	abi.SNDRV_PCM_IOCTL_CHANNEL_INFO:  ioctl.Peek((*file).channelInfo, (*file).nextChannel),
	abi.SNDRV_PCM_IOCTL_PREPARE:       ioctl.None((*file).prepare),
	abi.SNDRV_PCM_IOCTL_RESET:         ioctl.None((*file).reset),
	abi.SNDRV_PCM_IOCTL_START:         ioctl.None((*file).start),
	abi.SNDRV_PCM_IOCTL_DROP:          ioctl.None((*file).drop),
	abi.SNDRV_PCM_IOCTL_DRAIN:         ioctl.None((*file).drain),
	abi.SNDRV_PCM_IOCTL_PAUSE:         ioctl.In(noPause),
	abi.SNDRV_PCM_IOCTL_REWIND:        rewind,
	abi.SNDRV_PCM_IOCTL_RESUME:        ioctl.None((*file).resume),
	abi.SNDRV_PCM_IOCTL_XRUN:          ioctl.None((*file).xrun),
	abi.SNDRV_PCM_IOCTL_FORWARD:       forward,
	abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES: writeFrames(xferi),
	abi.SNDRV_PCM_IOCTL_READI_FRAMES:  readFrames(xferi),
	abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES: writeFrames(xfern),
	abi.SNDRV_PCM_IOCTL_READN_FRAMES:  readFrames(xfern),
	abi.SNDRV_PCM_IOCTL_LINK:          ioctl.In(noLink),
	abi.SNDRV_PCM_IOCTL_UNLINK:        ioctl.None(unlink),
}
