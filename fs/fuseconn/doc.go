// Package fuseconn is one /dev/fuse connection: it mounts a file system, reads
// the kernel's requests and answers them, until the mount is gone.
//
// It stands beside go-fuse rather than on its Server, because that Server
// answers every POLL with ENOSYS, after which the kernel never asks again and
// poll(2) calls everything ready. Here the loop over /dev/fuse is our own. It
// answers POLL from [FileSystem] and sends the wake-ups ([Conn.NotifyPoll]);
// every other request goes through go-fuse's ProtocolServer to the methods of
// fuse.RawFileSystem.
//
//	kernel ── read ──> reader ── POLL ───────────────> FileSystem.Poll
//	   ^                 │ └─── everything else ────> ProtocolServer ──> FileSystem
//	   └───── write ─────┴──── replies, notifications
//
// # Requests that block
//
// Any request may block for as long as it likes: whoever read it sees to it
// that others wait on the device before handling it. What a blocked request
// holds is a goroutine and its own bytes. A caller that gets a signal stays
// unkillable until its request is answered, so every wait must watch the cancel
// channel that comes with the request, and [Conn.Done] beside it, because a
// connection that dies interrupts nobody.
//
// # The end
//
// There are three ways for a mount to go, and the file system hears of them
// differently. After umount(2), and after the last close that follows a lazy
// unmount, Done is closed; a last RELEASE may be lost on the way. After a forced
// unmount or an abort Done is closed and no RELEASE comes. Either way the
// connection's end closes every file that is still open. A lazy unmount with
// files open says nothing at all; [Conn.Unmounted] finds it in the mount table.
//
// # The serving process
//
// A process that touches its own mount waits for itself, and with it whatever
// locks and threads it holds. Nothing in this package does so: mounts are looked
// up by O_PATH, which asks no file system, and in the mount table.
package fuseconn
