package abi

import "fmt"

// Cmd is an ioctl command number as the kernel composes it in
// include/uapi/asm-generic/ioctl.h:
//
//	31 30 29        16 15    8 7      0
//	[dir ][   size    ][ type ][  nr  ]
type Cmd uint32

// Dir tells which way the argument of an ioctl is copied, seen from the
// program that calls.
type Dir uint8

// The directions of an ioctl. A command with neither copies nothing.
const (
	DirNone  Dir = 0
	DirWrite Dir = 1 // from the program to the kernel
	DirRead  Dir = 2 // from the kernel to the program
)

const (
	nrBits    = 8
	typeBits  = 8
	sizeBits  = 14
	typeShift = nrBits
	sizeShift = typeShift + typeBits
	dirShift  = sizeShift + sizeBits
)

// The kernel's _IO, _IOW, _IOR and _IOWR, to be joined with a node's type, a
// size and a number.
const (
	io   = Cmd(DirNone) << dirShift
	iow  = Cmd(DirWrite) << dirShift
	ior  = Cmd(DirRead) << dirShift
	iowr = iow | ior
)

// sizeInt stands for arguments declared as int.
const sizeInt Cmd = 4 << sizeShift

// The types of the commands, one for each kind of node.
const (
	typeControl Cmd = 'U' << typeShift
	typePcm     Cmd = 'A' << typeShift
	typeTimer   Cmd = 'T' << typeShift
)

// Dir returns the copy direction; both bits are set for a command that copies
// in and out.
func (c Cmd) Dir() Dir { return Dir(c >> dirShift) }

// Size returns the size of the argument in bytes.
func (c Cmd) Size() int { return int(c >> sizeShift & (1<<sizeBits - 1)) }

// WithSize returns the command with an argument of n bytes.
func (c Cmd) WithSize(n int) Cmd {
	return c&^((1<<sizeBits-1)<<sizeShift) | Cmd(n)<<sizeShift
}

// Type returns the byte that tells the kinds of node apart, such as 'A' for
// PCM nodes.
func (c Cmd) Type() byte { return byte(c >> typeShift) }

// Nr returns the number of the command within its type.
func (c Cmd) Nr() byte { return byte(c) }

// String returns the kernel's name, such as SNDRV_PCM_IOCTL_DRAIN, or the
// number in hexadecimal if the command is unknown.
func (c Cmd) String() string {
	if name, ok := cmdNames[c]; ok {
		return name
	}
	return fmt.Sprintf("ioctl 0x%08x", uint32(c))
}
