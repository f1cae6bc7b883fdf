package eventlog

import (
	"bytes"
	"fmt"
	"slices"
)

// maxOlder is how much the log keeps of devices' lives besides its newest lines, and
// maxPiece about how much of them is dropped at once.
const (
	maxOlder = 1 << 20
	maxPiece = 4 << 10
)

// older is what is kept of lines that the log has dropped: the devices' lives. What
// programs do is not, for a program can do it as often as it likes, and would
// push out what happened to the card.
type older struct {
	pieces []piece // in the order of their offsets
	lost   int     // lines that were not kept
}

// piece is a run of whole lines, where it was in the log.
type piece struct {
	off  int64
	text []byte
}

func (p piece) end() int64 { return p.off + int64(len(p.text)) }

// take keeps what matters of text, which the log had at offset off, behind all that
// was taken before, and a line that tells how many lines are missing.
func (o *older) take(text []byte, off int64) {
	var last []byte
	for line := range bytes.Lines(text) {
		if byProgram(line) {
			o.lost++
			last = line
		} else {
			o.keep(piece{off, line})
		}
		off += int64(len(line))
	}
	o.shrink()
	if last != nil {
		o.tellLost(last, off)
	}
}

// keep adds a line; it joins those before if nothing was between.
func (o *older) keep(line piece) {
	if n := len(o.pieces); n > 0 {
		last := &o.pieces[n-1]
		if last.end() == line.off && len(last.text) < maxPiece {
			last.text = append(last.text, line.text...)
			return
		}
	}
	o.pieces = append(o.pieces, piece{line.off, bytes.Clone(line.text)})
}

// shrink drops the oldest pieces when there are too many.
func (o *older) shrink() {
	size := 0
	for i, p := range slices.Backward(o.pieces) {
		if size += len(p.text); size > maxOlder {
			for _, q := range o.pieces[:i+1] {
				o.lost += bytes.Count(q.text, []byte("\n"))
			}
			o.pieces = slices.Clone(o.pieces[i+1:])
			return
		}
	}
}

// tellLost puts a line that tells what is missing where there is room for it: in the
// last gap. It has the time of the last line that was lost. Where all gaps are too
// small it is left out.
func (o *older) tellLost(lost []byte, end int64) {
	seconds, _, _ := bytes.Cut(lost, []byte(" "))
	line := fmt.Appendf(nil, "%s %s dropped lines=%d\n", seconds, lostDevice, o.lost)
	o.pieces = slices.DeleteFunc(o.pieces, func(p piece) bool { return deviceOf(p.text) == lostDevice })
	for i := len(o.pieces); i >= 0; i-- {
		begin := int64(0)
		if i > 0 {
			begin = o.pieces[i-1].end()
		}
		if end-begin >= int64(len(line)) {
			o.pieces = slices.Insert(o.pieces, i, piece{end - int64(len(line)), line})
			return
		}
		if i > 0 {
			end = o.pieces[i-1].off
		}
	}
}

// read reads the first piece that has anything at offset off or behind it.
func (o *older) read(p []byte, off int64) (n int, next int64) {
	i, _ := slices.BinarySearchFunc(o.pieces, off, func(p piece, off int64) int {
		if p.end() <= off {
			return -1
		}
		return 1
	})
	if i == len(o.pieces) {
		return 0, off
	}
	first := o.pieces[i]
	off = max(off, first.off)
	n = copy(p, first.text[off-first.off:])
	return n, off + int64(n)
}

// lostDevice stands in place of a device in the line that tells what is missing.
const lostDevice = "log"

// byProgram reports whether a line is of what programs do, or of the connection.
func byProgram(line []byte) bool {
	if device := deviceOf(line); device == "fuse" || device == lostDevice {
		return true
	}
	_, rest, _ := bytes.Cut(line, []byte(" "))
	_, event, _ := bytes.Cut(rest, []byte(" "))
	word, _, _ := bytes.Cut(event, []byte(" "))
	switch string(word) {
	case "open", "close", "stream", "record", "state":
		return true
	}
	return false
}

func deviceOf(line []byte) string {
	_, rest, _ := bytes.Cut(line, []byte(" "))
	device, _, _ := bytes.Cut(rest, []byte(" "))
	return string(device)
}
