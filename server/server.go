package server

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/fault"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/timer"
	"github.com/vsndfs/vsndfs/fs"
	"github.com/vsndfs/vsndfs/fs/eventlog"
	"github.com/vsndfs/vsndfs/fs/fuseconn"
	"github.com/vsndfs/vsndfs/server/scenario"
)

// Server is a mounted vsndfs.
type Server struct {
	log      *eventlog.Log
	clock    *clock.Clock
	sound    fault.Sound // the time of cards without a clock
	plans    []plan
	play     *scenario.Play // nil without a scenario
	core     *card.Core
	bus      *bus.Bus
	tree     *fs.Server
	conn     *fuseconn.Conn
	undoDir  func()
	unplug   sync.Once
	released chan struct{} // closed when every card is unplugged and released
	done     chan struct{} // closed when nothing is left of the server
}

// Start mounts and plugs the cards in. When it returns, every node can be
// opened.
func Start(o Options) (*Server, error) {
	if err := checkLimits(); err != nil {
		return nil, err
	}
	undoDir, err := prepareDir(o.Dir, o.Nonempty)
	if err != nil {
		return nil, err
	}
	s, err := start(o, undoDir)
	if err != nil {
		undoDir()
		return nil, err
	}
	return s, nil
}

func start(o Options, undoDir func()) (*Server, error) {
	c, err := clock.Start()
	if err != nil {
		return nil, err
	}
	log := eventlog.New(o.Log)
	if o.Trap != nil {
		log.Before(o.Trap.look)
	}
	s := &Server{
		log: log, clock: c, core: &card.Core{}, bus: bus.New(log.Append), undoDir: undoDir,
		released: make(chan struct{}), done: make(chan struct{}),
	}
	if o.repeatable() {
		log.SetTime(s.sound.Now)
	}
	pcm.AddList(s.core)
	s.tree = fs.New(s.core, s.bus, log, o.FS)
	if s.conn, err = fuseconn.Mount(s.tree, s.mountOptions(o)); err != nil {
		c.Stop()
		return nil, mountError(o, err)
	}
	go s.end()
	timers := timer.NewService(s.core)
	timers.AddGlobal(func(fn func(clock.Time)) timer.Alarm { return c.NewTimer(fn) })
	env := driver.Environment{Core: s.core, Clock: c, Timers: timers, MMAP: s.MMAP(), TellAll: o.repeatable()}
	if !env.MMAP {
		s.log.Append("vsndfs", noMMAP(o))
	}
	if err := s.plugAll(o.Cards, env); err != nil {
		s.Kill()
		return nil, err
	}
	s.startScenario(o.Scenario)
	return s, nil
}

// noMMAP says why programs cannot map the cards' memory, what is left to them, and
// what to do.
func noMMAP(o Options) string {
	why := "there is no FUSE passthrough; it takes Linux 6.9 or newer and root outside of user namespaces"
	if o.NoPassthrough {
		why = "the mount option nopassthrough forbids it"
	}
	return "no mmap: programs read and write instead, and default does not mix: " + why
}

// MMAP reports whether programs can map the cards' memory.
func (s *Server) MMAP() bool { return s.conn.Passthrough() }

// Log is the lifecycle log, which can be read when the server has ended too.
func (s *Server) Log() io.WriterTo { return s.log }

// AwaitLogCopied waits until everything in the log has gone to [Options].Log.
func (s *Server) AwaitLogCopied() { s.log.AwaitCopied() }

// mountError says more than the kernel's one number for everything.
func mountError(o Options, err error) error {
	if errors.Is(err, syscall.EINVAL) && len(o.MountOptions) > 0 {
		return fmt.Errorf("%w: one of the options %s is nobody's; see vsndfs mount --help", err, strings.Join(o.MountOptions, ","))
	}
	return err
}

// maxWrite is how many bytes of a write(2) wait in the server when the card's
// clock holds the writer back: a thousand such writers must not cost much. It
// carries half a gigabyte a second all the same.
const maxWrite = 16 << 10

func (s *Server) mountOptions(o Options) fuseconn.Options {
	return fuseconn.Options{
		Dir: o.Dir, FSName: "vsndfs", Subtype: Subtype, AllowOther: true,
		Uid: o.FS.OwnerUid, Gid: o.FS.OwnerGid,
		MaxWrite:      maxWrite,
		MountOptions:  o.MountOptions,
		NoPassthrough: o.NoPassthrough,
		Attach:        s.tree.Attach,
		Logf:          func(format string, args ...any) { s.log.Append("fuse", fmt.Sprintf(format, args...)) },
	}
}

func (s *Server) plugAll(cards []Card, env driver.Environment) error {
	names := slotNames(cards)
	for i, c := range cards {
		slot := s.addSlot(names[i], c, env)
		if err := slot.Plug(); err != nil {
			return fmt.Errorf("plug %s in: %w", names[i], err)
		}
	}
	return nil
}
