// Package pcm is digital audio: the nodes pcmC0D0p and pcmC0D0c. It follows
// sound/core/pcm_native.c and pcm_lib.c, and the comments name the function
// there whose behaviour they keep.
//
// A PCM has substreams in one or both directions. An open substream has a state,
// parameters, a ring of frames and two pointers into it, hw_ptr and appl_ptr,
// that run from 0 to a boundary far away and wrap there. Programs map the ring,
// a status page and a control page; what they write there is sampled once and
// bounded, never trusted.
//
// What the hardware does is an Engine's business: it says how many frames have
// passed at a given time and takes or gives the frames themselves. No position
// is ever counted in ticks, so a stream's rate is right whatever the ticks do.
//
// Locks: a substream's stream lock guards its state. It may be shared by the
// substreams that a driver couples. It is never held while a program's memory
// is touched or a file is written.
package pcm
