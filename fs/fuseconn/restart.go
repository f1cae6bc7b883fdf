package fuseconn

// RestartSys is the result (IoctlOut.Result) of an ioctl that was interrupted
// before it did anything. The kernel takes it for its own ERESTARTSYS: the call
// fails with EINTR, or begins anew where the signal handler has SA_RESTART. It is
// meant only for requests whose cancel channel was closed. No data goes back
// with it, whatever the handler put in the output buffer, for the call that
// begins anew must find its argument as it was.
const RestartSys int32 = -512

// ioctlOutSize is the size of struct fuse_ioctl_out, which begins with result.
const ioctlOutSize = 16

// restarted cuts the data off the reply to an ioctl that is to begin anew.
func restarted(req request, reply []byte) []byte {
	const head = outHeaderSize + ioctlOutSize
	if req.opcode() != opIoctl || len(reply) <= head {
		return reply
	}
	if int32(ne.Uint32(reply[outHeaderSize:])) != RestartSys {
		return reply
	}
	ne.PutUint32(reply, head)
	return reply[:head]
}
