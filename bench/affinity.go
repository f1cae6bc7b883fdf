package main

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// onOneProcessor puts all servers, this process and what it starts on the first
// processor.
func onOneProcessor(sides []side) error {
	var first unix.CPUSet
	first.Set(0)
	return allow(&first, sides)
}

// onAllProcessors lets them go again.
func onAllProcessors(sides []side) error {
	var all unix.CPUSet
	for i := range len(all) * 64 {
		all.Set(i)
	}
	return allow(&all, sides)
}

func allow(set *unix.CPUSet, sides []side) error {
	processes := []int{os.Getpid()}
	for _, s := range sides {
		processes = append(processes, s.server)
	}
	for _, pid := range processes {
		if err := allowThreads(pid, set); err != nil {
			return fmt.Errorf("choose the processors of process %d: %w", pid, err)
		}
	}
	return nil
}

func allowThreads(pid int, set *unix.CPUSet) error {
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return err
	}
	for _, t := range threads {
		tid, err := strconv.Atoi(t.Name())
		if err != nil {
			return err
		}
		if err := unix.SchedSetaffinity(tid, set); err != nil {
			return err
		}
	}
	return nil
}
