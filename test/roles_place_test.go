package test

import (
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
)

// rolePlace starts a playback that nothing stops, and whenever it is told to it
// reports whether the stream is where the clock is: place PATH.
func rolePlace(args []string) {
	c := openPCM(args[0], 2)
	sw := abi.SwParams{PeriodStep: 1, AvailMin: 1, StartThreshold: never, StopThreshold: never, SilenceSize: never}
	must("SW_PARAMS", ioctl(c.fd, abi.SNDRV_PCM_IOCTL_SW_PARAMS, &sw))
	must("PREPARE", ioctl[byte](c.fd, abi.SNDRV_PCM_IOCTL_PREPARE, nil))
	before := monotonic()
	must("START", ioctl[byte](c.fd, abi.SNDRV_PCM_IOCTL_START, nil))
	after := monotonic()
	report("started")
	for {
		if _, err := stdin.ReadString('\n'); err != nil {
			return
		}
		asked := monotonic()
		at := c.played()
		if least, most := framesIn(asked-after), framesIn(monotonic()-before)+1; at < least || at > most {
			report("it has played %d frames, want %d to %d", at, least, most)
			continue
		}
		report("in time")
	}
}

// played is how many frames were played of a stream into which none was written.
func (c client) played() int64 {
	var delay abi.Sframes
	must("DELAY", ioctl(c.fd, abi.SNDRV_PCM_IOCTL_DELAY, &delay))
	return -int64(delay)
}

func framesIn(d time.Duration) int64 { return int64(d) * clientRateHz / int64(time.Second) }
