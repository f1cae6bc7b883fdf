package pcm

import (
	"fmt"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// pages is the memory that a substream shares with the programs that map it: the
// ring at offset 0, the status page and the control page at theirs. It lives in
// a sealable memory file of its own for each open substream, which is never
// reused and never shrinks: a mapping outlives close.
type pages struct {
	fd   int
	ring []byte // nil once detached

	status, control []byte // one page each, nil once detached

	small  bool // until it has grown
	growth sync.Once
	narrow *narrowPages // of a 32-bit program, instead of control; else nil
}

// MemoryFileBytes is the size of the memory file of an open substream, which is
// mostly holes. It reaches past the last page that a program can ask for.
const MemoryFileBytes = abi.SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW + 1<<16

// newPages makes the memory for a ring of at most ringBytes, for a 32-bit program
// if narrow says so. The kernel opens the file too, on behalf of the program: if
// that may open small files only, it is one until grow.
func newPages(ringBytes int, narrow, small bool) (*pages, error) {
	fd, err := unix.MemfdCreate("vsndfs-pcm", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, fmt.Errorf("make a stream's memory: %w", err)
	}
	p := &pages{fd: fd, small: small}
	if narrow {
		p.narrow = new(narrowPages)
	}
	if err := p.attach(ringBytes); err != nil {
		p.close()
		return nil, fmt.Errorf("map a stream's memory: %w", err)
	}
	return p, nil
}

func (p *pages) attach(ringBytes int) (err error) {
	fileBytes := int64(MemoryFileBytes)
	if p.small {
		fileBytes = int64(ringBytes)
	}
	if err := unix.Ftruncate(p.fd, fileBytes); err != nil {
		return err
	}
	size := unix.Getpagesize()
	if p.status, err = p.view(p.statusOffset(), size); err != nil {
		return err
	}
	if p.narrow != nil {
		err = p.narrow.attach(p)
	} else {
		p.control, err = p.view(abi.SNDRV_PCM_MMAP_OFFSET_CONTROL, size)
	}
	if err != nil {
		return err
	}
	p.ring, err = p.view(abi.SNDRV_PCM_MMAP_OFFSET_DATA, ringBytes)
	return err
}

// grow makes the file reach past the last page. It comes with the first call after
// the open, and before anything is written into the pages.
func (p *pages) grow() {
	if !p.small {
		return
	}
	p.growth.Do(func() { _ = unix.Ftruncate(p.fd, MemoryFileBytes) }) // as when it is made: no memory is taken
}

// statusOffset is where the status page of 64-bit programs is.
func (p *pages) statusOffset() int64 {
	if p.narrow != nil {
		return abi.SNDRV_PCM_MMAP_OFFSET_STATUS_NEW
	}
	return abi.SNDRV_PCM_MMAP_OFFSET_STATUS
}

func (p *pages) view(offset int64, size int) ([]byte, error) {
	return unix.Mmap(p.fd, offset, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
}

// detach drops the server's own view, so that stillMapped sees the programs'.
func (p *pages) detach() {
	views := []*[]byte{&p.ring, &p.status, &p.control}
	if p.narrow != nil {
		views = append(views, p.narrow.views()...)
	}
	for _, view := range views {
		if *view != nil {
			_ = unix.Munmap(*view) // it is mapped: nothing can fail
			*view = nil
		}
	}
}

// stillMapped reports whether a program has the memory mapped so that it could
// be written. It is asked after detach, and seals the memory when nobody has.
func (p *pages) stillMapped() bool {
	_, err := unix.FcntlInt(uintptr(p.fd), unix.F_ADD_SEALS, unix.F_SEAL_WRITE)
	return err == unix.EBUSY
}

func (p *pages) close() {
	p.detach()
	_ = unix.Close(p.fd)
}

// clear zeroes the ring, as snd_pcm_hw_params does so that no old frames are
// seen, and gives its memory back until it is used.
func (p *pages) clear() {
	const punch = unix.FALLOC_FL_PUNCH_HOLE | unix.FALLOC_FL_KEEP_SIZE
	if err := unix.Fallocate(p.fd, punch, 0, int64(len(p.ring))); err != nil {
		clear(p.ring)
	}
}
