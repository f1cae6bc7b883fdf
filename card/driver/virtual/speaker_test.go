package virtual_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// freeRunning is a speaker of a stream that goes on whatever its program has
// written, as dmix's does.
func freeRunning(tape *virtual.Tape) *virtual.Speaker {
	return virtual.NewSpeaker(new(pcm.Substream), tape)
}

// A stream in these tests is spelt: S is a frame that sounds, - one that is
// silent, and ? the program asking for the position.
func spell(k *virtual.Speaker, p pcm.Params, sounds *int, score string) {
	for piece := range strings.SplitAfterSeq(score, "?") {
		played, looked := strings.CutSuffix(piece, "?")
		k.Transfer(transcript(p, sounds, played))
		if looked {
			k.Looked()
		}
	}
}

func TestWhatATapeKeepsOfAFreeRunningStream(t *testing.T) {
	mono := pcm.Params{Format: abi.SNDRV_PCM_FORMAT_U8, Channels: 1, RateHz: 8000, FrameBytes: 1}
	for _, tt := range []struct {
		name   string
		params pcm.Params
		played []string // one string for each transfer or more
		kept   string   // "" for no file
	}{
		{"all of what only sounds", cd, []string{"SSS", "SS"}, "SSSSS"},
		{"nothing of what only is silent", cd, []string{"---", "?--"}, ""},
		{"nothing after the last sound", cd, []string{"SS--", "---"}, "SS"},
		{"silence between two sounds", cd, []string{"S--S", "---", "S-"}, "S--S---S"},
		{"silence from the beginning, if the program never looked", cd, []string{"--", "-S"}, "---S"},
		{"silence from the last look before the first sound", cd, []string{"-----?", "--?-", "--S"}, "---S"},
		{"no silence if the program looked right before", cd, []string{"---?S"}, "S"},
		{"silence over a look between two sounds", cd, []string{"S--?", "--?-S"}, "S-----S"},
		{"what is silent in another format", mono, []string{"--?-", "S-S", "--"}, "-S-S"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRecorder(t, "out.wav")
			k, sounds := freeRunning(r.Tape), 0
			k.HwParams(tt.params)
			for _, score := range tt.played {
				spell(k, tt.params, &sounds, score)
			}
			k.HwFree()
			r.Close()
			if tt.kept == "" {
				r.expectFiles(t)
				return
			}
			r.expectKept(t, "out.wav", tt.params, transcript(tt.params, new(int), tt.kept))
		})
	}
}

// transcript is the frames that a spelling without looks stands for. sounds counts
// the frames that sound, which are all different.
func transcript(p pcm.Params, sounds *int, score string) []byte {
	var all []byte
	for _, c := range score {
		if c == '-' {
			all = append(all, quiet(p, 1)...)
			continue
		}
		all = append(all, frames(p, *sounds, 1)...)
		*sounds++
	}
	return all
}

// However a stream is cut into transfers, the tape holds it from the last look
// before the first sound to the last sound.
func TestTheCutsOfAFreeRunningStreamDoNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		scores := rapid.SliceOfN(rapid.StringMatching(`[S?-]{0,6}`), 0, 8).Draw(rt, "transfers")
		r := newRecorder(t, "out.wav")
		k, sounds := freeRunning(r.Tape), 0
		k.HwParams(cd)
		for _, score := range scores {
			spell(k, cd, &sounds, score)
		}
		k.HwFree()
		r.Close()
		want := trimmed(strings.Join(scores, ""))
		if want == "" {
			r.expectFiles(t)
			return
		}
		r.expectKept(t, "out.wav", cd, transcript(cd, new(int), want))
	})
}

// trimmed is the part of a score that is kept.
func trimmed(score string) string {
	all := []byte(score)
	before, _, sounds := bytes.Cut(all, []byte{'S'})
	if !sounds {
		return ""
	}
	look, last := bytes.LastIndexByte(before, '?'), bytes.LastIndexByte(all, 'S')
	return string(bytes.ReplaceAll(all[look+1:last+1], []byte("?"), nil))
}

func TestEachConfigurationIsATakeOfItsOwn(t *testing.T) {
	r := newRecorder(t, "out.wav")
	k, sounds := freeRunning(r.Tape), 0
	k.Transfer(frames(cd, 50, 1)) // nothing is kept before HwParams
	k.HwParams(cd)
	spell(k, cd, &sounds, "--S-")
	k.HwFree()
	k.Flush() // of the take that has ended
	r.expectLog(t, "record out.wav frames=3")

	sounds = 0
	k.Transfer(frames(cd, 50, 1)) // nor after HwFree
	k.HwParams(cd)
	spell(k, cd, &sounds, "-?S")
	k.HwFree()
	r.Close()
	r.expectKept(t, "out.wav", cd, transcript(cd, new(int), "--S"))
	r.expectKept(t, "out-2.wav", cd, transcript(cd, new(int), "S"))
}

func TestASpeakerWithoutATapeIsHeardByNobody(t *testing.T) {
	k, sounds := freeRunning(nil), 0
	k.Flush()
	k.HwParams(cd)
	spell(k, cd, &sounds, "--S?-")
	k.Flush()
	k.HwFree()
}

// A stream that stops when its program is late is kept as it is, silence and all.
func TestAStreamThatIsNotFreeRunningIsKeptWhole(t *testing.T) {
	r := newRecorder(t, "out.wav")
	s := configuredStream(t)
	p := s.Params()
	k, sounds := virtual.NewSpeaker(s, r.Tape), 0
	k.HwParams(p)
	spell(k, p, &sounds, "--?-S--?S---")
	k.HwFree()
	r.Close()
	r.expectKept(t, "out.wav", p, transcript(p, new(int), "---S--S---"))
}
