package hwparams

import (
	"math/bits"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// A mask has 256 bits, but the kernel reads the first 64 and carries the others
// along: SNDRV_MASK_BITS of include/sound/pcm_params.h.

// maskBits returns the part of m that counts.
func maskBits(m *abi.Mask) uint64 {
	return uint64(m.Bits[1])<<32 | uint64(m.Bits[0])
}

// setMaskBits sets the part of m that counts.
func setMaskBits(m *abi.Mask, b uint64) {
	m.Bits[0], m.Bits[1] = uint32(b), uint32(b>>32)
}

// RefineMask takes from m what is not in allowed, and tells whether that was
// anything. It returns EINVAL when nothing is left. As snd_mask_refine of
// include/sound/pcm_params.h.
func RefineMask(m *abi.Mask, allowed uint64) (changed bool, err error) {
	old := maskBits(m)
	left := old & allowed
	setMaskBits(m, left)
	if left == 0 {
		return false, syscall.EINVAL
	}
	return left != old, nil
}

// maskSingle reports whether at most one bit is set: snd_mask_single.
func maskSingle(m *abi.Mask) bool {
	b := maskBits(m)
	return b&(b-1) == 0
}

// maskMin returns the lowest bit, 0 if there is none: snd_mask_min.
func maskMin(m *abi.Mask) int {
	b := maskBits(m)
	if b == 0 {
		return 0
	}
	return bits.TrailingZeros64(b)
}

// maskFirst leaves only the lowest bit, and nothing of the words that do not
// count: snd_mask_refine_first.
func maskFirst(m *abi.Mask) (changed bool) {
	if maskSingle(m) {
		return false
	}
	lowest := uint64(1) << maskMin(m)
	*m = abi.Mask{}
	setMaskBits(m, lowest)
	return true
}
