package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// watchInterval is how often the status is looked at. It is a person who watches.
const watchInterval = 200 * time.Millisecond

// clearScreen takes a terminal to its first line, and clears what is below.
const clearScreen = "\x1b[H\x1b[J"

// watch shows what look returns as often as it changes: on a terminal in the
// same place, and elsewhere with an empty line between. It ends with the server, or
// with whoever reads what it prints.
func watch(w io.Writer, look func() ([]byte, error)) error {
	begin := ""
	if isTerminal(w) {
		begin = clearScreen
	}
	var shown []byte
	for ; ; time.Sleep(watchInterval) {
		text, err := look()
		if err != nil && shown != nil {
			return nil // it has gone, as everybody could see
		}
		if err != nil {
			return err
		}
		if bytes.Equal(text, shown) {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s%s", begin, text); err != nil {
			return logEnd(err)
		}
		shown = text
		if begin == "" {
			begin = "\n"
		}
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil
}
