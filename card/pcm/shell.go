package pcm

import (
	"errors"
	"sync"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// shell is what a PCM node is to programs that know nothing of ALSA: cat, dd,
// head, sox in a pipe. The first read or write chooses the default format, an
// underrun is passed over, and closing plays out what is queued.
type shell struct {
	mu       sync.Mutex
	on       bool
	pending  []byte // captured, and not read yet
	channels uint32 // that the stream has
}

// The default format: what `cat song.raw > pcmC0D0p` is taken for.
const (
	shellFormat   = abi.SNDRV_PCM_FORMAT_S16_LE
	shellChannels = 2
	shellRateHz   = 48000
	shellPeriod   = 1024
	shellBuffer   = 6144
	shellCapture  = 4 * shellBuffer   // a reader that comes too late loses frames, a writer does not
	shellFrame    = 2 * shellChannels // bytes
)

func (sh *shell) configured() bool {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.on
}

// asShell reports whether the file is used without a single ioctl, and the stream
// too: one that another program has configured is used as that one wants.
func (f *file) asShell() bool {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	return !f.spoke.Load() && !s.pcm.config.Strict && (s.shells || unset(s.state))
}

// ready configures and prepares the stream, as far as it is not. A stream with
// one channel is given the default's two by the server. EBADFD when a program that
// shares the stream has set it up otherwise since asShell looked.
func (f *file) ready() error {
	f.shell.mu.Lock()
	defer f.shell.mu.Unlock()
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.state {
	case abi.SNDRV_PCM_STATE_OPEN:
		p, err := s.shellParams()
		if err != nil {
			return err
		}
		if err := s.configureLocked(p, s.pages.narrow != nil); err != nil {
			return err
		}
		if s.playback() {
			s.sw.StartThreshold = shellPeriod // a recording starts with the first read, however small
		}
		s.shells = true
		if err := s.prepareLocked(); err != nil {
			return err
		}
	case abi.SNDRV_PCM_STATE_SETUP, abi.SNDRV_PCM_STATE_XRUN, abi.SNDRV_PCM_STATE_SUSPENDED:
		if !s.shells {
			break
		}
		s.stopSuspendedLocked()
		if err := s.prepareLocked(); err != nil {
			return err
		}
	}
	if !s.shells {
		return syscall.EBADFD
	}
	f.shell.on, f.shell.channels = true, s.params.Channels
	return nil
}

// readyWithPower is ready, once the machine is awake.
func (f *file) readyWithPower(c *card.Call) error {
	if err := f.file.AwaitPower(c); err != nil {
		return err
	}
	return f.ready()
}

func (s *Substream) shellBuffer() uint32 {
	if s.playback() {
		return shellBuffer
	}
	return shellCapture
}

// shellParams are the default format's parameters: EBADFD, as a kernel's card
// answers, if the hardware does not have it.
func (s *Substream) shellParams() (*abi.HwParams, error) {
	for _, channels := range []uint32{shellChannels, 1} {
		p := hwparams.Any()
		setMask(p, abi.SNDRV_PCM_HW_PARAM_ACCESS, uint(abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED))
		setMask(p, abi.SNDRV_PCM_HW_PARAM_FORMAT, uint(shellFormat))
		setInterval(p, abi.SNDRV_PCM_HW_PARAM_CHANNELS, channels)
		setInterval(p, abi.SNDRV_PCM_HW_PARAM_RATE, shellRateHz)
		setInterval(p, abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE, shellPeriod)
		setInterval(p, abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE, s.shellBuffer())
		tried := *p
		if s.constraints.Refine(&tried) == nil && (channels == shellChannels || !s.playback()) {
			return p, nil
		}
	}
	return nil, syscall.EBADFD
}

func setMask(p *abi.HwParams, param abi.Param, bit uint) {
	m := p.Mask(param)
	*m = abi.Mask{}
	m.Bits[bit/32] = 1 << (bit % 32)
}

func setInterval(p *abi.HwParams, param abi.Param, v uint32) {
	*p.Interval(param) = abi.Interval{Min: v, Max: v, Flags: abi.IntervalInteger}
}

// shellWrite plays p, past underruns.
func (f *file) shellWrite(c *card.Call, p []byte) (int, error) {
	if err := f.takeTurn(c); err != nil {
		return 0, err
	}
	defer f.endTurn()
	for {
		if err := f.readyWithPower(c); err != nil {
			return 0, err
		}
		n, err := f.writeFrames(c, p, shellFrame)
		if !passedOver(err) {
			return n, err
		}
	}
}

// passedOver reports whether an error is of a stream that can be prepared anew: an
// underrun or overrun, or a machine that slept.
func passedOver(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ESTRPIPE)
}

// playOut waits until what is queued has been played, for a program that closes
// its file. Signals that it survives do not cut the sound off; one that is being
// killed does not wait.
func (f *file) playOut(c *card.Call) {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unclockedLocked() {
		s.beginDrainLocked() // the last frame would wait for more
		s.kickLocked()
	} else {
		_ = s.startLocked(abi.SNDRV_PCM_STATE_RUNNING) // it runs already, or has nothing to play
	}
	wait, limit := *c, s.patience()
	for s.runningLocked() && s.pointersLocked().queued() > 0 && !c.Killed() {
		timedOut, err := s.sleepLocked(f, &wait, "close", limit)
		switch {
		case err != nil && wait.Interrupted == nil, timedOut && wait.Interrupted != nil:
			return // the mount has ended, or nothing moves
		case err != nil:
			wait.Interrupted, limit = nil, card.KilledLook
		}
		if s.runningLocked() {
			_ = s.updateLocked(clock.Now()) // an underrun is what it waits for
		}
	}
}

// shellRead records into p, past overruns. A capture with one channel is heard
// on both of the default's.
func (f *file) shellRead(c *card.Call, p []byte) (int, error) {
	if err := f.takeTurn(c); err != nil {
		return 0, err
	}
	defer f.endTurn()
	taken := copy(p, f.shell.pending)
	f.shell.pending = f.shell.pending[taken:]
	for taken < len(p) {
		if err := f.readyWithPower(c); err != nil {
			return taken, err
		}
		n, err := f.readFrames(c, p[taken:])
		taken += n
		if !passedOver(err) {
			return taken, err
		}
	}
	return taken, nil
}

// readFrames records as many frames as p has room for, and keeps what is left of
// one when that ends within a frame.
func (f *file) readFrames(c *card.Call, p []byte) (int, error) {
	frames := min((len(p)+shellFrame-1)/shellFrame, shellBuffer)
	got := make([]byte, frames*shellFrame)
	hardware := got[:frames*2*int(f.shell.channels)]
	n, err := f.transfer(c, abi.Uframes(frames), f.moveBytes(hardware))
	if n == 0 {
		return 0, err
	}
	if f.shell.channels == 1 {
		doubleMono(got, int(n))
	}
	got = got[:int(n)*shellFrame]
	taken := copy(p, got)
	f.shell.pending = got[taken:]
	return taken, nil
}

// doubleMono makes n stereo frames out of the n mono ones at the start of p, in
// place and so from the end.
func doubleMono(p []byte, n int) {
	for i := n - 1; i >= 0; i-- {
		lo, hi := p[2*i], p[2*i+1]
		p[4*i], p[4*i+1], p[4*i+2], p[4*i+3] = lo, hi, lo, hi
	}
}
