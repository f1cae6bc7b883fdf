package driver_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/driver"
)

// FuzzParseSettings reads any words, parted by commas. The model is one without
// play and state, which would open the files named.
func FuzzParseSettings(f *testing.F) {
	for _, words := range []string{
		"", "strict", "strict=", "id=Headset", "id=", "index=3,strict", "index=-1", "index=99999999999999999999",
		"substreams=8", "substreams=0x8", "record=/tmp/a=b.wav", "record", "=", "=1", "index=+1", "id=\n", "play=x", ",,",
	} {
		f.Add(words)
	}
	m := driver.Model{Name: "mute", Without: []string{"play", "state"}}
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Split(text, ",")
		s, err := m.ParseSettings(words)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("got an error of several lines: %v", err)
			}
			return
		}
		if n := s.CardIndex(); n < -1 || n >= card.MaxCards {
			t.Errorf("got card index %d", n)
		}
		if n := s.Substreams; n < 0 || n > 1024 {
			t.Errorf("got %d substreams", n)
		}
		again, err := m.ParseSettings(append(words, words...))
		s.Faults, again.Faults = nil, nil // of these there are twice as many
		if !reflect.DeepEqual(again, s) || err != nil {
			t.Errorf("twice the same words give %+v, %v, want %+v", again, err, s)
		}
	})
}
