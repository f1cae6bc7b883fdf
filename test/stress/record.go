package stress

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// record is one call of an actor, struct record of testdata/actor/actor.h.
type record struct {
	Action     uint32
	Call       uint32
	Start, End uint64 // ns on CLOCK_MONOTONIC; End is 0 if it never returned
	File       uint64
	Result     int64 // or minus an errno
	Asked, Got uint64
}

const recordSize = 56

// readRecords reads what an actor has left behind, however it ended.
func readRecords(path string) ([]record, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []record
	for ; len(data) >= recordSize; data = data[recordSize:] {
		var r record
		if err := binary.Read(bytes.NewReader(data[:recordSize]), binary.NativeEndian, &r); err != nil {
			return nil, err
		}
		if r.Start == 0 {
			break
		}
		all = append(all, r)
	}
	return all, nil
}

// returned reports whether the actor lived to see the call's end.
func (r record) returned() bool { return r.End != 0 }

// began and ended are when, in the log's whole microseconds.
func (r record) began() time.Duration { return time.Duration(r.Start).Truncate(time.Microsecond) }
func (r record) ended() time.Duration { return time.Duration(r.End).Truncate(time.Microsecond) }

// answer is the result in a word: an errno's name, 0, or n for any other number.
func (r record) answer() string {
	switch {
	case r.Result < 0:
		if name := unix.ErrnoName(syscall.Errno(-r.Result)); name != "" {
			return name
		}
		return fmt.Sprint(r.Result)
	case r.Result == 0:
		return "0"
	}
	return "n"
}
