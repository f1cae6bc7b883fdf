// Package loopback is the engine of the model loopback: what is played on one of
// two devices is recorded on the other, bit for bit, as with the kernel's snd-aloop.
//
// Each pair of a playback and a capture substream is a cable. Its ends share one
// stream lock and one count of frames, so that what the capture hears at a
// moment is what the playback plays at that moment.
package loopback
