package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// effort is how much is measured.
type effort struct {
	rounds      int // of each side, in turn
	percent     int // of the usual number of calls
	streamSecs  int
	clockTicks  string // as go test's -benchtime
	devresTimes string
}

var (
	full  = effort{rounds: 20, percent: 100, streamSecs: 12, clockTicks: "10000x", devresTimes: "1s"}
	quick = effort{rounds: 2, percent: 5, streamSecs: 1, clockTicks: "200x", devresTimes: "1x"}
)

func main() {
	isQuick := flag.Bool("quick", false, "only try everything out: the figures mean little")
	inside := flag.String("inside", "", "measure calls, with the programs in this `directory` (used by bench itself)")
	flag.Parse()
	e := full
	if *isQuick {
		e = quick
	}
	if err := run(e, *inside); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(e effort, inside string) error {
	if inside != "" {
		return measureCalls(e, inside)
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("it mounts file systems: run it as root")
	}
	dir, err := os.MkdirTemp("", "vsndfs-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	printMachine(os.Stdout)
	if err := build(dir); err != nil {
		return err
	}
	if err := inVsndfs(dir); err != nil {
		return err
	}
	return measurePackages(e)
}

// inVsndfs starts this program again where /dev/snd is a vsndfs.
func inVsndfs(dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := append([]string{"run", "--card", "usb-headset", "--card", "loopback", "--", self}, os.Args[1:]...)
	return command(filepath.Join(dir, "vsndfs"), append(args, "-inside", dir)...)
}

// measureCalls measures what takes a mount.
func measureCalls(e effort, programs string) error {
	vsndfs, err := serverPid()
	if err != nil {
		return err
	}
	if err := measureTrips(e, programs, vsndfs); err != nil {
		return err
	}
	return measureStreams(e, programs, vsndfs)
}

// serverPid asks the mount who serves it.
func serverPid() (int, error) {
	text, err := os.ReadFile("/dev/snd/vsndfs/status")
	if err != nil {
		return 0, err
	}
	var status struct{ Pid int }
	err = json.Unmarshal(text, &status)
	return status.Pid, err
}
