package control_test

import (
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/card/control"
)

// The words are those of the macros of include/sound/tlv.h.
func TestTLVData(t *testing.T) {
	for name, tt := range map[string]struct{ got, want []uint32 }{
		"a scale":               {control.DBScale(-4500, 30, false), []uint32{1, 8, 0xffffee6c, 30}},
		"a scale with silence":  {control.DBScale(-9999, 150, true), []uint32{1, 8, 0xffffd8f1, 0x10096}},
		"ends":                  {control.DBMinMax(-12799, 800), []uint32{4, 8, 0xffffce01, 800}},
		"ends with silence":     {control.DBMinMaxMute(-6000, 0), []uint32{5, 8, 0xffffe890, 0}},
		"ends of what is lined": {control.DBLinear(-9600, 600), []uint32{2, 8, 0xffffda80, 600}},
		"a range": {
			control.DBRange(control.DBSpan{Low: 0, High: 3, Item: control.DBScale(-100, 25, false)}, control.DBSpan{Low: 4, High: 9, Item: control.DBLinear(0, 1)}),
			[]uint32{3, 48, 0, 3, 1, 8, 0xffffff9c, 25, 4, 9, 2, 8, 0, 1},
		},
		"a container": {
			control.TLVContainer(control.TLVItem(0x101, 3, 4), control.TLVItem(0x101, 2)),
			[]uint32{0, 28, 0x101, 8, 3, 4, 0x101, 4, 2},
		},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: got %#x, want %#x", name, tt.got, tt.want)
		}
	}
}
