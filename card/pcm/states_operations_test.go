package pcm

import (
	"fmt"
	"math"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card/abi"
)

// operation is one of those in test/conformance/probes/states.c. It returns what it got
// back, as far as the transcript tells it, and how the system call ended.
type operation func(c scene) (told string, err error)

// perform carries out an operation of the transcript, and returns what is to
// the right of its arrow.
func (c scene) perform(operation string) string {
	run, ok := operations[operation]
	if !ok {
		c.t.Fatalf("no operation %q", operation)
	}
	told, err := run(c)
	return name(err) + told
}

var operations = map[string]operation{
	"PVERSION":       value[abi.Protocol](abi.SNDRV_PCM_IOCTL_PVERSION, 0),
	"INFO":           value(abi.SNDRV_PCM_IOCTL_INFO, abi.PcmInfo{}),
	"TSTAMP":         value[int32](abi.SNDRV_PCM_IOCTL_TSTAMP, 1),
	"TTSTAMP 1":      value[int32](abi.SNDRV_PCM_IOCTL_TTSTAMP, 1),
	"TTSTAMP 3":      value[int32](abi.SNDRV_PCM_IOCTL_TTSTAMP, 3),
	"TTSTAMP -1":     value[int32](abi.SNDRV_PCM_IOCTL_TTSTAMP, -1),
	"USER_PVERSION":  value(abi.SNDRV_PCM_IOCTL_USER_PVERSION, abi.SNDRV_PCM_VERSION),
	"HW_REFINE":      hwParamsOf(abi.SNDRV_PCM_IOCTL_HW_REFINE, probedRate),
	"HW_PARAMS":      hwParamsOf(abi.SNDRV_PCM_IOCTL_HW_PARAMS, probedRate),
	"HW_FREE":        plain(abi.SNDRV_PCM_IOCTL_HW_FREE),
	"HWSYNC":         plain(abi.SNDRV_PCM_IOCTL_HWSYNC),
	"PREPARE":        plain(abi.SNDRV_PCM_IOCTL_PREPARE),
	"RESET":          plain(abi.SNDRV_PCM_IOCTL_RESET),
	"START":          plain(abi.SNDRV_PCM_IOCTL_START),
	"DROP":           plain(abi.SNDRV_PCM_IOCTL_DROP),
	"DRAIN":          plain(abi.SNDRV_PCM_IOCTL_DRAIN),
	"RESUME":         plain(abi.SNDRV_PCM_IOCTL_RESUME),
	"XRUN":           plain(abi.SNDRV_PCM_IOCTL_XRUN),
	"UNLINK":         plain(abi.SNDRV_PCM_IOCTL_UNLINK),
	"PAUSE 1":        value[int32](abi.SNDRV_PCM_IOCTL_PAUSE, 1),
	"PAUSE 0":        value[int32](abi.SNDRV_PCM_IOCTL_PAUSE, 0),
	"LINK -1":        value[int32](abi.SNDRV_PCM_IOCTL_LINK, -1),
	"unknown ioctl":  plain('A'<<8 | 0x7f),
	"DRAIN and wait": drainAndWait,
	"poll":           poll,

	"HW_PARAMS impossible":  hwParamsOf(abi.SNDRV_PCM_IOCTL_HW_PARAMS, 1),
	"SW_PARAMS":             swParamsWith(func(*abi.SwParams) {}, true),
	"SW_PARAMS avail_min=0": swParamsWith(func(p *abi.SwParams) { p.AvailMin = 0 }, false),
	"SW_PARAMS stop=1":      swParamsWith(stopAt(1), false),
	"ioctl of another type": plain('U'<<8 | 0x7f),

	"STATUS":          status(abi.SNDRV_PCM_IOCTL_STATUS, 0),
	"STATUS_EXT 0x11": status(abi.SNDRV_PCM_IOCTL_STATUS_EXT, 0x11),
	"STATUS_EXT 0x2":  status(abi.SNDRV_PCM_IOCTL_STATUS_EXT, 0x2),
	"DELAY":           delay,

	"SYNC_PTR hwsync":        syncPtr(7, 0),
	"SYNC_PTR get":           syncPtr(6, 0),
	"SYNC_PTR appl=4008":     syncPtr(4, few+8),
	"SYNC_PTR appl=0":        syncPtr(4, 0),
	"SYNC_PTR appl=LONG_MAX": syncPtr(4, math.MaxInt64),
	"SYNC_PTR avail_min=77":  syncPtr(2, 0),

	"CHANNEL_INFO 0": channelInfo(0),
	"CHANNEL_INFO 1": channelInfo(1),
	"CHANNEL_INFO 2": channelInfo(2),

	"REWIND 0":    move(abi.SNDRV_PCM_IOCTL_REWIND, 0),
	"REWIND 8":    move(abi.SNDRV_PCM_IOCTL_REWIND, 8),
	"REWIND all":  move(abi.SNDRV_PCM_IOCTL_REWIND, math.MaxUint64),
	"FORWARD 0":   move(abi.SNDRV_PCM_IOCTL_FORWARD, 0),
	"FORWARD 8":   move(abi.SNDRV_PCM_IOCTL_FORWARD, 8),
	"FORWARD all": move(abi.SNDRV_PCM_IOCTL_FORWARD, math.MaxUint64),

	"WRITEI 0":            framesOf(abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, 0, somewhere),
	"WRITEI 8":            framesOf(abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, 8, somewhere),
	"WRITEI 8 of NULL":    framesOf(abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, 8, null),
	"WRITEI 8 of nothing": framesOf(abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, 8, nowhere),
	"READI 0":             framesOf(abi.SNDRV_PCM_IOCTL_READI_FRAMES, 0, somewhere),
	"READI 8":             framesOf(abi.SNDRV_PCM_IOCTL_READI_FRAMES, 8, somewhere),
	"WRITEN 8":            framesOf(abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, 8, somewhere),
	"READN 8":             framesOf(abi.SNDRV_PCM_IOCTL_READN_FRAMES, 8, somewhere),

	"read 32":  read(32),
	"read 33":  read(33),
	"write 32": write(32),
	"write 33": write(33),
}

