package test

import (
	"errors"
	"os"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const (
	cycles   = 1000
	warmUp   = 50
	moreKiB  = 12 << 10 // of which the log takes 4 MiB at most
	moreThan = 5        // threads, which the Go runtime makes now and then
)

// footprint is what a server uses.
type footprint struct{ threads, descriptors, kib int }

func (s *server) footprint() footprint {
	s.t.Helper()
	fds, err := os.ReadDir("/proc/" + strconv.Itoa(s.pid) + "/fd")
	if err != nil {
		s.t.Fatal(err)
	}
	return footprint{s.process("Threads"), len(fds), s.process("VmRSS")}
}

// TestAThousandLivesLeaveNothingBehind plugs, opens, plays, unplugs and closes.
// Every goroutine that were left would have a stack in the memory, or a thread.
func TestAThousandLivesLeaveNothingBehind(t *testing.T) {
	s := newMachine(t).measured().mount()
	for range warmUp {
		s.headset().live()
	}
	before := s.footprint()
	for range cycles {
		s.headset().live()
	}
	after := s.footprint()
	t.Logf("before %+v, after %+v", before, after)
	if after.descriptors != before.descriptors {
		t.Errorf("%d descriptors have become %d", before.descriptors, after.descriptors)
	}
	if after.threads > before.threads+moreThan {
		t.Errorf("%d threads have become %d", before.threads, after.threads)
	}
	if after.kib > before.kib+moreKiB {
		t.Errorf("%d KiB of memory have become %d", before.kib, after.kib)
	}
}

// live is one life of a device that is plugged in, and plugs in the next.
func (d slot) live() {
	d.t.Helper()
	fd, err := unix.Open(d.file("pcmC0D0p"), unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := unix.Write(fd, make([]byte, 4*1024)); err != nil {
		d.t.Fatal(err)
	}
	unplugged := make(chan error, 1)
	go func() { unplugged <- d.write("unplug", "1") }()
	waitFor(d.t, "the disconnection", func() bool { return !d.exists("pcmC0D0p") })
	if _, err := unix.Write(fd, make([]byte, 4)); !errors.Is(err, syscall.ENODEV) {
		d.t.Errorf("a write to a card that is gone gives %v", err)
	}
	if err := unix.Close(fd); err != nil {
		d.t.Error(err)
	}
	if err := <-unplugged; err != nil {
		d.t.Fatal(err)
	}
	if err := d.write("plug", "1"); err != nil {
		d.t.Fatal(err)
	}
}
