package fs

import (
	"encoding/binary"
	"os"
	"testing"
)

func TestTheWordSizeOfAProgram(t *testing.T) {
	expect(t, "this program is a 32-bit one", narrow(uint32(os.Getpid())), false)
	page := uint32(os.Getpagesize())
	var auxv []byte
	for _, word := range []uint32{32, 0xf7f5a570, 16, 0x178bfbff, pageSizeTag, page, 0, 0} {
		auxv = binary.NativeEndian.AppendUint32(auxv, word)
	}
	expect(t, "one whose vector has words of four bytes", isNarrow(auxv), true)
	expect(t, "one of which nothing can be seen", isNarrow(nil), false)
	expect(t, "one whose vector is cut off", isNarrow(auxv[:20]), false)
}
