package fs

import (
	"syscall"
	"testing"
)

func TestTheOtherNamesOfAControlNode(t *testing.T) {
	s, slot := newServer(t)
	expectNames(t, s.root().names(), "controlC0", "vsndfs")
	links(s, "by-id/usb-Headset-00", "by-path/platform-headset.0-usb-0:1:1.0")
	expectNames(t, s.root().names(), "controlC0", "by-id", "by-path", "vsndfs")
	expectNames(t, s.walk(t, "by-id").(directory).names(), "usb-Headset-00")
	link := s.walk(t, "by-id", "usb-Headset-00").(linker)
	expect(t, "target", link.target(), "../controlC0")
	expect(t, "mode", link.attr().mode, syscall.S_IFLNK|0o777)
	expect(t, "the same again", s.walk(t, "by-id", "usb-Headset-00").same(link), true)
	expect(t, "the same as a node", s.walk(t, "controlC0").same(link), false)
	if err := slot.Unplug(); err != nil {
		t.Fatal(err)
	}
	expectNames(t, s.root().names(), "vsndfs")
	_, found := s.root().find("by-id")
	expect(t, "a folder of a card that has gone", found, false)
}

// links gives the first card names, as its driver does.
func links(s *Server, names ...string) { s.core.Cards()[0].Links = names }
