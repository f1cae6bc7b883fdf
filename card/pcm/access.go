package pcm

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
	"github.com/vsndfs/vsndfs/card/wav"
)

// interleaved refuses a transfer of whole frames from a program that has set up
// another access (pcm_sanity_check and __snd_pcm_lib_xfer). With one channel any
// access will do.
func (f *file) interleaved() (frameBytes int, err error) {
	p, err := f.params()
	switch {
	case err != nil:
		return 0, err
	case p.Access != abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED && p.Channels > 1:
		return 0, syscall.EINVAL
	}
	return int(p.FrameBytes), nil
}

// mappedAccesses are those without pointers into the memory of the program.
const mappedAccesses = 1<<abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED |
	1<<abi.SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED | 1<<abi.SNDRV_PCM_ACCESS_MMAP_COMPLEX

// onlyMapped takes the other accesses from p when the caller's memory cannot be
// reached. EINVAL if that leaves none.
func onlyMapped(c *card.Call, p *abi.HwParams) error {
	const access = abi.SNDRV_PCM_HW_PARAM_ACCESS
	if c.Memory.Reachable() {
		return nil
	}
	changed, err := hwparams.RefineMask(p.Mask(access), mappedAccesses)
	if changed {
		p.Cmask |= 1 << access
		p.Rmask |= 1 << access
	}
	return err
}

// params are the stream's. EBADFD if it has none.
func (f *file) params() (Params, error) {
	f.sub.mu.Lock()
	defer f.sub.mu.Unlock()
	if unset(f.sub.state) {
		return Params{}, syscall.EBADFD
	}
	return f.sub.params, nil
}

// moveMemory copies between the ring and a program's memory, in the direction of
// the stream. The n-th track is at the n-th of the addresses. What is played from
// NULL is silence, and what is recorded to NULL is nobody's (fill_silence).
func (f *file) moveMemory(c *card.Call, at []uint64) mover {
	return func(span []byte, track, done int) error {
		if track >= len(at) {
			return syscall.EFAULT // another thread has set the stream up for more channels meanwhile
		}
		addr := at[track] + uint64(done)
		switch playback := f.sub.playback(); {
		case at[track] == 0 && playback:
			wav.Silence(f.sub.params.Format, span)
			return nil
		case at[track] == 0:
			return nil
		case playback:
			return c.Memory.ReadMemory(span, addr)
		}
		return c.Memory.WriteMemory(addr, span)
	}
}
