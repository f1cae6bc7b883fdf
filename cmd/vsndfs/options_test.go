package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMountOptions(t *testing.T) {
	o := newOptions(t.TempDir())
	for _, word := range []string{"uid=7", "gid=8", "mode=0644", "nonempty", "noatime", "nopassthrough", "nocallermemory", "log=" + filepath.Join(t.TempDir(), "log")} {
		if err := applyMountOption(&o, word); err != nil {
			t.Errorf("%s: %v", word, err)
		}
	}
	if o.FS.Uid != 7 || o.FS.Gid != 8 || o.FS.Mode != 0o644 || !o.Nonempty || o.Log == nil || !o.NoPassthrough || !o.FS.NoCallerMemory {
		t.Errorf("got %+v", o)
	}
	if !slices.Equal(o.MountOptions, []string{"noatime"}) {
		t.Errorf("for the kernel: %q", o.MountOptions)
	}
}

func TestHelpHidesWhatIsForTests(t *testing.T) {
	help := mountOptionHelp()
	if !strings.Contains(help, "nopassthrough") || strings.Contains(help, "nocallermemory") {
		t.Errorf("the help on mount options is\n%s", help)
	}
}

func TestMountOptionsThatAreWrong(t *testing.T) {
	for _, word := range []string{"uid", "uid=", "uid=x", "gid=-1", "mode=9", "mode=1777", "nonempty=1"} {
		o := newOptions("/")
		if err := applyMountOption(&o, word); !errors.As(err, new(usageError)) {
			t.Errorf("%s: error %v, want wrong usage", word, err)
		}
	}
}

func TestFilesOfACardAreAbsolute(t *testing.T) {
	t.Chdir(t.TempDir())
	got := absoluteFiles([]string{"record=a.wav", "play=/b.wav", "strict", "id=a.wav"})
	want := []string{"record=" + absolute("a.wav"), "play=/b.wav", "strict", "id=a.wav"}
	if !slices.Equal(got, want) || !filepath.IsAbs(absolute("a.wav")) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCardsAreParsed(t *testing.T) {
	f := cardFlags{cards: []string{"usb-headset,strict", "loopback,substreams=2"}, record: "/r.wav"}
	cards, err := f.parse()
	if err != nil {
		t.Fatal(err)
	}
	if s := cards[0].Settings; !s.Strict || s.Record != "/r.wav" {
		t.Errorf("first card: %+v", s)
	}
	if s := cards[1].Settings; s.Substreams != 2 || s.Record != "" {
		t.Errorf("second card: %+v", s)
	}
}

func TestCardsThatAreWrong(t *testing.T) {
	for _, card := range []string{"nosuch", "usb-headset,loud", "usb-headset,strict=1", "usb-headset,record", "usb-headset,record=", "usb-headset,index=32", "loopback,play=/x.wav", "usb-headset,substreams=0"} {
		f := cardFlags{cards: []string{card}}
		if _, err := f.parse(); !errors.As(err, new(usageError)) {
			t.Errorf("%s: error %v, want wrong usage", card, err)
		}
	}
}

func TestAFileThatIsWrongIsNotWrongUsage(t *testing.T) {
	f := cardFlags{play: filepath.Join(t.TempDir(), "nosuch.wav")}
	if _, err := f.parse(); err == nil || errors.As(err, new(usageError)) {
		t.Errorf("error %v, want a failure", err)
	}
}
