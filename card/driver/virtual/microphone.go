package virtual

import (
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/wav"
)

// Microphone is where captured frames come from: a clip, or silence. Each
// recording hears the clip from its beginning, and silence after its end.
type Microphone struct {
	clip   *wav.Clip // nil for silence
	params pcm.Params
	source *wav.Source
}

// NewMicrophone returns a microphone that hears clip, or silence if it is nil.
func NewMicrophone(clip *wav.Clip) *Microphone { return &Microphone{clip: clip} }

// HwParams makes the microphone ready for a stream. There is silence in every format, but
// not every clip.
func (m *Microphone) HwParams(p pcm.Params) error {
	m.params = p
	if m.clip == nil {
		return nil
	}
	return SpecOf(p).Check()
}

// Prepare winds the clip back.
func (m *Microphone) Prepare() error {
	if m.clip != nil {
		m.source = m.clip.Source(SpecOf(m.params))
	}
	return nil
}

// Transfer fills p with frames.
func (m *Microphone) Transfer(p []byte) {
	if m.source == nil {
		wav.Silence(m.params.Format, p)
		return
	}
	m.source.ReadFrames(p)
}

// Skip passes over frames that nobody read in time.
func (m *Microphone) Skip(frames uint64) {
	if m.source == nil || frames == 0 {
		return
	}
	const step = 4096
	scratch := make([]byte, min(frames, step)*uint64(m.params.FrameBytes))
	for ; frames > 0; frames -= min(frames, step) {
		m.source.ReadFrames(scratch[:min(frames, step)*uint64(m.params.FrameBytes)])
	}
}
