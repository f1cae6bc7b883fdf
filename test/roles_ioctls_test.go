package test

import (
	"math/rand/v2"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// roleIoctls makes many ioctls on a node, of the numbers that there are and of
// others, with arguments that make no sense: ioctls PATH CALLS SEED.
func roleIoctls(args []string) {
	calls, err := strconv.Atoi(args[1])
	must("parse the number of calls", err)
	seed, err := strconv.ParseUint(args[2], 10, 64)
	must("parse the seed", err)
	r := nonsense{rand.New(rand.NewPCG(seed, 0))}
	fd := mustOpen(args[0], unix.O_RDWR|unix.O_NONBLOCK)
	answers := make(map[string]int)
	for i := range calls {
		if i%configureEvery == 0 {
			configured(fd)
		}
		answers[nameOf(ioctlBytes(fd, r.command(), r.argument()))]++
	}
	report("%v", answers)
}

// configureEvery is how many calls may have brought a stream out of order.
const configureEvery = 50

// configured makes a stream one that has parameters, whatever state it is in.
// What is no stream refuses everything.
func configured(fd int) {
	_ = ioctl[byte](fd, abi.SNDRV_PCM_IOCTL_DROP, nil)
	for _, channels := range []uint32{1, 2} { // a recording has one, a playback two
		c := client{fd: fd, channels: channels}
		if c.configure() == nil {
			break
		}
	}
	_ = ioctl[byte](fd, abi.SNDRV_PCM_IOCTL_PREPARE, nil)
}

// nonsense makes up commands and arguments.
type nonsense struct{ *rand.Rand }

// command is one of the ABI's, or one like them, or anything.
func (r nonsense) command() abi.Cmd {
	const interfaces = "AUTWQH" // PCM, control, timer, MIDI, and others
	kind := abi.Cmd(interfaces[r.IntN(len(interfaces))]) << 8
	switch r.IntN(8) {
	default:
		return known[r.IntN(len(known))]
	case 1: // the direction and the size of a known one, another number
		return known[r.IntN(len(known))]&^0xffff | kind | abi.Cmd(r.IntN(256))
	case 2: // any direction and size
		return abi.Cmd(r.Uint32())&0xffff0000 | kind | abi.Cmd(r.IntN(256))
	case 3:
		return abi.Cmd(r.Uint32())
	}
}

// argument is memory for the largest argument, with small numbers, large ones, or
// anything in it.
func (r nonsense) argument() []byte {
	p := make([]byte, 1<<14)
	switch r.IntN(3) {
	case 0:
		for i := 0; i < len(p); i += 4 {
			p[i] = byte(r.IntN(4))
		}
	case 1:
		for i := range p {
			p[i] = 0xff
		}
	default:
		for i := range p {
			p[i] = byte(r.Uint32())
		}
	}
	return p
}

// known are the commands of the three interfaces whose nodes there are.
var known = []abi.Cmd{
	abi.SNDRV_CTL_IOCTL_PVERSION, abi.SNDRV_CTL_IOCTL_CARD_INFO, abi.SNDRV_CTL_IOCTL_ELEM_LIST,
	abi.SNDRV_CTL_IOCTL_ELEM_INFO, abi.SNDRV_CTL_IOCTL_ELEM_READ, abi.SNDRV_CTL_IOCTL_ELEM_WRITE,
	abi.SNDRV_CTL_IOCTL_ELEM_LOCK, abi.SNDRV_CTL_IOCTL_ELEM_UNLOCK, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS,
	abi.SNDRV_CTL_IOCTL_ELEM_ADD, abi.SNDRV_CTL_IOCTL_ELEM_REPLACE, abi.SNDRV_CTL_IOCTL_ELEM_REMOVE,
	abi.SNDRV_CTL_IOCTL_TLV_READ, abi.SNDRV_CTL_IOCTL_TLV_WRITE, abi.SNDRV_CTL_IOCTL_TLV_COMMAND,
	abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, abi.SNDRV_CTL_IOCTL_PCM_INFO, abi.SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE,
	abi.SNDRV_CTL_IOCTL_POWER, abi.SNDRV_CTL_IOCTL_POWER_STATE,
	abi.SNDRV_PCM_IOCTL_PVERSION, abi.SNDRV_PCM_IOCTL_INFO, abi.SNDRV_PCM_IOCTL_TSTAMP, abi.SNDRV_PCM_IOCTL_TTSTAMP,
	abi.SNDRV_PCM_IOCTL_USER_PVERSION, abi.SNDRV_PCM_IOCTL_HW_REFINE, abi.SNDRV_PCM_IOCTL_HW_PARAMS,
	abi.SNDRV_PCM_IOCTL_HW_FREE, abi.SNDRV_PCM_IOCTL_SW_PARAMS, abi.SNDRV_PCM_IOCTL_STATUS,
	abi.SNDRV_PCM_IOCTL_DELAY, abi.SNDRV_PCM_IOCTL_HWSYNC, abi.SNDRV_PCM_IOCTL_SYNC_PTR,
	abi.SNDRV_PCM_IOCTL_STATUS_EXT, abi.SNDRV_PCM_IOCTL_CHANNEL_INFO, abi.SNDRV_PCM_IOCTL_PREPARE,
	abi.SNDRV_PCM_IOCTL_RESET, abi.SNDRV_PCM_IOCTL_START, abi.SNDRV_PCM_IOCTL_DROP, abi.SNDRV_PCM_IOCTL_DRAIN,
	abi.SNDRV_PCM_IOCTL_PAUSE, abi.SNDRV_PCM_IOCTL_REWIND, abi.SNDRV_PCM_IOCTL_RESUME, abi.SNDRV_PCM_IOCTL_XRUN,
	abi.SNDRV_PCM_IOCTL_FORWARD, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, abi.SNDRV_PCM_IOCTL_READI_FRAMES,
	abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, abi.SNDRV_PCM_IOCTL_READN_FRAMES, abi.SNDRV_PCM_IOCTL_LINK,
	abi.SNDRV_PCM_IOCTL_UNLINK,
	abi.SNDRV_TIMER_IOCTL_PVERSION, abi.SNDRV_TIMER_IOCTL_NEXT_DEVICE, abi.SNDRV_TIMER_IOCTL_TREAD,
	abi.SNDRV_TIMER_IOCTL_GINFO, abi.SNDRV_TIMER_IOCTL_GPARAMS, abi.SNDRV_TIMER_IOCTL_GSTATUS,
	abi.SNDRV_TIMER_IOCTL_SELECT, abi.SNDRV_TIMER_IOCTL_INFO, abi.SNDRV_TIMER_IOCTL_PARAMS,
	abi.SNDRV_TIMER_IOCTL_STATUS, abi.SNDRV_TIMER_IOCTL_START, abi.SNDRV_TIMER_IOCTL_STOP,
	abi.SNDRV_TIMER_IOCTL_CONTINUE, abi.SNDRV_TIMER_IOCTL_PAUSE,
}
