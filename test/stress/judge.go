package stress

import (
	"fmt"
	"strings"
	"syscall"
	"time"
)

// acts is what one process has done.
type acts struct {
	who     string
	pid     int
	servers []*history // that were mounted, one after the other, where it opens nodes
	nodes   []string
	records []record
}

// at is the server that was mounted during all of a call; ok is false when none was.
func (a acts) at(r record) (h *history, ok bool) {
	for _, h := range a.servers {
		if r.began() >= h.from && r.ended() < min(h.to, h.cut) {
			return h, true
		}
	}
	return nil, false
}

// file is an open file, wherever it has been passed to.
type file struct {
	node   string
	life   *life // nil for one of the timer, which is no card's
	server *history
	unsure bool // it is not known whose it is: the server was killed, or went
	// readOnly is for a file that cannot be written: a mapping does not keep it
	// open, and so its page need not tell of the card's end (differences.md, mmap).
	readOnly bool
}

// cutBy reports whether the file's server had been killed by the end of a call.
func (f file) cutBy(r record) bool { return f.unsure || f.server != nil && r.ended() >= f.server.cut }

// judge looks at what all processes of a round have done. calls are the names of
// the calls by their numbers.
type judge struct {
	calls  []string
	files  map[uint64]file
	report func(format string, args ...any)
}

// all judges every call of every process.
func (j *judge) all(every []acts) {
	j.files = make(map[uint64]file)
	for _, a := range every {
		j.findFiles(a)
	}
	for _, a := range every {
		for _, r := range a.records {
			j.record(a, r)
		}
	}
}

func (j *judge) call(r record) string { return j.calls[r.Call] }

func (j *judge) opens(r record) bool { return j.call(r) == "open" || j.call(r) == "reopen" }

// nodeOf is the node that an open was of.
func nodeOf(a acts, r record) string { return a.nodes[uint32(r.Asked)] }

// findFiles finds the card of each file that a process opened, in the log.
func (j *judge) findFiles(a acts) {
	for _, r := range a.records {
		if !j.opens(r) || r.Result < 0 || !r.returned() {
			continue
		}
		f := file{node: nodeOf(a, r), readOnly: (r.Asked>>32)&syscall.O_ACCMODE == syscall.O_RDONLY}
		if !j.inLog(a, r, &f) {
			j.wrong(a, r, "the log has no such open")
		}
		j.files[r.File] = f
	}
}

// inLog finds the line of an open. Those of the timer have none, and the last ones of
// a server that was killed may have none.
func (j *judge) inLog(a acts, r record, f *file) bool {
	for _, h := range a.servers {
		if l, ok := h.opened(a.pid, f.node, r.began(), r.ended()); ok {
			f.life, f.server = l, h
			return true
		}
	}
	h, sure := a.at(r)
	f.server, f.unsure = h, !sure
	return kindOf(f.node) == timer || !sure
}

// record judges one call.
func (j *judge) record(a acts, r record) {
	if !r.returned() {
		return // it was killed in the call
	}
	if j.call(r) == "open" {
		j.open(a, r)
		return
	}
	if j.call(r) == "reopen" {
		r.File = r.Got // it depends on the old file
	}
	if r.File == 0 {
		j.word(a, r, always[j.call(r)])
		return
	}
	if f, ok := j.files[r.File]; ok {
		j.onFile(a, r, f)
		return
	}
	j.wrong(a, r, "nobody opened the file")
}

func (j *judge) onFile(a acts, r record, f file) {
	call, p := j.call(r), f.life.phaseOf(r)
	if f.cutBy(r) {
		j.onCutFile(a, r, f)
		return
	}
	if wait := waits[call]; wait != nil {
		if !wait(r, kindOf(f.node), p) {
			j.wrong(a, r, "%s is %v%s", f.node, p, f.life.times())
		}
		return
	}
	if call == "state page" {
		j.state(a, r, f, p)
		return
	}
	words, ok := allowed(call, kindOf(f.node), p)
	if !ok {
		j.wrong(a, r, "the table has no such call of %s", f.node)
		return
	}
	if !has(words, r.answer()) {
		j.wrong(a, r, "%s is %v, and may only return %s%s", f.node, p, words, f.life.times())
		return
	}
	j.moved(a, r)
}

// onCutFile judges a call that the server's end may have met.
func (j *judge) onCutFile(a acts, r record, f file) {
	call := j.call(r)
	if waits[call] != nil || call == "state page" {
		return // FUSE says that such a file is ready, or that it is not
	}
	words, _ := allowed(call, kindOf(f.node), crossing)
	j.word(a, r, words+" "+cutOff)
}

func (j *judge) word(a acts, r record, words string) {
	if !has(words, r.answer()) {
		j.wrong(a, r, "it may only return %s", words)
	}
}

