package test

import (
	"os/exec"
	"strings"
	"testing"
)

// toolPackages are the Debian packages of the programs that the tests use, besides
// those that they are about.
var toolPackages = map[string]string{
	"bash":      "bash",
	"chrt":      "util-linux",
	"ffprobe":   "ffmpeg",
	"gcc":       "gcc",
	"jack_wait": "jackd2",
	"pactl":     "pulseaudio-utils",
	"pw-link":   "pipewire-bin",
	"make":      "make",
	"mount":     "mount",
	"nsenter":   "util-linux",
	"prlimit":   "util-linux",
	"ps":        "procps",
	"setpriv":   "util-linux",
	"sh":        "dash",
	"sox":       "sox",
	"soxi":      "sox",
	"stat":      "coreutils",
	"umount":    "mount",
	"unshare":   "util-linux",
}

// neededPackages are the Debian packages that each program needs.
func neededPackages() map[string][]string {
	all := make(map[string][]string)
	for name, pkg := range toolPackages {
		all[name] = []string{pkg}
	}
	for _, a := range apps() {
		for _, name := range a.names() {
			all[name] = strings.Fields(a.packages)
		}
	}
	return all
}

// requireProgram fails the test where a program is missing.
func requireProgram(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: install the Debian packages %s (%v)", name, strings.Join(neededPackages()[name], " "), err)
	}
	return path
}
