package server

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMountPointsThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, dir, want string }{
		{"missing", filepath.Join(dir, "nosuch"), "mkdir"},
		{"no directory", file, "not a directory"},
		{"not empty", dir, "nonempty"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			undo, err := prepareDir(tc.dir, false)
			if err == nil {
				undo()
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q, want one line with %q", err, tc.want)
			}
		})
	}
}

func TestADirectoryWithFilesIsTakenOnDemand(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := prepareDir(dir, true); err != nil {
		t.Error(err)
	}
}

func TestCardsOfAModelAreNumbered(t *testing.T) {
	var cards []Card
	for _, model := range []string{"usb-headset", "loopback", "usb-headset"} {
		c, err := ParseCard(model, nil)
		if err != nil {
			t.Fatal(err)
		}
		cards = append(cards, c)
	}
	if got := strings.Join(slotNames(cards), " "); got != "usb-headset.0 loopback.0 usb-headset.1" {
		t.Errorf("slots %q", got)
	}
}
