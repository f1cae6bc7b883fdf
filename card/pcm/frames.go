package pcm

import (
	"encoding/binary"
	"errors"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// writei and readi are SNDRV_PCM_IOCTL_WRITEI_FRAMES and READI_FRAMES
// (snd_pcm_xferi_frames_ioctl). Which way the frames go is the stream's
// direction, not the command's: the two differ only in how their number lets the
// result back to the program. A failure is told twice, in errno and in result,
// but the result of a stream without parameters is not touched.

// writei has a number that says nothing comes back, so its result is poked.
func writei(f *file, c *card.Call, i *card.Ioctl) error {
	if err := f.hasParams(); err != nil {
		return err
	}
	x, err := abi.Decode[abi.Xferi](i.In)
	if err != nil {
		return syscall.EFAULT
	}
	n, failed := f.xferi(c, x)
	return pokeResult(c, i, n, failed)
}

// readi has a number that says nothing goes in, so its struct is fetched.
func readi(f *file, c *card.Call, i *card.Ioctl) error {
	if err := f.hasParams(); err != nil {
		return err
	}
	var raw [24]byte
	if err := c.Memory.ReadMemory(raw[:], i.Arg); err != nil {
		return err
	}
	x, err := abi.Decode[abi.Xferi](raw[:])
	if err != nil {
		return err
	}
	n, failed := f.xferi(c, x)
	x.Result = result(n, failed)
	if err := abi.Encode(i.Out, x); err != nil {
		return syscall.EFAULT
	}
	i.CopyOut = true
	return failed
}

// pokeResult tells the program how a transfer went, and returns failed.
func pokeResult(c *card.Call, i *card.Ioctl, n abi.Uframes, failed error) error {
	if err := ioctl.Poke(c, i.Arg, uint64(result(n, failed))); err != nil {
		return err
	}
	return failed
}

// result is what the kernel puts into the struct: frames, or minus the errno.
func result(n abi.Uframes, err error) abi.Sframes {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return -abi.Sframes(errno)
	}
	return abi.Sframes(n)
}

func (f *file) xferi(c *card.Call, x *abi.Xferi) (abi.Uframes, error) {
	frameBytes, err := f.interleaved()
	if err != nil {
		return 0, err
	}
	if x.Buf == 0 && !f.sub.playback() {
		return 0, syscall.EINVAL
	}
	if x.Frames > maxTransfer/abi.Uframes(frameBytes) {
		return 0, syscall.EFAULT // no program has that much memory
	}
	return f.transfer(c, x.Frames, f.moveMemory(c, x.Buf))
}

// maxTransfer is more bytes than an address space has.
const maxTransfer = 1 << 47

// writen and readn are for a buffer per channel, which no stream is set up for:
// access is always interleaved here.
func writen(f *file, c *card.Call, i *card.Ioctl) error {
	if err := f.hasParams(); err != nil {
		return err
	}
	return pokeResult(c, i, 0, syscall.EINVAL)
}

func readn(f *file, c *card.Call, i *card.Ioctl) error {
	if err := f.hasParams(); err != nil {
		return err
	}
	const failed = syscall.EINVAL
	binary.LittleEndian.PutUint64(i.Out, uint64(result(0, failed)))
	if err := c.Memory.ReadMemory(i.Out[8:], i.Arg+8); err != nil {
		return err
	}
	i.CopyOut = true
	return failed
}

// hasParams is EBADFD for a stream without parameters.
func (f *file) hasParams() error {
	f.sub.mu.Lock()
	defer f.sub.mu.Unlock()
	if unset(f.sub.state) {
		return syscall.EBADFD
	}
	return nil
}
