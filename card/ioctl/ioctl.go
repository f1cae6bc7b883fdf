package ioctl

import (
	"encoding/binary"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// Handler carries out one ioctl on a file of type F.
type Handler[F any] func(f F, c *card.Call, i *card.Ioctl) error

// Table holds the ioctls of one device type by number. A number that is missing
// is answered with ENOTTY.
type Table[F any] map[abi.Cmd]Handler[F]

// Do carries out i on f.
func (t Table[F]) Do(f F, c *card.Call, i *card.Ioctl) error {
	if c.Narrow {
		return t.doNarrow(f, c, i)
	}
	return t.do(f, c, i)
}

func (t Table[F]) do(f F, c *card.Call, i *card.Ioctl) error {
	h, ok := t[abi.Cmd(i.Cmd)]
	if !ok {
		return syscall.ENOTTY
	}
	return h(f, c, i)
}

// None is an ioctl that passes nothing.
func None[F any](fn func(F, *card.Call) error) Handler[F] {
	return func(f F, c *card.Call, _ *card.Ioctl) error { return fn(f, c) }
}

// In is an ioctl that reads a T from the caller.
func In[F, T any](fn func(F, *card.Call, *T) error) Handler[F] {
	return func(f F, c *card.Call, i *card.Ioctl) error {
		v, err := abi.Decode[T](i.In)
		if err != nil {
			return syscall.EFAULT
		}
		return fn(f, c, v)
	}
}

// Out is an ioctl that gives the caller a T.
func Out[F, T any](fn func(F, *card.Call, *T) error) Handler[F] {
	return func(f F, c *card.Call, i *card.Ioctl) error {
		var v T
		if err := fn(f, c, &v); err != nil {
			return err
		}
		return put(i, &v)
	}
}

// InOut is an ioctl that reads a T and, when it succeeds, gives it back changed.
func InOut[F, T any](fn func(F, *card.Call, *T) error) Handler[F] {
	return func(f F, c *card.Call, i *card.Ioctl) error {
		v, err := abi.Decode[T](i.In)
		if err != nil {
			return syscall.EFAULT
		}
		if err := fn(f, c, v); err != nil {
			return err
		}
		return put(i, v)
	}
}

// InOutAlways is an ioctl that gives its T back even when it fails.
func InOutAlways[F, T any](fn func(F, *card.Call, *T) error) Handler[F] {
	return func(f F, c *card.Call, i *card.Ioctl) error {
		v, err := abi.Decode[T](i.In)
		if err != nil {
			return syscall.EFAULT
		}
		failed := fn(f, c, v)
		i.CopyOut = true
		if err := put(i, v); err != nil {
			return err
		}
		return failed
	}
}

// Peek is an ioctl whose number says that it only gives a T, but which reads one
// too. The T is fetched from where the argument points. For a caller whose memory
// cannot be reached, guess says what it will have put there: the next one of those
// that programs ask for in turn.
func Peek[F, T any](fn func(F, *card.Call, *T) error, guess func(F) T) Handler[F] {
	return func(f F, c *card.Call, i *card.Ioctl) error {
		v, err := peek(c, i, func() T { return guess(f) })
		if err != nil {
			return err
		}
		if err := fn(f, c, v); err != nil {
			return err
		}
		return put(i, v)
	}
}

func peek[T any](c *card.Call, i *card.Ioctl, guess func() T) (*T, error) {
	fetched, err := Fetch[T](c, i)
	if err == nil || c.Memory.Reachable() {
		return fetched, err
	}
	v := guess()
	return &v, nil
}

// Value is an ioctl that gives a constant.
func Value[F any, T ~int32](v T) Handler[F] {
	return Out(func(_ F, _ *card.Call, out *T) error {
		*out = v
		return nil
	})
}

// Fetch reads the T that i's argument points at, for the ioctls whose number
// does not say that they take anything.
func Fetch[T any](c *card.Call, i *card.Ioctl) (*T, error) {
	size := abi.Sizeof[T]()
	if i.Layout != nil {
		size = i.Layout.Size()
	}
	p := make([]byte, size)
	if err := c.Memory.ReadMemory(p, i.Arg); err != nil {
		return nil, err
	}
	if i.Layout != nil {
		var err error
		if p, err = i.Layout.Widen(p); err != nil {
			return nil, err
		}
	}
	return abi.Decode[T](p)
}

// Poke writes v, a long, to the caller's memory at addr, for the ioctls whose
// number does not say that they give anything back.
func Poke(c *card.Call, addr uint64, v uint64) error {
	if c.Narrow {
		return c.Memory.WriteMemory(addr, binary.LittleEndian.AppendUint32(nil, uint32(v)))
	}
	return c.Memory.WriteMemory(addr, binary.LittleEndian.AppendUint64(nil, v))
}

// put gives v to the caller. EFAULT when its number made no room for it.
func put[T any](i *card.Ioctl, v *T) error {
	if err := abi.Encode(i.Out, v); err != nil {
		return syscall.EFAULT
	}
	return nil
}
