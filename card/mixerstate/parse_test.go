package mixerstate

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestWhatIsNoListOfValuesIsToldWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"---\n":                             "s:2: want a list",
		"42":                                "s:1: want a list",
		"name: Master":                      "s:1: want a list",
		"- Master\n":                        "s:1: an element is written as",
		"\n- [Master, 42]\n":                "s:2: an element is written as",
		"- {}\n":                            "s:1: the element has no name",
		"- name: A\n":                       "s:1: the element has no values",
		"- values: [1]\n":                   "s:1: the element has no name",
		"- name: A\n  values: {}\n":         "s:2: want a value or a list",
		"- name: A\n  values: [[1]]\n":      "s:2: want a word or some",
		"- name: [A]\n  values: [1]\n":      "s:1: want a word or some",
		"- name: A\n  volume: 1\n":          `s:2: an element has no "volume"`,
		"- name: A\n  name: B\n":            `s:2: "name" stands there twice`,
		"- name: A\n  iface: mix\n":         `s:2: "mix" is no interface: there are card, `,
		"- name: A\n  index: -1\n":          `s:2: "-1" is no number`,
		"- name: A\n  device: 4294967296\n": `s:2: "4294967296" is no number`,
		"- name: A\n  subdevice: one\n":     `s:2: "one" is no number`,
		"- name: A\n  <<: {index: 1}\n":     "s:2: want a word or some",
		"- {name: A, values: [1]}\n- {name: A, iface: MIXER, values: [2]}\n": `s:2: "A" stands there twice, first in line 1`,
		"- {name: A, values: [1]}\n---\n- {name: B, values: [2]}\n":          "s:1: a file holds one list",
		"- name: !!binary \"?\"\n  values: [1]\n":                            "s:1: this is no base64",
		"- &a {name: A, values: [1]}\n- *a\n":                                "s:2: an element is written as",
		"&a [*a]\n":                                                          "s:1: an element is written as",
		"- [name: A\n":                                                       "s: yaml: line",
		"\x00":                                                               "s: yaml:",
		strings.Repeat("[", 20000):                                           "s: yaml:",
		strings.Repeat("#", maxBytes+1):                                      "s:1: a file of mixer values has 4194304 bytes at most",
	} {
		all, err := parse("s", []byte(text))
		if err == nil {
			t.Errorf("%.80q is taken as %+v", text, all)
			continue
		}
		if got := err.Error(); !strings.HasPrefix(got, want) || strings.Contains(got, "\n") || !errors.As(err, new(*Error)) {
			t.Errorf("%.80q is refused with %q, want one line with %q", text, got, want)
		}
	}
}

func TestWhatIsAListOfValues(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "",
		"# nothing\n":                            "",
		"[]":                                     "",
		"- {name: A, values: []}":                "2 0/0 A 0: ",
		"- {name: \"A: B\", values: [1, 'x y']}": "2 0/0 A: B 0: 1|x y",
		"- iface: PCM\n  device: 3\n  subdevice: 1\n  name: A\n  index: 2\n  values:\n    - on\n    - ~\n": "3 3/1 A 2: on|~",
		"- {name: A, values: 7, iface: pcm}":      "3 0/0 A 0: 7",
		"- {name: !!binary /w==, values: [null]}": "2 0/0 \xff 0: null",
	} {
		all, err := parse("s", []byte(text))
		if got := show(all); got != want || err != nil {
			t.Errorf("%q is %q, %v, want %q", text, got, err, want)
		}
	}
}

func show(all []entry) string {
	var b strings.Builder
	for _, e := range all {
		fmt.Fprintf(&b, "%d %d/%d %s %d: %s", e.iface, e.device, e.subdevice, e.name, e.index, strings.Join(e.values, "|"))
	}
	return b.String()
}

// FuzzParse reads any text. What is taken is written, and read as the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "[]", "- {name: A, values: [1, -2]}", "- iface: PCM\n  device: 1\n  name: 'A: B'\n  values: [CD Player, \"on\", ~]\n",
		"- name: !!binary /w==\n  values: [!!binary /w==, !!str 1, 0x1f]\n", "- {name: \"a\\nb\", values: [\"c\\td\\ne\", '', \"#\"]}",
		"- &a {name: A, values: []}\n- *a\n", "{", "- {name: A, values: [>\n  folded\n  ]}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := parse("s", []byte(text))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("got an error of several lines: %v", err)
			}
			return
		}
		written, err := format(nil, all)
		if err != nil {
			t.Fatalf("what was read as %q cannot be written: %v", show(all), err)
		}
		again, err := parse("s", written)
		if err != nil || show(again) != show(all) {
			t.Errorf("%q is written as %q and read as %q, %v", show(all), written, show(again), err)
		}
	})
}
