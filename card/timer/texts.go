package timer

import (
	"fmt"
	"strings"
)

// list is /proc/asound/timers (snd_timer_proc_read).
func (s *Service) list(b *strings.Builder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.timers {
		t.describeLocked(b)
	}
}

func (t *Timer) describeLocked(b *strings.Builder) {
	if t.card == nil {
		fmt.Fprintf(b, "G%d: %s :", t.id.Device, t.name)
	} else {
		fmt.Fprintf(b, "P%d-%d-%d: %s :", t.id.Card, t.id.Device, t.id.Subdevice, t.name)
	}
	if t.resolution > 0 {
		fmt.Fprintf(b, " %d.%03dus (%d ticks)", t.resolution/1000, t.resolution%1000, t.most)
	}
	if t.hw == nil {
		b.WriteString(" SLAVE")
	}
	b.WriteString("\n")
	for _, i := range t.instances {
		i.describeLocked(b)
	}
}

func (i *instance) describeLocked(b *strings.Builder) {
	state := "stopped"
	if i.running || i.starting {
		state = "running"
	}
	owner, _ := i.file.file.Owner() // it is open: it has one
	fmt.Fprintf(b, "  Client application %d : %s\n", owner.Pid, state)
}
