package fault

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestFaultsAreWrittenAsTheyAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"fail open":                          "fail open 1 EIO",
		"fail transfer 3 ENODEV":             "fail transfer 3 ENODEV",
		"fail prepare 2.. ENOMEM":            "fail prepare 2.. ENOMEM",
		"fail hw_params 2..4":                "fail hw_params 2..4 EIO",
		"fail start EBUSY on capture":        "fail start 1 EBUSY on capture",
		" xrun  at 1500ms on pcmC0D0p ":      "xrun on pcmC0D0p at 1.5s",
		"unplug at 48000 frames of pcmC0D0p": "unplug at 48000 frames of pcmC0D0p",
		"suspend at 0 frames":                "suspend at 0 frames",
		"stall":                              "stall",
		"stall off":                          "stall off",
		"shorten 100 on playback at 3 frames of playback": "shorten 100 on playback at 3 frames of playback",
		"delay transfer 20ms":                             "delay transfer 20ms",
		"delay transfer off on capture":                   "delay transfer off on capture",
		"drift -100":                                      "drift -100",
		"drift 50":                                        "drift +50",
		"drift off at 2s":                                 "drift off at 2s",
		"resume":                                          "resume",
		"fail transfer 1..1125899906842624 EIO on playback": "fail transfer 1..1125899906842624 EIO on playback",
	} {
		f, err := Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := f.String(); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsNoFaultIsToldInALine(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "begins with a verb",
		"xrn":                            "there are fail, xrun",
		"fail":                           "want a call",
		"fail reading":                   "want a call",
		"fail open 0":                    "no number from 1 on",
		"fail open 3..2":                 "no number from 3 on",
		"fail open EBROKEN":              "no errno",
		"fail open EINTR":                "no errno",
		"fail open EIO EIO":              `unexpected "EIO"`,
		"fail open 99999999999999999999": "no number",
		"xrun now":                       `unexpected "now"`,
		"xrun on":                        "want on STREAM",
		"xrun on everything":             "no stream",
		"xrun on pcmC0D0":                "no stream",
		"xrun on capture on capture":     "twice",
		"xrun at 1s at 2s":               "twice",
		"xrun at":                        "a moment is written",
		"xrun at 5":                      "no time",
		"xrun at -1s":                    "no time",
		"xrun at 5 periods":              "a moment is written",
		"xrun at 5 frames on":            "want on STREAM",
		"suspend on capture":             "the whole card",
		"stall on off":                   "no stream",
		"shorten":                        "want FRAMES or off",
		"shorten 0":                      "no number from 1 on",
		"delay open":                     "want CALL and TIME",
		"delay open soon":                "no time",
		"drift 1000000":                  "no drift",
		"drift":                          "want PPM",
		"jack Headphone":                 "want the name of a jack and in or out",
		"jack out on capture":            "want the name of a jack",
		"jack Headphone out on capture":  "the whole card",
		"key":                            "is no key",
		"key loud":                       "there are volume-up",
	} {
		_, err := Parse(text)
		if err == nil {
			t.Errorf("%q is taken", text)
			continue
		}
		if got := err.Error(); !strings.Contains(got, want) || strings.Contains(got, "\n") {
			t.Errorf("%q is refused with %q, want one line with %q", text, got, want)
		}
	}
}

// Whatever words are taken, the fault reads the same again as it is written.
func TestWrittenFaultsAreReadAgain(t *testing.T) {
	words := []string{
		"fail", "xrun", "stall", "delay", "shorten", "drift", "unplug", "open", "transfer", "EIO", "off",
		"jack", "key", "mute", "in", "Jack",
		"on", "at", "playback", "pcmC0D0c", "of", "frames", "3", "3..", "3..5", "1.5s", "-7",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 8).Draw(t, "words"), " ")
		f, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(f.String())
		if err != nil || again != f {
			t.Fatalf("%q is written %q, and that is read as %+v, %v", text, f, again, err)
		}
	})
}

// FuzzParse reads what anybody writes into a device's file.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"fail open 2..4 ENOMEM on capture", "delay transfer 20ms", "shorten off", "drift -100 at 1.5s", "xrun on pcmC0D0p at 3 frames of playback",
		"fail hw_params 1125899906842625", "delay open 1e9h", "fail open \x00", "stall\u2003off", "at at at",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		one, err := Parse(text)
		if err != nil {
			if strings.ContainsFunc(err.Error(), unicode.IsControl) {
				t.Errorf("got an error that is not one line: %q", err)
			}
			return
		}
		if again, err := Parse(one.String()); err != nil || again != one {
			t.Errorf("%q is written %q, and that is read as %+v, %v", text, one, again, err)
		}
	})
}
