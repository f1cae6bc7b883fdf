package model_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// radio is a description with a little of everything.
const radio = `name: Kitchen Radio
pcms:
- playback:
    formats: S16_LE
    rates: [44100, 48000]
    channels: 2
    channel_maps: [[FL, FR]]
controls:
- {name: Master Playback Volume, range: 0..31, channels: 2, db: {min: -46.5, step: 1.5}}
- {name: Master Playback Switch}
- {channel_map: pcm0p}
- {name: Band, items: [FM, AM], values: AM}
- {name: Status, type: bytes, channels: 3, values: [1, 0xff, 0], access: [read]}
jacks: {Headphone: out}
keys: {volume-up: Master Playback Volume, mute: Master Playback Switch}
`

func parse(t *testing.T, text string) *model.Description {
	t.Helper()
	d, err := model.Parse("card.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWhatADescriptionLeavesOut(t *testing.T) {
	d := parse(t, radio)
	hw, own, err := d.PCMs[0].Playback.Limits()
	if err != nil || len(own) != 0 {
		t.Fatalf("got %d constraints, %v, want none", len(own), err)
	}
	want := hwparams.Hardware{
		Info: abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID |
			abi.SNDRV_PCM_INFO_BLOCK_TRANSFER,
		Formats:   hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S16_LE),
		RateMinHz: 44100, RateMaxHz: 48000, RatesHz: []uint32{44100, 48000},
		ChannelsMin: 2, ChannelsMax: 2,
		BufferBytesMax: 1 << 20, PeriodBytesMin: 64, PeriodBytesMax: 1 << 19, PeriodsMin: 2, PeriodsMax: 1024,
	}
	if !reflect.DeepEqual(hw, want) {
		t.Errorf("got %+v, want %+v", hw, want)
	}
	if n := d.PCMs[0].Playback.Count(); n != 1 {
		t.Errorf("got %d substreams, want 1", n)
	}
}

// Without values an element is on, or at 0 dB.
func TestWhatAnElementIsAtFirst(t *testing.T) {
	for line, want := range map[string][]int64{
		"{name: A Switch, channels: 2}":                                             {1, 1},
		"{name: A, range: 0..31, db: {min: -46.5, step: 1.5}}":                      {31},
		"{name: A, range: 0..40, channels: 2, db: {min: -30, step: 1}}":             {30, 30},
		"{name: A, range: 0..35, db: {min: -12, max: 23}}":                          {12},
		"{name: A, range: 0..35, db: {min: 3, max: 23}}":                            {0},
		"{name: A, range: -50..100}":                                                {100},
		"{name: A, range: -50..100, values: -3}":                                    {-3},
		"{name: A, items: [X, Y]}":                                                  {0},
		"{name: A, items: [X, Y], values: Y, channels: 2}":                          {1, 1},
		"{name: A Switch, channels: 2, values: [on, off]}":                          {1, 0},
		"{name: A, type: bytes, channels: 3}":                                       {0, 0, 0},
		"{name: A, type: integer64, range: 0..99999999999, values: 99999999998}":    {99999999998},
		"{name: A, type: boolean}":                                                  {1},
		"{name: A, range: 0..100, tlv: [4, 8, 0xfffff000, 0]}":                      {100},
		"{name: A, range: 0..100, db: {min: -99, max: 0, linear: true}, values: 7}": {7},
	} {
		d := parse(t, "name: X\ncontrols:\n- "+line)
		e, err := d.Controls[0].Element()
		if !reflect.DeepEqual(e.Values, want) || err != nil {
			t.Errorf("%s: got %v, %v, want %v", line, e.Values, err, want)
		}
	}
}

func TestTheStatusOfAnIEC958Element(t *testing.T) {
	d := parse(t, "name: X\ncontrols:\n- {name: IEC958 Playback Default, iface: pcm, type: iec958, values: [4, 0x82]}")
	e, err := d.Controls[0].Element()
	if err != nil || len(e.Values) != 24 || e.Values[0] != 4 || e.Values[1] != 0x82 || e.Values[2] != 0 {
		t.Errorf("got %v, %v, want 24 bytes that begin with 4, 0x82", e.Values, err)
	}
}

// A description that is written is read the same.
func TestADescriptionSurvivesBeingWritten(t *testing.T) {
	d := parse(t, radio)
	text, err := yaml.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if again := parse(t, string(text)); !reflect.DeepEqual(again, d) {
		t.Errorf("wrote\n%s\ngot  %+v\nwant %+v", text, again, d)
	}
}

