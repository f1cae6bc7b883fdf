package card

// Stream tells how one open stream of a card is doing, for people.
type Stream struct {
	Node       string `json:"node"`
	Substream  int    `json:"substream"`
	State      string `json:"state"`
	Format     string `json:"format,omitempty"`
	Channels   uint32 `json:"channels,omitempty"`
	RateHz     uint32 `json:"rate,omitempty"`
	PeriodSize uint64 `json:"period_size,omitempty"` // frames, as the rest
	BufferSize uint64 `json:"buffer_size,omitempty"`
	HwPtr      uint64 `json:"hw_ptr"`
	Avail      uint64 `json:"avail"`
}

// A Streamer is a Device that has streams.
type Streamer interface {
	// Streams returns those that are open.
	Streams() []Stream
}

// Streams returns the open streams of the card.
func (c *Card) Streams() []Stream {
	var all []Stream
	for _, d := range c.Devices(PCM) {
		if s, ok := d.(Streamer); ok {
			all = append(all, s.Streams()...)
		}
	}
	return all
}
