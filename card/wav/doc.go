// Package wav keeps and feeds the sound of a virtual card as WAV files.
//
// A [Writer] keeps what a program played. It takes whole frames in the
// stream's own format and stores them unchanged where WAV has that format.
// Where it has not, samples keep their values in another format:
//
//	S8                       U8, as WAV has no signed bytes
//	U16, U24, U32            S16, S24, S32
//	big endian               little endian
//	S24_LE, U24_LE (4 bytes) 24 bits packed in 3 bytes
//
// A [Clip] is a WAV file in memory, and a [Source] renders it in the format,
// the channels and the rate of a capture stream:
//
//   - The same format, channels and rate: bit for bit.
//   - Wider integers: exact, the sample in the high bits. Narrower: the low
//     bits are dropped, as alsa-lib does, so S16 to S32 to S16 changes nothing.
//   - Integer and float: full scale is ±1.0, that is 2^(bits-1); floats beyond
//     it are clipped, and what falls between two integers is rounded.
//   - Channels: a mono clip is heard on every channel, a mono stream hears the
//     average of all of the clip's, and otherwise channel n is channel n, with
//     surplus channels of the clip unheard and those it lacks silent.
//   - Another rate: linear interpolation, which is heard in the treble. Feed a
//     file at the stream's rate where samples are to be compared.
//
// A clip may hold integers of 8, 16, 24 or 32 bits or floats of 32 or 64, with a
// plain or a WAVE_FORMAT_EXTENSIBLE header. The chunks are read here and not by
// a library because files that come out of a pipe matter: their writer could not
// go back to fill in the sizes, so the header claims 0 or 0xFFFFFFFF bytes, which
// github.com/go-audio/wav 1.1.0 takes for no data at all. It also counts the pad
// byte of an odd chunk as a sample, reads floats as integers and does not
// tell which of the two an extensible header announces.
package wav
