package wav

import (
	"encoding/binary"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// clipOf is a clip of samples given in hexadecimal.
func clipOf(t *testing.T, s Spec, samples string) *Clip {
	t.Helper()
	return &Clip{spec: s, samples: unhex(t, samples)}
}

func TestIntegersAndFloatsTurnIntoEachOther(t *testing.T) {
	for _, c := range []struct {
		name     string
		from     abi.Format
		clip     string
		to       abi.Format
		rendered string
	}{
		{"16 to 32 bits is exact", abi.SNDRV_PCM_FORMAT_S16_LE, "0080 ffff ff7f", abi.SNDRV_PCM_FORMAT_S32_LE, "00000080 0000ffff 0000ff7f"},
		{"32 to 16 bits drops the low ones", abi.SNDRV_PCM_FORMAT_S32_LE, "ffff0000 ffffffff ffffff7f", abi.SNDRV_PCM_FORMAT_S16_LE, "0000 ffff ff7f"},
		{"8 to 24 bits moves the middle", abi.SNDRV_PCM_FORMAT_U8, "00 80 ff", abi.SNDRV_PCM_FORMAT_S24_LE, "000080ff 00000000 00007f00"},
		{"24 bits to unsigned 8", abi.SNDRV_PCM_FORMAT_S24_3LE, "ffff7f ffffff 000080", abi.SNDRV_PCM_FORMAT_U8, "ff 7f 00"},
		{"16 bits to float", abi.SNDRV_PCM_FORMAT_S16_LE, "0080 0040 0000", abi.SNDRV_PCM_FORMAT_FLOAT_LE, "000080bf 0000003f 00000000"},
		{"32 bits to a float that is nearest", abi.SNDRV_PCM_FORMAT_S32_LE, "ffffff7f", abi.SNDRV_PCM_FORMAT_FLOAT_LE, "0000803f"},
		{"32 bits to a double exactly", abi.SNDRV_PCM_FORMAT_S32_LE, "ffffff7f", abi.SNDRV_PCM_FORMAT_FLOAT64_LE, "0000c0ffffffef3f"},
		{"float to 16 bits", abi.SNDRV_PCM_FORMAT_FLOAT_LE, "000080bf 0000003f", abi.SNDRV_PCM_FORMAT_S16_LE, "0080 0040"},
		{"float beyond full scale is clipped", abi.SNDRV_PCM_FORMAT_FLOAT_LE, "0000803f 00000040 000000c0", abi.SNDRV_PCM_FORMAT_S16_LE, "ff7f ff7f 0080"},
		{"infinite floats are clipped to 32 bits", abi.SNDRV_PCM_FORMAT_FLOAT_LE, "0000807f 000080ff", abi.SNDRV_PCM_FORMAT_S32_LE, "ffffff7f 00000080"},
		{"a float that is no number is silence", abi.SNDRV_PCM_FORMAT_FLOAT_LE, "0000c07f", abi.SNDRV_PCM_FORMAT_U8, "80"},
		{"a float between two integers is rounded", abi.SNDRV_PCM_FORMAT_FLOAT_LE, "0000c037 000040b7", abi.SNDRV_PCM_FORMAT_S16_LE, "0100 0000"},
		{"float to double keeps what is beyond full scale", abi.SNDRV_PCM_FORMAT_FLOAT_LE, "0000c03f", abi.SNDRV_PCM_FORMAT_FLOAT64_LE, "000000000000f83f"},
	} {
		t.Run(c.name, func(t *testing.T) {
			clip := clipOf(t, Spec{c.from, 1, 48000}, c.clip)
			wantBytes(t, "stream", render(clip, Spec{c.to, 1, 48000}), unhex(t, c.rendered))
		})
	}
}

func TestChannelsAreMapped(t *testing.T) {
	for _, c := range []struct {
		name         string
		clipChannels int
		clip         string
		channels     int
		rendered     string
	}{
		{"mono is heard everywhere", 1, "0102 0304", 3, "0102 0102 0102 0304 0304 0304"},
		{"mono hears the average", 2, "0200 0400 feff fcff", 1, "0300 fdff"},
		{"the average of the loudest does not overflow", 3, "ff7f ff7f ff7f", 1, "ff7f"},
		{"surplus channels are unheard", 3, "0100 0200 0300 0400 0500 0600", 2, "0100 0200 0400 0500"},
		{"missing channels are silent", 2, "0100 0200 0300 0400", 4, "0100 0200 0000 0000 0300 0400 0000 0000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			clip := clipOf(t, Spec{abi.SNDRV_PCM_FORMAT_S16_LE, c.clipChannels, 48000}, c.clip)
			got := render(clip, Spec{abi.SNDRV_PCM_FORMAT_S16_LE, c.channels, 48000})
			wantBytes(t, "stream", got, unhex(t, c.rendered))
		})
	}
}

func TestMissingChannelsAreSilentInTheStreamsFormat(t *testing.T) {
	clip := clipOf(t, Spec{abi.SNDRV_PCM_FORMAT_S16_LE, 2, 48000}, "0001 0002")
	got := render(clip, Spec{abi.SNDRV_PCM_FORMAT_U8, 3, 48000})
	wantBytes(t, "stream", got, unhex(t, "81 82 80"))
}

