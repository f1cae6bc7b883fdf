package pcm

import (
	"maps"
	"slices"
	"sync"
	"syscall"
)

// fakeMemory is a program's memory: pieces far from each other, with nothing in
// between.
type fakeMemory struct {
	mu     sync.Mutex
	pieces map[uint64][]byte // by address
	next   uint64
	hidden bool // the server may not look
}

const farApart = 1 << 32

// put lays p into the memory and returns where.
func (m *fakeMemory) put(p []byte) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pieces == nil {
		m.pieces = make(map[uint64][]byte)
	}
	m.next += farApart
	m.pieces[m.next] = slices.Clone(p)
	return m.next
}

// putAt lays p into the memory at an address below all others.
func (m *fakeMemory) putAt(addr uint64, p []byte) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pieces == nil {
		m.pieces = make(map[uint64][]byte)
	}
	m.pieces[0] = append(make([]byte, addr), p...)
	return addr
}

// get returns the n bytes at addr, which are there.
func (m *fakeMemory) get(addr uint64, n int) []byte {
	p := make([]byte, n)
	if err := m.ReadMemory(p, addr); err != nil {
		panic(err)
	}
	return p
}

// drop takes the piece at addr away.
func (m *fakeMemory) drop(addr uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.pieces, func(at uint64, _ []byte) bool { return at == addr })
}

func (m *fakeMemory) Reachable() bool { return !m.hidden }

func (m *fakeMemory) ReadMemory(p []byte, addr uint64) error {
	if m.hidden {
		return syscall.EFAULT
	}
	return m.with(addr, len(p), func(q []byte) { copy(p, q) })
}

func (m *fakeMemory) WriteMemory(addr uint64, p []byte) error {
	if m.hidden {
		return syscall.EFAULT
	}
	return m.with(addr, len(p), func(q []byte) { copy(q, p) })
}

func (m *fakeMemory) with(addr uint64, n int, fn func([]byte)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := addr % farApart
	piece := m.pieces[addr-at]
	if at+uint64(n) > uint64(len(piece)) {
		return syscall.EFAULT
	}
	fn(piece[at:][:n])
	return nil
}
