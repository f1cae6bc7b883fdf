package model

// DefaultDriver is the driver of a card that names none: one for which alsa-lib mixes,
// so that default is dmix.
const DefaultDriver = "USB-Audio"

// DefaultPCMID is the id of a PCM that has none.
const DefaultPCMID = "PCM"

// Description is a card. The comment of each field says what the key means.
type Description struct {
	About      string            `yaml:"about,omitempty"`      // one line for the list of models
	Name       string            `yaml:"name"`                 // what people call it: struct snd_card's shortname
	ID         string            `yaml:"id,omitempty"`         // hw:ID names it; without one, the last word of the name
	LongName   string            `yaml:"longname,omitempty"`   // with its place
	Driver     string            `yaml:"driver,omitempty"`     // by which alsa-lib chooses its configuration
	Mixer      string            `yaml:"mixer,omitempty"`      // the mixer's name
	Components string            `yaml:"components,omitempty"` // the chips on it
	Module     string            `yaml:"module,omitempty"`     // the kernel's driver for such a card
	USB        *USB              `yaml:"usb,omitempty"`        // of a card at a USB port
	Links      []string          `yaml:"links,omitempty"`      // other names of the control node: by-id/…, by-path/…
	Engine     string            `yaml:"engine,omitempty"`     // where the frames go: virtual or loopback
	Devices    *int              `yaml:"devices,omitempty"`    // how many of the PCMs there are; option devices=N
	PCMs       []PCM             `yaml:"pcms,omitempty"`
	Controls   []Control         `yaml:"controls,omitempty"`
	Jacks      Jacks             `yaml:"jacks,omitempty,flow"`
	Keys       map[string]string `yaml:"keys,omitempty"`
	RawMIDI    any               `yaml:"rawmidi,omitempty"` // reserved
}

// USB is what is known of a USB device.
type USB struct {
	ID     string `yaml:"id"`               // vendor:product, in hexadecimal
	Serial string `yaml:"serial,omitempty"` // its name in by-id
	Speed  string `yaml:"speed,omitempty"`  // full or high
}

// PCM is one device number.
type PCM struct {
	Device   int     `yaml:"device,omitempty"`
	ID       string  `yaml:"id,omitempty"`
	Name     string  `yaml:"name,omitempty"`
	Playback *Stream `yaml:"playback,omitempty"`
	Capture  *Stream `yaml:"capture,omitempty"`
}

// Stream is one direction of a PCM.
type Stream struct {
	Substreams  int       `yaml:"substreams,omitempty"`
	Info        Words     `yaml:"info,omitempty"`
	Formats     Words     `yaml:"formats,omitempty"`
	Rates       Numbers   `yaml:"rates,omitempty"` // in Hz
	Channels    Numbers   `yaml:"channels,omitempty"`
	Settings    []Setting `yaml:"settings,omitempty"`   // instead of the three: the stream is in one of them
	Subformats  Words     `yaml:"subformats,omitempty"` // how many bits of S32_LE mean something
	BufferBytes uint32    `yaml:"buffer_bytes,omitempty"`
	PeriodBytes Numbers   `yaml:"period_bytes,omitempty"`
	Periods     Numbers   `yaml:"periods,omitempty"`
	Whole       bool      `yaml:"whole_periods,omitempty"`   // the buffer is a whole number of periods
	Allocated   uint32    `yaml:"allocated_bytes,omitempty"` // memory for the buffer, if less than buffer_bytes
	FifoBytes   uint32    `yaml:"fifo_bytes,omitempty"`
	Msbits      Msbits    `yaml:"msbits,omitempty,flow"`
	PeriodTime  Numbers   `yaml:"period_time,omitempty"` // in µs
	BufferTime  Numbers   `yaml:"buffer_time,omitempty"` // in µs
	PeriodSize  Numbers   `yaml:"period_size,omitempty"` // in frames
	BufferSize  Numbers   `yaml:"buffer_size,omitempty"` // in frames
	Held        Words     `yaml:"held,omitempty"`        // of format, rate, channels: limited also where a request does not mark them
	Sync        bool      `yaml:"sync,omitempty"`        // programs are told that the clock is the card's
	Steps       Steps     `yaml:"steps,omitempty,flow"`
	ChannelMaps []Words   `yaml:"channel_maps,omitempty,flow"` // positions of the channels, a list for each number of them
}

// Setting is one of the ways in which a stream can run: an alternate setting of a
// USB interface.
type Setting struct {
	Formats  Words   `yaml:"formats"`
	Rates    Numbers `yaml:"rates"` // in Hz
	Channels Numbers `yaml:"channels"`
}

// Msbits are the bits that count of samples, by how many they have.
type Msbits map[uint32]uint32

// Steps hold numbers to multiples of these.
type Steps struct {
	Channels    uint32 `yaml:"channels,omitempty"`
	PeriodBytes uint32 `yaml:"period_bytes,omitempty"`
	BufferBytes uint32 `yaml:"buffer_bytes,omitempty"`
	PeriodSize  uint32 `yaml:"period_size,omitempty"` // in frames
	BufferSize  uint32 `yaml:"buffer_size,omitempty"` // in frames
}

// Control is an element of the mixer, or some alike, or the place of a jack or of a
// channel map among them.
type Control struct {
	Jack       string `yaml:"jack,omitempty"`        // here comes the element of this jack
	ChannelMap string `yaml:"channel_map,omitempty"` // here come those of this stream, such as pcm0p

	Name      string           `yaml:"name,omitempty"`
	Iface     string           `yaml:"iface,omitempty"`
	Device    uint32           `yaml:"device,omitempty"`
	Subdevice uint32           `yaml:"subdevice,omitempty"`
	Index     uint32           `yaml:"index,omitempty"`
	Count     uint32           `yaml:"count,omitempty"` // elements alike, from the index on
	Type      string           `yaml:"type,omitempty"`
	Channels  int              `yaml:"channels,omitempty"` // values
	Range     *Span            `yaml:"range,omitempty"`
	Step      int64            `yaml:"step,omitempty"`
	Items     Words            `yaml:"items,omitempty"`
	Values    Words            `yaml:"values,omitempty"` // at first; one for all, or one for each
	Access    Words            `yaml:"access,omitempty"`
	DB        *DB              `yaml:"db,omitempty,flow"`
	TLV       Words            `yaml:"tlv,omitempty"`       // what db cannot say, as 32-bit words
	Write     string           `yaml:"write,omitempty"`     // what a value out of range gives
	Notify    string           `yaml:"notify,omitempty"`    // when a write is a change
	Activates map[string]Words `yaml:"activates,omitempty"` // elements that do something while an item is chosen
	Unit      int              `yaml:"unit,omitempty"`      // of a USB device that it is a control of
	Raw       *Span            `yaml:"raw,omitempty"`       // the range as a USB device tells it
	WithJack  string           `yaml:"with_jack,omitempty"` // bytes that are there while a plug is in this jack
}
