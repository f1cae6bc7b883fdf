package fs

import (
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

func TestTheFlagsOfOpen(t *testing.T) {
	for _, tt := range []struct {
		name  string
		flags int
		want  card.OpenFlags
	}{
		{"to read", os.O_RDONLY, card.OpenFlags{Read: true}},
		{"to write", os.O_WRONLY, card.OpenFlags{Write: true}},
		{"for both", os.O_RDWR, card.OpenFlags{Read: true, Write: true}},
		{"without waiting", os.O_RDONLY | syscall.O_NONBLOCK, card.OpenFlags{Read: true, Nonblock: true}},
		{"to share", os.O_RDWR | os.O_APPEND, card.OpenFlags{Read: true, Write: true, Append: true}},
		{"by a 32-bit program that knows no large files", largeFile, card.OpenFlags{Read: true, Small: true}},
		{"by a shell's redirection", os.O_WRONLY | os.O_CREATE | os.O_TRUNC, card.OpenFlags{Write: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, "flags", openFlags(uint32(tt.flags)^largeFile), tt.want)
		})
	}
}

func TestWhatChmodAndChownChange(t *testing.T) {
	s, _ := newServer(t)
	node := func() attr { return s.walk(t, "controlC0").attr() }
	expect(t, "at first", node(), attr{mode: syscall.S_IFREG | 0o640, uid: 1, gid: 2, size: nodeSize})

	root := s.root()
	perm, uid, gid := uint32(0o600), uint32(0), uint32(7)
	at := func() attr {
		e, _ := root.find("controlC0")
		return e.attr()
	}
	root.change("controlC0", func(m *modeChange) { m.perm = &perm })
	expect(t, "after chmod", at(), attr{mode: syscall.S_IFREG | 0o600, uid: 1, gid: 2, size: nodeSize})
	root.change("controlC0", func(m *modeChange) { m.uid = &uid })
	root.change("controlC0", func(m *modeChange) { m.gid = &gid })
	expect(t, "after chown", at(), attr{mode: syscall.S_IFREG | 0o600, uid: 0, gid: 7, size: nodeSize})
}

func TestTheNamesOfTheTree(t *testing.T) {
	s, slot := newServer(t)
	names := func(path ...string) []string {
		d, ok := s.walk(t, path...).(directory)
		if !ok {
			t.Fatalf("%q is no directory", path)
		}
		return d.names()
	}
	expectNames(t, names(), "controlC0", "vsndfs")
	expectNames(t, names("vsndfs", "devices"), "headset.0")
	expectNames(t, names("vsndfs", "devices", "headset.0"),
		"state", "unplug", "plug", "unbind", "bind", "devres", "holders", "refs")
	for _, name := range names("vsndfs", "devices", "headset.0") {
		a := s.walk(t, "vsndfs", "devices", "headset.0", name).attr()
		expect(t, "owner of "+name, [2]uint32{a.uid, a.gid}, [2]uint32{3, 4})
	}
	if err := slot.Unplug(); err != nil {
		t.Fatal(err)
	}
	expectNames(t, names(), "vsndfs")
	expectNames(t, names("vsndfs", "devices"), "headset.0")
}

func TestATextIsMadeWhenItIsOpened(t *testing.T) {
	s, slot := newServer(t)
	state := s.open(t, "vsndfs", "devices", "headset.0", "state")
	if err := slot.Unbind(); err != nil {
		t.Fatal(err)
	}
	expect(t, "the state of before", content(t, state, 3), "bound\n")
	expect(t, "the state of now", content(t, s.open(t, "vsndfs", "devices", "headset.0", "state"), 100), "unbound\n")
	_, err := state.write(nil, []byte("bound"))
	expectErr(t, "write", err, einval)
}

func TestADevicesFiles(t *testing.T) {
	s, slot := newServer(t)
	text := func(name string) string { return content(t, s.open(t, "vsndfs", "devices", "headset.0", name), 100) }
	expect(t, "devres", text("devres"), "trigger_card_free\nsnd_card_release\n")
	expect(t, "refs", text("refs"), "2\n")
	expect(t, "holders", text("holders"), "")
	if err := slot.Unplug(); err != nil {
		t.Fatal(err)
	}
	expect(t, "devres of an empty slot", text("devres"), "")
	expect(t, "refs of an empty slot", text("refs"), "0\n")
	expect(t, "state of an empty slot", text("state"), "unplugged\n")
}

