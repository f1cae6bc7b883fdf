package wav

import (
	"math"

	"github.com/vsndfs/vsndfs/card/abi"
)

// layout says how one sample of a format lies in memory.
type layout struct {
	widthBytes int // what a sample occupies
	validBytes int // how many of these carry it: the less significant ones
	bigEndian  bool
	unsigned   bool
	float      bool
}

// layoutOf is the layout of f. Only linear and float formats of whole bytes
// have one; the kernel counts DSD among the unsigned, but its bits are no samples.
func layoutOf(f abi.Format) (l layout, ok bool) {
	isLinear := f.Signed() || f.Unsigned() || f.Float()
	isDSD := f >= abi.SNDRV_PCM_FORMAT_DSD_U8
	if !isLinear || isDSD || f.Width()%8 != 0 {
		return layout{}, false
	}
	return layout{
		widthBytes: f.PhysicalWidth() / 8,
		validBytes: f.Width() / 8,
		bigEndian:  f.BigEndian(),
		unsigned:   f.Unsigned(),
		float:      f.Float(),
	}, true
}

// index is where byte i of a sample lies; byte 0 is the least significant.
func (l layout) index(i int) int {
	if l.bigEndian {
		return l.widthBytes - 1 - i
	}
	return i
}

// signBit is the most significant bit that carries the sample. It is also what
// full scale counts as, and the middle of an unsigned format.
func (l layout) signBit() uint64 { return 1 << (8*l.validBytes - 1) }

// bits is the sample at the start of p, neither sign-extended nor read as float.
func (l layout) bits(p []byte) uint64 {
	var u uint64
	for i := range l.validBytes {
		u |= uint64(p[l.index(i)]) << (8 * i)
	}
	return u
}

// setBits stores u at the start of p, all of the sample's width.
func (l layout) setBits(p []byte, u uint64) {
	for i := range l.widthBytes {
		p[l.index(i)] = byte(u >> (8 * i))
	}
}

// get is the sample at the start of p, full scale being ±1. It is exact.
func (l layout) get(p []byte) float64 {
	u := l.bits(p)
	switch {
	case l.float && l.validBytes == 4:
		return float64(math.Float32frombits(uint32(u)))
	case l.float:
		return math.Float64frombits(u)
	case !l.unsigned:
		u ^= l.signBit()
	}
	fullScale := l.signBit()
	return float64(int64(u)-int64(fullScale)) / float64(fullScale)
}

// put stores x at the start of p. An integer format clips x and asks round
// for the integer; its sign fills the bytes that carry nothing, so that
// programs may read S24_LE as an int32.
func (l layout) put(p []byte, x float64, round func(float64) float64) {
	switch {
	case l.float && l.validBytes == 4:
		l.setBits(p, uint64(math.Float32bits(float32(x))))
	case l.float:
		l.setBits(p, math.Float64bits(x))
	case l.unsigned:
		l.setBits(p, uint64(l.integer(x, round)+int64(l.signBit())))
	default:
		l.setBits(p, uint64(l.integer(x, round)))
	}
}

// integer scales x to the format's range. What is no number is silence.
func (l layout) integer(x float64, round func(float64) float64) int64 {
	if math.IsNaN(x) {
		return 0
	}
	fullScale := float64(l.signBit())
	return int64(max(-fullScale, min(round(x*fullScale), fullScale-1)))
}
