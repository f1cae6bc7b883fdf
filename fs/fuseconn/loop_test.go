package fuseconn

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

func TestBlockedReadsKeepNobodyWaiting(t *testing.T) {
	fs, started, _ := waits()
	c, file := serve(t, fs)
	startChild(t, "readers", file, "200", "100")
	for range 200 {
		recv(t, "a read to begin", started)
	}
	major, minor := c.Device()
	startChild(t, "stat", file).expect(fmt.Sprintf("%d:%d", major, minor))
}

func TestABlockedRequestHoldsItsOwnBytesAndLittleMore(t *testing.T) {
	const requests, size = 1000, 8 << 10
	fs, started, _ := waits()
	_, file := serve(t, fs)
	for _, call := range []string{"writers", "readers"} {
		before := memory()
		startChild(t, call, file, strconv.Itoa(requests), strconv.Itoa(size))
		for range requests {
			recv(t, "a request to begin", started)
		}
		const limit = 16 << 20
		if got := memory() - before - requests*size; got > limit {
			t.Errorf("1000 %s cost %d KiB beyond their data, want at most %d", call, got>>10, limit>>10)
		}
	}
}

// memory returns the bytes of heap and stacks in use.
func memory() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc + m.StackInuse)
}

func TestASignalInterruptsABlockedRead(t *testing.T) {
	fs, started, ended := waits()
	_, file := serve(t, fs)
	client := startChild(t, "read", file)
	client.signalThread(recv(t, "the read to begin", started), unix.SIGUSR1)
	client.expect("-1 interrupted system call")
	if got := recv(t, "the read to end", ended); got != "cancel" {
		t.Errorf("the handler was ended by %s, want cancel", got)
	}
}

func TestAKilledClientIsGoneAtOnce(t *testing.T) {
	fs, started, ended := waits()
	_, file := serve(t, fs)
	client := startChild(t, "read", file)
	recv(t, "the read to begin", started)
	client.signal(unix.SIGKILL)
	recv(t, "the read to end", ended)
	if got := client.line(); got != "" {
		t.Errorf("the killed client printed %q", got)
	}
}

// Signals come so fast here that some are read from the device, by the other
// reader, before the request that they interrupt is known.
func TestNoInterruptIsLost(t *testing.T) {
	fs := &testFS{read: func(cancel <-chan struct{}, _ uint32, _ []byte) (int, fuse.Status) {
		<-cancel
		return 0, fuse.EINTR
	}}
	_, file := serve(t, fs)
	startChild(t, "signals", file, "200").expect("over")
}

func TestAnInterruptThatOvertookItsRequestIsPutOff(t *testing.T) {
	c, kernel := connect(t)
	interrupt := header(36, 77)
	interrupt = ne.AppendUint64(interrupt, 76)
	c.answer(interrupt)
	if errno := kernel.errno(77); errno != unix.EAGAIN {
		t.Errorf("answered %v, want EAGAIN", errno)
	}
}

func TestAPanicIsAnInputOutputError(t *testing.T) {
	fs := &testFS{
		read: func(<-chan struct{}, uint32, []byte) (int, fuse.Status) { panic("in Read") },
		poll: func(*PollIn) (uint32, syscall.Errno) { panic("in Poll") },
	}
	logged := make(chan string, 10)
	_, file := serve(t, fs, func(o *Options) {
		o.Logf = func(format string, args ...any) { logged <- fmt.Sprintf(format, args...) }
	})
	startChild(t, "read", file).expect("-1 input/output error")
	if got := recv(t, "a log line", logged); !strings.Contains(got, "in Read") {
		t.Errorf("logged %q, want the panic", got)
	}
	startChild(t, "poll", file).expect(fmt.Sprint(1, unix.POLLERR, error(nil)))
	if got := recv(t, "a log line", logged); !strings.Contains(got, "in Poll") {
		t.Errorf("logged %q, want the panic", got)
	}
}

func TestNothingIsLoggedAboutWhatIsUsual(t *testing.T) {
	c, file := serve(t, &testFS{}, func(o *Options) {
		o.Logf = func(format string, args ...any) { t.Errorf("logged "+format, args...) }
	})
	stat(t, c, file) // with STATX, which go-fuse does not know
	startChild(t, "read", file).expect("100 <nil>")
}

func TestWhatGoFuseLogsIsLogged(t *testing.T) {
	var got string
	o := Options{Logf: func(format string, args ...any) { got = fmt.Sprintf(format, args...) }}
	o.protocol().Logger.Print("100% odd")
	if got != "100% odd" {
		t.Errorf("logged %q", got)
	}
}

func TestAReplyThatTheKernelRefusesStillEndsTheCall(t *testing.T) {
	fs := &testFS{read: func(<-chan struct{}, uint32, []byte) (int, fuse.Status) { return 0, 600 }}
	_, file := serve(t, fs, func(o *Options) { o.Logf = nil })
	startChild(t, "read", file).expect("-1 input/output error")
}
