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

// tlv is the ioctl that does op. The data follow the struct that its number tells
// of, so they are moved here (snd_ctl_tlv_ioctl).
func tlv(op TLVOp) ioctl.Handler[*file] {
	return func(f *file, c *card.Call, i *card.Ioctl) error {
		h, err := abi.Decode[abi.CtlTlv](i.In)
		if err != nil {
			return syscall.EFAULT
		}
		return f.doTLV(c, op, h, i.Arg+uint64(abi.Sizeof[abi.CtlTlv]()))
	}
}

// doTLV does op on an element; its data are at addr in the program's memory, which
// is not touched while the elements are locked.
func (f *file) doTLV(c *card.Call, op TLVOp, h *abi.CtlTlv, addr uint64) error {
	if h.Numid == 0 || h.Length < uint32(abi.Sizeof[abi.CtlTlv]()) {
		return syscall.EINVAL
	}
	if op == TLVRead {
		out, err := f.readTLV(h)
		if err != nil {
			return err
		}
		return c.Memory.WriteMemory(addr, out)
	}
	if err := f.mayWriteTLV(op, h); err != nil {
		return err
	}
	var in []byte
	if h.Length <= TLVBytesMax {
		in = make([]byte, h.Length)
		if err := c.Memory.ReadMemory(in, addr); err != nil {
			return err
		}
	}
	out, err := f.writeTLV(op, h, in)
	if err != nil || len(out) == 0 {
		return err
	}
	return c.Memory.WriteMemory(addr, out)
}

func (f *file) readTLV(h *abi.CtlTlv) ([]byte, error) {
	f.ctl.elements.RLock()
	defer f.ctl.elements.RUnlock()
	s, n, err := f.tlvOf(TLVRead, h.Numid)
	switch {
	case err != nil:
		return nil, err
	case s.access(n)&abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK != 0:
		return s.callTLV(n, TLVRead, nil, h.Length)
	case s.tlv == nil:
		return nil, syscall.ENXIO
	case h.Length < uint32(len(s.tlv)):
		return nil, syscall.ENOMEM
	}
	return s.tlv, nil
}

func (f *file) mayWriteTLV(op TLVOp, h *abi.CtlTlv) error {
	f.ctl.elements.RLock()
	defer f.ctl.elements.RUnlock()
	_, _, err := f.tlvOf(op, h.Numid)
	return err
}

func (f *file) writeTLV(op TLVOp, h *abi.CtlTlv, in []byte) ([]byte, error) {
	f.ctl.elements.Lock()
	defer f.ctl.elements.Unlock()
	s, n, err := f.tlvOf(op, h.Numid)
	if err != nil {
		return nil, err
	}
	return s.callTLV(n, op, in, h.Length)
}

// tlvOf finds an element whose TLV data the file may do op on. ENXIO if there is
// no such operation, EPERM if another file has locked the element.
func (f *file) tlvOf(op TLVOp, numid uint32) (*Set, int, error) {
	s := f.ctl.list.findNumid(numid)
	if s == nil {
		return nil, 0, syscall.ENOENT
	}
	n := int(numid - s.id.Numid)
	access := s.access(n)
	switch {
	case access&op.needs() == 0, op != TLVRead && access&abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK == 0:
		return nil, 0, syscall.ENXIO
	case op != TLVRead && s.elems[n].othersLocked(f):
		return nil, 0, syscall.EPERM
	}
	return s, n, nil
}

func (s *Set) callTLV(n int, op TLVOp, in []byte, room uint32) ([]byte, error) {
	ops, ok := s.ops.(TLVOps)
	if !ok {
		return nil, syscall.ENXIO
	}
	return ops.TLV(n, op, in, room)
}

// words are the bytes of TLV data.
func words(tlv []uint32) []byte {
	var raw []byte
	for _, w := range tlv {
		raw = binary.LittleEndian.AppendUint32(raw, w)
	}
	return raw
}
