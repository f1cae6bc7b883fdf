// Package hwparams negotiates the hardware parameters of a PCM stream, as the
// ioctls HW_REFINE and HW_PARAMS do.
//
// A program describes what it would accept as a configuration space, [abi.HwParams]:
// three sets (access, format, subformat) and twelve intervals (rate, channels,
// period and buffer by time, frames and bytes, …). Refining takes away what the
// hardware cannot do:
//
//	            space of the program
//	                    │
//	static constraints  │  sets and intervals of the hardware, each by itself
//	                    │
//	rules               │  what one parameter says about another, such as
//	                    │  PERIOD_BYTES = PERIOD_SIZE * FRAME_BITS / 8,
//	                    │  again and again until nothing changes
//	                    ▼
//	       smaller space, or EINVAL when nothing is left
//
// Choosing pins one parameter after the other and refines after each, until
// every one has a single value.
//
// A [Hardware] says what a card can do, [New] turns it into [Constraints] once
// for each open substream, and these refine and choose. Results are, bit for
// bit, those of Linux 6.12 (sound/core/pcm_native.c, sound/core/pcm_lib.c):
// test/conformance has transcripts of real drivers that the tests replay. Only
// one absurd request gets EINVAL instead of the kernel's answer: one that would
// keep the rules busy for very long.
package hwparams