// stream is a card whose stream has these keys too.
func stream(keys string) string {
	return "name: X\npcms:\n- playback:\n    formats: S16_LE\n    rates: 48000\n    channels: 2\n    " + keys
}

// element is a card with one element.
func element(text string) string { return "name: X\ncontrols:\n- " + text }

func TestWhatIsWrongIsToldWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "card.yaml:1: there is no card",
		"# nothing":                              "card.yaml:1: there is no card",
		"- name: X":                              "card.yaml:1: a card is a map",
		"radio":                                  "card.yaml:1: a card is a map",
		"name: X\n---\nname: Y":                  "card.yaml: a file describes one card",
		"name: [":                                "card.yaml:1: did not find expected node content",
		"name: \x01":                             "card.yaml: control characters are not allowed",
		"id: X":                                  "card.yaml:1: the card's name is missing",
		"name: X\nvolume: 3":                     `card.yaml:2: there is no key "volume" here; there are about, name, id, `,
		"name: X\nname: Y":                       `card.yaml:2: the key "name" stands in line 1 already`,
		"name: [X]":                              "card.yaml:1: want a word, not",
		"name: X\nid: 3radio":                    "card.yaml:2: id: want 1 to 15 letters and digits",
		"name: X\nid: a b":                       "card.yaml:2: id: want 1 to 15",
		"name: \"X\\n\"":                         "card.yaml:1: name: want 31 printable",
		"name: X\ndriver: averyveryverylongname": "card.yaml:2: driver: want 15 printable",
		"name: X\nusb: {id: 1}":                  "card.yaml:2: usb.id: want vendor:product",
		"name: X\nusb: {id: 1209:0001, serial: a/b}":   "card.yaml:2: usb.serial: want letters",
		"name: X\nusb: {id: 1209:0001, speed: low}":    `card.yaml:2: usb.speed: there is no speed "low"; there are full, high`,
		"name: X\nlinks:\n- by-id/a\n- ../passwd":      "card.yaml:4: links[1]: want by-id/NAME",
		"name: X\nrawmidi: [1]":                        "card.yaml:2: rawmidi: cards have no raw MIDI",
		"name: X\nengine: steam":                       `card.yaml:2: engine: there is no engine "steam"; there are virtual, loopback`,
		"name: X\nengine: loopback":                    "card.yaml:2: engine: a loopback has PCMs 0 and 1",
		"name: X\ndevices: 1":                          "card.yaml:2: devices: want a number from 0 to 0",
		"name: X\npcms:\n- device: 3":                  "card.yaml:3: pcms[0]: a PCM has playback, capture",
		"name: X\npcms:\n- device: 32\n  playback: {}": "card.yaml:3: pcms[0].device: want a number from 0 to 31",
		"name: X\npcms:\n- device: many":               "card.yaml:3: want a whole number that is not too large, not `many`",
		"name: X\npcms: 3":                             "card.yaml:2: want a list, not `3`",
		"name: X\npcms:\n- playback: {formats: S16_LE, rates: 1, channels: 1}\n- capture: {formats: S16_LE, rates: 1, channels: 1}": "card.yaml:4: pcms[1]: there are two PCMs with device 0",
		"name: X\npcms:\n- playback: {rates: 48000}":             "card.yaml:3: pcms[0].playback: formats are missing",
		"name: X\npcms:\n- playback:\n    formats: [S16]":        `card.yaml:4: pcms[0].playback.formats: there is no format "S16"; there are S8, U8, S16_LE`,
		"name: X\npcms:\n- playback: {formats: U8, channels: 1}": "card.yaml:3: pcms[0].playback: rates are missing",
		"name: X\npcms:\n- playback: {formats: U8, rates: 8000}": "card.yaml:3: pcms[0].playback: channels are missing",
		stream("rate: 3"):                                                  `card.yaml:7: there is no key "rate" here; there are substreams, info, formats`,
		stream("periods: 9..3"):                                            "card.yaml:7: 9..3 ends before it begins",
		stream("periods: [2, 4]"):                                          "card.yaml:7: pcms[0].playback.periods: want a number or two",
		stream("periods: many"):                                            "card.yaml:7: want a number or two, such as 64..4096",
		stream("periods: -3..2"):                                           "card.yaml:7: want numbers from 0 to 4294967295",
		stream("periods: 1..99999999999"):                                  "card.yaml:7: want numbers from 0 to 4294967295",
		stream("steps: {rates: 2}"):                                        `card.yaml:7: there is no key "rates" here; there are channels, period_bytes`,
		stream("info: [fast]"):                                             `card.yaml:7: pcms[0].playback.info: there is no info flag "fast"`,
		stream("subformats: [msbits_16]"):                                  `card.yaml:7: pcms[0].playback.subformats: there is no subformat "msbits_16"; there are msbits_max`,
		stream("info: [mmap]"):                                             "card.yaml:4: pcms[0].playback: the limits contradict each other",
		stream("substreams: 4000"):                                         "card.yaml:7: pcms[0].playback.substreams: want a number from 1 to 1024",
		stream("buffer_bytes: 4000000000"):                                 "card.yaml:7: pcms[0].playback.buffer_bytes: want 67108864 at most",
		stream("buffer_bytes: 32"):                                         "card.yaml:4: pcms[0].playback: the limits contradict each other",
		stream("buffer_time: 1..2"):                                        "card.yaml:4: pcms[0].playback: the limits leave nothing",
		stream("steps: {channels: 3}"):                                     "card.yaml:4: pcms[0].playback: the limits leave nothing",
		stream("channel_maps: [[FL, UP]]"):                                 `card.yaml:7: pcms[0].playback.channel_maps[0]: there is no channel position "UP"`,
		stream("channel_maps: [[FL, FR, FC]]"):                             "card.yaml:7: pcms[0].playback.channel_maps[0]: a map has a position for each channel",
		stream("settings:\n    - {formats: U8, rates: 8000, channels: 1}"): "card.yaml:8: pcms[0].playback.settings: a stream has settings, or",
		"name: X\npcms:\n- playback:\n    settings:\n    - {formats: U8, rates: 8000, channels: 1}\n    - {rates: 8000}": "card.yaml:6: pcms[0].playback.settings[1]: formats are missing",
		"name: X\npcms:\n- playback:\n    formats: U8\n    channels: 1\n    rates: [48000, 44100]":                       "card.yaml:6: 44100 comes after 48000",
		"name: X\npcms:\n- playback:\n    formats: U8\n    channels: 1\n    rates: []":                                   "card.yaml:6: the list is empty",
		"name: X\npcms:\n- playback:\n    formats: U8\n    channels: 1\n    rates: [a]":                                  "card.yaml:6: want a number from 0 to 4294967295, not \"a\"",
		element("{name: A}"):                                                            "card.yaml:3: controls[0]: an element has a range, items or a type",
		element("{range: 0..3}"):                                                        "card.yaml:3: controls[0]: an element needs a name",
		element("{name: A, range: 3..0}"):                                               "card.yaml:3: 3..0 ends before it begins",
		element("{name: A, range: 0..9999999999}"):                                      "card.yaml:3: controls[0].range: an integer lies between",
		element("{name: A, items: []}"):                                                 "card.yaml:3: controls[0]: an element has a range",
		element("{name: A, type: enumerated}"):                                          "card.yaml:3: controls[0]: an enumerated element needs items",
		element("{name: A, type: float}"):                                               `card.yaml:3: controls[0].type: there is no type "float"`,
		element("{name: A, iface: desk, range: 1}"):                                     `card.yaml:3: controls[0].iface: there is no iface "desk"`,
		element("{name: A, range: 0..3, values: 4}"):                                    `card.yaml:3: controls[0].values[0]: want a number from 0 to 3, not "4"`,
		element("{name: A, range: 0..3, channels: 3, values: [1, 2]}"):                  "card.yaml:3: controls[0].values: want one value, or 3",
		element("{name: A, range: 0..3, values: [1, 2]}"):                               "card.yaml:3: controls[0].values: there are 2 values, and the element has 1",
		element("{name: A, range: 0..3, channels: 129}"):                                "card.yaml:3: controls[0].channels: an element of this type has 1 to 128",
		element("{name: A, items: [X], values: Y}"):                                     `card.yaml:3: controls[0].values[0]: there is no item "Y"`,
		element("{name: A Switch, range: 0..3, type: boolean}"):                         "card.yaml:3: controls[0].range: only a number",
		element("{name: A, range: 0..3, db: {min: 0}}"):                                 "card.yaml:3: controls[0].db: a scale has min and step, or min and max",
		element("{name: A, range: 0..3, db: {min: 0, step: -1}}"):                       "card.yaml:3: controls[0].db: a step is more than 0",
		element("{name: A, range: 0..3, db: {min: 9, max: 3}}"):                         "card.yaml:3: controls[0].db: max is below min",
		element("{name: A, range: 0..3, db: {min: .nan, max: 3}}"):                      "card.yaml:3: controls[0].db: a level has",
		element("{name: A, range: 0..3, db: {min: loud, max: 3}}"):                      "card.yaml:3: want a number of dB, not `loud`",
		element("{name: A, range: 0..3, tlv: [4, 9, 0, 0]}"):                            "card.yaml:3: controls[0].tlv: want a type",
		element("{name: A, range: 0..3, tlv: [4, 8, 0, x]}"):                            "card.yaml:3: controls[0].tlv[3]: want a number of 32 bits",
		element("{name: A, range: 0..3, access: [tlv_write]}"):                          `card.yaml:3: controls[0].access: there is no access "tlv_write"`,
		element("{name: A, range: 0..3, access: [volatile]}"):                           "card.yaml:3: controls[0].access: want read, write",
		element("{name: A, range: 0..3, write: wrap}"):                                  `card.yaml:3: controls[0].write: there is no write "wrap"`,
		element("{name: A, items: [X], activates: {Y: [A]}}"):                           `card.yaml:3: controls[0].activates: there is no item "Y"`,
		element("{name: A, items: [X], activates: {X: [B]}}"):                           `card.yaml:3: controls[0].activates.X: there is no element "B"`,
		element("{name: A, range: 0..3}\n- {name: A, range: 0..1}"):                     `card.yaml:4: controls[1]: there is an element "A" like this already`,
		element("{name: A, count: 3, range: 0..3}\n- {name: A, index: 2, range: 0..1}"): `card.yaml:4: controls[1]: there is an element "A" like this already`,
		element("{name: A, count: 4000000, range: 0..3}"):                               "card.yaml:3: controls[0]: that are too many elements",
		element("{jack: Headphone}"):                                                    `card.yaml:3: controls[0].jack: there is no jack "Headphone"`,
		element("{channel_map: pcm0p}"):                                                 `card.yaml:3: controls[0].channel_map: there is no stream "pcm0p"`,
		element("{name: A, range: 0..3, with_jack: HDMI}"):                              "card.yaml:3: controls[0].with_jack: only a single element of bytes",
		element("{name: ELD, type: bytes, with_jack: HDMI}"):                            `card.yaml:3: controls[0].with_jack: there is no jack "HDMI"`,
		"name: X\njacks: [Headphone]":                                                   "card.yaml:2: want a map, such as {Headphone: out, Mic: in}",
		"name: X\njacks: {Headphone: open}":                                             `card.yaml:2: there is no state of a jack "open"; there are out, in, phantom`,
		"name: X\njacks: {Headphone: [in]}":                                             "card.yaml:2: want a map of words",
		"name: X\nkeys: {power: A}":                                                     `card.yaml:2: keys.power: there is no key "power"; there are volume-up`,
		"name: X\nkeys: {mute: A}":                                                      `card.yaml:2: keys.mute: there is no element "A"`,
		"name: X\nkeys: {mute: A}\ncontrols: [{name: A, range: 0..3}]":                  `card.yaml:2: keys.mute: "A" is not a switch`,
	} {
		_, err := model.Parse("card.yaml", []byte(text))
		var file *model.FileError
		if !errors.As(err, &file) || !strings.HasPrefix(err.Error(), want) || strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("%q:\ngot  %v\nwant %s", text, err, want)
		}
	}
}