func plain(cmd abi.Cmd) operation {
	return func(c scene) (string, error) { return "", c.plain(cmd) }
}

// value is an ioctl with a struct of which nothing is told.
func value[T any](cmd abi.Cmd, v T) operation {
	return func(c scene) (string, error) {
		passed := v
		return "", do(c.client, cmd, &passed)
	}
}

func hwParamsOf(cmd abi.Cmd, rate uint32) operation {
	return func(c scene) (string, error) {
		w := c.wish()
		w.rate = rate
		return "", do(c.client, cmd, w.hwParams())
	}
}

func swParamsWith(change func(*abi.SwParams), tell bool) operation {
	return func(c scene) (told string, err error) {
		p := c.swParams()
		change(p)
		err = do(c.client, abi.SNDRV_PCM_IOCTL_SW_PARAMS, p)
		if tell {
			told = fmt.Sprintf(" boundary=%d", p.Boundary)
		}
		return told, err
	}
}

func status(cmd abi.Cmd, data uint32) operation {
	return func(c scene) (string, error) {
		p := abi.Status{AudioTstampData: data}
		if err := do(c.client, cmd, &p); err != nil {
			return "", err
		}
		told := fmt.Sprintf(" state=%d trigger=%d tstamp=%d audio=%s driver=%d data=%x", p.State,
			flag(p.TriggerTstamp.Sec != 0), flag(p.Tstamp.Sec != 0), audio(&p), flag(p.DriverTstamp.Sec != 0), p.AudioTstampData)
		if c.still() {
			told += fmt.Sprintf(" avail=%d max=%d delay=%d", p.Avail, p.AvailMax, p.Delay)
		}
		return told, nil
	}
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// audio says whether the audio time stamp is what hw_ptr says.
func audio(p *abi.Status) string {
	switch p.AudioTstamp.Sec*1e9 + p.AudioTstamp.Nsec {
	case 0:
		return "0"
	case int64(p.HwPtr) * 1e9 / probedRate:
		return "hw"
	}
	return "?"
}

func delay(c scene) (told string, err error) {
	d := abi.Sframes(777)
	err = do(c.client, abi.SNDRV_PCM_IOCTL_DELAY, &d)
	if c.still() {
		told = fmt.Sprintf(" %d", d)
	}
	return told, err
}

func syncPtr(flags abi.SyncPtrFlags, appl abi.Uframes) operation {
	return func(c scene) (string, error) {
		p := abi.SyncPtr{Flags: flags, Control: abi.MmapControl{ApplPtr: appl, AvailMin: 77}}
		if err := do(c.client, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &p); err != nil {
			return "", err
		}
		told := fmt.Sprintf(" flags=%d state=%d avail_min=%d", p.Flags, p.Status.State, p.Control.AvailMin)
		if c.still() || flags&abi.SNDRV_PCM_SYNC_PTR_APPL == 0 {
			told += fmt.Sprintf(" appl=%d", p.Control.ApplPtr)
		}
		return told, nil
	}
}

func channelInfo(channel uint32) operation {
	return func(c scene) (string, error) {
		p := abi.ChannelInfo{Channel: channel, Offset: 7, First: 7, Step: 7}
		if err := do(c.client, abi.SNDRV_PCM_IOCTL_CHANNEL_INFO, &p); err != nil {
			return "", err
		}
		return fmt.Sprintf(" offset=%d first=%d step=%d", p.Offset, p.First, p.Step), nil
	}
}

// drainAndWait lets frames pass while the drain waits for them. Each interrupt
// comes a little late, as it does on every machine.
func drainAndWait(c scene) (told string, err error) {
	c.nonblock = false
	done := inBackground(func() { err = c.plain(abi.SNDRV_PCM_IOCTL_DRAIN) })
	for synctest.Wait(); !over(done); synctest.Wait() {
		c.elapse(probedPeriod + 1)
	}
	return "", err
}

func move(cmd abi.Cmd, frames abi.Uframes) operation {
	return func(c scene) (told string, err error) {
		v := abi.Sframes(frames)
		err = do(c.client, cmd, &v)
		if c.still() || v <= 8 {
			told = fmt.Sprintf(" %d", v)
		}
		return told, err
	}
}

// The places that a transfer can name.
const (
	somewhere = iota
	null
	nowhere
)

// framesOf is for a transfer of both kinds: their structs look the same, and the
// pointers that WRITEN and READN want are NULL.
func framesOf(cmd abi.Cmd, frames abi.Uframes, place int) operation {
	return func(c scene) (string, error) {
		x := abi.Xferi{Result: 777, Frames: frames}
		switch place {
		case somewhere:
			x.Buf = c.memory.put(make([]byte, probedBuffer*frameBytes))
			defer c.memory.drop(x.Buf)
		case nowhere:
			x.Buf = 16
		}
		err := do(c.client, cmd, &x)
		return fmt.Sprintf(" %d", x.Result), err
	}
}

func read(n int) operation {
	return func(c scene) (string, error) { return bytesMoved(c.file.Read(&c.call, make([]byte, n))) }
}

func write(n int) operation {
	return func(c scene) (string, error) { return bytesMoved(c.file.Write(&c.call, make([]byte, n))) }
}

func bytesMoved(n int, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(" %d", n), nil
}

func poll(c scene) (string, error) { return fmt.Sprintf(" %x", uint32(c.file.Poll())), nil }
