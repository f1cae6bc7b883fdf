package driver_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/wav"
)

var headset = driver.Model{Name: "headset", Without: []string{"devices", "substreams"}}

func TestOptionsOfACard(t *testing.T) {
	for _, tt := range []struct {
		name  string
		words []string
		want  driver.Settings
		index int
	}{
		{"none asks for nothing", nil, driver.Settings{}, -1},
		{"a word without a value", []string{"strict"}, driver.Settings{Strict: true}, -1},
		{"no clock", []string{"clock=free"}, driver.Settings{Free: true}, -1},
		{"a name", []string{"id=Headset2"}, driver.Settings{ID: "Headset2"}, -1},
		{"the value is all behind the first sign", []string{"record=a=b.wav"}, driver.Settings{Record: "a=b.wav"}, -1},
		{"the lowest number", []string{"index=0"}, driver.Settings{Index: 1}, 0},
		{"the highest number", []string{"index=31"}, driver.Settings{Index: 32}, 31},
		{"several", []string{"strict", "index=3", "id=A"}, driver.Settings{Strict: true, Index: 4, ID: "A"}, 3},
		{"the last of two counts", []string{"id=A", "id=B"}, driver.Settings{ID: "B"}, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := headset.ParseSettings(tt.words)
			if !reflect.DeepEqual(got, tt.want) || err != nil {
				t.Errorf("got %+v, %v, want %+v", got, err, tt.want)
			}
			if got.CardIndex() != tt.index {
				t.Errorf("got card index %d, want %d", got.CardIndex(), tt.index)
			}
		})
	}
}

func TestNumbersOfDevicesAndSubstreams(t *testing.T) {
	dummy := driver.Model{Name: "dummy"}
	for word, want := range map[string]driver.Settings{
		"substreams=1": {Substreams: 1}, "substreams=8": {Substreams: 8}, "substreams=1024": {Substreams: 1024},
		"devices=0": {Devices: 1}, "devices=4": {Devices: 5},
	} {
		if got, err := dummy.ParseSettings([]string{word}); !reflect.DeepEqual(got, want) || err != nil {
			t.Errorf("%s: got %+v, %v, want %+v", word, got, err, want)
		}
	}
	for _, word := range []string{
		"substreams=0", "substreams=1025", "substreams=-1", "substreams=eight", "substreams=99999999999999999999",
		"devices=-1", "devices=5",
	} {
		if got, err := dummy.ParseSettings([]string{word}); err == nil {
			t.Errorf("%s: got %+v, want an error", word, got)
		}
	}
}

func TestACardHasTheDevicesOfItsModelUnlessToldOtherwise(t *testing.T) {
	for devices, want := range []int{3, 0, 1, 2} {
		if got := (driver.Settings{Devices: devices}).DeviceCount(3); !reflect.DeepEqual(got, want) {
			t.Errorf("with setting %d got %d devices, want %d", devices, got, want)
		}
	}
}

// Each error says in one line what to write instead.
func TestOptionsThatAreRefused(t *testing.T) {
	for _, tt := range []struct {
		name, word, want string
	}{
		{"an unknown one", "volume=3", `headset has no option "volume"; it has record=FILE.wav, play=FILE.wav, state=FILE.yaml, clock=free, strict, fault=FAULT, resume, id=NAME, index=N`},
		{"one that the model is without", "substreams=2", `headset has no option "substreams"; it has record=FILE.wav, play=FILE.wav, state=FILE.yaml, clock=free, strict, fault=FAULT, resume, id=NAME, index=N`},
		{"an empty one", "", `headset has no option ""; it has record=FILE.wav, play=FILE.wav, state=FILE.yaml, clock=free, strict, fault=FAULT, resume, id=NAME, index=N`},
		{"one without its value", "record", `option "record" must be written as record=FILE.wav`},
		{"one with an empty value", "record=", `option "record" must be written as record=FILE.wav`},
		{"one with a value too much", "strict=1", `option "strict" must be written as strict`},
		{"one with an empty value too much", "strict=", `option "strict" must be written as strict`},
		{"a clock that there is not", "clock=fast", `"clock=fast": want free; a card without this option keeps time`},
		{"a number that is none", "index=one", `"index=one": want a number from 0 to 31`},
		{"a number below the first", "index=-1", `"index=-1": want a number from 0 to 31`},
		{"a number above the last", "index=32", `"index=32": want a number from 0 to 31`},
		{"two lines", "index=1\n2", `"index=1\n2": want a number from 0 to 31`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := headset.ParseSettings([]string{"strict", tt.word})
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestTheFileToBePlayedIsReadAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clip.wav")
	w, err := wav.Create(path, wav.Spec{Format: abi.SNDRV_PCM_FORMAT_S16_LE, Channels: 2, RateHz: 44100})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 12)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := headset.ParseSettings([]string{"play=" + path})
	if err != nil || s.Clip.Frames() != 3 || s.Clip.RateHz() != 44100 {
		t.Errorf("got clip %v, %v, want 3 frames of 44100 Hz", s.Clip, err)
	}
}

func TestAFileThatCannotBePlayed(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.wav")
	if err := os.WriteFile(text, []byte("this is no sound, but it is long enough for a header of one"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{text: wav.ErrNotWAV, filepath.Join(dir, "none.wav"): fs.ErrNotExist} {
		s, err := headset.ParseSettings([]string{"play=" + path})
		if !errors.Is(err, want) || s.Clip != nil || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v, %v, want no clip and an error that names %s and is %v", s.Clip, err, path, want)
		}
	}
}

func TestAModelTellsItsOptions(t *testing.T) {
	var usages []string
	for _, o := range headset.Options() {
		usages = append(usages, o.Usage())
		if o.Summary == "" || !headset.HasOption(o.Name) {
			t.Errorf("option %s: summary %q, known %v", o.Name, o.Summary, headset.HasOption(o.Name))
		}
	}
	if got, want := strings.Join(usages, " "), "record=FILE.wav play=FILE.wav state=FILE.yaml clock=free strict fault=FAULT resume id=NAME index=N"; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if headset.HasOption("substreams") {
		t.Error("the model has an option that it is without")
	}
}
