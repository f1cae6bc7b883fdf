package abi

// The types of TLV data, from include/uapi/sound/tlv.h.
const (
	SNDRV_CTL_TLVT_CONTAINER      = 0
	SNDRV_CTL_TLVT_DB_SCALE       = 1
	SNDRV_CTL_TLVT_DB_LINEAR      = 2
	SNDRV_CTL_TLVT_DB_RANGE       = 3
	SNDRV_CTL_TLVT_DB_MINMAX      = 4
	SNDRV_CTL_TLVT_DB_MINMAX_MUTE = 5
	SNDRV_CTL_TLVT_CHMAP_FIXED    = 0x101
	SNDRV_CTL_TLVT_CHMAP_VAR      = 0x102
	SNDRV_CTL_TLVT_CHMAP_PAIRED   = 0x103
)

// The parts of the second word of a dB scale: the step in 0.01 dB, and whether
// the lowest value is silent.
const (
	SNDRV_CTL_TLVD_DB_SCALE_MASK = 0xffff
	SNDRV_CTL_TLVD_DB_SCALE_MUTE = 0x10000
)
