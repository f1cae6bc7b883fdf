package pcm

import (
	"cmp"
	"encoding/binary"
	"errors"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// A frameMover moves frames between the stream and what addr names in the
// program's memory. It returns what the program's struct is told.
type frameMover func(f *file, c *card.Call, addr uint64, frames abi.Uframes) (abi.Sframes, error)

// writeFrames and readFrames are SNDRV_PCM_IOCTL_WRITEI_FRAMES, WRITEN_FRAMES and
// their counterparts (snd_pcm_xferi_frames_ioctl, snd_pcm_xfern_frames_ioctl).
// struct snd_xfern is laid out as struct snd_xferi. Which way the frames go is
// the stream's direction, not the command's: the two differ only in how their
// number lets the result back to the program. A failure is told twice, in errno
// and in result, but the result of a stream without parameters is not touched.

// writeFrames has a number that says nothing comes back, so its result is poked.
func writeFrames(transfer frameMover) ioctl.Handler[*file] {
	return func(f *file, c *card.Call, i *card.Ioctl) error {
		if err := f.refuse(c, true); err != nil {
			return err
		}
		x, err := abi.Decode[abi.Xferi](i.In)
		if err != nil {
			return syscall.EFAULT
		}
		told, failed := transfer(f, c, x.Buf, x.Frames)
		if failed != nil && c.Narrow {
			return failed
		}
		if err := ioctl.Poke(c, i.Arg, uint64(told)); err != nil {
			return err
		}
		return failed
	}
}

// readFrames has a number that says nothing goes in, so its struct is fetched.
func readFrames(transfer frameMover) ioctl.Handler[*file] {
	return func(f *file, c *card.Call, i *card.Ioctl) error {
		if err := f.refuse(c, false); err != nil {
			return err
		}
		x, err := ioctl.Fetch[abi.Xferi](c, i)
		if err != nil {
			return err
		}
		var failed error
		x.Result, failed = transfer(f, c, x.Buf, x.Frames)
		if failed != nil && c.Narrow {
			return failed
		}
		if x.Result == interrupted {
			// The answer that makes the call begin anew carries nothing else.
			return cmp.Or(ioctl.Poke(c, i.Arg, uint64(x.Result)), failed)
		}
		if err := abi.Encode(i.Out, x); err != nil {
			return syscall.EFAULT
		}
		i.CopyOut = true
		return failed
	}
}

// interrupted is the result of a transfer that a signal has ended before it moved
// anything: the kernel's ERESTARTSYS, which programs see there alone.
const interrupted = -512

// refuse is the error of a transfer that is not even tried: EBADFD of a stream
// without parameters, and for a 32-bit program EINVAL of a command that is not for
// the stream's direction. Such a program is told of a failure by errno alone
// (snd_pcm_ioctl_xferi_compat).
func (f *file) refuse(c *card.Call, writes bool) error {
	if c.Narrow && writes != f.sub.playback() {
		return syscall.EINVAL
	}
	_, err := f.params()
	return err
}

// result is what the kernel puts into the struct: frames, or minus the errno.
func result(n abi.Uframes, err error) abi.Sframes {
	var errno syscall.Errno
	switch {
	case !errors.As(err, &errno):
		return abi.Sframes(n)
	case errno == syscall.EINTR:
		return interrupted
	}
	return -abi.Sframes(errno)
}

// xferi moves frames from or to one buffer.
func xferi(f *file, c *card.Call, buf uint64, frames abi.Uframes) (abi.Sframes, error) {
	n, err := f.moveInterleaved(c, buf, frames)
	return result(n, err), err
}

func (f *file) moveInterleaved(c *card.Call, buf uint64, frames abi.Uframes) (abi.Uframes, error) {
	if _, err := f.interleaved(); err != nil {
		return 0, err
	}
	if buf == 0 && !f.sub.playback() {
		return 0, syscall.EINVAL
	}
	return f.transfer(c, frames, f.moveMemory(c, []uint64{buf}))
}

// xfern moves frames from or to a buffer for each channel; bufs is where their
// addresses are. When these cannot be had, the struct is told of no failure.
func xfern(f *file, c *card.Call, bufs uint64, frames abi.Uframes) (abi.Sframes, error) {
	p, err := f.params()
	if err != nil {
		return result(0, err), err
	}
	at, err := addresses(c, bufs, int(p.Channels))
	if err != nil {
		return 0, err
	}
	n, err := f.moveNoninterleaved(c, p, at, frames)
	return result(n, err), err
}

func (f *file) moveNoninterleaved(c *card.Call, p Params, at []uint64, frames abi.Uframes) (abi.Uframes, error) {
	if p.Access != abi.SNDRV_PCM_ACCESS_RW_NONINTERLEAVED {
		return 0, syscall.EINVAL
	}
	return f.transfer(c, frames, f.moveMemory(c, at))
}

// addresses reads n of them from a program's memory.
func addresses(c *card.Call, from uint64, n int) ([]uint64, error) {
	size := 8
	if c.Narrow {
		size = 4
	}
	raw := make([]byte, n*size)
	if err := c.Memory.ReadMemory(raw, from); err != nil {
		return nil, err
	}
	at := make([]uint64, n)
	for i := range at {
		var address [8]byte
		copy(address[:], raw[i*size:][:size])
		at[i] = binary.LittleEndian.Uint64(address[:])
	}
	return at, nil
}
