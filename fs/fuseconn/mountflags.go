package fuseconn

import (
	"strings"

	"golang.org/x/sys/unix"
)

// defaultFlags are what fusermount(1) mounts with: a file system made by a
// program brings neither set-user-ID programs nor device nodes.
const defaultFlags = unix.MS_NOSUID | unix.MS_NODEV

// atimeFlags exclude each other.
const atimeFlags = unix.MS_NOATIME | unix.MS_RELATIME | unix.MS_STRICTATIME

// flagChange is what an option word does to the flags of mount(2).
type flagChange struct{ clear, set uintptr }

// flagWords are the words of mount(8) that stand for flags of mount(2), as in
// util-linux's libmount/src/optmap.c, and the words that only mount(8) reads.
var flagWords = map[string]flagChange{
	"ro":            {set: unix.MS_RDONLY},
	"rw":            {clear: unix.MS_RDONLY},
	"nosuid":        {set: unix.MS_NOSUID},
	"suid":          {clear: unix.MS_NOSUID},
	"nodev":         {set: unix.MS_NODEV},
	"dev":           {clear: unix.MS_NODEV},
	"noexec":        {set: unix.MS_NOEXEC},
	"exec":          {clear: unix.MS_NOEXEC},
	"sync":          {set: unix.MS_SYNCHRONOUS},
	"async":         {clear: unix.MS_SYNCHRONOUS},
	"dirsync":       {set: unix.MS_DIRSYNC},
	"noatime":       {clear: atimeFlags, set: unix.MS_NOATIME},
	"atime":         {clear: unix.MS_NOATIME},
	"relatime":      {clear: atimeFlags, set: unix.MS_RELATIME},
	"norelatime":    {clear: unix.MS_RELATIME},
	"strictatime":   {clear: atimeFlags, set: unix.MS_STRICTATIME},
	"nostrictatime": {clear: unix.MS_STRICTATIME},
	"nodiratime":    {set: unix.MS_NODIRATIME},
	"diratime":      {clear: unix.MS_NODIRATIME},
	"nosymfollow":   {set: unix.MS_NOSYMFOLLOW},
	"symfollow":     {clear: unix.MS_NOSYMFOLLOW},
	"silent":        {set: unix.MS_SILENT},
	"loud":          {clear: unix.MS_SILENT},

	"defaults": {}, "auto": {}, "noauto": {}, "nofail": {}, "_netdev": {},
	"user": {}, "nouser": {}, "users": {}, "owner": {}, "group": {},
}

// mountFlags splits the words of -o into the flags of mount(2) and what is left
// for the file system. A later word wins over an earlier one.
func mountFlags(words []string) (flags uintptr, rest []string) {
	flags = defaultFlags
	for _, w := range words {
		change, ok := flagWords[w]
		switch {
		case ok:
			flags = flags&^change.clear | change.set
		case w != "" && !forMount8(w):
			rest = append(rest, w)
		}
	}
	return flags, rest
}

// forMount8 reports whether w is a comment or a setting that mount(8) keeps.
func forMount8(w string) bool {
	return strings.HasPrefix(w, "x-") || strings.HasPrefix(w, "X-") || strings.HasPrefix(w, "comment=")
}
