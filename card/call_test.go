package card_test

import (
	"errors"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vsndfs/vsndfs/card"
)

func TestAWaitThatOnlyDeathCutsShort(t *testing.T) {
	broken := errors.New("broken")
	type program struct {
		signal, mountEnd chan struct{}
		killed           atomic.Bool
		done             chan error
	}
	for _, tt := range []struct {
		name string
		do   func(*program)
		err  error
	}{
		{"it is done", func(p *program) { p.done <- nil }, nil},
		{"it fails", func(p *program) { p.done <- broken }, broken},
		{"the mount ends", func(p *program) { close(p.mountEnd) }, syscall.EINTR},
		{"the program is killed", func(p *program) { p.killed.Store(true); close(p.signal) }, syscall.EINTR},
		{"the program gets a signal, and it is done later", func(p *program) {
			close(p.signal)
			time.AfterFunc(time.Second, func() { p.done <- broken })
		}, broken},
		{"the program gets a signal, and the mount ends later", func(p *program) {
			close(p.signal)
			time.AfterFunc(time.Second, func() { close(p.mountEnd) })
		}, syscall.EINTR},
		{"the program gets a signal, and is killed later", func(p *program) {
			close(p.signal)
			time.AfterFunc(time.Second, func() { p.killed.Store(true) })
		}, syscall.EINTR},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &program{signal: make(chan struct{}), mountEnd: make(chan struct{}), done: make(chan error, 1)}
				c := &card.Call{Interrupted: p.signal, Ended: p.mountEnd, Killed: p.killed.Load}
				waited := async(func() { expectErr(t, "wait", c.AwaitUnlessKilled(p.done), tt.err) })
				synctest.Wait()
				if returned(waited) {
					t.Error("it did not wait")
				}
				tt.do(p)
				<-waited
			})
		})
	}
}
