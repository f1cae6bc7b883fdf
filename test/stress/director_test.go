package stress

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// patience is how long anything may take that should take a moment.
	patience = 30 * time.Second
	players  = 8 // actors on a site
	steps    = 120
	mostVerb = 4 // at a time
	enough   = 100
)

// director starts and disturbs the actors.
type director struct {
	t             *testing.T
	seed          uint64
	vsndfs, actor string
	calls         []string
	steady, shaky *site
	past          []*site // mounts of this round that have ended

	round   int
	random  *rand.Rand
	cast    []*process // those who act now
	verbs   []*process // those who tell a verb
	all     []*process // of this round
	started int
	number  uint32 // of the last actor

	figures figures
}

// wrong reports a violation.
func (d *director) wrong(format string, args ...any) {
	d.figures.Violations++
	if d.figures.Violations <= enough {
		d.t.Errorf("seed %d round %d: %s", d.seed, d.round, fmt.Sprintf(format, args...))
	}
}

// play plays one round up to its quiet point.
func (d *director) play(round int) {
	d.round = round
	d.random = rand.New(rand.NewPCG(d.seed, uint64(round)))
	d.number = 0
	for _, s := range []*site{d.steady, d.shaky} {
		s.servers = []*history{s.history}
		s.openBus()
		for range players {
			d.cast = append(d.cast, d.enter(s))
		}
	}
	for range steps {
		d.step()
		d.rest(25)
	}
	d.calm()
	d.judge()
}

// rest lets the others act for less than that many milliseconds: it is the pace of what
// is done to them, and nothing waits for it.
func (d *director) rest(most int) {
	<-time.After(time.Duration(d.random.IntN(most)) * time.Millisecond)
}

// enter lets a new actor enter.
func (d *director) enter(s *site) *process {
	d.number++
	args := []string{
		"play", strconv.FormatUint(d.seed+uint64(d.round)<<32, 10), strconv.Itoa(int(d.number)),
		strconv.Itoa(d.random.IntN(3) / 2), s.path,
	}
	return d.begin(fmt.Sprintf("actor %d on %s", d.number, s.name), s, append(args, s.nodes...)...)
}

// step does one thing to the actors, or to what they use. All is drawn, whether it
// can be done or not.
func (d *director) step() {
	i, what, more := d.random.IntN(len(d.cast)), d.random.IntN(100), d.random.IntN(1000)
	s := d.steady
	if d.random.IntN(3) == 0 {
		s = d.shaky
	}
	p := d.cast[i]
	switch {
	case what < 30:
		p.signal([]syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGIO}[more%3])
	case what < 42:
		d.stopOrGoOn(p)
	case what < 54:
		p.kill()
		d.figures.Deaths++
		d.cast[i] = d.enter(p.site)
	case what < 86:
		d.tell(s, s.devices[more%len(s.devices)], verbs[more/10%len(verbs)])
	case what < 90:
		d.killVerb(more)
	case what < 97:
		d.look(s, more)
	case what < 98:
		d.freeze(s)
	default:
		d.shaky.endMount(more % len(endings))
	}
}

// verbs are in the proportion in which they are told.
var verbs = []string{"unplug", "plug", "bind", "unbind", "plug", "bind", "plug"}

func (d *director) stopOrGoOn(p *process) {
	if p.stopped {
		p.signal(syscall.SIGCONT)
	} else {
		p.signal(syscall.SIGSTOP)
	}
	p.stopped = !p.stopped
}

// tell starts a process that tells a device to come or go.
func (d *director) tell(s *site, device, verb string) {
	var waiting []*process
	for _, p := range d.verbs {
		if p.running() {
			waiting = append(waiting, p)
		}
	}
	d.verbs = waiting
	if len(waiting) >= mostVerb {
		return
	}
	path := s.path + "/vsndfs/devices/" + device + "/" + verb
	p := d.begin(verb+" "+device+" on "+s.name, s, "tell", path)
	p.verb = verb
	d.verbs = append(d.verbs, p)
}

// killVerb kills one who waits for a device to go: it goes all the same.
func (d *director) killVerb(n int) {
	if len(d.verbs) > 0 {
		d.verbs[n%len(d.verbs)].kill()
	}
}

// look reads what the steady server tells of itself, and requires that it does.
func (d *director) look(s *site, n int) {
	if s != d.steady {
		return // it may go meanwhile
	}
	files := []string{"state", "holders", "refs", "devres"}
	elem := []string{"devices", s.devices[n%len(s.devices)], files[n/10%len(files)]}
	if n%3 == 0 {
		elem = []string{"status"}
	}
	text, err := s.look(elem...)
	if err != nil {
		d.wrong("%v", err)
	}
	if n%3 == 0 && !json.Valid(text) {
		d.wrong("the status is %q", text)
	}
}

// freeze lets a server stand still for a moment.
func (d *director) freeze(s *site) {
	_ = syscall.Kill(s.pid, syscall.SIGSTOP) // it may be gone
	d.rest(50)
	_ = syscall.Kill(s.pid, syscall.SIGCONT)
}

// calm ends all actors, lets the devices that wait for them go, and plugs all in
// anew.
func (d *director) calm() {
	for _, p := range d.all {
		if p.verb == "" {
			p.signal(syscall.SIGTERM)
			p.signal(syscall.SIGCONT)
		}
	}
	d.wait("end", func(p *process) bool { return p.verb != "" })
	for _, s := range []*site{d.steady, d.shaky} {
		s.closeBus()
	}
	d.wait("return from its verb", func(p *process) bool { return p.verb == "" })
	for _, p := range d.all {
		if wrong := p.outcome(); wrong != "" {
			d.wrong("%s: %s", p.who, wrong)
		}
	}
	for _, s := range d.past {
		d.bury(s)
	}
	d.steady.replug()
	d.shaky.replug()
}

