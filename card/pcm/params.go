package pcm

import (
	"syscall"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// refine is SNDRV_PCM_IOCTL_HW_REFINE.
func (f *file) refine(c *card.Call, p *abi.HwParams) error {
	if err := onlyMapped(c, p); err != nil {
		return err
	}
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.constraints.Refine(p); err != nil {
		return err
	}
	return s.constraints.FillInfo(p)
}

// hwParams is SNDRV_PCM_IOCTL_HW_PARAMS. EBADFD unless the stream is stopped,
// EBUSY while a transfer runs. A failure after that leaves it without
// parameters, as it does in the kernel.
func (f *file) hwParams(c *card.Call, p *abi.HwParams) error {
	if err := f.slow(c, CallHwParams); err != nil {
		return err
	}
	err := onlyMapped(c, p)
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.accesses > 0 {
		return syscall.EBUSY
	}
	switch s.state {
	case abi.SNDRV_PCM_STATE_OPEN, abi.SNDRV_PCM_STATE_SETUP, abi.SNDRV_PCM_STATE_PREPARED:
	default:
		return syscall.EBADFD
	}
	if err == nil {
		err = s.configureLocked(p, c.Narrow || s.pages.narrow != nil)
	}
	if err != nil {
		s.hwFreeLocked()
	}
	f.channel = 0
	return err
}

// configureLocked chooses parameters out of p and takes them, for a 32-bit program
// if narrow says so.
func (s *Substream) configureLocked(p *abi.HwParams, narrow bool) error {
	if err := s.constraints.Choose(p); err != nil {
		return err
	}
	if err := s.constraints.FillInfo(p); err != nil {
		return err
	}
	chosen := paramsOf(p)
	if narrow {
		chosen.Boundary = narrowBoundaryOf(chosen.BufferSize)
	}
	if err := s.engine.HwParams(chosen); err != nil {
		return err
	}
	s.params, s.boundary, s.channels, s.shells = chosen, chosen.Boundary, chosen.Channels, false
	s.sw = abi.SwParams{
		PeriodStep:     1,
		StartThreshold: 1,
		StopThreshold:  chosen.BufferSize,
	}
	s.pages.setAvailMin(chosen.PeriodSize)
	s.pages.clear()
	s.timer.SetResolution(uint64(chosen.PeriodSize) * uint64(time.Second) / uint64(chosen.RateHz))
	s.state = abi.SNDRV_PCM_STATE_SETUP
	s.publishLocked()
	s.tellParamsLocked()
	return nil
}

func paramsOf(p *abi.HwParams) Params {
	bufferSize := hwparams.BufferSize(p)
	return Params{
		Access:     hwparams.Access(p),
		Format:     hwparams.Format(p),
		Channels:   hwparams.Channels(p),
		RateHz:     hwparams.RateHz(p),
		PeriodSize: hwparams.PeriodSize(p),
		BufferSize: bufferSize,
		FrameBytes: uint32(hwparams.FrameBytes(p)),
		Boundary:   boundaryOf(bufferSize),
	}
}

// hwFree is SNDRV_PCM_IOCTL_HW_FREE.
func (f *file) hwFree(*card.Call) error {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.accesses > 0 {
		return syscall.EBUSY
	}
	switch s.state {
	case abi.SNDRV_PCM_STATE_SETUP, abi.SNDRV_PCM_STATE_PREPARED:
		s.hwFreeLocked()
		return nil
	}
	return syscall.EBADFD
}

// hwFreeLocked makes a stream that does not run one without parameters.
func (s *Substream) hwFreeLocked() {
	if s.params.BufferSize > 0 {
		s.engine.HwFree()
	}
	s.params = Params{}
	s.setStateLocked(abi.SNDRV_PCM_STATE_OPEN)
}

// swParams is SNDRV_PCM_IOCTL_SW_PARAMS. EBADFD without hw_params, EINVAL for
// what snd_pcm_sw_params refuses, EPIPE if a running stream under- or overruns
// by the new thresholds.
func (f *file) swParams(_ *card.Call, p *abi.SwParams) error {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if unset(s.state) {
		return syscall.EBADFD
	}
	if !s.validLocked(p) {
		return syscall.EINVAL
	}
	if namesClock(p) {
		s.tstampType = p.TstampType
	}
	s.sw = *p
	s.pages.setAvailMin(p.AvailMin)
	p.Boundary = s.params.Boundary
	if !s.runningLocked() {
		return nil
	}
	s.silenceFromLocked()
	if s.free != nil {
		s.armLocked() // the thresholds say whether it has a clock
	}
	return s.judgeLocked(clock.Now())
}

// namesClock reports whether the program's struct has a field for the clock of
// time stamps. Its protocol is an unsigned number, unlike that of the node.
func namesClock(p *abi.SwParams) bool { return uint32(p.Proto) >= uint32(abi.Version(2, 0, 12)) }

func (s *Substream) validLocked(p *abi.SwParams) bool {
	switch {
	case p.TstampMode < 0 || p.TstampMode > abi.SNDRV_PCM_TSTAMP_LAST:
		return false
	case namesClock(p) && p.TstampType > abi.SNDRV_PCM_TSTAMP_TYPE_LAST:
		return false
	case p.AvailMin == 0:
		return false
	case p.SilenceSize >= s.params.Boundary:
		return p.SilenceThreshold == 0
	}
	return p.SilenceSize <= p.SilenceThreshold && p.SilenceThreshold <= s.params.BufferSize
}

// setTstampType is SNDRV_PCM_IOCTL_TTSTAMP.
func (f *file) setTstampType(_ *card.Call, t *abi.TstampType) error {
	if *t > abi.SNDRV_PCM_TSTAMP_TYPE_LAST {
		return syscall.EINVAL
	}
	f.sub.mu.Lock()
	defer f.sub.mu.Unlock()
	f.sub.tstampType = *t
	return nil
}

// accept is an ioctl that changes nothing here: SNDRV_PCM_IOCTL_TSTAMP, and the
// protocol that the program speaks.
func accept(*file, *card.Call, *int32) error { return nil }
