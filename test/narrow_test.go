package test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// narrowKinds are the compiler's flags for the kinds of 32-bit programs that there
// are, and for what the program is otherwise.
var narrowKinds = map[string]string{
	"32 bits":                  "-m32",
	"32 bits and large files":  "-m32 -D_FILE_OFFSET_BITS=64",
	"32 bits and 64-bit times": "-m32 -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64",
	"64 bits":                  "",
}

// eachKind runs a test for every kind of program, with testdata/narrow.c as one.
func eachKind(t *testing.T, test func(t *testing.T, program string)) {
	for name, flags := range narrowKinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program := filepath.Join(t.TempDir(), "narrow")
			args := append(strings.Fields(flags), "-static", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program, "testdata/narrow.c")
			if out, err := exec.Command("cc", args...).CombinedOutput(); err != nil {
				t.Fatalf("compile testdata/narrow.c (it needs the Debian packages gcc, gcc-multilib, libc6-dev and linux-libc-dev): %v\n%s", err, out)
			}
			test(t, program)
		})
	}
}

func TestA32BitProgramPlaysSampleBySample(t *testing.T) {
	for _, way := range []string{"play", "map"} {
		t.Run(way, func(t *testing.T) {
			eachKind(t, func(t *testing.T, program string) {
				option, path := recording(t)
				s := mount(t, option)
				played := stereo.noise(1)
				s.shell(`exec "$1" "$2" /dev/snd/pcmC0D0p < "$3"`, program, way, stereo.write(t, played))
				sameSound(t, stereo.readWAV(t, path), played)
			})
		})
	}
}

func TestA32BitProgramRecordsSampleBySample(t *testing.T) {
	eachKind(t, func(t *testing.T, program string) {
		heard := mono.noise(1)
		s := mount(t, "--play="+mono.writeWAV(t, heard))
		got := []byte(s.shell(`exec "$1" record /dev/snd/pcmC0D0c 48000`, program))
		sameSound(t, got, heard)
	})
}
