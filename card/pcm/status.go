package pcm

import (
	"cmp"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// status is SNDRV_PCM_IOCTL_STATUS and STATUS_EXT (snd_pcm_status64).
func (f *file) status(_ *card.Call, st *abi.Status) error {
	f.sub.mu.Lock()
	defer f.sub.mu.Unlock()
	*st = f.sub.lookAllLocked(st.AudioTstampData)
	return nil
}

// lookAllLocked is all that there is to know of an open stream. What was the most
// that was available is forgotten with that. asked is how a program wants the time
// of the sound.
func (s *Substream) lookAllLocked(asked uint32) (st abi.Status) {
	st = abi.Status{State: s.state, SuspendedState: s.suspended, AudioTstampData: asked}
	if s.state == abi.SNDRV_PCM_STATE_OPEN {
		return st
	}
	_ = s.lookLocked() // an underrun is in the state
	st.TriggerTstamp = timespec(s.triggerTstamp)
	s.statusTimesLocked(&st, asked)
	p := s.pointersLocked()
	st.ApplPtr, st.HwPtr = p.appl, p.hw
	st.Avail = s.availLocked()
	st.AvailMax = s.availMax
	if s.runningLocked() {
		st.Delay = s.delayLocked()
	}
	s.availMax = 0
	return st
}

// lookLocked brings a running stream up to date for a program that asks.
func (s *Substream) lookLocked() error {
	if !s.runningLocked() {
		return nil
	}
	err := s.updateLocked(clock.Now())
	s.engine.Looked()
	return err
}

// The fields of audio_tstamp_data (sound/core/pcm_native.c,
// snd_pcm_unpack_audio_tstamp_config and its counterpart).
const (
	tstampTypeMask = 0xf
	tstampAsked    = 0xffff // what the program wrote
	tstampValid    = 1 << 16
)

// statusTimesLocked tells the time, and how much sound has passed by then. A
// program may want the delay of the hardware counted in: it has none here.
func (s *Substream) statusTimesLocked(st *abi.Status, asked uint32) {
	if s.sw.TstampMode != abi.SNDRV_PCM_TSTAMP_ENABLE {
		return
	}
	if !s.runningLocked() {
		st.Tstamp = timespec(s.clockLocked(clock.Now()))
		return
	}
	st.Tstamp = timespec(s.tstamp)
	st.DriverTstamp = st.Tstamp
	st.AudioTstamp = timespec(s.audioTstamp)
	if asked&tstampTypeMask != 0 {
		st.AudioTstampData = asked&tstampAsked | tstampValid
	}
}

// delayLocked is how many frames lie between the program and the sound.
func (s *Substream) delayLocked() abi.Sframes {
	if s.playback() {
		return s.pointersLocked().hwAvail()
	}
	return abi.Sframes(s.availLocked())
}

// hwsyncLocked is do_pcm_hwsync.
func (s *Substream) hwsyncLocked() error {
	switch {
	case s.runningLocked():
		return s.lookLocked()
	case s.state == abi.SNDRV_PCM_STATE_PREPARED, s.state == abi.SNDRV_PCM_STATE_PAUSED:
		return nil
	}
	return accessible(s.state)
}

// hwsync is SNDRV_PCM_IOCTL_HWSYNC.
func (f *file) hwsync(*card.Call) error {
	f.sub.mu.Lock()
	defer f.sub.mu.Unlock()
	return f.sub.hwsyncLocked()
}

// delay is SNDRV_PCM_IOCTL_DELAY.
func (f *file) delay(_ *card.Call, d *abi.Sframes) error {
	f.sub.mu.Lock()
	defer f.sub.mu.Unlock()
	if err := f.sub.hwsyncLocked(); err != nil {
		return err
	}
	*d = f.sub.delayLocked()
	return nil
}

// syncPtr is SNDRV_PCM_IOCTL_SYNC_PTR: what the shared pages are for programs
// that have not mapped them.
func (f *file) syncPtr(_ *card.Call, p *abi.SyncPtr) error {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.Flags&abi.SNDRV_PCM_SYNC_PTR_HWSYNC != 0 {
		if err := s.hwsyncLocked(); err != nil {
			return err
		}
	}
	control := p.Control
	if p.Flags&abi.SNDRV_PCM_SYNC_PTR_APPL == 0 {
		if err := s.applyLocked(control.ApplPtr); err != nil {
			return err
		}
	}
	if p.Flags&abi.SNDRV_PCM_SYNC_PTR_AVAIL_MIN == 0 {
		s.pages.setAvailMin(control.AvailMin)
	}
	s.kickLocked()
	*p = abi.SyncPtr{Flags: p.Flags, Status: s.statusLocked()}
	p.Control.ApplPtr = s.pages.applPtr()
	p.Control.AvailMin = s.pages.availMin()
	return nil
}

// applyLocked takes a pointer from the program (pcm_lib_apply_appl_ptr). EINVAL
// if it is beyond the boundary, which is remembered when the parameters are freed.
func (s *Substream) applyLocked(appl abi.Uframes) error {
	if appl == s.pages.applPtr() {
		return nil
	}
	if appl >= s.boundary {
		return syscall.EINVAL
	}
	s.pages.setApplPtr(appl)
	return nil
}

// channelInfo is SNDRV_PCM_IOCTL_CHANNEL_INFO: where a channel's samples are, in
// bits (snd_pcm_lib_ioctl_channel_info).
func (f *file) channelInfo(_ *card.Call, info *abi.ChannelInfo) error {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if unset(s.state) {
		return syscall.EBADFD
	}
	if info.Channel >= s.params.Channels {
		return syscall.EINVAL
	}
	width := s.params.SampleBytes() * 8
	info.Offset = 0
	info.First = info.Channel * width
	info.Step = s.params.Channels * width
	if !s.params.Interleaved() {
		info.First *= uint32(s.params.BufferSize)
		info.Step = width
	}
	return nil
}

// nextChannel is what a caller whose memory cannot be reached asks about: alsa-lib
// asks for all channels in turn, whenever it maps the ring.
func (f *file) nextChannel() abi.ChannelInfo {
	f.sub.mu.Lock()
	defer f.sub.mu.Unlock()
	if f.channel >= f.sub.params.Channels {
		f.channel = 0
	}
	f.channel++
	return abi.ChannelInfo{Channel: f.channel - 1}
}

// rewind and forward move the program's pointer back or ahead, as far as there
// is room, and tell by how much through the argument, which their numbers do
// not say that they write. A caller who cannot be told so, because its memory
// cannot be reached, is moved as far as it wants or refused with EINVAL.
func rewind(f *file, c *card.Call, i *card.Ioctl) error {
	return f.move(c, i, func(s *Substream) abi.Uframes {
		p := s.pointersLocked()
		room := p.hwAvail()
		if !s.playback() {
			room = abi.Sframes(p.bufferSize) - abi.Sframes(p.captureAvail())
		}
		return abi.Uframes(max(room, 0))
	}, pointers.back)
}

func forward(f *file, c *card.Call, i *card.Ioctl) error {
	return f.move(c, i, (*Substream).availLocked, pointers.advance)
}

type moveBy func(p pointers, appl, n abi.Uframes) abi.Uframes

func (f *file) move(c *card.Call, i *card.Ioctl, room func(*Substream) abi.Uframes, by moveBy) error {
	wanted, err := abi.Decode[abi.Uframes](i.In)
	if err != nil {
		return syscall.EFAULT
	}
	if c.Memory.Reachable() {
		moved, failed := f.moveAppl(*wanted, 0, room, by)
		return cmp.Or(failed, ioctl.Poke(c, i.Arg, uint64(result(moved, failed))))
	}
	_, err = f.moveAppl(*wanted, *wanted, room, by)
	return err
}

// moveAppl moves appl_ptr by n frames or as far as there is room, if that is
// least frames at least.
func (f *file) moveAppl(n, least abi.Uframes, room func(*Substream) abi.Uframes, by moveBy) (abi.Uframes, error) {
	if n == 0 {
		return 0, nil
	}
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.hwsyncLocked(); err != nil {
		return 0, err
	}
	n = min(n, room(s))
	if n < least {
		return 0, syscall.EINVAL
	}
	p := s.pointersLocked()
	s.pages.setApplPtr(by(p, p.appl, n))
	return n, nil
}

// info is SNDRV_PCM_IOCTL_INFO.
func (f *file) info(_ *card.Call, info *abi.PcmInfo) error {
	*info = f.sub.info()
	return nil
}
