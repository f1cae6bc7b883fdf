package test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAProgramOfAlsaLibsFindsTheSystemsTimers has libasound list the timers, after it
// has waited for ticks of both of the system's.
func TestAProgramOfAlsaLibsFindsTheSystemsTimers(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "timers")
	out, err := exec.Command("cc", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program, "testdata/timers.c", "-lasound").CombinedOutput()
	if err != nil {
		t.Fatalf("compile testdata/timers.c (it needs the Debian packages gcc, libc6-dev and libasound2-dev): %v\n%s", err, out)
	}
	got := strings.TrimSpace(mount(t).shell(`exec "$1" "$2" "$3"`, program,
		"hw:CLASS=1,SCLASS=0,CARD=0,DEV=0,SUBDEV=0", "hw:CLASS=1,SCLASS=0,CARD=0,DEV=3,SUBDEV=0"))
	want := "system timer ticks 4000000\nHR timer ticks 1\n1 -1 0 0\n1 -1 3 0\n3 0 0 0\n3 0 0 1"
	if got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
}
