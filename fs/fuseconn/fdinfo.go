package fuseconn

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// fdinfo is what /proc/PID/fdinfo/FD says of any open file; fs/proc/fd.c,
// seq_show.
type fdinfo struct {
	flags   int // as of fcntl(F_GETFL), and O_CLOEXEC
	mountID int
	ino     uint64
}

// procSelf and procThread are the folders of this process and of a thread.
const procSelf = "/proc/self"

func procThread(tid uint32) string { return fmt.Sprintf("/proc/%d", tid) }

// readFdinfo reads the facts about one descriptor of the thread whose folder in
// /proc is given.
func readFdinfo(proc string, fd int) (fdinfo, error) {
	text, err := os.ReadFile(fmt.Sprintf("%s/fdinfo/%d", proc, fd))
	if err != nil {
		return fdinfo{}, err
	}
	return parseFdinfo(string(text))
}

// parseFdinfo reads the lines of an fdinfo file that it knows. A line that is
// missing, as "ino" is before Linux 5.14, leaves a zero.
func parseFdinfo(text string) (info fdinfo, err error) {
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		var n uint64
		switch key {
		case "flags":
			n, err = strconv.ParseUint(value, 8, 32)
			info.flags = int(n)
		case "mnt_id":
			info.mountID, err = strconv.Atoi(value)
		case "ino":
			info.ino, err = strconv.ParseUint(value, 10, 64)
		}
		if err != nil {
			return fdinfo{}, fmt.Errorf("fdinfo line %q: %w", line, err)
		}
	}
	return info, nil
}
