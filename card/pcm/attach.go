package pcm

import (
	"errors"
	"slices"
	"syscall"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// closeGrace is how long an open waits for a substream whose descriptor was closed
// just now, without O_NONBLOCK or with, rather than fail or get another. A real
// card's is free when close(2) returns; here the last close is told a moment
// later, and a mapping that a program unmaps after closing a moment after that.
const closeGrace = 100 * time.Millisecond

// errClosing says that the substream to have is about to be free.
var errClosing = errors.New("a substream is being closed")

// open gives a program a substream (snd_pcm_open): the one it prefers or the
// first that is free. Without O_NONBLOCK it waits for one.
func (st *stream) open(c *card.Call, flags card.OpenFlags) (*card.File, error) {
	cf, err := st.pcm.card.AddFile(st.node)
	if err != nil {
		return nil, err
	}
	err = st.lingerOpening(c)
	var f *file
	if err == nil {
		f, err = st.attachWaiting(cf, c, flags)
	}
	if err != nil {
		st.pcm.card.RemoveFile(cf)
		return nil, err
	}
	cf.SetOps(f)
	return cf, nil
}

// lingerOpening makes an open take as long as the hardware takes over it.
func (st *stream) lingerOpening(c *card.Call) error {
	if d, ok := st.substreams[0].direction.Driver.(SlowDriver); ok {
		return st.pcm.linger(c, d.TakesOpen(st.node.Name))
	}
	return nil
}

func (st *stream) attachWaiting(cf *card.File, c *card.Call, flags card.OpenFlags) (*file, error) {
	deadline := time.Now().Add(closeGrace)
	for {
		limit := time.Until(deadline)
		f, freed, err := st.attach(cf, c, flags, limit > 0)
		switch {
		case errors.Is(err, errClosing):
		case !errors.Is(err, syscall.EAGAIN):
			return f, err
		case flags.Nonblock:
			return nil, syscall.EBUSY
		default:
			limit = time.Hour // and then it looks again
		}
		if err := st.waitFreed(c, freed, limit); err != nil {
			return nil, err
		}
	}
}

func (st *stream) waitFreed(c *card.Call, freed <-chan struct{}, limit time.Duration) error {
	alarm := time.NewTimer(limit)
	defer alarm.Stop()
	select {
	case <-freed:
	case <-alarm.C:
	case <-st.pcm.card.Gone():
		return syscall.ENODEV
	case <-c.Interrupted:
		return syscall.EINTR
	case <-c.Ended:
		return syscall.EINTR
	}
	return nil
}

// isClosing reports whether a substream that is in use is likely to be free soon.
func (s *Substream) isClosing() bool {
	at := clock.Time(s.closing.Load())
	return at > 0 && clock.Now().Sub(at) < closeGrace
}

// attach is snd_pcm_attach_substream. EAGAIN when no substream is free, and for the
// patient errClosing when the first to be had is not free yet; freed is closed
// when that may have changed.
func (st *stream) attach(cf *card.File, c *card.Call, flags card.OpenFlags, patient bool) (*file, <-chan struct{}, error) {
	preferred := st.pcm.card.Preferred(c.Tid, card.PCM)
	st.mu.Lock()
	defer st.mu.Unlock()
	if flags.Append {
		f, err := st.shareLocked(cf, preferred)
		return f, nil, err
	}
	for _, s := range st.substreams {
		switch {
		case preferred != card.AnySubdevice && s.number != preferred:
		case len(s.files) == 0:
			f, err := s.beginLocked(cf, c, flags)
			return f, nil, err
		case patient && s.isClosing():
			return nil, st.freed, errClosing
		}
	}
	return nil, st.freed, syscall.EAGAIN
}

// beginLocked opens the hardware of a free substream for its first file.
func (s *Substream) beginLocked(cf *card.File, c *card.Call, flags card.OpenFlags) (*file, error) {
	if err := s.begin(c, flags); err != nil {
		return nil, err
	}
	return s.addFileLocked(cf), nil
}

// shareLocked is an open with O_APPEND: it shares a substream that is in use.
// EINVAL if it does not say which of several, EBADFD if nobody uses it.
func (st *stream) shareLocked(cf *card.File, preferred int) (*file, error) {
	if preferred < 0 && len(st.substreams) > 1 {
		return nil, syscall.EINVAL
	}
	number := max(preferred, 0)
	if number >= len(st.substreams) {
		return nil, syscall.ENODEV
	}
	s := st.substreams[number]
	if len(s.files) == 0 || s.going {
		return nil, syscall.EBADFD
	}
	return s.addFileLocked(cf), nil
}

func (s *Substream) addFileLocked(cf *card.File) *file {
	f := &file{sub: s, file: cf, pages: s.pages, turn: make(chan struct{}, 1)}
	s.mu.Lock()
	s.files = append(s.files, f)
	s.mu.Unlock()
	s.closing.Store(0)
	return f
}

// leaving ends the transfers of a file that has been closed, when it was the
// last of its substream: mappings may still be left, but nobody can share it.
func (s *Substream) leaving() (last bool) {
	s.closing.Store(int64(clock.Now()))
	s.stream.mu.Lock()
	last = len(s.files) == 1
	s.going = last
	s.stream.mu.Unlock()
	if last {
		s.quiesce()
	}
	return last
}

// detach gives a file's share of the substream back (snd_pcm_release_substream).
func (s *Substream) detach(f *file) {
	st := s.stream
	st.mu.Lock()
	defer st.mu.Unlock()
	s.mu.Lock()
	s.files = slices.DeleteFunc(s.files, func(g *file) bool { return g == f })
	s.mu.Unlock()
	if len(s.files) > 0 {
		return
	}
	s.end()
	s.going = false
	s.closing.Store(0)
	close(st.freed)
	st.freed = make(chan struct{})
}

// inUse counts the substreams that programs have open.
func (st *stream) inUse() int {
	st.mu.Lock()
	defer st.mu.Unlock()
	n := 0
	for _, s := range st.substreams {
		if len(s.files) > 0 {
			n++
		}
	}
	return n
}

// info describes a substream, as PCM_INFO and the control node's do.
func (s *Substream) info() abi.PcmInfo {
	p := s.pcm
	info := abi.PcmInfo{
		Device: uint32(p.config.Device), Subdevice: uint32(s.number), Stream: s.stream.direction,
		Card:            int32(p.card.Number()),
		SubdevicesCount: uint32(len(s.stream.substreams)),
	}
	info.SubdevicesAvail = info.SubdevicesCount - uint32(s.stream.inUse())
	abi.SetString(info.ID[:], p.config.ID)
	abi.SetString(info.Name[:], p.config.Name)
	abi.SetString(info.Subname[:], subname(s.number))
	return info
}
