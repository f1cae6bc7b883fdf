package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// printMachine says what the figures were measured on. The load tells whether
// anything else was.
func printMachine(w io.Writer) {
	var uts unix.Utsname
	_ = unix.Uname(&uts) // it cannot fail
	fmt.Fprintf(w, "Linux %s, %s, %d processors, %s, load %s\n",
		unix.ByteSliceToString(uts.Release[:]), processor(), runtime.NumCPU(), runtime.Version(), load())
}

func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range bytes.Lines(info) {
		if key, value, ok := bytes.Cut(line, []byte(":")); ok && string(bytes.TrimSpace(key)) == "model name" {
			return string(bytes.TrimSpace(value))
		}
	}
	return runtime.GOARCH
}

func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	minute, _, _ := bytes.Cut(text, []byte(" "))
	if err != nil {
		return "unknown"
	}
	return string(minute)
}
