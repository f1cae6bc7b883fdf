package wav

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Format tags, from the registry in Microsoft's mmreg.h.
const (
	tagPCM        = 0x0001
	tagFloat      = 0x0003
	tagExtensible = 0xFFFE
)

// Sizes of a fmt chunk's content: WAVEFORMAT with its bit depth, the same with
// the size of an empty extension, and WAVEFORMATEXTENSIBLE.
const (
	fmtBytes           = 16
	fmtWithCbSizeBytes = 18
	fmtExtensibleBytes = 40
)

// subformatTail follows the format tag in the GUID of an extensible header.
const subformatTail = "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71"

// encoding is what a fmt chunk says of a sample.
type encoding struct {
	float bool
	bits  int
}

// fileFormats are the encodings that are read and written, under the names that
// ALSA has for them.
var fileFormats = map[encoding]abi.Format{
	{bits: 8}:               abi.SNDRV_PCM_FORMAT_U8,
	{bits: 16}:              abi.SNDRV_PCM_FORMAT_S16_LE,
	{bits: 24}:              abi.SNDRV_PCM_FORMAT_S24_3LE,
	{bits: 32}:              abi.SNDRV_PCM_FORMAT_S32_LE,
	{float: true, bits: 32}: abi.SNDRV_PCM_FORMAT_FLOAT_LE,
	{float: true, bits: 64}: abi.SNDRV_PCM_FORMAT_FLOAT64_LE,
}

// isPlain reports whether the old 16-byte fmt chunk can describe a file of spec
// s, which it may for one or two channels of 8 or 16 bits.
func (s Spec) isPlain() bool {
	return s.Channels <= 2 && sampleBits(s) <= 16
}

// appendFmt appends the content of the fmt chunk of a file of spec s.
func appendFmt(b []byte, s Spec) []byte {
	tag := uint16(tagPCM)
	if s.Format.Float() {
		tag = tagFloat
	}
	switch {
	case s.isPlain():
		return appendWaveFormat(b, tag, s)
	case tag == tagFloat && s.Channels <= 2:
		b = appendWaveFormat(b, tag, s)
		return binary.LittleEndian.AppendUint16(b, 0) // cbSize
	}
	return appendExtension(appendWaveFormat(b, tagExtensible, s), tag, s)
}

// appendWaveFormat appends the fields that every fmt chunk starts with.
func appendWaveFormat(b []byte, tag uint16, s Spec) []byte {
	le := binary.LittleEndian
	bytesPerSecond := min(uint64(s.RateHz)*uint64(s.frameBytes()), math.MaxUint32)
	b = le.AppendUint16(b, tag)
	b = le.AppendUint16(b, uint16(s.Channels))
	b = le.AppendUint32(b, uint32(s.RateHz))
	b = le.AppendUint32(b, uint32(bytesPerSecond))
	b = le.AppendUint16(b, uint16(s.frameBytes()))
	return le.AppendUint16(b, sampleBits(s))
}

// appendExtension appends what WAVEFORMATEXTENSIBLE adds.
func appendExtension(b []byte, tag uint16, s Spec) []byte {
	le := binary.LittleEndian
	b = le.AppendUint16(b, fmtExtensibleBytes-fmtWithCbSizeBytes)
	b = le.AppendUint16(b, sampleBits(s))
	b = le.AppendUint32(b, speakers(s.Channels))
	b = le.AppendUint16(b, tag)
	return append(b, subformatTail...)
}

// sampleBits is how many bits a sample of a file of spec s has.
func sampleBits(s Spec) uint16 { return uint16(s.Format.PhysicalWidth()) }

// speakers is the channel mask: front centre, front left and right, and for
// more channels none, since ALSA's order of them is not WAV's and a stream's
// parameters do not tell which channel is which.
func speakers(channels int) uint32 {
	switch channels {
	case 1:
		return 0x4
	case 2:
		return 0x3
	}
	return 0
}

// parseFmt reads the content of a fmt chunk. Valid bits fewer than the
// container's are its high ones, so such a sample is one of the container's size.
func parseFmt(b []byte) (Spec, error) {
	if len(b) < fmtBytes {
		return Spec{}, fmt.Errorf("%w: its fmt chunk has %d bytes", ErrNotWAV, len(b))
	}
	le := binary.LittleEndian
	tag, err := formatTag(b)
	if err != nil {
		return Spec{}, err
	}
	e := encoding{float: tag == tagFloat, bits: int(le.Uint16(b[14:]))}
	format, ok := fileFormats[e]
	if !ok || tag != tagPCM && tag != tagFloat {
		return Spec{}, fmt.Errorf("%w: format tag %#x with %d bits", ErrUnsupported, tag, e.bits)
	}
	s := Spec{Format: format, Channels: int(le.Uint16(b[2:])), RateHz: int(le.Uint32(b[4:]))}
	if err := s.Check(); err != nil {
		return Spec{}, err
	}
	if frameBytes := int(le.Uint16(b[12:])); frameBytes != s.frameBytes() {
		return Spec{}, fmt.Errorf("%w: %d channels of %d bits in %d bytes", ErrUnsupported, s.Channels, e.bits, frameBytes)
	}
	return s, nil
}

// formatTag is the format tag of a fmt chunk, or the one inside the GUID that an
// extensible chunk has in its place.
func formatTag(b []byte) (uint16, error) {
	tag := binary.LittleEndian.Uint16(b)
	if tag != tagExtensible {
		return tag, nil
	}
	if len(b) < fmtExtensibleBytes {
		return 0, fmt.Errorf("%w: its extensible fmt chunk has %d bytes", ErrNotWAV, len(b))
	}
	guid := b[24:fmtExtensibleBytes]
	if string(guid[2:]) != subformatTail {
		return 0, fmt.Errorf("%w: subformat %x", ErrUnsupported, guid)
	}
	return binary.LittleEndian.Uint16(guid), nil
}
