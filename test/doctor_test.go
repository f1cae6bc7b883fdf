package test

import (
	"strings"
	"testing"
)

// The doctor meets machines that lack something, which is then in the line that it
// is about, and in no other.
func TestTheDoctorFindsWhatIsMissing(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		lack     string // a shell script that makes it missing for "$@"
		code     int
		verdicts map[string]string
		advice   string
	}{
		"nothing": {
			`"$@"`, 0,
			map[string]string{"/dev/fuse": "ok", "namespaces": "ok", "mount": "ok", "mmap": "ok", "memory of other programs": "ok"},
			sndDir + ": is empty",
		},
		"the device": {
			`mount -t tmpfs none /dev; "$@"`, 1,
			map[string]string{"/dev/fuse": "no", "namespaces": "ok", "mount": "no"},
			"modprobe fuse",
		},
		"the right to mount": {
			`setpriv --bounding-set -sys_admin "$@"`, 1,
			map[string]string{"/dev/fuse": "ok", "namespaces": "no", "mount": ""},
			"--cap-add SYS_ADMIN",
		},
		"root": {
			`setpriv --reuid 65534 --regid 65534 --clear-groups "$@"`, 1,
			map[string]string{"namespaces": "no"},
			"run it as root",
		},
		"the first user namespace": {
			`unshare --user --map-root-user --mount "$@"`, 0,
			map[string]string{"/dev/fuse": "ok", "mount": "ok", "mmap": "less", "memory of what run starts": "ok"},
			"Linux 6.9",
		},
		"an empty directory": {
			`touch ` + sndDir + `/node; "$@"`, 0,
			map[string]string{"mount": "ok", sndDir: "less"},
			"nonempty",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			m.makeDir(sndDir)
			p := m.startShell(test.lack, m.binary, "doctor")
			if code := p.wait(); code != test.code {
				t.Errorf("exit status %d, want %d\n%s", code, test.code, p.stderr.String())
			}
			report := p.stdout.String()
			for what, want := range test.verdicts {
				if got := verdictOf(report, what); got != want {
					t.Errorf("%s: the verdict is %q, want %q\n%s", what, got, want, report)
				}
			}
			contains(t, report, test.advice)
		})
	}
}

// verdictOf is the first word of the line that is about something.
func verdictOf(report, what string) string {
	for line := range strings.Lines(report) {
		if verdict, rest, _ := strings.Cut(line, " "); strings.HasPrefix(strings.TrimSpace(rest), what+": ") {
			return verdict
		}
	}
	return ""
}

func TestTheDoctorSeesWhatIsMounted(t *testing.T) {
	t.Parallel()
	s := mount(t)
	contains(t, s.vsndfs("doctor"), "is a vsndfs: see vsndfs status "+sndDir)
	s.kill()
	contains(t, s.vsndfs("doctor"), "vsndfs umount "+sndDir)
	s.vsndfs("umount", sndDir)
}

func TestWhoCannotMountIsSentToTheDoctor(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.makeDir(sndDir)
	m.shell("mount -t tmpfs none /dev; mknod /dev/null c 1 3; mkdir " + sndDir)
	m.complain(t, mistake{[]string{"mount", sndDir}, 1, "vsndfs doctor"})
}