// times are a card's, for a person to see.
func (l *life) times() string {
	if l == nil || l.disconnected == never {
		return ""
	}
	return fmt.Sprintf(" (%s was disconnected from %v to %v)", l.device, l.disconnected, l.dead)
}

// moved judges how much a transfer moved: not more than it was asked to.
func (j *judge) moved(a acts, r record) {
	switch j.call(r) {
	case "WRITEI", "READI":
		if r.Result == 0 && (int64(r.Got) < 0 || r.Got > r.Asked) {
			j.wrong(a, r, "it moved %d of %d frames", int64(r.Got), r.Asked)
		}
	case "read", "write":
		if r.Result > int64(r.Asked) {
			j.wrong(a, r, "it moved %d of %d bytes", r.Result, r.Asked)
		}
	}
}

// disconnectedState is SNDRV_PCM_STATE_DISCONNECTED.
const disconnectedState = 8

// state judges what a mapped page says of its stream.
func (j *judge) state(a acts, r record, f file, p phase) {
	gone := r.Result == disconnectedState
	if p == live && gone || p == dead && !gone && !f.readOnly || r.Result > disconnectedState {
		j.wrong(a, r, "%s is %v, and its page says %d%s", f.node, p, r.Result, f.life.times())
	}
}

// waits judge the calls that wait for a file to be ready.
var waits = map[string]func(record, kind, phase) bool{
	"poll": func(r record, k kind, p phase) bool {
		asked := r.Asked | bad
		return readiness(r, p, ready[k]&asked, 1)
	},
	"epoll":  func(r record, k kind, p phase) bool { return readiness(r, p, ready[k]&(in&^0x40|out&^0x100|bad), 1) },
	"select": selection,
}

func readiness(r record, p phase, may uint64, files int64) bool {
	isLive := r.answer() == "EINTR" || r.Result == 0 && r.Got == 0 || r.Result == files && r.Got != 0 && r.Got&^may == 0
	isDead := r.Result == files && r.Got == bad
	return p == live && isLive || p == dead && isDead || p == crossing && (isLive || isDead)
}

func selection(r record, k kind, p phase) bool {
	const all = selectIn | selectOut | selectExcept
	isLive := r.answer() == "EINTR" || r.Got&^selected(ready[k]) == 0
	isDead := r.Result == 3 && r.Got == all
	return p == live && isLive || p == dead && isDead || p == crossing && (isLive || isDead)
}

// open judges an open by what cards of the node's number there were meanwhile.
func (j *judge) open(a acts, r record) {
	node := nodeOf(a, r)
	h, ok := a.at(r)
	if !ok { // a server went, or another came
		j.word(a, r, "n EBUSY EINTR ENOENT ENODEV "+cutOff)
		return
	}
	words := "n EBUSY EINTR"
	there := h.during(node, r)
	if there.mayLack {
		words += " ENOENT"
	}
	if there.mayDie {
		words += " ENODEV"
	}
	if kindOf(node) == timer {
		words = "n"
	}
	j.word(a, r, words)
}

// presence is what a node was during a call.
type presence struct {
	mayLack bool // at some time it may not have been there
	mayDie  bool // at some time a card may have been going that it was of
}

// during looks at all lives of the cards that a node's name may have been of.
func (h *history) during(node string, r record) presence {
	p := presence{mayLack: true}
	for _, l := range h.lives {
		if number := numberOf(node); number != l.number {
			continue
		}
		if r.ended() >= l.disconnected && r.began() <= l.dead {
			p.mayDie = true
		}
		if h.hasNode(l, node) && r.began() >= l.sure && r.ended() < l.disconnected {
			p.mayLack = false
		}
	}
	return p
}

// hasNode reports whether a card certainly has a node: a program opened it, or it
// is the control node.
func (h *history) hasNode(l *life, node string) bool {
	return kindOf(node) == control || h.known[modelOf(l.device)+" "+shape(node)]
}

func (j *judge) wrong(a acts, r record, format string, args ...any) {
	took := time.Duration(r.End - r.Start)
	j.report("%s action %d: %s asked=%#x -> %d %s got=%#x, from %v for %v: %s", a.who, r.Action, j.call(r), r.Asked, r.Result,
		r.answer(), r.Got, r.began(), took, fmt.Sprintf(format, args...))
}

// numberOf is the number of the card that a node's name is of, -1 for none.
func numberOf(node string) int {
	_, after, ok := strings.Cut(node, "C")
	if !ok {
		return -1
	}
	n := 0
	if _, err := fmt.Sscanf(after, "%d", &n); err != nil {
		return -1
	}
	return n
}

// shape is a node's name without its card's number, such as pcmCD0p.
func shape(node string) string {
	return strings.Replace(node, fmt.Sprintf("C%d", numberOf(node)), "C", 1)
}

func modelOf(device string) string {
	model, _, _ := strings.Cut(device, ".")
	return model
}
