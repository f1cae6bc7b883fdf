package test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// stops are the steps of an unplugging at which a server can stand still.
var stops = []string{
	"unplug", "unbind", "devres release trigger_card_free", "card 0 disconnect", "card 0 wait", "close pcmC0D0p", "close controlC0",
	"card 0 free", "private_free", "devres release keys", "devres release snd_card_release", "devres release tape", "device release",
}

// TestAMountThatIsCutOffInTheMiddleOfAnUnpluggingIsReleasedInOrder cuts it off while
// the server stands still there, so that the server finds out when it goes on.
func TestAMountThatIsCutOffInTheMiddleOfAnUnpluggingIsReleasedInOrder(t *testing.T) {
	for _, stop := range stops {
		t.Run(stop, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t).measured()
			s := m.mount("-o", "stopat=usb-headset.0 "+stop)
			player := s.start("sh", "-c", "exec cat /dev/zero > /dev/snd/pcmC0D0p")
			s.waitStream("pcmC0D0p", "RUNNING")
			holder := s.start("sh", "-c", "exec 3< /dev/snd/controlC0 && echo holds && read -r line")
			holder.expect("holds")
			unplug := s.start(s.binary, "unplug", sndDir, "usb-headset.0")
			waitFor(t, "the card to wait, or the server to stop", func() bool {
				return s.stopped() || strings.Contains(s.log(), "card 0 wait")
			})
			holder.stdin.Close()
			waitFor(t, "the server to stop", s.stopped)
			s.start("umount", "--force", sndDir).wait() // busy or not, it is done
			if text := unplug.fail(1); !strings.Contains(text, "cut off") {
				t.Errorf("unplug says %s", text)
			}
			player.fail(1)
			s.signal(unix.SIGCONT)
			s.waitGone()
		})
	}
}

// stopped reports whether a signal has stopped the server.
func (s *server) stopped() bool {
	text := string(readFile(s.t, fmt.Sprintf("/proc/%d/stat", s.pid)))
	state, _, _ := strings.Cut(text[strings.LastIndex(text, ")")+2:], " ")
	return state == "T"
}
