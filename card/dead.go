package card

import "syscall"

// A Reader is an Ops whose Read is more than EINVAL, a Writer one whose Write
// is. The kernel notes at open whether a file has these operations, and a file
// without them answers EINVAL even when its card is gone.
type (
	Reader interface{ CanRead() bool }
	// Writer is for Write what Reader is for Read.
	Writer interface{ CanWrite() bool }
)

func canRead(ops Ops) bool {
	r, ok := ops.(Reader)
	return ok && r.CanRead()
}

func canWrite(ops Ops) bool {
	w, ok := ops.(Writer)
	return ok && w.CanWrite()
}

// deadOps are the operations of a file whose card is gone, the kernel's
// snd_shutdown_f_ops (sound/core/init.c).
type deadOps struct{}

func (*deadOps) Read(*Call, []byte) (int, error)  { return 0, syscall.ENODEV }
func (*deadOps) Write(*Call, []byte) (int, error) { return 0, syscall.ENODEV }
func (*deadOps) Ioctl(*Call, *Ioctl) error        { return syscall.ENODEV }
func (*deadOps) Poll() Events                     { return PollErr | PollNval }
func (*deadOps) Flush(*Call) error                { return nil }
func (*deadOps) Release()                         {}
