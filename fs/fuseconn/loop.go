package fuseconn

import (
	"errors"
	"os"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

// interruptDelay is how long an INTERRUPT that overtook its request is put off.
const interruptDelay = 50 * time.Microsecond

// start begins to serve.
func (c *Conn) start() {
	for range maxWaiting {
		c.readers.join()
		c.running.Go(c.serve)
	}
}

// serve reads and answers requests until the connection ends or enough others
// wait for the next one. Before it handles a request, which may block, it leaves
// others waiting in its place.
func (c *Conn) serve() {
	for {
		req, err := c.receive()
		if err != nil {
			_ = c.end(err) // closing a device that is gone cannot matter
			return
		}
		if c.readers.leave() {
			c.running.Go(c.serve)
		}
		c.answer(req)
		if !c.readers.rejoin() {
			return
		}
	}
}

// receive waits for a request and returns it in a buffer of its own size.
func (c *Conn) receive() (request, error) {
	p := c.buffers.full()
	n, err := c.dev.read(p)
	if err != nil {
		return nil, err
	}
	return c.buffers.shrink(p, n), nil
}

// answer handles a request and sends the reply, if it has one.
func (c *Conn) answer(req request) {
	defer c.buffers.release(req)
	switch req.opcode() {
	case opPoll:
		c.send(req, c.poll(req))
	case opStatx:
		// go-fuse does not dispatch it and would log a complaint.
		c.send(req, req.reply(unix.ENOSYS))
	default:
		c.dispatch(req)
	}
}

// dispatch has go-fuse decode a request, call the file system and encode the
// reply. INTERRUPT is among them: go-fuse closes the cancel channel of the
// request meant and says nothing. If it does not know the request, which another
// reader may just be bringing, it answers EAGAIN, upon which the kernel sends the
// INTERRUPT again. That is put off a little, for the two of them would keep the
// other reader from the processor that it needs.
func (c *Conn) dispatch(req request) {
	out := c.replyBuffer(req)
	defer c.buffers.release(out)
	n, status := c.protocol.HandleRequest([][]byte{req}, [][]byte{out})
	if req.opcode() == opInterrupt && n > 0 {
		time.Sleep(interruptDelay)
	}
	switch {
	case status != fuse.OK:
		c.send(req, req.reply(syscall.Errno(status)))
	case n > 0:
		c.send(req, restarted(req, out[:n]))
	}
}

// replyBuffer returns room for the reply. Only READ gets memory that was used
// before, because its handler names how much of it to send.
func (c *Conn) replyBuffer(req request) []byte {
	if req.opcode() == opRead {
		return c.buffers.sized(req.replySize())
	}
	return make([]byte, req.replySize())
}

// send writes the reply to req. A request that the kernel gave up has nobody
// waiting for it (ENOENT), nor has one of a connection that has ended. A reply
// that the kernel takes for malformed leaves the caller waiting, so an EIO goes
// after it.
func (c *Conn) send(req request, reply []byte) {
	err := c.dev.write(reply)
	if err == nil || errors.Is(err, unix.ENOENT) || over(err) {
		return
	}
	c.opts.Logf("opcode %d: the kernel refused the reply: %v", req.opcode(), err)
	_ = c.dev.write(req.reply(unix.EIO))
}

// over reports whether err, of the device, means that the connection has ended in
// one of the usual ways. ECONNABORTED is for a reader that was just taking a
// request when the others got ENODEV.
func over(err error) bool {
	return errors.Is(err, os.ErrClosed) || errors.Is(err, unix.ENODEV) ||
		errors.Is(err, unix.ECONNABORTED) || errors.Is(err, unix.ENOTCONN)
}
