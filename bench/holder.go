package main

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"strconv"
	"time"
)

// holder is a running c/holder.c.
type holder struct{ *program }

// heldCard is by what files a card is unplugged, plugged in and held.
type heldCard struct{ unplug, plug, node string }

func startHolder(programs string, c heldCard, handles int, how string) (holder, error) {
	p, err := startProgram(filepath.Join(programs, "holder"), c.unplug, c.plug, c.node, strconv.Itoa(handles), how)
	return holder{p}, err
}

// life is what one unplugging took, and the plugging in after it.
type life struct {
	told    []time.Duration // of the files, from the unplugging on
	asked   time.Duration   // to poll and ask all files in turn, before
	release time.Duration   // from the last close to the end
	plug    time.Duration   // until the node was open
}

// live has it hold, unplug and plug in once.
func (h holder) live() (life, error) {
	var told int64
	if err := h.next(&told); err != nil {
		return life{}, err
	}
	l := life{told: make([]time.Duration, told)}
	for _, to := range []any{l.told, &l.asked, &l.release, &l.plug} {
		if err := binary.Read(h.out, binary.NativeEndian, to); err != nil {
			return life{}, fmt.Errorf("the holder has ended: %w", err)
		}
	}
	return l, nil
}

// cycle has it unplug and plug in, without any file.
func (h holder) cycle() (took time.Duration, err error) {
	err = h.next(&took)
	return took, err
}

// next begins the next round and reads its first number.
func (h holder) next(to any) error {
	if _, err := fmt.Fprintln(h.in); err != nil {
		return err
	}
	if err := binary.Read(h.out, binary.NativeEndian, to); err != nil {
		return fmt.Errorf("the holder has ended: %w", err)
	}
	return nil
}

// stop ends the program.
func (h holder) stop() error {
	if err := h.in.Close(); err != nil {
		return err
	}
	return h.process.Wait()
}
