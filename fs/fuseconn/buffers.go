package fuseconn

// spareBuffers is how many buffers of full size are kept for reuse: one for each
// waiting reader, and one each for a request and its reply in the making.
const spareBuffers = maxWaiting + 2

// buffers hands out memory for requests and replies. A reader must offer room
// for the largest request, but a request that waits should hold its own size.
type buffers struct {
	size  int // of the largest request
	spare chan []byte
}

func newBuffers(size int) buffers {
	return buffers{size, make(chan []byte, spareBuffers)}
}

// full returns a buffer for the largest request. What is in it is undefined.
func (b buffers) full() []byte {
	select {
	case p := <-b.spare:
		return p
	default:
		return make([]byte, b.size)
	}
}

// sized returns a buffer of n bytes, whose contents are undefined. It is not
// much larger than n, except that more than half of a full buffer is a full one.
func (b buffers) sized(n int) []byte {
	if n <= b.size/2 || n > b.size {
		return make([]byte, n)
	}
	return b.full()[:n]
}

// shrink returns the first n bytes of p, a full buffer, in a buffer of their own
// size, or in p itself where copying would not save half of it.
func (b buffers) shrink(p []byte, n int) []byte {
	if n > b.size/2 {
		return p[:n]
	}
	own := append(make([]byte, 0, n), p[:n]...)
	b.release(p)
	return own
}

// release takes back a buffer that full, sized or shrink returned.
func (b buffers) release(p []byte) {
	if cap(p) != b.size {
		return
	}
	select {
	case b.spare <- p[:b.size]:
	default:
	}
}
