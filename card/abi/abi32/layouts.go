package abi32

import "github.com/vsndfs/vsndfs/card/abi"

// Layout says how the struct of one ioctl is laid out.
type Layout struct {
	// Cmd is the ioctl's number for 64-bit programs.
	Cmd    abi.Cmd
	size   int
	widen  func([]byte) ([]byte, error)
	narrow func(dst, src []byte) error
}

// Size is the size of the struct, in bytes.
func (l Layout) Size() int { return l.size }

// Widen returns the struct of a 64-bit program for the one in p. The error is
// [abi.ErrShort].
func (l Layout) Widen(p []byte) ([]byte, error) { return l.widen(p) }

// Narrow fills dst with the struct of a 32-bit program for the one in src. The
// error is [abi.ErrShort].
func (l Layout) Narrow(dst, src []byte) error { return l.narrow(dst, src) }

// layout is that of an ioctl whose struct is an N for 32-bit programs and a W for
// 64-bit ones. change edits the W that a program is given.
func layout[N, W any](cmd abi.Cmd, change ...func(*W)) Layout {
	return Layout{
		Cmd: cmd, size: abi.Sizeof[N](),
		widen: func(p []byte) ([]byte, error) {
			n, err := abi.Decode[N](p)
			if err != nil {
				return nil, err
			}
			var w W
			Convert(&w, n)
			wide := make([]byte, abi.Sizeof[W]())
			return wide, abi.Encode(wide, &w)
		},
		narrow: func(dst, src []byte) error {
			w, err := abi.Decode[W](src)
			if err != nil {
				return err
			}
			for _, fn := range change {
				fn(w)
			}
			var n N
			Convert(&n, w)
			return abi.Encode(dst, &n)
		},
	}
}

// hwParams is the layout of an ioctl on parameters. The kernel takes the bytes of
// the larger struct for those of the smaller one and sets fifo_size right: the
// upper half of that, 0, is where sync begins (snd_pcm_ioctl_hw_params_compat).
func hwParams(cmd abi.Cmd) Layout {
	size := abi.Sizeof[HwParams]()
	return Layout{
		Cmd: cmd, size: size,
		widen: func(p []byte) ([]byte, error) {
			if len(p) < size {
				return nil, abi.ErrShort
			}
			wide := make([]byte, abi.Sizeof[abi.HwParams]())
			copy(wide, p[:size])
			return wide, nil
		},
		narrow: func(dst, src []byte) error {
			if len(dst) < size || len(src) < size {
				return abi.ErrShort
			}
			copy(dst, src[:size])
			return nil
		},
	}
}

// driverTime is what the kernel puts into driver_tstamp (snd_pcm_status_user32).
func driverTime(s *abi.Status) { s.DriverTstamp = s.AudioTstamp }

// layouts are all that differ, by the number that 32-bit programs use: the 64-bit
// one with the size of their struct.
var layouts = byNumber(
	hwParams(abi.SNDRV_PCM_IOCTL_HW_REFINE),
	hwParams(abi.SNDRV_PCM_IOCTL_HW_PARAMS),
	layout[SwParams, abi.SwParams](abi.SNDRV_PCM_IOCTL_SW_PARAMS),
	layout[Status](abi.SNDRV_PCM_IOCTL_STATUS, driverTime),
	layout[StatusTime64, abi.Status](abi.SNDRV_PCM_IOCTL_STATUS),
	layout[Status](abi.SNDRV_PCM_IOCTL_STATUS_EXT, driverTime),
	layout[StatusTime64, abi.Status](abi.SNDRV_PCM_IOCTL_STATUS_EXT),
	layout[Sframes, abi.Sframes](abi.SNDRV_PCM_IOCTL_DELAY),
	layout[SyncPtr, abi.SyncPtr](abi.SNDRV_PCM_IOCTL_SYNC_PTR),
	layout[SyncPtrTime64, abi.SyncPtr](abi.SNDRV_PCM_IOCTL_SYNC_PTR),
	layout[ChannelInfo, abi.ChannelInfo](abi.SNDRV_PCM_IOCTL_CHANNEL_INFO),
	layout[Uframes, abi.Uframes](abi.SNDRV_PCM_IOCTL_REWIND),
	layout[Uframes, abi.Uframes](abi.SNDRV_PCM_IOCTL_FORWARD),
	layout[Xferi, abi.Xferi](abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES),
	layout[Xferi, abi.Xferi](abi.SNDRV_PCM_IOCTL_READI_FRAMES),
	layout[Xferi, abi.Xferi](abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES),
	layout[Xferi, abi.Xferi](abi.SNDRV_PCM_IOCTL_READN_FRAMES),
	layout[CtlElemList, abi.CtlElemList](abi.SNDRV_CTL_IOCTL_ELEM_LIST),
	elemInfo(abi.SNDRV_CTL_IOCTL_ELEM_INFO),
	elemInfo(abi.SNDRV_CTL_IOCTL_ELEM_ADD),
	elemInfo(abi.SNDRV_CTL_IOCTL_ELEM_REPLACE),
	elemValue(abi.SNDRV_CTL_IOCTL_ELEM_READ),
	elemValue(abi.SNDRV_CTL_IOCTL_ELEM_WRITE),
	layout[TimerGparams, abi.TimerGparams](abi.SNDRV_TIMER_IOCTL_GPARAMS),
	layout[TimerInfo, abi.TimerInfo](abi.SNDRV_TIMER_IOCTL_INFO),
)

func byNumber(all ...Layout) map[abi.Cmd]Layout {
	m := make(map[abi.Cmd]Layout)
	for _, l := range all {
		m[l.Cmd.WithSize(l.size)] = l
	}
	return m
}

// refused are the numbers that 64-bit programs use and 32-bit ones cannot: those
// that have a layout here, and one that the kernel knows by another number than
// programs do (timer_compat.c declares STATUS to be written).
var refused = func() map[abi.Cmd]bool {
	m := map[abi.Cmd]bool{
		abi.SNDRV_TIMER_IOCTL_STATUS: true,
	}
	for _, l := range layouts {
		m[l.Cmd] = true
	}
	return m
}()

// Find looks an ioctl of a 32-bit program up. ok is false if there is no such
// ioctl; a nil layout says that it is the same as a 64-bit program's, if it is one.
func Find(cmd abi.Cmd) (l *Layout, ok bool) {
	if found, differs := layouts[cmd]; differs {
		return &found, true
	}
	return nil, !refused[cmd]
}
