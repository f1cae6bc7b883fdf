package timer_test

import (
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card"
)

func TestTheListOfTimers(t *testing.T) {
	m := newMachine(t)
	list := func() string {
		e, _ := m.core.Info().Find("timers")
		return e.Read()
	}
	p := m.using(t, false)
	p.file.Opened(card.Owner{Pid: 17})
	m.timer0().SetResolution(21333033)
	m.streams[0].capture.SetResolution(0)
	expect(t, "timers", strings.Join(strings.SplitAfter(list(), "\n")[:4], ""), `P0-0-0: PCM Playback 0-0-0 : 21333.033us (1 ticks) SLAVE
  Client application 17 : stopped
P0-0-1: PCM Capture 0-0-1 : SLAVE
P0-0-2: PCM Playback 0-0-2 : 21333.333us (1 ticks) SLAVE
`)
	p.must(p.start())
	if !strings.Contains(list(), "  Client application 17 : running\n") {
		t.Errorf("a started timer is told as\n%s", list())
	}
	m.streams[0].card.Disconnect()
	if strings.Contains(list(), "P0-") || !strings.Contains(list(), "P1-") {
		t.Errorf("after the end of card 0:\n%s", list())
	}
}
