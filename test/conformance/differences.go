package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// difference is one that docs/differences.md gives the reason for.
type difference struct {
	area string
	key  string // a regular expression for the whole key

	// kernel are the words of Linux's answer in whose place vsndfs has others.
	// The rest of the answer is the same.
	kernel, vsndfs string

	row string // of docs/differences.md, its first cell
}

// differences are all. One that no line shows any more is an error.
var differences = []difference{
	{"states", ".*: PAUSE [01]", "ENOSYS", "EFAULT", byValue},
	{"states", ".*: (PAUSE [01]|LINK -1)", "EBADFD", "EFAULT", byValue},
	{"states", ".*: (PAUSE [01]|LINK -1)", "ENODEV", "EFAULT", byValue},
	{"states", ".*: PAUSE 1", "0, PAUSED", "EFAULT, RUNNING", byValue},

	{"start", `start_threshold 1638[45], read\(2\) of 1638[45] frames`, "RUNNING", "PREPARED", vectors},
	{"transfer", "(12289|16386|40001|65535) bytes of frames of 4 bytes", "EINVAL", "some", vectors},
	{"signals", "system call of 8000 frames, 16384 of 16384 done before, SA_RESTART", "waits on EBADFD", "EINTR", vectors},
	{"refine", "everything is allowed: refine any", "info=0xc0303", "info=0x40303", byValue}, // SNDRV_PCM_INFO_PAUSE
	{"refine", "everything is allowed: refine any", "info=0x90133", "info=0x10133", byValue},
	{"refine", "everything is allowed: refine any", "info=0x1c90103", "info=0x1810103", byValue}, // and SYNC_START
	{"refine", "everything is allowed: refine any", "info=0xc90103", "info=0x810103", byValue},
	{"faults", ".*: TSTAMP", "NULL 0 unmapped 0 across an edge 0", "NULL EFAULT unmapped EFAULT across an edge EFAULT", byValue},
	{
		"faults", ".* before HW_PARAMS: WRITE[IN]", "NULL EBADFD unmapped EBADFD across an edge EBADFD",
		"NULL EFAULT unmapped EFAULT across an edge EFAULT", byValue,
	},
	{"faults", "control: SUBSCRIBE_EVENTS", "read-only 0", "read-only EFAULT", byValue},

	{
		"hostile memory", "POWER", "NULL ENOPROTOOPT the kernel's ENOPROTOOPT closed ENOPROTOOPT all but a byte ENOPROTOOPT",
		"NULL EFAULT the kernel's EFAULT closed EFAULT all but a byte EFAULT", byValue,
	},
	{"hostile memory", "ELEM_LIST", "all but a byte 0", "all but a byte EFAULT", byValue}, // of 32-bit programs, as those below
	{"hostile memory", "ELEM_(INFO|READ|WRITE)", "all but a byte ENOENT", "all but a byte EFAULT", byValue},
	{"hostile memory", "ELEM_(ADD|REPLACE)", "all but a byte EINVAL", "all but a byte EFAULT", byValue},

	{"fixed memory", "ELEM_(ADD|REPLACE)", "0 0", "EFAULT 0", byValue}, // of 32-bit programs

	{"faults", ".*: write of which the second half is nowhere", "EFAULT", "32", vectors},
	{"calls", ".*: (read|write)v? of (0 bytes|no vectors|empty vectors).*", "EINVAL", "0", vectors},
	{"calls", ".*: (read|write) of 0 bytes.*", "EBADFD", "0", vectors},
	{"calls", ".*: (read|write)v of vectors that are nowhere", "EINVAL", "EFAULT", vectors},

	{"numbers", ".*: (FIONREAD|FIBMAP)", "ENOTTY", "0", kind},
	{"numbers", ".*: FS_IOC_GETFLAGS", "ENOTTY", "ESTALE", kind},
	{"timers", "GPARAMS of .*", "ENOSYS", "ENOTTY", kind},
	{"calls", ".*: fstat", "a character device", "a regular file", kind},
	{"calls", ".*: (lseek (to the start|by nothing|to the end)|sync_file_range)", "ESPIPE", "0", kind},
	{"calls", ".*: lseek to a place", "ESPIPE", "4096", kind},
	{"calls", ".*: lseek to before the start", "ESPIPE", "EINVAL", kind},
	{"calls", "playback: preadv?|capture: pwritev?", "ESPIPE", "EINVAL", kind},
	{"calls", "playback: pwritev?", "ESPIPE", "32", kind},
	{"calls", "capture: preadv?", "ESPIPE", "EAGAIN", kind},
	{"calls", ".*: (F_SETFL O_DIRECT|F_SETLEASE|truncate|readahead)", "EINVAL", "0", kind},
	{"calls", ".*: (sendfile|splice) to it", "EINVAL", "32", kind},
	{"calls", ".*: copy_file_range to it", "EINVAL", "EXDEV", kind},

	{"mmap", ".*: the ring (before HW_PARAMS|after HW_FREE)", "EBADFD", "0 look ok write SIGSEGV", mapped},
	{"mmap", ".*: the (ring of a stream that is set up for calls|page after the status)", "EINVAL", "0 look ok write SIGSEGV", mapped},
	{
		"mmap", ".*: (a page more than .*|over the end of the ring|twice a ring.*|two pages of control)", "EINVAL",
		"0 look ok at the end ok write ok", mapped,
	},
	{"mmap", "capture: the ring to write to", "EINVAL", "0 look ok at the end ok write ok", mapped},
	{"mmap", ".*: a page after the ring", "EINVAL", "0 look ok write ok", mapped},
	{"mmap", ".*: an offset that nothing has", "EINVAL", "0 look SIGBUS write SIGBUS", mapped},
	{"mmap", ".*: the ring for nothing", "EINVAL", "0 look SIGSEGV at the end SIGSEGV write SIGSEGV", mapped},
	{"mmap", ".*: the status for nothing", "EINVAL", "0 look SIGSEGV write SIGSEGV", mapped},
	{"mmap", ".*: two pages of status", "EINVAL", "0 look ok at the end ok write SIGSEGV", mapped},
	{"mmap", ".*: the status to write to", "write SIGSEGV", "write ok", mapped},
	{"mmap", ".*: a status that is made writable later", "EACCES", "0", mapped},
	{"mmap", ".*: HW_PARAMS while the ring is mapped", "EBADFD", "0", mapped},
	{"mmap", ".*: HW_FREE while the ring is mapped", "EBADFD SETUP", "0 OPEN", mapped},

	{"events", "read of 0 bytes without a subscription", "EBADFD", "0", vectors},

	{"life 07", "events of a bind", "add:card0 add:pcmC0D0p add:pcmC0D0c add:controlC0 bind:snd_dummy.0", "none", uevents},
	{"life 11", "events of an unbind", "remove:controlC0 remove:pcmC0D0p remove:pcmC0D0c remove:card0 unbind:snd_dummy.0", "none", uevents},
	{"life 19", ".*", "it stays", "it ends", unbinder},
	{"life 21", ".*", "it stays it stays", "it stays it ends", unbinder},
	{"life 37", ".*, closed meanwhile", "asleep all asleep", "asleep all woken", closing},
	{"life 41", ".*", "si_code=4 si_band=0x8 own=1", "no signal", kind},
	{"life 42", "read.*", "ENODEV then ENODEV all", "open=ENOENT", rawMIDI},
	{"life 42", "poll.*", "1 revents=8 then ENODEV all", "open=ENOENT", rawMIDI},
	{"life 44", "HW_PARAMS with NULL on .*", "ENODEV", "EFAULT", byValue},
	{"life 45", ".* of nothing on .*", "ENODEV", "0", vectors},
	{"life 45", ".* of nothing on .*", "EINVAL", "0", vectors},
	{"life 46", "lseek.*", "ESPIPE", "0", kind},
	{"life 46", "pread.* on playback|pwrite.* on capture", "ESPIPE", "EINVAL", kind},
	{"life 46", "pwrite.* on playback|pread.* on capture", "ESPIPE", "ENODEV", kind},
	{"life 46", "mmap.* on (playback|capture)", "ENODEV", "0", mapped},
	{"life 47", "F_SETFL O_ASYNC on .*", "ENODEV", "0", kind},
	{"life 47", "FIOASYNC on .*", "ENODEV", "ENOTTY", kind},
	{"life 57", "lseek", "EINVAL", "0", kind},
	{"reading a text", "lseek from the end", "EINVAL", "0", kind},
	{"life 56", "the class directory", "there then missing", "missing then missing", sysfs},
	{"life 49", "fstat.*", "a device", "a file", kind},
	{"life 49", "its link in /proc on playback", "deleted", "/dev/snd/pcmC0D0p", kind},
	{"life 49", "its link in /proc on control", "deleted", "/dev/snd/controlC0", kind},
	{"life 55", ".*", "0 then ENODEV", "ENXIO then ENXIO", kind},
	{
		"life 61", ".*", "LINK=0 STATUS=EBADFD PREPARE=EBADFD DROP=EBADFD WRITEI=EBADFD write=EBADFD UNLINK=EBADFD " +
			"poll=0xc opened again, PREPARED all", "LINK=EFAULT opened again, PREPARED", byValue,
	},
	{"life 63", ".*", "EAGAIN then EAGAIN", "EBUSY then EBUSY", unload},
	{"life 69", "who holds the card closes", "close waits", "close has returned", closing},
}

// The rows of docs/differences.md.
const (
	kind    = "kind of file"
	byValue = "arguments by value"
	vectors = "vectors and large writes"
	mapped  = "mmap"
	closing = "close"

	unbinder = "the writer to `unbind`"
	uevents  = "uevents"
	unload   = "unloading the driver"
	rawMIDI  = "raw MIDI"
	sysfs    = "the class directory"
)

// explains reports whether the finding is this difference.
func (d difference) explains(f finding) bool {
	return d.area == f.area &&
		strings.Replace(f.kernel, d.kernel, d.vsndfs, 1) == f.vsndfs &&
		regexp.MustCompile("^(?:"+d.key+")$").MatchString(f.key)
}

// checkRows reports the first difference without a row in the document.
func checkRows(list []difference, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rows := make(map[string]bool)
	for row := range strings.Lines(string(text)) {
		if cells := strings.Split(row, "|"); len(cells) > 2 {
			rows[strings.TrimSpace(cells[1])] = true
		}
	}
	for _, d := range list {
		if !rows[d.row] {
			return fmt.Errorf("%s has no row %q, which a difference of %s names", path, d.row, d.area)
		}
	}
	return nil
}
