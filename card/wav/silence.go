package wav

import "github.com/vsndfs/vsndfs/card/abi"

// Silence fills dst, which starts with a whole sample, with the silence of f.
func Silence(f abi.Format, dst []byte) {
	sample := f.Silence()
	n := copy(dst, sample[:max(1, f.PhysicalWidth()/8)])
	for n < len(dst) {
		n += copy(dst[n:], dst[:n])
	}
}
