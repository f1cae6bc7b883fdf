package abi

import "fmt"

// Format is snd_pcm_format_t.
type Format int32

// The sample formats. 24-bit and 20-bit samples fill the low bits of four
// bytes, or with a 3 in the name, of three.
const (
	SNDRV_PCM_FORMAT_S8                 Format = 0
	SNDRV_PCM_FORMAT_U8                 Format = 1
	SNDRV_PCM_FORMAT_S16_LE             Format = 2
	SNDRV_PCM_FORMAT_S16_BE             Format = 3
	SNDRV_PCM_FORMAT_U16_LE             Format = 4
	SNDRV_PCM_FORMAT_U16_BE             Format = 5
	SNDRV_PCM_FORMAT_S24_LE             Format = 6
	SNDRV_PCM_FORMAT_S24_BE             Format = 7
	SNDRV_PCM_FORMAT_U24_LE             Format = 8
	SNDRV_PCM_FORMAT_U24_BE             Format = 9
	SNDRV_PCM_FORMAT_S32_LE             Format = 10
	SNDRV_PCM_FORMAT_S32_BE             Format = 11
	SNDRV_PCM_FORMAT_U32_LE             Format = 12
	SNDRV_PCM_FORMAT_U32_BE             Format = 13
	SNDRV_PCM_FORMAT_FLOAT_LE           Format = 14
	SNDRV_PCM_FORMAT_FLOAT_BE           Format = 15
	SNDRV_PCM_FORMAT_FLOAT64_LE         Format = 16
	SNDRV_PCM_FORMAT_FLOAT64_BE         Format = 17
	SNDRV_PCM_FORMAT_IEC958_SUBFRAME_LE Format = 18
	SNDRV_PCM_FORMAT_IEC958_SUBFRAME_BE Format = 19
	SNDRV_PCM_FORMAT_MU_LAW             Format = 20
	SNDRV_PCM_FORMAT_A_LAW              Format = 21
	SNDRV_PCM_FORMAT_IMA_ADPCM          Format = 22
	SNDRV_PCM_FORMAT_MPEG               Format = 23
	SNDRV_PCM_FORMAT_GSM                Format = 24
	SNDRV_PCM_FORMAT_S20_LE             Format = 25
	SNDRV_PCM_FORMAT_S20_BE             Format = 26
	SNDRV_PCM_FORMAT_U20_LE             Format = 27
	SNDRV_PCM_FORMAT_U20_BE             Format = 28
	SNDRV_PCM_FORMAT_SPECIAL            Format = 31
	SNDRV_PCM_FORMAT_S24_3LE            Format = 32
	SNDRV_PCM_FORMAT_S24_3BE            Format = 33
	SNDRV_PCM_FORMAT_U24_3LE            Format = 34
	SNDRV_PCM_FORMAT_U24_3BE            Format = 35
	SNDRV_PCM_FORMAT_S20_3LE            Format = 36
	SNDRV_PCM_FORMAT_S20_3BE            Format = 37
	SNDRV_PCM_FORMAT_U20_3LE            Format = 38
	SNDRV_PCM_FORMAT_U20_3BE            Format = 39
	SNDRV_PCM_FORMAT_S18_3LE            Format = 40
	SNDRV_PCM_FORMAT_S18_3BE            Format = 41
	SNDRV_PCM_FORMAT_U18_3LE            Format = 42
	SNDRV_PCM_FORMAT_U18_3BE            Format = 43
	SNDRV_PCM_FORMAT_G723_24            Format = 44
	SNDRV_PCM_FORMAT_G723_24_1B         Format = 45
	SNDRV_PCM_FORMAT_G723_40            Format = 46
	SNDRV_PCM_FORMAT_G723_40_1B         Format = 47
	SNDRV_PCM_FORMAT_DSD_U8             Format = 48
	SNDRV_PCM_FORMAT_DSD_U16_LE         Format = 49
	SNDRV_PCM_FORMAT_DSD_U32_LE         Format = 50
	SNDRV_PCM_FORMAT_DSD_U16_BE         Format = 51
	SNDRV_PCM_FORMAT_DSD_U32_BE         Format = 52
	SNDRV_PCM_FORMAT_FIRST                     = SNDRV_PCM_FORMAT_S8
	SNDRV_PCM_FORMAT_LAST                      = SNDRV_PCM_FORMAT_DSD_U32_BE
)

// trait returns what is known of f; nothing for a number that is no format.
func (f Format) trait() *formatTrait {
	if f < 0 || int(f) >= len(formatTraits) {
		return &formatTrait{}
	}
	return &formatTraits[f]
}

// String returns the kernel's name without its prefix, such as S16_LE.
func (f Format) String() string {
	if name := f.trait().name; name != "" {
		return name
	}
	return fmt.Sprintf("abi.Format(%d)", int32(f))
}

// Width returns the significant bits of a sample, 0 if unknown:
// snd_pcm_format_width of sound/core/pcm_misc.c.
func (f Format) Width() int { return f.trait().width }

// PhysicalWidth returns the bits from one sample to the next, 0 if unknown:
// snd_pcm_format_physical_width of sound/core/pcm_misc.c.
func (f Format) PhysicalWidth() int { return f.trait().physical }

// Signed reports whether samples are whole numbers with a sign.
func (f Format) Signed() bool { return f.trait().kind == signedLinear }

// Unsigned reports whether samples are whole numbers without a sign.
func (f Format) Unsigned() bool { return f.trait().kind == unsignedLinear }

// Linear reports whether samples are whole numbers: snd_pcm_format_linear of
// sound/core/pcm_misc.c, which counts DSD among them.
func (f Format) Linear() bool { return f.Signed() || f.Unsigned() }

// Float reports whether samples are floating-point numbers.
func (f Format) Float() bool { return f.trait().kind == floatLinear }

// LittleEndian reports whether the low byte of a sample comes first. It is
// false where samples have no more than one byte.
func (f Format) LittleEndian() bool { return f.trait().order == littleEndian }

// BigEndian reports whether the high byte of a sample comes first. It is false
// where samples have no more than one byte.
func (f Format) BigEndian() bool { return f.trait().order == bigEndian }

// Silence returns one silent sample, in the first PhysicalWidth/8 bytes:
// snd_pcm_format_silence_64 of sound/core/pcm_misc.c.
func (f Format) Silence() [8]byte { return f.trait().silence }
