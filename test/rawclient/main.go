// Command rawclient is an ALSA program without libasound and without C: it plays a
// ramp on one node and records another, and writes what it has recorded to standard
// output.
//
//	rawclient rw|mmap PLAYBACK CAPTURE FRAMES
//
// The samples are S16_LE, stereo, 48 kHz; frame N of the ramp has N on the left and
// -N on the right, from 1 on. It ends when it has heard the last of them.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "rawclient:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 || access[args[0]] == nil {
		return fmt.Errorf("want rw|mmap PLAYBACK CAPTURE FRAMES, got %q", args)
	}
	frames, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	capture, err := open(args[2], access[args[0]])
	if err != nil {
		return err
	}
	playback, err := open(args[1], access[args[0]])
	if err != nil {
		return err
	}
	if err := capture.start(); err != nil {
		return err
	}
	// The silence is for cards that keep back the last frame until another comes.
	if err := playback.write(append(ramp(frames), make([]byte, periodSize*frameBytes)...)); err != nil {
		return err
	}
	if err := playback.start(); err != nil {
		return err
	}
	return record(capture, frames)
}

// ramp is that many frames, each of which tells its number.
func ramp(frames int) []byte {
	var p []byte
	for n := 1; n <= frames; n++ {
		p = binary.LittleEndian.AppendUint16(p, uint16(n))
		p = binary.LittleEndian.AppendUint16(p, uint16(-n))
	}
	return p
}

// record copies what is heard to standard output, up to the frame of that number.
func record(capture *stream, last int) error {
	for {
		p, err := capture.read()
		if err != nil {
			return err
		}
		if _, err := os.Stdout.Write(p); err != nil {
			return err
		}
		for ; len(p) > 0; p = p[frameBytes:] {
			if int(binary.LittleEndian.Uint16(p)) == last {
				return nil
			}
		}
	}
}
