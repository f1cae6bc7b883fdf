package test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

const crowd = 1000

// TestAThousandBlockedWritersStarveNobody is not parallel: it measures.
func TestAThousandBlockedWritersStarveNobody(t *testing.T) {
	m := newMachine(t).measured()
	s := m.mount("--card", "usb-headset,substreams="+strconv.Itoa(crowd))
	writers := s.role("crowd", s.node("pcmC0D0p"), strconv.Itoa(crowd))
	waitFor(t, "most of the clients to wait in a write", func() bool {
		if !writers.running() {
			t.Fatalf("the clients have ended: %s", writers.stderr.String())
		}
		holders := s.headset().read("holders")
		return strings.Count(holders, "\n") == crowd && strings.Count(holders, " transfer\n") > crowd*9/10
	})
	start := time.Now()
	st := s.status()
	took, rss := time.Since(start), s.process("VmRSS")
	if n := len(st.Devices[0].Holders); n != crowd {
		t.Errorf("status names %d holders, want %d", n, crowd)
	}
	t.Logf("vsndfs status took %v; the server has %d KiB, %d threads", took, rss, s.process("Threads"))
	between(t, "vsndfs status", took, 0, 2*time.Second)
	if rss > 100<<10 {
		t.Errorf("the server has %d KiB of memory, want at most 100 MiB", rss)
	}
	writers.killQuickly()
	s.headset().waitNoHolder()
}

// process is a number in the server's /proc/PID/status.
func (s *server) process(name string) int {
	s.t.Helper()
	text, err := os.ReadFile("/proc/" + strconv.Itoa(s.pid) + "/status")
	if err != nil {
		s.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n"+name+":")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}
