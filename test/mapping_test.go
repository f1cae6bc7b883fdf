package test

import "testing"

func TestAMappingKeepsTheCardAfterTheNodeIsClosed(t *testing.T) {
	t.Parallel()
	s := mount(t)
	if !s.status().MMAP {
		t.Fatal("no mmap: it needs Linux 6.9 and root in the initial user namespace")
	}
	client := s.role("map", s.node("pcmC0D0p"))
	client.expect("closed")
	unplug := s.headset().startEcho("unplug")
	s.waitLog("card 0 wait files=1")
	client.say("the state, please")
	client.expect("DISCONNECTED")
	if !unplug.running() {
		t.Error("the unplug has returned with the status page mapped")
	}
	client.say("unmap it")
	client.expect("unmapped")
	unplug.succeed()
}

func TestAClientThatIsKilledUnmapsToo(t *testing.T) {
	t.Parallel()
	s := mount(t)
	client := s.role("map", s.node("pcmC0D0p"))
	client.expect("closed")
	client.killQuickly()
	s.headset().waitNoHolder()
}

// The kernel fills such a mapping by a read that no signal ends: one of a node on
// which nothing happens would be waited for by a process that cannot be killed.
func TestAPrivateMappingOfANodeHasNothingInIt(t *testing.T) {
	t.Parallel()
	s := mount(t, "-o", "nopassthrough")
	for _, node := range []string{"controlC0", "timer", "pcmC0D0c"} {
		client := s.role("look", s.node(node))
		client.expect("SIGBUS")
		client.succeed()
	}
}
