package pcm

import (
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
	"github.com/vsndfs/vsndfs/card/timer"
)

// Substream is one stream of a PCM that one program at a time uses, or several
// that share it by O_APPEND.
type Substream struct {
	pcm       *PCM
	stream    *stream
	number    int
	direction *Direction
	timer     *timer.Timer

	files   []*file      // who has it: changed with both locks held, read with either
	going   bool         // the last file is closed, and a mapping may be left; stream.mu
	closing atomic.Int64 // the clock.Time when a descriptor was closed last, 0 after any call since

	mu *sync.Mutex // the stream lock, taken after stream.mu; it guards all that follows

	diary diary

	// What an open substream has, struct snd_pcm_runtime.
	runtime
}

// runtime is the part of a substream that begins with open and ends with close.
type runtime struct {
	owner       uint32 // the thread that opened it
	pages       *pages
	engine      Engine
	free        FreeEngine   // engine, if it has no clock
	faulty      FaultyEngine // engine, if it can misbehave
	constraints *hwparams.Constraints
	interrupt   *clock.Timer

	state     abi.State
	suspended abi.State // what it was when the machine went to sleep
	still     bool      // it drains, and the hardware could not be started

	params   Params
	boundary abi.Uframes // of the last parameters, kept when they are freed
	channels uint32      // the same
	sw       abi.SwParams
	nonblock bool // O_NONBLOCK as it was at open or at the last prepare
	shells   bool // it was configured for programs that make no ioctls
	accesses int  // transfers that are copying to or from the ring

	wake     chan struct{} // closed, and made anew, to wake the sleepers
	sleepers int
	twake    abi.Uframes // what a sleeping transfer waits for, 0 if none sleeps

	hwPtr   abi.Uframes
	total   uint64 // frames that hwPtr has moved since prepare
	moved   uint64 // of the engine's count, since start
	periods uint64 // of them that the interrupt has announced
	seen    uint64 // of them at the last look that nobody asked for
	// lookAfter is how long that look came after the one before.
	lookAfter time.Duration
	silence   silence

	tstampType    abi.TstampType
	tstamp        clock.Time
	audioTstamp   clock.Time
	triggerTstamp clock.Time
	availMax      abi.Uframes
}

func newSubstream(st *stream, number int, d *Direction) *Substream {
	s := &Substream{pcm: st.pcm, stream: st, number: number, direction: d, mu: new(sync.Mutex)}
	if d.Lock != nil {
		s.mu = d.Lock(number)
	}
	return s
}

// Number is the substream's number in its PCM and direction.
func (s *Substream) Number() int { return s.number }

// Name tells the substream from all others, for the log.
func (s *Substream) Name() string { return fmt.Sprintf("%s sub=%d", s.stream.node.Name, s.number) }

// FreeRunning reports whether the stream goes on whatever the program has
// written: dmix plays that way, and never moves its pointer. The stream lock is
// held.
func (s *Substream) FreeRunning() bool { return s.sw.StopThreshold >= s.params.Boundary }

// Params are the stream's parameters; zero unless it is configured. The stream
// lock is held.
func (s *Substream) Params() Params { return s.params }

func (s *Substream) playback() bool {
	return s.stream.direction == abi.SNDRV_PCM_STREAM_PLAYBACK
}

// begin opens the hardware for the first file. Transfers wait or not as its
// O_NONBLOCK says, until a prepare decides anew. ENODEV when the card has gone
// since it let the file in.
func (s *Substream) begin(c *card.Call, flags card.OpenFlags) error {
	hw := s.direction.Hardware
	p, err := newPages(pageAlign(int(hw.BufferBytesMax)), c.Narrow, flags.Small)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pcm.card.IsGone() { // the disconnection has passed by here, or comes and finds nothing
		p.close()
		return syscall.ENODEV
	}
	s.runtime = runtime{
		owner:      c.Tid,
		pages:      p,
		nonblock:   flags.Nonblock,
		wake:       make(chan struct{}),
		interrupt:  s.pcm.config.Clock.NewTimer(s.onInterrupt),
		tstampType: abi.SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY,
	}
	if err := s.openEngineLocked(); err != nil {
		p.close()
		s.runtime = runtime{}
		return err
	}
	s.setStateLocked(abi.SNDRV_PCM_STATE_OPEN)
	return nil
}

func (s *Substream) openEngineLocked() error {
	engine, own, err := s.direction.Driver.Open(s)
	if err != nil {
		return err
	}
	if s.constraints, err = hwparams.New(s.offered(s.direction.Hardware), own...); err != nil {
		s.mu.Unlock() // Close may want it
		engine.Close()
		s.mu.Lock()
		return err
	}
	s.engine = engine
	s.free, _ = engine.(FreeEngine)
	s.faulty, _ = engine.(FaultyEngine)
	return nil
}

// offered is what the hardware can do, less what this mount cannot carry.
func (s *Substream) offered(hw hwparams.Hardware) hwparams.Hardware {
	if !s.pcm.config.MMAP {
		hw.Info &^= abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID
	}
	return hw
}

func pageAlign(n int) int {
	const page = 4096
	return (n + page - 1) / page * page
}

// quiesce ends all transfer when the last file is closed: drop and hw_free of
// snd_pcm_release_substream. What is left is the memory.
func (s *Substream) quiesce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != abi.SNDRV_PCM_STATE_DISCONNECTED {
		s.stopLocked(clock.Now(), abi.SNDRV_PCM_STATE_SETUP)
	}
	s.hwFreeLocked()
}

// end closes the hardware after the last file.
func (s *Substream) end() {
	s.mu.Lock()
	engine, p, interrupt := s.engine, s.pages, s.interrupt
	s.tellPendingLocked() // the card may be freed next
	s.runtime = runtime{}
	s.timer.SetResolution(0)
	s.mu.Unlock()
	interrupt.Close()
	engine.Close()
	p.close()
}

// disconnect leaves nothing of a stream running: from every state it goes to
// DISCONNECTED.
func (s *Substream) disconnect() {
	if s.timer != nil {
		s.timer.Disconnect()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.engine == nil {
		return
	}
	s.stopLocked(clock.Now(), abi.SNDRV_PCM_STATE_DISCONNECTED)
	s.setStateLocked(abi.SNDRV_PCM_STATE_DISCONNECTED)
	s.wakeAllLocked()
}