func TestAnotherRateIsInterpolated(t *testing.T) {
	for _, c := range []struct {
		name             string
		clipHz, streamHz int
		clip             string
		rendered         string // and two frames of silence
	}{
		{"twice the rate", 24000, 48000, "0000 0a00 0000", "0000 0500 0a00 0500 0000 0000 0000 0000"},
		{"the last frame is held", 1000, 3000, "0000 0300", "0000 0100 0200 0300 0300 0300 0000 0000"},
		{"half the rate", 48000, 24000, "0100 0200 0300 0400 0500", "0100 0300 0500 0000 0000"},
		{"two thirds of the rate", 48000, 32000, "0000 1000 2000 3000", "0000 1800 3000 0000 0000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			clip := clipOf(t, Spec{abi.SNDRV_PCM_FORMAT_S16_LE, 1, c.clipHz}, c.clip)
			want := unhex(t, c.rendered)
			got := make([]byte, len(want))
			clip.Source(Spec{abi.SNDRV_PCM_FORMAT_S16_LE, 1, c.streamHz}).ReadFrames(got)
			wantBytes(t, "stream", got, want)
		})
	}
}

// A ramp of one step per clip frame shows the place in the clip that each frame of
// the stream is taken from.
func TestALongClipDoesNotDrift(t *testing.T) {
	const clipHz, streamHz, seconds = 44100, 48000, 20
	clip := &Clip{spec: Spec{abi.SNDRV_PCM_FORMAT_S32_LE, 1, clipHz}}
	for i := range uint32(clipHz * seconds) {
		clip.samples = binary.LittleEndian.AppendUint32(clip.samples, i)
	}
	source := clip.Source(Spec{abi.SNDRV_PCM_FORMAT_S32_LE, 1, streamHz})
	second := make([]byte, streamHz*4)
	for i := range seconds {
		source.ReadFrames(second)
		if got, want := binary.LittleEndian.Uint32(second), uint32(i*clipHz); got != want {
			t.Fatalf("second %d starts at frame %d of the clip, want %d", i, got, want)
		}
	}
	source.ReadFrames(second)
	wantBytes(t, "after the end", second, make([]byte, len(second)))
}

func TestPortionsDoNotMatter(t *testing.T) {
	stereo := Spec{abi.SNDRV_PCM_FORMAT_S16_LE, 2, 48000}
	clip := noise(stereo, 100, 32)
	for _, s := range []Spec{asS32(stereo), stereo, {abi.SNDRV_PCM_FORMAT_U24_BE, 1, 44100}} {
		whole := make([]byte, 120*s.frameBytes())
		clip.Source(s).ReadFrames(whole)
		var parts []byte
		source := clip.Source(s)
		for n := range 16 {
			part := make([]byte, n*s.frameBytes())
			source.ReadFrames(part)
			parts = append(parts, part...)
		}
		wantBytes(t, s.Format.String(), parts, whole)
	}
}

func TestAfterTheEndThereIsSilence(t *testing.T) {
	s := Spec{abi.SNDRV_PCM_FORMAT_U8, 1, 8000}
	clip := clipOf(t, s, "01 02 03")
	for _, c := range []struct {
		format abi.Format
		want   string
	}{
		{abi.SNDRV_PCM_FORMAT_U8, "01 02 03 80 80"},
		{abi.SNDRV_PCM_FORMAT_U16_BE, "0100 0200 0300 8000 8000"},
	} {
		want := unhex(t, c.want)
		got := make([]byte, len(want))
		source := clip.Source(Spec{c.format, 1, 8000})
		source.ReadFrames(got)
		wantBytes(t, c.format.String(), got, want)
		source.ReadFrames(got)
		silence := make([]byte, len(want))
		Silence(c.format, silence)
		wantBytes(t, c.format.String()+" again", got, silence)
	}
}

func TestAnEmptyClipIsSilence(t *testing.T) {
	clip := &Clip{spec: stereo16}
	got := []byte{1, 2, 3, 4}
	clip.Source(Spec{abi.SNDRV_PCM_FORMAT_U8, 1, 44100}).ReadFrames(got)
	wantBytes(t, "stream", got, []byte{0x80, 0x80, 0x80, 0x80})
}

func TestAPartOfAFrameIsLeftAlone(t *testing.T) {
	for _, s := range []Spec{stereo16, {abi.SNDRV_PCM_FORMAT_S16_BE, 2, 48000}} {
		got := []byte{9, 9, 9, 9, 9, 9}
		(&Clip{spec: stereo16, samples: make([]byte, 8)}).Source(s).ReadFrames(got)
		wantBytes(t, s.Format.String(), got, []byte{0, 0, 0, 0, 9, 9})
	}
}

func TestASourceForNoFormatIsABug(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic for a format that cannot be rendered")
		}
	}()
	(&Clip{spec: stereo16}).Source(Spec{abi.SNDRV_PCM_FORMAT_MU_LAW, 1, 8000})
}

func TestReadFramesDoesNotAllocate(t *testing.T) {
	source := noise(stereo16, 1<<16, 16).Source(Spec{abi.SNDRV_PCM_FORMAT_S24_3LE, 2, 44100})
	dst := make([]byte, 480*6)
	if got := testing.AllocsPerRun(100, func() { source.ReadFrames(dst) }); got != 0 {
		t.Errorf("%v allocations a period, want 0", got)
	}
}

// One operation is 480 frames of stereo: 10 ms at 48 kHz.
func BenchmarkReadFrames(b *testing.B) {
	clip := noise(stereo16, 48000, 16)
	for name, s := range map[string]Spec{
		"verbatim":  asS32(stereo16),
		"converted": stereo16,
		"resampled": {abi.SNDRV_PCM_FORMAT_S16_LE, 2, 44100},
	} {
		b.Run(name, func(b *testing.B) {
			dst := make([]byte, 480*s.frameBytes())
			b.ReportAllocs()
			source := clip.Source(s)
			for b.Loop() {
				source.frame, source.remainder = 0, 0
				source.ReadFrames(dst)
			}
		})
	}
}
