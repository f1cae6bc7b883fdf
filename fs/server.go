package fs

import (
	"fmt"
	"os/user"
	"strconv"
	"sync"

	"github.com/hanwen/go-fuse/v2/fuse"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/fs/eventlog"
	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

// Options say who may use the tree, and how.
type Options struct {
	// Uid, Gid and Mode are the device nodes' owner and permissions.
	Uid, Gid, Mode uint32
	// OwnerUid and OwnerGid are who mounted: the directory vsndfs is theirs.
	OwnerUid, OwnerGid uint32
	// NoCallerMemory leaves the callers' memory alone, as where the server may
	// not trace them.
	NoCallerMemory bool
}

// DefaultOptions are root's nodes, mode 0660, of the group audio where there is
// one.
func DefaultOptions() Options {
	o := Options{Mode: 0o660}
	if g, err := user.LookupGroup("audio"); err == nil {
		if gid, err := strconv.ParseUint(g.Gid, 10, 32); err == nil {
			o.Gid = uint32(gid)
		}
	}
	return o
}

// Server serves the tree of one mount.
type Server struct {
	fuse.RawFileSystem // what is not served is refused

	core    *card.Core
	bus     *bus.Bus
	log     *eventlog.Log
	options Options

	conn  *fuseconn.Conn // set by Attach, before any request
	ended chan struct{}  // closed when the connection has ended

	warnMemory sync.Once
	warnLack   sync.Once

	inodes  inodes
	handles handles
	closing sync.WaitGroup // files that wait for their last mapping
}

var _ fuseconn.FileSystem = (*Server)(nil)

// New returns a server of the nodes of core and the devices of b.
func New(core *card.Core, b *bus.Bus, log *eventlog.Log, o Options) *Server {
	s := &Server{
		RawFileSystem: fuse.NewDefaultRawFileSystem(),
		core:          core,
		bus:           b,
		log:           log,
		options:       o,
		ended:         make(chan struct{}),
	}
	s.inodes.init(s.root())
	s.handles.init()
	return s
}

// Attach gives the server its connection, before the first request.
func (s *Server) Attach(c *fuseconn.Conn) { s.conn = c }

// String names the file system.
func (s *Server) String() string { return "vsndfs" }

// ConnectionEnded closes every file that is still open: no request will do it.
// It wakes whoever waits in one, lets the calls in progress end, and returns when
// all are closed.
func (s *Server) ConnectionEnded() {
	close(s.ended)
	var all sync.WaitGroup
	for _, h := range s.handles.end() {
		all.Go(func() { s.closeHandle(h) })
	}
	all.Wait()
	s.closing.Wait()
}

// mmap reports whether programs can map the cards' memory.
func (s *Server) mmap() bool { return s.conn != nil && s.conn.Passthrough() }

// logf writes a line of the server itself to the log.
func (s *Server) logf(format string, args ...any) {
	s.log.Append("vsndfs", fmt.Sprintf(format, args...))
}
