package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	isQuick := flag.Bool("quick", false, "only try everything out: the figures mean little")
	isLong := flag.Bool("long", false, "play for 10 minutes where the aim is 10 minutes, and so on: in an hour")
	only := flag.String("only", "", "measure these `sections` only, separated by commas: "+sectionNames())
	inside := flag.String("inside", "", "measure in a mount, with the programs in this `directory` (used by bench itself)")
	flag.Parse()
	if err := run(chooseEffort(*isQuick, *isLong), *only, *inside); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(e effort, only, inside string) error {
	chosen, err := choose(only)
	if err != nil {
		return err
	}
	if inside != "" {
		return measureInside(e, chosen, inside)
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
	return measure(e, chosen, dir)
}

// cards are those that the sections inside play on: 0 to 4.
var cards = []string{
	"usb-headset", "loopback", fmt.Sprintf("dummy,substreams=%d", maxStreams), "dummy,clock=free",
	fmt.Sprintf("loopback,substreams=%d", largeMixer/elementsEach),
}

// inVsndfs starts this program again where /dev/snd is a vsndfs.
func inVsndfs(dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{"run"}
	for _, card := range cards {
		args = append(args, "--card", card)
	}
	args = append(append(args, "--", self, "-inside", dir), os.Args[1:]...)
	return command(filepath.Join(dir, "vsndfs"), args...)
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

func sectionNames() string {
	var names []string
	for _, s := range sections {
		names = append(names, s.name)
	}
	return strings.Join(names, ", ")
}
