package main

import (
	"slices"
	"testing"
)

func TestMountHelperArguments(t *testing.T) {
	for _, tc := range []struct {
		name        string
		args        []string
		source, dir string
		words       []string
		fake, wrong bool
	}{
		{
			name: "as mount(8) calls", args: []string{"usb-headset", "/mnt", "-o", "rw,noatime,uid=5"},
			source: "usb-headset", dir: "/mnt", words: []string{"rw", "noatime", "uid=5"},
		},
		{
			name: "options first", args: []string{"-n", "-o", "strict", "-t", "fuse.vsndfs", "loopback", "/mnt"},
			source: "loopback", dir: "/mnt", words: []string{"strict"},
		},
		{
			name: "a card's options in the source", args: []string{"usb-headset,strict", "/mnt"},
			source: "usb-headset,strict", dir: "/mnt",
		},
		{name: "fake", args: []string{"-sf", "usb-headset", "/mnt"}, source: "usb-headset", dir: "/mnt", fake: true},
		{name: "no directory", args: []string{"usb-headset"}, wrong: true},
		{name: "too much", args: []string{"usb-headset", "/mnt", "/more"}, wrong: true},
		{name: "no value", args: []string{"usb-headset", "/mnt", "-o"}, wrong: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			source, dir, words, fake, err := parseHelper(tc.args)
			if (err != nil) != tc.wrong {
				t.Fatalf("error %v", err)
			}
			if source != tc.source || dir != tc.dir || fake != tc.fake || !slices.Equal(words, tc.words) {
				t.Errorf("got %q %q %q %v", source, dir, words, fake)
			}
		})
	}
}

func TestWhatMountCallsIsAHelper(t *testing.T) {
	for _, tc := range []struct {
		args []string
		want bool
	}{
		{[]string{"/sbin/mount.fuse.vsndfs", "x", "/mnt"}, true},
		{[]string{"vsndfs", "usb-headset,strict", "/mnt", "-o", "rw"}, true},
		{[]string{"vsndfs", "mount", "/mnt"}, false},
		{[]string{"vsndfs", "loopback"}, false},
		{[]string{"vsndfs"}, false},
	} {
		if got := isMountHelper(tc.args); got != tc.want {
			t.Errorf("isMountHelper(%q) = %v", tc.args, got)
		}
	}
}
