package server

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

// lastReaders is how long those who follow the log have to read its end.
const lastReaders = time.Second

// end waits for the end of the mount, however it comes, and carries it out.
//
// A lazy unmount with files open tells nobody: it is found in the mount table,
// and the cards go at once, as the directory has. When the connection itself
// ends, no file can be closed by its program any more, and all are closed here,
// after the cards were disconnected, as in every other way to go.
func (s *Server) end() {
	select {
	case <-s.conn.Unmounted():
		go func() {
			s.unplugAll()
			s.log.Close() // those who follow it keep the connection
		}()
	case <-s.conn.Done():
	}
	<-s.conn.Done()
	go s.unplugAll()
	s.core.AwaitDisconnected()
	s.tree.ConnectionEnded()
	<-s.released
	s.log.Close()
	_ = s.conn.Unmount(unix.MNT_DETACH) // it is gone, as a rule
	_ = s.conn.Wait()
	s.undoDir()
	s.clock.Stop()
	close(s.done)
}

// unplugAll begins to unplug every card, once, and returns when that is done and every
// file closed, of cards too whose drivers do not wait for that.
func (s *Server) unplugAll() {
	s.unplug.Do(func() {
		s.bus.Close()
		s.core.AwaitFreed()
		close(s.released)
	})
}

// Stop unplugs every card, waits until their files are closed, and unmounts. It
// returns at once: Done tells the end.
func (s *Server) Stop() {
	go func() {
		s.unplugAll()
		s.log.Close()
		if err := s.conn.Unmount(0); err == nil || errors.Is(err, fuseconn.ErrNotMounted) {
			return
		}
		// Somebody is still in the directory, or reads the log.
		_ = s.conn.Unmount(unix.MNT_DETACH) // gone meanwhile: what was wanted
		select {
		case <-s.conn.Done():
		case <-time.After(lastReaders):
			_ = s.conn.Abort() // it has ended meanwhile: what was wanted
		}
	}()
}

// Kill ends the server without waiting for programs: the connection is cut,
// their files are closed, and everything is released in order. It returns when
// that is done.
func (s *Server) Kill() {
	_ = s.conn.Abort() // it has ended already: what was wanted
	<-s.done
}

// Done is closed when everything is released and the directory is free.
func (s *Server) Done() <-chan struct{} { return s.done }
