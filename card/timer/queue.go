package timer

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/abi/abi32"
	"github.com/vsndfs/vsndfs/card/clock"
)

// defaultQueue is the number of records that a file keeps until it says
// otherwise.
const defaultQueue = 128

// timespec is t as the ABI has it.
func timespec(t clock.Time) abi.Timespec {
	return abi.Timespec{Sec: int64(t) / 1e9, Nsec: int64(t) % 1e9}
}

// event queues what happened to a file's timer (snd_timer_user_ccallback).
func (f *file) event(now clock.Time, e abi.TimerEvent, val uint64) {
	if e >= abi.SNDRV_TIMER_EVENT_START && e <= abi.SNDRV_TIMER_EVENT_PAUSE {
		f.tstamp = now
	}
	if f.tread && f.wants(e) {
		f.push(abi.TimerTread{Event: e, Tstamp: timespec(now), Val: uint32(val)})
		f.wakeLocked()
	}
}

func (f *file) wants(e abi.TimerEvent) bool { return f.filter&(1<<e) != 0 }

// ticked queues ticks of a file's timer: as events if the file reads those
// (snd_timer_user_tinterrupt), else as plain records (snd_timer_user_interrupt).
func (f *file) ticked(now clock.Time, resolution uint64, ticks uint32) {
	if !f.tread {
		f.tickPlain(uint32(resolution), ticks)
		f.wakeLocked()
		return
	}
	before := f.appended
	if f.wants(abi.SNDRV_TIMER_EVENT_RESOLUTION) && f.lastResolution != resolution {
		f.push(abi.TimerTread{Event: abi.SNDRV_TIMER_EVENT_RESOLUTION, Tstamp: timespec(now), Val: uint32(resolution)})
		f.lastResolution = resolution
	}
	if f.wants(abi.SNDRV_TIMER_EVENT_TICK) {
		f.tickEvent(now, ticks)
	}
	if f.appended != before {
		f.wakeLocked()
	}
}

// tickEvent merges ticks into the newest record if that is of ticks too.
func (f *file) tickEvent(now clock.Time, ticks uint32) {
	if n := len(f.events); n > 0 && f.events[n-1].Event == abi.SNDRV_TIMER_EVENT_TICK {
		last := &f.events[n-1]
		last.Tstamp = timespec(now)
		last.Val += ticks
		f.appended++
		return
	}
	f.push(abi.TimerTread{Event: abi.SNDRV_TIMER_EVENT_TICK, Tstamp: timespec(now), Val: ticks})
}

// tickPlain merges ticks into the newest record if its resolution is the same.
func (f *file) tickPlain(resolution, ticks uint32) {
	if n := len(f.plain); n > 0 && f.plain[n-1].Resolution == resolution {
		f.plain[n-1].Ticks += ticks
		return
	}
	if len(f.plain) >= f.size {
		f.overrun++
		return
	}
	f.plain = append(f.plain, abi.TimerRead{Resolution: resolution, Ticks: ticks})
}

func (f *file) push(r abi.TimerTread) {
	if len(f.events) >= f.size {
		f.overrun++
		return
	}
	f.appended++
	f.events = append(f.events, r)
}

// queued is the number of records that wait to be read.
func (f *file) queued() int {
	if f.tread {
		return len(f.events)
	}
	return len(f.plain)
}

// recordSize is the size of one record, in bytes.
func (f *file) recordSize() int {
	switch {
	case f.tread && f.narrow:
		return abi.Sizeof[abi32.TimerTread]()
	case f.tread:
		return abi.Sizeof[abi.TimerTread]()
	}
	return abi.Sizeof[abi.TimerRead]()
}

// takeLocked moves whole records to p and returns how many bytes they are.
func (f *file) takeLocked(p []byte) int {
	switch {
	case f.tread && f.narrow:
		return moveNarrow(p, &f.events)
	case f.tread:
		return moveRecords(p, &f.events)
	}
	return moveRecords(p, &f.plain)
}

// moveNarrow is moveRecords for a 32-bit program.
func moveNarrow(p []byte, queue *[]abi.TimerTread) int {
	records := make([]abi32.TimerTread, len(*queue))
	for i := range records {
		abi32.Convert(&records[i], &(*queue)[i])
	}
	n := moveRecords(p, &records)
	*queue = (*queue)[len(*queue)-len(records):]
	return n
}

func moveRecords[T any](p []byte, queue *[]T) int {
	size, n := abi.Sizeof[T](), 0
	for len(*queue) > 0 && abi.Encode(p[n:], &(*queue)[0]) == nil {
		*queue = (*queue)[1:]
		n += size
	}
	return n
}
