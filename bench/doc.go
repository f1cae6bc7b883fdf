// Command bench measures vsndfs on this machine and prints the figures that
// docs/benchmarks.md explains: what a call costs beside the least that it could
// cost, the processor time of a stream, how late the clock is, and the price of
// a managed resource. Start it as root in the module's root, by make bench.
//
// The calls are measured in `vsndfs run`, in which the command starts itself
// again: there /dev/snd is a mount of its own, and so is the floor's.
package main
