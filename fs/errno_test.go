package fs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

const einval = syscall.EINVAL

func TestTheNumberBehindAnError(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want syscall.Errno
	}{
		{"no error", nil, 0},
		{"a number", syscall.EPIPE, syscall.EPIPE},
		{"a number with words around it", fmt.Errorf("make the card: %w", syscall.EBUSY), syscall.EBUSY},
		{"a number of the system", &fs.PathError{Op: "open", Path: "x", Err: syscall.ENOSPC}, syscall.ENOSPC},
		{"the first number of several errors", errors.Join(errors.New("words"), syscall.ENXIO, syscall.EIO), syscall.ENXIO},
		{"no device on the bus", bus.ErrNoDevice, syscall.ENODEV},
		{"a device that is bound", bus.ErrBusy, syscall.EBUSY},
		{"an error of words alone", errors.New("no such thing"), syscall.EIO},
		{"an end by a context", context.Canceled, syscall.EIO},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, "errno", errno(tt.err), tt.want)
			expect(t, "status", status(tt.err), fuse.Status(tt.want))
		})
	}
}

// An error in the reply's header hides the data, one in the result does not; the
// kernel's restart of an interrupted call is for the result alone.
func TestTheEndOfAnIoctl(t *testing.T) {
	for _, tt := range []struct {
		name    string
		err     error
		copyOut bool
		returns int32
		header  fuse.Status
		result  int32
	}{
		{"it worked", nil, false, 0, fuse.OK, 0},
		{"it worked and gives something", nil, true, 0, fuse.OK, 0},
		{"it worked and returns a number", nil, false, 1, fuse.OK, 1},
		{"it failed", syscall.EBADFD, false, 1, fuse.Status(syscall.EBADFD), 0},
		{"it failed and gives something", syscall.EBADFD, true, 1, fuse.OK, -int32(syscall.EBADFD)},
		{"it was interrupted", syscall.EINTR, false, 0, fuse.OK, fuseconn.RestartSys},
		{"it was interrupted, in other words", fmt.Errorf("wait: %w", syscall.EINTR), true, 0, fuse.OK, fuseconn.RestartSys},
		{"it failed with a number that no error has", syscall.Errno(1 << 31), false, 0, fuse.OK, math.MinInt32},
		{"the device cannot do it", syscall.ENOSYS, false, 0, fuse.Status(syscall.ENOTTY), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out fuse.IoctlOut
			expect(t, "header", answer(tt.err, &card.Ioctl{CopyOut: tt.copyOut, Result: tt.returns}, &out), tt.header)
			expect(t, "result", out.Result, tt.result)
		})
	}
}
