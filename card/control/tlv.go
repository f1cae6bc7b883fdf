package control

import (
	"encoding/binary"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// TLVOp is one of the ioctls on the TLV data of an element.
type TLVOp int

// The operations, as SNDRV_CTL_TLV_OP_READ and so on.
const (
	TLVRead TLVOp = iota
	TLVWrite
	TLVCommand
)

// TLVBytesMax is how much TLV data a program can write at once, in bytes.
const TLVBytesMax = 128 << 10

const tlvAccess = abi.SNDRV_CTL_ELEM_ACCESS_TLV_READWRITE | abi.SNDRV_CTL_ELEM_ACCESS_TLV_COMMAND

// needs is the access bit that an operation needs.
func (op TLVOp) needs() abi.CtlElemAccess {
	return [...]abi.CtlElemAccess{
		TLVRead:    abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ,
		TLVWrite:   abi.SNDRV_CTL_ELEM_ACCESS_TLV_WRITE,
		TLVCommand: abi.SNDRV_CTL_ELEM_ACCESS_TLV_COMMAND,
	}[op]
}

// tlv is the ioctl that does op (snd_ctl_tlv_ioctl).
func tlv(op TLVOp) ioctl.Handler[*file] {
	do := (*file).writeTLV
	if op == TLVRead {
		do = (*file).readTLV
	}
	return func(f *file, c *card.Call, i *card.Ioctl) error {
		h, err := abi.Decode[abi.CtlTlv](i.In)
		if err != nil {
			return syscall.EFAULT
		}
		if h.Numid == 0 || h.Length < headBytes {
			return syscall.EINVAL
		}
		return do(f, c, i, tlvCall{op, h.Numid, h.Length})
	}
}

// tlvCall is a TLV ioctl in progress. Its data follow the struct of which the
// ioctl's number tells, so they are moved here; no element is locked meanwhile.
type tlvCall struct {
	op    TLVOp
	numid uint32
	room  uint32 // for data, in bytes
}

// headBytes is the size of the struct before the data, and of the smallest data.
var headBytes = uint32(abi.Sizeof[abi.CtlTlv]())

func (f *file) readTLV(c *card.Call, i *card.Ioctl, t tlvCall) error {
	out, err := f.ctl.readTLV(t)
	if err != nil {
		return err
	}
	return c.Memory.WriteMemory(i.Arg+uint64(headBytes), out)
}

func (ctl *Control) readTLV(t tlvCall) ([]byte, error) {
	ctl.elements.RLock()
	defer ctl.elements.RUnlock()
	s, n, err := ctl.tlvOf(nil, t)
	if err != nil {
		return nil, err
	}
	ops, calls := s.ops.(TLVOps)
	switch {
	case calls && s.access(n)&abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK != 0:
		out, _, err := ops.TLV(n, t.op, nil, t.room)
		return out, err
	case s.tlv == nil:
		return nil, syscall.ENXIO
	case t.room < uint32(len(s.tlv)):
		return nil, syscall.ENOMEM
	}
	return s.tlv, nil
}

func (f *file) writeTLV(c *card.Call, i *card.Ioctl, t tlvCall) error {
	if err := f.patiently(c, func() error { return f.ctl.mayWriteTLV(f, t) }); err != nil {
		return err
	}
	var in []byte
	if t.room <= TLVBytesMax {
		in = make([]byte, t.room)
		if err := c.Memory.ReadMemory(in, i.Arg+uint64(headBytes)); err != nil {
			return err
		}
	}
	var out []byte
	var changed bool
	err := f.patiently(c, func() (err error) {
		out, changed, err = f.ctl.writeTLV(f, t, in)
		return err
	})
	if err != nil {
		return err
	}
	if changed {
		i.Result = 1
	}
	if len(out) == 0 {
		return nil
	}
	return c.Memory.WriteMemory(i.Arg+uint64(headBytes), out)
}

func (ctl *Control) mayWriteTLV(f *file, t tlvCall) error {
	ctl.elements.RLock()
	defer ctl.elements.RUnlock()
	_, _, err := ctl.tlvOf(f, t)
	return err
}

func (ctl *Control) writeTLV(f *file, t tlvCall, in []byte) ([]byte, bool, error) {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	s, n, err := ctl.tlvOf(f, t)
	if err != nil {
		return nil, false, err
	}
	ops, ok := s.ops.(TLVOps)
	if !ok {
		return nil, false, syscall.ENXIO
	}
	return ops.TLV(n, t.op, in, t.room)
}

// tlvOf finds an element whose TLV data the file may do that with. ENXIO if there
// is no such operation, EPERM if another file has locked the element.
func (ctl *Control) tlvOf(f *file, t tlvCall) (*Set, int, error) {
	s := ctl.list.findNumid(t.numid)
	if s == nil {
		return nil, 0, syscall.ENOENT
	}
	n := int(t.numid - s.id.Numid)
	access := s.access(n)
	if access&t.op.needs() == 0 {
		return nil, 0, syscall.ENXIO
	}
	if t.op == TLVRead {
		return s, n, nil
	}
	if access&abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK == 0 {
		return nil, 0, syscall.ENXIO
	}
	return s, n, s.elems[n].refusal(f, syscall.EPERM)
}

// words are the bytes of TLV data.
func words(tlv []uint32) []byte {
	var raw []byte
	for _, w := range tlv {
		raw = binary.LittleEndian.AppendUint32(raw, w)
	}
	return raw
}
