package hwparams

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// kernelOnly are the abilities that programs are not told of.
const kernelOnly = abi.SNDRV_PCM_INFO_FIFO_IN_FRAMES | abi.SNDRV_PCM_INFO_DRAIN_TRIGGER

// FillInfo sets the answers in p that are no parameters: Msbits, RateNum and
// RateDen, FifoSize, Info and Sync. The ioctls HW_REFINE and HW_PARAMS end with it,
// after [Constraints.Refine] or [Constraints.Choose]. It returns
// [syscall.EINVAL] if no subformat goes with Msbits. As
// fixup_unreferenced_params of sound/core/pcm_native.c.
func (c *Constraints) FillInfo(p *abi.HwParams) error {
	format, known := onlyFormat(p)
	fillMsbits(p, format, known)
	if err := dropMsbitsMax(p, format, known); err != nil {
		return err
	}
	if r := *p.Interval(rate); p.RateDen == 0 && single(r) {
		p.RateNum, p.RateDen = value(r), 1
	}
	if p.FifoSize == 0 && known && single(*p.Interval(channels)) {
		p.FifoSize = c.fifoFrames(p)
	}
	if p.Info == 0 {
		p.Info = c.hw.Info &^ kernelOnly
	}
	if c.hw.Sync != [16]byte{} {
		p.Sync = c.hw.Sync
	}
	return nil
}

// onlyFormat returns the format of p and whether it is the only one left.
func onlyFormat(p *abi.HwParams) (format abi.Format, known bool) {
	m := p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT)
	return abi.Format(maskMin(m)), maskSingle(m)
}

// fillMsbits sets Msbits to the significant bits of the format, or to the
// sample bits where formats differ but sample bits do not.
func fillMsbits(p *abi.HwParams, format abi.Format, known bool) {
	if p.Msbits != 0 {
		return
	}
	if s := *p.Interval(sampleBits); single(s) {
		p.Msbits = value(s)
	}
	if known {
		p.Msbits = widthOrError(format)
	}
}

// widthOrError returns the width of format, or -EINVAL as an unsigned number:
// the kernel stores the error of snd_pcm_format_width as if it were a width.
func widthOrError(format abi.Format) uint32 {
	if w := format.Width(); w > 0 {
		return uint32(w)
	}
	noWidth := -int32(syscall.EINVAL)
	return uint32(noWidth)
}

// dropMsbitsMax takes MSBITS_MAX from the subformats of a format that has more
// significant bits than Msbits.
func dropMsbitsMax(p *abi.HwParams, format abi.Format, known bool) error {
	if p.Msbits == 0 || !known || !format.Linear() || widthOrError(format) == p.Msbits {
		return nil
	}
	subformats := p.Mask(abi.SNDRV_PCM_HW_PARAM_SUBFORMAT)
	_, err := RefineMask(subformats, ^uint64(1<<abi.SNDRV_PCM_SUBFORMAT_MSBITS_MAX))
	return err
}

// fifoFrames returns the size of the hardware's FIFO in frames of p:
// snd_pcm_lib_ioctl_fifo_size of sound/core/pcm_lib.c.
func (c *Constraints) fifoFrames(p *abi.HwParams) abi.Uframes {
	if c.hw.Info&abi.SNDRV_PCM_INFO_FIFO_IN_FRAMES != 0 {
		return c.hw.FifoSize
	}
	if b := FrameBytes(p); b > 0 {
		return c.hw.FifoSize / abi.Uframes(b)
	}
	return c.hw.FifoSize
}
