// Command bench measures vsndfs on this machine and prints the figures that
// docs/benchmarks.md explains: what a call costs beside the least that it could
// cost, the processor time of a stream, how late programs and the clock are woken,
// how small a buffer and how large a crowd of streams can be, what a mixer costs,
// how quickly a card goes and comes, and the price of a managed resource. Start it as root in the module's root, by make bench.
//
// Most is measured in `vsndfs run`, in which the command starts itself
// again: there /dev/snd is a mount of its own, and so is the floor's.
package main
