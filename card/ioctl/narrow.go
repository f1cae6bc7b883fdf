package ioctl

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/abi/abi32"
)

// doNarrow carries out an ioctl of a 32-bit program. Where its struct is not the
// one of a 64-bit program the handler gets that, and the program its own.
func (t Table[F]) doNarrow(f F, c *card.Call, i *card.Ioctl) error {
	l, ok := abi32.Find(abi.Cmd(i.Cmd))
	switch {
	case !ok:
		return syscall.ENOTTY
	case l == nil:
		return t.do(f, c, i)
	}
	wide, err := widened(i, l)
	if err != nil {
		return syscall.EFAULT
	}
	failed := t.do(f, c, wide)
	i.CopyOut, i.Result = wide.CopyOut, wide.Result
	if len(i.Out) > 0 && (failed == nil || wide.CopyOut) {
		if err := l.Narrow(i.Out, wide.Out); err != nil {
			return syscall.EFAULT
		}
	}
	return failed
}

func widened(i *card.Ioctl, l *abi32.Layout) (*card.Ioctl, error) {
	wide := &card.Ioctl{Cmd: uint32(l.Cmd), Arg: i.Arg, Layout: l}
	if len(i.In) > 0 {
		in, err := l.Widen(i.In)
		if err != nil {
			return nil, err
		}
		wide.In = in
	}
	if len(i.Out) > 0 {
		wide.Out = make([]byte, l.Cmd.Size())
		copy(wide.Out, wide.In)
	}
	return wide, nil
}
