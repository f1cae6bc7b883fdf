package control

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// valuesMax is how many values an element can have.
var valuesMax = map[abi.CtlElemType]uint32{
	abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:    128,
	abi.SNDRV_CTL_ELEM_TYPE_INTEGER:    128,
	abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED: 128,
	abi.SNDRV_CTL_ELEM_TYPE_BYTES:      512,
	abi.SNDRV_CTL_ELEM_TYPE_IEC958:     1,
	abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:  64,
}

// valueBytes is the size of one value.
var valueBytes = map[abi.CtlElemType]int{
	abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:    8,
	abi.SNDRV_CTL_ELEM_TYPE_INTEGER:    8,
	abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED: 4,
	abi.SNDRV_CTL_ELEM_TYPE_BYTES:      1,
	abi.SNDRV_CTL_ELEM_TYPE_IEC958:     abi.Sizeof[abi.AesIec958](),
	abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:  8,
}

// checkValues is EINVAL if one of the values is out of the range that info tells,
// or between two steps (sanity_check_input_values).
func checkValues(info *abi.CtlElemInfo, v *abi.CtlElemValue) error {
	for n := range int(info.Count) {
		ok := true
		switch info.Type {
		case abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:
			ok = v.Value[n] == 0 || v.Value[n] == 1
		case abi.SNDRV_CTL_ELEM_TYPE_INTEGER, abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:
			ok = inRange(info.Integer(), v.Value[n])
		case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
			ok = v.Enumerated()[n] < info.Enumerated().Items
		}
		if !ok {
			return syscall.EINVAL
		}
	}
	return nil
}

// inRange takes the value for an unsigned number when it looks for a step, as the
// kernel does.
func inRange(r *abi.CtlElemRange, value int64) bool {
	return value >= r.Min && value <= r.Max && (r.Step == 0 || uint64(value)%uint64(r.Step) == 0)
}
