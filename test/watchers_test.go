package test

import (
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// volumeNumid is the number of the headset's "PCM Playback Volume", from 0 to 127.
const volumeNumid = "4"

func TestManyWhoWatchAnElementAllSeeItsLastValue(t *testing.T) {
	t.Parallel()
	s := mount(t)
	node := s.node("controlC0")
	watcher := s.role("watch", node, volumeNumid, "64", "117")
	sleeper := s.role("never-read", node, "1")
	stopped := s.role("watch", node, volumeNumid, "8", "117")
	for _, p := range []*program{watcher, sleeper, stopped} {
		p.expect("ready")
	}
	stopped.signal(unix.SIGSTOP)
	writer, other := s.role("change", node, volumeNumid, "300", "13"), s.role("change", node, volumeNumid, "100", "14")
	writer.succeed()
	other.succeed()
	s.role("change", node, volumeNumid, "0", "117").succeed()
	watcher.expect("all have seen it")
	sleeper.say("")
	sleeper.expect("map[1:1]") // all changes are one event
	stopped.signal(unix.SIGCONT)
	stopped.expect("all have seen it")
	for _, p := range []*program{watcher, sleeper, stopped} {
		p.signal(unix.SIGKILL)
	}
	s.headset().waitNoHolder()
	contains(t, s.run("amixer", "cget", "numid="+volumeNumid), ": values=117,")
}

// Who dies or stands still while elements are added, changed and removed is in
// nobody's way.
func TestEventsThatNobodyReadsDoNotFillTheServer(t *testing.T) {
	t.Parallel()
	const (
		kept   = 1 << 18 // for all subscribers together
		files  = 16
		rounds = 40 // each of 1,028 elements
	)
	s := newMachine(t).measured().mount()
	node := s.node("controlC0")
	dead, stopped, sleeper := s.role("never-read", node, "1"), s.role("never-read", node, "3"), s.role("never-read", node, "12")
	for _, p := range []*program{dead, stopped, sleeper} {
		p.expect("ready")
	}
	stopped.signal(unix.SIGSTOP)
	s.role("guests", node, strconv.Itoa(rounds)).succeed()
	rss := s.process("VmRSS")
	t.Logf("%d events for each of %d subscribers: the server has %d KiB", rounds*1028, files, rss)
	if rss > 128<<10 {
		t.Errorf("the server has %d KiB of memory, want at most 128 MiB", rss)
	}
	sleeper.say("")
	sleeper.expect("map[" + strconv.Itoa(kept/files) + ":12]")

	dead.signal(unix.SIGKILL)
	stopped.signal(unix.SIGKILL)
	sleeper.signal(unix.SIGKILL)
	s.headset().waitNoHolder()
	late := s.role("never-read", node, "1")
	late.expect("ready")
	s.run("amixer", "-q", "cset", "numid="+volumeNumid, "5")
	late.say("")
	late.expect("map[1:1]")
}
