package test

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// roleShort writes a thousand frames in one call, and reports how much that has
// moved: short CALL PATH.
func roleShort(args []string) {
	const frames = 1000
	c := openPCM(args[1], 2)
	c.set(never, 1)
	moved, err := 0, error(nil)
	switch args[0] {
	case "write":
		moved, err = unix.Write(c.fd, c.frames(frames))
	case "WRITEI":
		var n abi.Sframes
		n, err = transferred(c.fd, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, c.frames(frames), frames)
		moved = int(n)
	default:
		err = fmt.Errorf("there is no call %s", args[0])
	}
	must(args[0], err)
	report("%d", moved)
}
