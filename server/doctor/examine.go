package doctor

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// Examine looks at the machine. trial mounts a card in a mount namespace of its
// own, and calls [Try] there; its error says that there is no such namespace.
func Examine(trial func() (Trial, error)) []Finding {
	all := []Finding{fuse()}
	t, err := trial()
	all = append(all, namespaces(err))
	if err == nil {
		all = append(all, t.findings()...)
	}
	return append(all, soundDir(), procAsound())
}

// fuse is about the device through which the kernel hands on what programs do.
func fuse() Finding {
	f := Finding{Verdict: OK, What: "/dev/fuse", Says: "can be opened"}
	dev, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err == nil {
		_ = dev.Close() // nothing was asked of it
		return f
	}
	f.Verdict, f.Says = No, fmt.Sprintf("cannot be opened: %v", errors.Unwrap(err))
	f.Advice = "give the container the device: docker run --device /dev/fuse"
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.ENODEV):
		f.Advice = "load the module (modprobe fuse), or " + f.Advice
	case os.Getuid() != 0:
		f.Advice = "run it as root"
	}
	return f
}

// toMount is what lets a process mount.
func toMount() string {
	if os.Getuid() != 0 {
		return "run it as root"
	}
	return "give the container the right to mount: docker run --cap-add SYS_ADMIN --security-opt apparmor=unconfined"
}

func namespaces(err error) Finding {
	if err == nil {
		return Finding{Verdict: OK, What: "namespaces", Says: "run can give a program a card that nobody else sees"}
	}
	return Finding{Verdict: No, What: "namespaces", Says: fmt.Sprintf("there is no mount namespace to be had: %v", err), Advice: toMount()}
}
