package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/fs"
	"github.com/vsndfs/vsndfs/server"
)

// mountOption is one word of -o that is ours and not the kernel's.
type mountOption struct {
	name, value, summary string
	set                  func(o *server.Options, value string) error
	hidden               bool // it is for tests, and help does not tell it
}

var mountOptions = []mountOption{
	{name: "uid", value: "N", summary: "the device nodes' user (root)", set: setID(func(o *server.Options) *uint32 { return &o.FS.Uid })},
	{
		name: "gid", value: "N", summary: "the device nodes' group (audio, where there is such a group)",
		set: setID(func(o *server.Options) *uint32 { return &o.FS.Gid }),
	},
	{name: "mode", value: "MODE", summary: "the device nodes' permissions, octal (0660)", set: setMode},
	{name: "log", value: "FILE", summary: "append the lifecycle log to FILE too", set: setLog},
	{
		name: "nonempty", summary: "mount over a directory that has files in it",
		set: setTrue(func(o *server.Options) *bool { return &o.Nonempty }),
	},
	{
		name: "nopassthrough", summary: "offer no mmap, as where the kernel has no FUSE passthrough",
		set: setTrue(func(o *server.Options) *bool { return &o.NoPassthrough }),
	},
	{name: "nocallermemory", hidden: true, set: setTrue(func(o *server.Options) *bool { return &o.FS.NoCallerMemory })},
	{name: "killat", value: "[N:]DEVICE EVENT", hidden: true, set: setTrap(unix.SIGKILL)},
	{name: "stopat", value: "[N:]DEVICE EVENT", hidden: true, set: setTrap(unix.SIGSTOP)},
}

func mountOptionHelp() string {
	var b strings.Builder
	for _, o := range mountOptions {
		if o.hidden {
			continue
		}
		fmt.Fprintf(&b, "\n  %-14s %s", o.usage(), o.summary)
	}
	return b.String()
}

func (m mountOption) usage() string {
	if m.value == "" {
		return m.name
	}
	return m.name + "=" + m.value
}

// newOptions are the defaults of a mount by this user.
func newOptions(dir string) server.Options {
	o := server.Options{Dir: absolute(dir), FS: fs.DefaultOptions()}
	o.FS.OwnerUid, o.FS.OwnerGid = uint32(os.Getuid()), uint32(os.Getgid())
	return o
}

// applyMountOption takes one word of -o. Words that are not ours are the
// kernel's, which refuses those that are nobody's.
func applyMountOption(o *server.Options, word string) error {
	name, value, hasValue := strings.Cut(word, "=")
	for _, m := range mountOptions {
		if m.name != name {
			continue
		}
		if hasValue != (m.value != "") || hasValue && value == "" {
			return usagef("mount option %q must be written as %s", name, m.usage())
		}
		return m.set(o, value)
	}
	o.MountOptions = append(o.MountOptions, word)
	return nil
}

func setTrue(field func(*server.Options) *bool) func(*server.Options, string) error {
	return func(o *server.Options, _ string) error { *field(o) = true; return nil }
}

func setID(field func(*server.Options) *uint32) func(*server.Options, string) error {
	return func(o *server.Options, value string) error {
		id, err := strconv.ParseUint(value, 10, 32)
		if err != nil {
			return usagef("%q is no user or group id: give a number", value)
		}
		*field(o) = uint32(id)
		return nil
	}
}

func setTrap(signal unix.Signal) func(*server.Options, string) error {
	return func(o *server.Options, event string) (err error) {
		if o.Trap, err = server.ParseTrap(signal, event); err != nil {
			return usageError{err}
		}
		return nil
	}
}

func setMode(o *server.Options, value string) error {
	mode, err := strconv.ParseUint(value, 8, 32)
	if err != nil || mode > 0o777 {
		return usagef("%q is no mode: give octal digits, such as 0666", value)
	}
	o.FS.Mode = uint32(mode)
	return nil
}

func setLog(o *server.Options, path string) error {
	f, err := os.OpenFile(absolute(path), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("open the log: %w", err)
	}
	o.Log = f
	// A server in the background has no other place to say why it crashed.
	return debug.SetCrashOutput(f, debug.CrashOptions{})
}
