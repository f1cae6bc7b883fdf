package fuseconn

import (
	"bytes"
	"testing"
)

func TestShrinkKeepsTheBytesAndLetsTheRestGo(t *testing.T) {
	for _, tt := range []struct {
		name    string
		n       int
		wantCap int
	}{
		{"a short request is copied", 100, 100},
		{"half a buffer is copied", 500, 500},
		{"more than half stays where it is", 501, 1000},
		{"a full one stays where it is", 1000, 1000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBuffers(1000)
			p := b.full()
			copy(p, bytes.Repeat([]byte("x"), tt.n))
			got := b.shrink(p, tt.n)
			if !bytes.Equal(got, bytes.Repeat([]byte("x"), tt.n)) {
				t.Errorf("shrink returned other bytes: %q", got)
			}
			if cap(got) != tt.wantCap {
				t.Errorf("it holds %d bytes, want %d", cap(got), tt.wantCap)
			}
			if back := len(b.spare) == 1; back != (tt.wantCap < 1000) {
				t.Errorf("the buffer was given back: %v", back)
			}
		})
	}
}

func TestReleasedBuffersAreUsedAgainUpToALimit(t *testing.T) {
	b := newBuffers(1000)
	for range 10 * spareBuffers {
		b.release(make([]byte, 1000)[:600])
		b.release(make([]byte, 10))
	}
	if got := len(b.spare); got != spareBuffers {
		t.Errorf("%d buffers kept, want %d", got, spareBuffers)
	}
	if got := len(b.full()); got != 1000 {
		t.Errorf("a reused buffer has %d bytes, want 1000", got)
	}
	if got := len(b.sized(2000)); got != 2000 {
		t.Errorf("a reply larger than any request got %d bytes, want 2000", got)
	}
}
