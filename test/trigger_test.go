package test

import (
	"errors"
	"strings"
	"syscall"
	"testing"
)

func TestGarbageWrittenToUnplugIsRefusedAndDoesNothing(t *testing.T) {
	t.Parallel()
	s := mount(t)
	before := s.log()
	for _, garbage := range []string{"0", "2", "11", "1 ", " 1", "1\n\n", "\n", "\x00", "yes", "usb-headset.1", "usb-headset", strings.Repeat("1", 1<<16)} {
		for file, want := range map[string]error{
			"unplug": syscall.EINVAL, "plug": syscall.EINVAL,
			"unbind": syscall.ENODEV, "bind": syscall.ENODEV, // as in sysfs, where a word is a device's name
		} {
			if err := s.headset().write(file, garbage); !errors.Is(err, want) {
				t.Errorf("%q written to %s gives %v, want %v", garbage[:min(20, len(garbage))], file, err, want)
			}
		}
	}
	if got := s.headset().state(); got != "bound" || s.log() != before {
		t.Errorf("the device is %s, and the log has grown by\n%s", got, strings.TrimPrefix(s.log(), before))
	}
}

func TestPlugAndBindAnswerAsSysfsDoes(t *testing.T) {
	t.Parallel()
	s := mount(t)
	steps := []struct {
		file  string
		want  error
		state string
	}{
		{"plug", syscall.EBUSY, "bound"},
		{"bind", syscall.EBUSY, "bound"},
		{"unbind", nil, "unbound"},
		{"unbind", syscall.ENODEV, "unbound"},
		{"plug", syscall.EBUSY, "unbound"},
		{"unplug", nil, "unplugged"},
		{"unplug", syscall.ENODEV, "unplugged"},
		{"unbind", syscall.ENODEV, "unplugged"},
		{"bind", syscall.ENODEV, "unplugged"},
		{"plug", nil, "bound"},
	}
	for i, step := range steps {
		if err := s.headset().write(step.file, "1\n"); !errors.Is(err, step.want) {
			t.Errorf("step %d: %s gives %v, want %v", i, step.file, err, step.want)
		}
		if got := s.headset().state(); got != step.state {
			t.Fatalf("step %d: after %s the device is %s, want %s", i, step.file, got, step.state)
		}
	}
}

func TestASecondUnplugWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	first := s.headset().startEcho("unplug")
	s.headset().waitState("unbinding: waits for 1 open files")
	second := s.headset().startEcho("unplug")
	second.waitIn(syscall.SYS_WRITE)
	if !first.running() || !second.running() {
		t.Error("an unplug has returned with a file open")
	}
	shell.letGo()
	first.succeed()
	second.succeed()
}
