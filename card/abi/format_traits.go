package abi

// formatTrait is what is known of a format, as in pcm_formats of
// sound/core/pcm_misc.c.
type formatTrait struct {
	name     string
	width    int // significant bits, 0 if unknown
	physical int // bits from one sample to the next, 0 if unknown
	kind     sampleKind
	order    byteOrder
	silence  [8]byte // one silent sample
}

// sampleKind tells linear formats from others.
type sampleKind uint8

const (
	notLinear sampleKind = iota
	signedLinear
	unsignedLinear
	floatLinear
)

// byteOrder is the order of the bytes of one sample.
type byteOrder uint8

const (
	noOrder byteOrder = iota // samples of one byte, or a stream of bits
	littleEndian
	bigEndian
)

var formatTraits = [...]formatTrait{
	SNDRV_PCM_FORMAT_S8:                 {"S8", 8, 8, signedLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_U8:                 {"U8", 8, 8, unsignedLinear, noOrder, [8]byte{0x80}},
	SNDRV_PCM_FORMAT_S16_LE:             {"S16_LE", 16, 16, signedLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_S16_BE:             {"S16_BE", 16, 16, signedLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_U16_LE:             {"U16_LE", 16, 16, unsignedLinear, littleEndian, [8]byte{0x00, 0x80}},
	SNDRV_PCM_FORMAT_U16_BE:             {"U16_BE", 16, 16, unsignedLinear, bigEndian, [8]byte{0x80, 0x00}},
	SNDRV_PCM_FORMAT_S24_LE:             {"S24_LE", 24, 32, signedLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_S24_BE:             {"S24_BE", 24, 32, signedLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_U24_LE:             {"U24_LE", 24, 32, unsignedLinear, littleEndian, [8]byte{0x00, 0x00, 0x80, 0x00}},
	SNDRV_PCM_FORMAT_U24_BE:             {"U24_BE", 24, 32, unsignedLinear, bigEndian, [8]byte{0x00, 0x80, 0x00, 0x00}},
	SNDRV_PCM_FORMAT_S32_LE:             {"S32_LE", 32, 32, signedLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_S32_BE:             {"S32_BE", 32, 32, signedLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_U32_LE:             {"U32_LE", 32, 32, unsignedLinear, littleEndian, [8]byte{0x00, 0x00, 0x00, 0x80}},
	SNDRV_PCM_FORMAT_U32_BE:             {"U32_BE", 32, 32, unsignedLinear, bigEndian, [8]byte{0x80, 0x00, 0x00, 0x00}},
	SNDRV_PCM_FORMAT_FLOAT_LE:           {"FLOAT_LE", 32, 32, floatLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_FLOAT_BE:           {"FLOAT_BE", 32, 32, floatLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_FLOAT64_LE:         {"FLOAT64_LE", 64, 64, floatLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_FLOAT64_BE:         {"FLOAT64_BE", 64, 64, floatLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_IEC958_SUBFRAME_LE: {"IEC958_SUBFRAME_LE", 32, 32, notLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_IEC958_SUBFRAME_BE: {"IEC958_SUBFRAME_BE", 32, 32, notLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_MU_LAW:             {"MU_LAW", 8, 8, notLinear, noOrder, [8]byte{0x7f}},
	SNDRV_PCM_FORMAT_A_LAW:              {"A_LAW", 8, 8, notLinear, noOrder, [8]byte{0x55}},
	SNDRV_PCM_FORMAT_IMA_ADPCM:          {"IMA_ADPCM", 4, 4, notLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_MPEG:               {"MPEG", 0, 0, notLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_GSM:                {"GSM", 0, 0, notLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_S20_LE:             {"S20_LE", 20, 32, signedLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_S20_BE:             {"S20_BE", 20, 32, signedLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_U20_LE:             {"U20_LE", 20, 32, unsignedLinear, littleEndian, [8]byte{0x00, 0x00, 0x08, 0x00}},
	SNDRV_PCM_FORMAT_U20_BE:             {"U20_BE", 20, 32, unsignedLinear, bigEndian, [8]byte{0x00, 0x08, 0x00, 0x00}},

	// The kernel's table has zeros in this gap of the numbering, and they read as
	// an unsigned format of unknown width.
	29: {kind: unsignedLinear},
	30: {kind: unsignedLinear},

	SNDRV_PCM_FORMAT_SPECIAL:    {"SPECIAL", 0, 0, notLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_S24_3LE:    {"S24_3LE", 24, 24, signedLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_S24_3BE:    {"S24_3BE", 24, 24, signedLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_U24_3LE:    {"U24_3LE", 24, 24, unsignedLinear, littleEndian, [8]byte{0x00, 0x00, 0x80}},
	SNDRV_PCM_FORMAT_U24_3BE:    {"U24_3BE", 24, 24, unsignedLinear, bigEndian, [8]byte{0x80, 0x00, 0x00}},
	SNDRV_PCM_FORMAT_S20_3LE:    {"S20_3LE", 20, 24, signedLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_S20_3BE:    {"S20_3BE", 20, 24, signedLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_U20_3LE:    {"U20_3LE", 20, 24, unsignedLinear, littleEndian, [8]byte{0x00, 0x00, 0x08}},
	SNDRV_PCM_FORMAT_U20_3BE:    {"U20_3BE", 20, 24, unsignedLinear, bigEndian, [8]byte{0x08, 0x00, 0x00}},
	SNDRV_PCM_FORMAT_S18_3LE:    {"S18_3LE", 18, 24, signedLinear, littleEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_S18_3BE:    {"S18_3BE", 18, 24, signedLinear, bigEndian, [8]byte{}},
	SNDRV_PCM_FORMAT_U18_3LE:    {"U18_3LE", 18, 24, unsignedLinear, littleEndian, [8]byte{0x00, 0x00, 0x02}},
	SNDRV_PCM_FORMAT_U18_3BE:    {"U18_3BE", 18, 24, unsignedLinear, bigEndian, [8]byte{0x02, 0x00, 0x00}},
	SNDRV_PCM_FORMAT_G723_24:    {"G723_24", 3, 3, notLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_G723_24_1B: {"G723_24_1B", 3, 8, notLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_G723_40:    {"G723_40", 5, 5, notLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_G723_40_1B: {"G723_40_1B", 5, 8, notLinear, noOrder, [8]byte{}},
	SNDRV_PCM_FORMAT_DSD_U8:     {"DSD_U8", 8, 8, unsignedLinear, littleEndian, [8]byte{0x69}},
	SNDRV_PCM_FORMAT_DSD_U16_LE: {"DSD_U16_LE", 16, 16, unsignedLinear, littleEndian, [8]byte{0x69, 0x69}},
	SNDRV_PCM_FORMAT_DSD_U32_LE: {"DSD_U32_LE", 32, 32, unsignedLinear, littleEndian, [8]byte{0x69, 0x69, 0x69, 0x69}},
	SNDRV_PCM_FORMAT_DSD_U16_BE: {"DSD_U16_BE", 16, 16, unsignedLinear, bigEndian, [8]byte{0x69, 0x69}},
	SNDRV_PCM_FORMAT_DSD_U32_BE: {"DSD_U32_BE", 32, 32, unsignedLinear, bigEndian, [8]byte{0x69, 0x69, 0x69, 0x69}},
}
