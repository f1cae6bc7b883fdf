package fuseconn

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// Opcodes this package answers itself or looks into; include/uapi/linux/fuse.h.
const (
	opReadlink    = 5
	opRead        = 15
	opGetxattr    = 22
	opListxattr   = 23
	opInit        = 26
	opReaddir     = 28
	opInterrupt   = 36
	opIoctl       = 39
	opPoll        = 40
	opReaddirplus = 44
	opStatx       = 52
)

// Sizes of struct fuse_in_header and struct fuse_out_header.
const (
	inHeaderSize  = 40
	outHeaderSize = 16
)

// ne is the byte order of the kernel's structs.
var ne = binary.NativeEndian

// maxFixedReply is the room for a reply's fixed part; the largest, that of
// STATX, is 288 bytes.
const maxFixedReply = 288

// request is one request as the kernel sent it: struct fuse_in_header, the
// opcode's own struct, then names or data.
type request []byte

func (r request) u32(off int) uint32 { return ne.Uint32(r[off:]) }
func (r request) u64(off int) uint64 { return ne.Uint64(r[off:]) }

func (r request) opcode() uint32 { return r.u32(4) }
func (r request) unique() uint64 { return r.u64(8) }

// replySize is the most bytes that the reply can have.
func (r request) replySize() int {
	return outHeaderSize + maxFixedReply + r.replyPayload()
}

// replyPayload is the most bytes of names or data that the reply can have. The
// kernel names the limit in the request, except for links.
func (r request) replyPayload() int {
	switch r.opcode() {
	case opRead, opReaddir, opReaddirplus:
		return int(r.u32(inHeaderSize + 16))
	case opGetxattr, opListxattr:
		return int(r.u32(inHeaderSize))
	case opIoctl:
		return int(r.u32(inHeaderSize + 28))
	case opReadlink:
		return unix.PathMax
	}
	return 0
}

// reply builds the answer to r: a negative errno, or 0 and the payload.
func (r request) reply(errno unix.Errno, payload ...byte) []byte {
	return message(-int32(errno), r.unique(), payload)
}

// message builds struct fuse_out_header and what follows it. A unique of 0 makes
// it a notification, with its code in place of the error.
func message(code int32, unique uint64, payload []byte) []byte {
	p := make([]byte, 0, outHeaderSize+len(payload))
	p = ne.AppendUint32(p, uint32(outHeaderSize+len(payload)))
	p = ne.AppendUint32(p, uint32(code))
	p = ne.AppendUint64(p, unique)
	return append(p, payload...)
}
