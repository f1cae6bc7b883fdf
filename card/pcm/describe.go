package pcm

import "github.com/vsndfs/vsndfs/card"

// Streams tells how the open substreams are doing.
func (p *PCM) Streams() []card.Stream {
	var all []card.Stream
	p.each(func(st *stream) {
		for _, s := range st.substreams {
			if d, ok := s.describe(); ok {
				all = append(all, d)
			}
		}
	})
	return all
}

func (s *Substream) describe() (card.Stream, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.engine == nil {
		return card.Stream{}, false
	}
	d := card.Stream{Node: s.stream.node.Name, Substream: s.number, State: s.state.String()}
	if s.params.BufferSize > 0 {
		d.Format = s.params.Format.String()
		d.Channels, d.RateHz = s.params.Channels, s.params.RateHz
		d.PeriodSize, d.BufferSize = uint64(s.params.PeriodSize), uint64(s.params.BufferSize)
		d.HwPtr, d.Avail = uint64(s.hwPtr), uint64(s.availLocked())
	}
	return d, true
}
