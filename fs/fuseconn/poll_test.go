package fuseconn

import (
	"fmt"
	"sync/atomic"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func TestNotifyPollWakesAPoller(t *testing.T) {
	var ready atomic.Bool
	asked := make(chan PollIn, 10)
	fs := &testFS{poll: func(in *PollIn) (uint32, syscall.Errno) {
		asked <- *in
		if ready.Load() {
			return unix.POLLIN, 0
		}
		return 0, 0
	}}
	c, file := serve(t, fs)
	client := startChild(t, "poll", file)
	in := recv(t, "POLL", asked)
	if in.NodeId != fileNode || in.Events&unix.POLLIN == 0 || !in.ScheduleNotify() {
		t.Errorf("asked %+v, want a caller that waits for POLLIN on node %d", in, fileNode)
	}
	if group, err := unix.Getpgid(int(in.Pid)); err != nil || group != unix.Getpgrp() {
		t.Errorf("asked by thread %d of process group %d, %v", in.Pid, group, err)
	}
	ready.Store(true)
	if err := c.NotifyPoll(in.Kh); err != nil {
		t.Fatal(err)
	}
	client.expect(fmt.Sprint(1, unix.POLLIN, error(nil)))
}

func TestPollPassesAnError(t *testing.T) {
	fs := &testFS{poll: func(*PollIn) (uint32, syscall.Errno) { return 0, unix.ENODEV }}
	_, file := serve(t, fs)
	startChild(t, "poll", file).expect(fmt.Sprint(1, unix.POLLERR, error(nil)))
}

func TestNotifyPollOfAClosedFileIsHarmless(t *testing.T) {
	c, _ := serve(t, &testFS{})
	if err := c.NotifyPoll(12345); err != nil {
		t.Errorf("NotifyPoll = %v", err)
	}
}
