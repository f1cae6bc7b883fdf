package control

import "github.com/vsndfs/vsndfs/card/abi"

// What TLV data are made of (include/sound/tlv.h). A level is in 0.01 dB.

// TLVItem is one item of a type. Its data must be whole words.
func TLVItem(kind uint32, data ...uint32) []uint32 {
	return append([]uint32{kind, uint32(4 * len(data))}, data...)
}

// TLVContainer has other items in it.
func TLVContainer(items ...[]uint32) []uint32 {
	var all []uint32
	for _, item := range items {
		all = append(all, item...)
	}
	return TLVItem(abi.SNDRV_CTL_TLVT_CONTAINER, all...)
}

// DBScale is a scale whose lowest value is at minimum, each further one step more.
// mute says that the lowest one is silence.
func DBScale(minimum, step int32, mute bool) []uint32 {
	second := uint32(step) & abi.SNDRV_CTL_TLVD_DB_SCALE_MASK
	if mute {
		second |= abi.SNDRV_CTL_TLVD_DB_SCALE_MUTE
	}
	return TLVItem(abi.SNDRV_CTL_TLVT_DB_SCALE, uint32(minimum), second)
}

// DBMinMax is a scale by its ends.
func DBMinMax(minimum, maximum int32) []uint32 {
	return TLVItem(abi.SNDRV_CTL_TLVT_DB_MINMAX, uint32(minimum), uint32(maximum))
}

// DBMinMaxMute is the same whose lowest value is silence.
func DBMinMaxMute(minimum, maximum int32) []uint32 {
	return TLVItem(abi.SNDRV_CTL_TLVT_DB_MINMAX_MUTE, uint32(minimum), uint32(maximum))
}

// DBLinear is a scale of values that are linear, by its ends.
func DBLinear(minimum, maximum int32) []uint32 {
	return TLVItem(abi.SNDRV_CTL_TLVT_DB_LINEAR, uint32(minimum), uint32(maximum))
}

// DBSpan is a part of a DBRange: the values from Low to High have the scale Item.
type DBSpan struct {
	Low, High int32
	Item      []uint32
}

// DBRange is made of parts with scales of their own.
func DBRange(spans ...DBSpan) []uint32 {
	var all []uint32
	for _, s := range spans {
		all = append(append(all, uint32(s.Low), uint32(s.High)), s.Item...)
	}
	return TLVItem(abi.SNDRV_CTL_TLVT_DB_RANGE, all...)
}