// wait waits for all but some to end.
func (d *director) wait(what string, but func(*process) bool) {
	for _, p := range d.all {
		if but(p) || within(patience, p.gone) {
			continue
		}
		d.wrong("%s (process %d) does not %s: %s%s", p.who, p.pid(), what, where(p.pid()), p.site.story())
		p.kill()
		if !within(patience, func() bool { return !p.running() }) {
			d.t.Fatalf("%s cannot even be killed: %s", p.who, where(p.pid()))
		}
	}
}

// bury looks at a server that must have ended, with its mount.
func (d *director) bury(s *site) {
	if !within(patience, s.ended) {
		d.wrong("the server %d of %s does not end: %s", s.pid, s.name, where(s.pid))
		_ = syscall.Kill(s.pid, syscall.SIGKILL)
	}
	s.follow()
	if s.history.cut != never {
		return // its log ends in the middle
	}
	if err := s.checker.End(); err != nil {
		d.wrong("the log of %s: %v", s.name, err)
	}
}

// judge judges the round.
func (d *director) judge() {
	d.steady.follow()
	d.shaky.follow()
	j := judge{calls: d.calls, report: d.wrong}
	j.all(d.recorded())
	for _, s := range []*site{d.steady, d.shaky} {
		s.history.forget()
	}
	for _, p := range d.all {
		for _, path := range traces(p) {
			_ = os.Remove(path)
		}
	}
	d.cast, d.verbs, d.all, d.past = nil, nil, nil, nil
}

// recorded is what all have recorded, and their children.
func (d *director) recorded() []acts {
	var all []acts
	for _, p := range d.all {
		records, err := readRecords(p.trace)
		if err != nil {
			continue // it was killed before it could begin
		}
		d.figures.Operations += len(records)
		a := acts{who: p.who, pid: p.pid(), servers: p.site.servers, nodes: p.site.nodes, records: records}
		if p.verb != "" {
			d.judgeVerb(p, a)
			continue
		}
		all = append(all, a)
		all = append(all, d.children(a, p)...)
	}
	return all
}

// children are the acts of an actor's children, which have their numbers by the order of
// the forks, and begin by recording their pids.
func (d *director) children(parent acts, p *process) []acts {
	var all []acts
	n := 0
	for _, r := range parent.records {
		if d.calls[r.Call] != "fork" {
			continue
		}
		n++
		records, err := readRecords(p.trace + "." + strconv.Itoa(n))
		if err != nil || len(records) == 0 {
			continue
		}
		d.figures.Processes++
		d.figures.Operations += len(records)
		a := parent
		a.who, a.pid, a.records = fmt.Sprintf("child %d of %s", n, parent.who), int(records[0].Result), records
		all = append(all, a)
	}
	return all
}

func traces(p *process) []string {
	all := []string{p.trace}
	for n := 1; ; n++ {
		path := p.trace + "." + strconv.Itoa(n)
		if _, err := os.Stat(path); err != nil {
			return all
		}
		all = append(all, path)
	}
}

// toldOf are what a write to a device's file may return.
var toldOf = map[string]string{
	"unplug": "n ENODEV", "plug": "n EBUSY", "unbind": "n ENODEV", "bind": "n EBUSY ENODEV",
}

func (d *director) judgeVerb(p *process, a acts) {
	j := judge{calls: d.calls, report: d.wrong}
	for _, r := range a.records {
		if !r.returned() {
			continue
		}
		words := "n"
		if d.calls[r.Call] == "tell" {
			words = toldOf[p.verb]
		}
		whole := record{Start: a.records[0].Start, End: r.End} // it is of the mount that it opened the file of
		if _, ok := a.at(whole); !ok {
			words += " ENOENT ENODEV EINTR " + cutOff
		}
		j.word(a, r, words)
	}
}

func newDirector(t *testing.T, seed uint64) *director {
	d := &director{t: t, seed: seed}
	d.vsndfs, d.actor = build(t)
	d.calls = strings.Split(strings.TrimSpace(run(t, nil, d.actor, "calls")), "\n")
	d.steady = d.newSite("steady", []string{"usb-headset.0", "usb-headset.1", "loopback.0", "dummy.0"},
		"usb-headset,substreams=3", "usb-headset", "loopback,substreams=2", "dummy,state="+filepath.Join(dir, "dummy.yaml"))
	d.shaky = d.newSite("shaky", []string{"usb-headset.0", "loopback.0"}, "usb-headset,substreams=2,state="+filepath.Join(dir, "headset.yaml"), "loopback,substreams=2")
	for _, s := range []*site{d.steady, d.shaky} {
		s.mount()
		t.Cleanup(func() { s.end() })
	}
	return d
}

// end unmounts a site, and reads the end of its log.
func (s *site) end() {
	run(s.d.t, nil, s.d.vsndfs, "umount", "--timeout", "20s", s.path)
	if !within(patience, s.ended) {
		s.d.wrong("the server of %s does not end: %s", s.name, where(s.pid))
		return
	}
	s.follow()
	if err := s.checker.End(); err != nil {
		s.d.wrong("the log of %s: %v", s.name, err)
	}
	_ = unix.Unmount(s.path, unix.MNT_DETACH) // it should not be mounted
}
