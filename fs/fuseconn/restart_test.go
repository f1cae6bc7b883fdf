package fuseconn

import (
	"sync/atomic"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

func TestASignalRestartsAnIoctl(t *testing.T) {
	var calls atomic.Int32
	started := make(chan uint32, 10)
	fs := &testFS{ioctl: func(cancel <-chan struct{}, in *fuse.IoctlIn, _ []byte, out *fuse.IoctlOut, outbuf []byte) fuse.Status {
		started <- in.Pid
		if calls.Add(1) == 1 {
			<-cancel
			out.Result = RestartSys
			return fuse.OK
		}
		outbuf[0] = 42
		return fuse.OK
	}}
	_, file := serve(t, fs)
	client := startChild(t, "ioctl", file)
	client.signalThread(recv(t, "the ioctl to begin", started), unix.SIGUSR1)
	client.expect("42 <nil>")
	if got := calls.Load(); got != 2 {
		t.Errorf("%d calls reached the server, want 2", got)
	}
}

func TestRestartedIoctlGivesNoDataBack(t *testing.T) {
	for _, tt := range []struct {
		name   string
		opcode uint32
		result int32
		want   int
	}{
		{"an ioctl that succeeded", opIoctl, 0, 40},
		{"an ioctl that failed and gives data", opIoctl, -22, 40},
		{"an ioctl that begins anew", opIoctl, RestartSys, 32},
		{"a read of the same bytes", opRead, RestartSys, 40},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := ne.AppendUint32(nil, uint32(tt.result))
			reply := restarted(header(tt.opcode, 1), message(0, 1, append(body, make([]byte, 20)...)))
			if got := len(reply); got != tt.want || int(ne.Uint32(reply)) != tt.want {
				t.Errorf("reply of %d bytes says %d, want %d", got, ne.Uint32(reply), tt.want)
			}
		})
	}
}
