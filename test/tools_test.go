package test

import (
	"os/exec"
	"testing"
)

// packages are the Debian packages of the programs that the tests start.
var packages = map[string]string{
	"aplay":   "alsa-utils",
	"arecord": "alsa-utils",
	"bash":    "bash",
	"make":    "make",
	"mount":   "mount",
	"nsenter": "util-linux",
	"setpriv": "util-linux",
	"sh":      "dash",
	"sox":     "sox",
	"soxi":    "sox",
	"stat":    "coreutils",
	"umount":  "mount",
	"unshare": "util-linux",
}

// requireProgram fails the test where a program is missing.
func requireProgram(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: install the Debian package %s (%v)", name, packages[name], err)
	}
	return path
}
