package main

import (
	"fmt"
	"os/exec"
	"strings"
)

// measureClock and measureDevres print the figures of two packages' own
// benchmarks.
func measureClock(e effort) error {
	results, err := goBench("./card/clock", "Lateness", e.clockTicks, "GOMAXPROCS=1") // as in the server
	if err != nil {
		return err
	}
	late := results["Lateness"]
	fmt.Printf("\nHow late the clock calls back, over %s of a millisecond.\n\n", strings.TrimSuffix(e.clockTicks, "x")+" times")
	fmt.Printf("  p50 %s µs   p99 %s µs   p99.9 %s µs\n", late["p50-µs"], late["p99-µs"], late["p99.9-µs"])
	return nil
}

func measureDevres(e effort) error {
	results, err := goBench("./devres", "ReleaseAll", e.devresTimes)
	if err != nil {
		return err
	}
	fmt.Print("\nTo add and release one of N managed resources, in ns, beside a plain slice of functions. Aim: within 3, whatever N.\n\n")
	fmt.Printf("  %9s %8s %8s %6s\n", "N", "devres", "slice", "ratio")
	for _, n := range []string{"10", "1000", "100000", "1000000"} {
		managed := results["ReleaseAll/list=devres/N="+n].float("ns/entry")
		plain := results["ReleaseAll/list=slice/N="+n].float("ns/entry")
		fmt.Printf("  %9s %8.1f %8.1f %6.2f\n", n, managed, plain, managed/plain)
	}
	return nil
}

func measureProbe(e effort) error {
	results, err := goBench("./server", "Probe", e.devresTimes)
	if err != nil {
		return err
	}
	fmt.Print(`
A driver with N managed resources is bound and unbound, in ns for each of them,
without a log and with each line of it kept, beside a plain slice of functions.

`)
	fmt.Printf("  %9s %8s %8s %8s %6s\n", "N", "slice", "no log", "log", "ratio without log")
	for _, n := range []string{"10", "1000", "100000"} {
		plain := results["Probe/log=slice/N="+n].float("ns/entry")
		bare := results["Probe/log=none/N="+n].float("ns/entry")
		kept := results["Probe/log=kept/N="+n].float("ns/entry")
		fmt.Printf("  %9s %8.1f %8.1f %8.1f %6.2f\n", n, plain, bare, kept, bare/plain)
	}
	return nil
}

// goBench runs a package's benchmarks whose name begins with name, and returns
// their results by the name without Benchmark and the number of processors. env
// is added to the environment.
func goBench(pkg, name, times string, env ...string) (map[string]result, error) {
	c := exec.Command("go", "test", "-run", "^$", "-bench", "^Benchmark"+name, "-benchtime", times, pkg)
	c.Env = append(c.Environ(), env...)
	out, err := c.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, out)
	}
	return parseBench(string(out)), nil
}
