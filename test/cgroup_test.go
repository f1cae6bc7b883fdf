package test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// cgroup is a control group of the test's own.
type cgroup struct {
	t   testing.TB
	dir string
	v2  bool
}

// newCgroup makes a group under a controller, memory or cpu, of either version.
func newCgroup(t testing.TB, controller string) *cgroup {
	t.Helper()
	root, v2 := findController(t, controller)
	if v2 {
		// The controller may be passed on already, or this is where all begins.
		_ = os.WriteFile(filepath.Join(root, "cgroup.subtree_control"), []byte("+"+controller), 0)
	}
	dir, err := os.MkdirTemp(root, "vsndfs-test-")
	if err != nil {
		t.Fatalf("make a control group for %s (mount it, with rights to write): %v", controller, err)
	}
	g := &cgroup{t, dir, v2}
	t.Cleanup(func() {
		if !comesTrue(func() bool { return os.Remove(dir) == nil }) {
			t.Errorf("%s is still there", dir)
		}
	})
	return g
}

// findController returns where a controller's groups are.
func findController(t testing.TB, controller string) (root string, v2 bool) {
	t.Helper()
	for line := range strings.Lines(string(readFile(t, "/proc/self/mountinfo"))) {
		fields := strings.Fields(line)
		_, kind, _ := strings.Cut(line, " - ")
		switch {
		case strings.HasPrefix(kind, "cgroup ") && strings.Contains(","+strings.TrimSpace(kind[strings.LastIndex(kind, " "):])+",", ","+controller+","):
			return fields[4], false
		case strings.HasPrefix(kind, "cgroup2 "):
			all, _ := os.ReadFile(filepath.Join(fields[4], "cgroup.controllers"))
			if strings.Contains(" "+strings.TrimSpace(string(all))+" ", " "+controller+" ") {
				root, v2 = fields[4], true
			}
		}
	}
	if root == "" {
		t.Fatalf("no control groups for %s: mount them, at /sys/fs/cgroup", controller)
	}
	return root, v2
}

// set writes to one of the group's files.
func (g *cgroup) set(file, value string) {
	g.t.Helper()
	if err := os.WriteFile(filepath.Join(g.dir, file), []byte(value), 0); err != nil {
		g.t.Fatal(err)
	}
}

// limitMemory lets the group have that many bytes, and no swap beside them. A kernel
// that has no swap to give has no such file.
func (g *cgroup) limitMemory(bytes int) {
	g.t.Helper()
	limit, withSwap, swap := "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", strconv.Itoa(bytes)
	if g.v2 {
		limit, withSwap, swap = "memory.max", "memory.swap.max", "0"
	}
	g.set(limit, strconv.Itoa(bytes))
	if _, err := os.Stat(filepath.Join(g.dir, withSwap)); err == nil {
		g.set(withSwap, swap)
	}
}

// limitCPU lets the group have that share of one processor.
func (g *cgroup) limitCPU(percent int) {
	g.t.Helper()
	const periodUs = 100_000
	quota := strconv.Itoa(percent * periodUs / 100)
	if g.v2 {
		g.set("cpu.max", fmt.Sprint(quota, " ", periodUs))
		return
	}
	g.set("cpu.cfs_period_us", strconv.Itoa(periodUs))
	g.set("cpu.cfs_quota_us", quota)
}

// take moves a process into the group.
func (g *cgroup) take(pid int) { g.t.Helper(); g.set("cgroup.procs", strconv.Itoa(pid)) }