// Elements are counted before memory is spent on them.
func TestADescriptionOfTooMuch(t *testing.T) {
	many := "name: X\ncontrols:\n" + strings.Repeat("- {name: A, count: 9999, range: 0..3}\n", 2)
	many = strings.Replace(many, "{name: A", "{name: B", 1)
	for text, want := range map[string]string{
		many: "there are 19998 elements: a card has 10000 at most",
		"name: X\n" + strings.Repeat("# a long comment on nothing\n", 40000): "a card's description has 1048576 bytes at most",
	} {
		_, err := model.Parse("card.yaml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestADescriptionInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "radio.yaml")
	if _, err := model.Read(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want that there is no such file", err)
	}
	if err := os.WriteFile(path, []byte(radio), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := model.Read(path)
	if err != nil || d.Name != "Kitchen Radio" {
		t.Errorf("got %v, %v, want the radio", d, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(radio)
	f.Add(stream("settings: []"))
	f.Add(element("{name: A, type: iec958, values: [1]}"))
	f.Add("name: &a X\nid: *a\npcms: [&b {playback: &c {formats: U8, rates: 1..2, channels: 1}}, {<<: *b, device: 1}]")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := model.Parse("card.yaml", []byte(text))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("got an error of several lines: %v", err)
			}
			return
		}
		again, err := yaml.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := model.Parse("card.yaml", again); err != nil {
			t.Errorf("what was read is written as\n%s\nwhich is wrong: %v", again, err)
		}
	})
}