func TestWhatAWriteMakesHappen(t *testing.T) {
	for _, tt := range []struct {
		name, file, text string
		err              error
		state            string
	}{
		{"one", "unbind", "1", nil, "unbound"},
		{"one and a newline", "unplug", "1\n", nil, "unplugged"},
		{"the device's name, as sysfs takes it", "unbind", "headset.0", nil, "unbound"},
		{"the device's name and a newline", "unbind", "headset.0\n", nil, "unbound"},
		{"what cannot be done", "bind", "1", syscall.EBUSY, "bound"},
		{"another device's name", "unbind", "loopback.0", syscall.ENODEV, "bound"},
		{"nothing", "unbind", "", syscall.ENODEV, "bound"},
		{"no", "unbind", "0", syscall.ENODEV, "bound"},
		{"two newlines", "unbind", "1\n\n", syscall.ENODEV, "bound"},
		{"bytes", "unbind", "\x00\xff", syscall.ENODEV, "bound"},
		{"no, to a file that sysfs has not", "unplug", "0", einval, "bound"},
		{"a lot", "unbind", strings.Repeat("1", 1<<20), syscall.ENODEV, "bound"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, slot := newServer(t)
			n, err := s.open(t, "vsndfs", "devices", "headset.0", tt.file).write(&card.Call{}, []byte(tt.text))
			expectErr(t, "write", err, tt.err)
			if want := len(tt.text); tt.err == nil && n != want || tt.err != nil && n != 0 {
				t.Errorf("wrote %d bytes", n)
			}
			expect(t, "state", slot.State(), tt.state)
		})
	}
}

func TestATriggerTellsWhatItDoes(t *testing.T) {
	s, _ := newServer(t)
	h := s.open(t, "vsndfs", "devices", "headset.0", "unplug")
	expect(t, "text", content(t, h, 100), "write 1 to unplug the device headset.0\n")
}

// writing is a program that writes to unplug while somebody has the card open.
type writing struct {
	slot     *bus.Slot
	held     handle
	killed   atomic.Bool
	signal   chan struct{}
	mountEnd chan struct{}
	written  chan error
}

func startUnplug(t *testing.T) *writing {
	t.Helper()
	s, slot := newServer(t)
	w := &writing{
		slot: slot, held: s.open(t, "controlC0"),
		signal: make(chan struct{}), mountEnd: make(chan struct{}), written: make(chan error, 1),
	}
	h := s.open(t, "vsndfs", "devices", "headset.0", "unplug")
	go func() {
		_, err := h.write(&card.Call{Interrupted: w.signal, Ended: w.mountEnd, Killed: w.killed.Load}, []byte("1"))
		w.written <- err
	}()
	synctest.Wait()
	expect(t, "state", slot.State(), "unbinding: waits for 1 open files")
	expect(t, "returns of write", len(w.written), 0)
	return w
}

// The writer may go, but the deed goes on.
func TestAWriterThatGoesLeavesTheDeedToItself(t *testing.T) {
	ways := map[string]func(*writing){
		"killed":                func(w *writing) { w.killed.Store(true); close(w.signal) },
		"killed after a signal": func(w *writing) { close(w.signal); w.killed.Store(true) },
		"with the mount":        func(w *writing) { close(w.mountEnd) },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := startUnplug(t)
				way(w)
				expectErr(t, "write", <-w.written, syscall.EINTR)
				expect(t, "state", w.slot.State(), "unbinding: waits for 1 open files")
				w.held.close()
				synctest.Wait()
				expect(t, "state", w.slot.State(), "unplugged")
			})
		})
	}
}

func TestASignalThatTheWriterSurvivesDoesNotEndTheWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := startUnplug(t)
		close(w.signal)
		synctest.Wait()
		expect(t, "returns of write", len(w.written), 0)
		w.held.close()
		expectErr(t, "write", <-w.written, nil)
	})
}

func TestAnOpenNodeIsWhatItsCardMakesOfIt(t *testing.T) {
	s, slot := newServer(t)
	h := s.open(t, "controlC0")
	_, err := h.write(&card.Call{}, []byte("x"))
	expectErr(t, "write", err, einval)
	_, err = h.read(&card.Call{}, make([]byte, 72), 0)
	expectErr(t, "read without a subscription", err, syscall.EBADFD)
	expectErr(t, "an unknown ioctl", h.ioctl(&card.Call{}, &card.Ioctl{}), syscall.ENOTTY)
	expectErr(t, "flush", h.flush(&card.Call{}), nil)
	expect(t, "poll", h.poll(&pollRequest{}), 0)

	s.core.Cards()[0].Disconnect()
	expect(t, "poll of a dead file", h.poll(&pollRequest{}), card.PollErr|card.PollNval)
	expectErr(t, "ioctl of a dead file", h.ioctl(&card.Call{}, &card.Ioctl{}), syscall.ENODEV)
	h.close()
	expectErr(t, "unplug", slot.Unplug(), nil)
}
