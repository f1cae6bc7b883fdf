package pcm

import (
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/abi/abi32"
)

// narrowPages are the pages of a stream that a 32-bit program has opened. It maps
// them at the old offsets when its time_t has four bytes, and at the new ones when
// it has eight. The kernel refuses most of that, but here nobody is asked: so each
// of them shows what such a program expects. The status page at the new offset is
// that of 64-bit programs, and not among these.
type narrowPages struct {
	status   []byte            // at the old offset, nil once detached
	controls [2][]byte         // at the old and the new offset, nil once detached
	control  abi32.MmapControl // what both of them were left with
}

func (n *narrowPages) attach(p *pages) (err error) {
	size := unix.Getpagesize()
	if n.status, err = p.view(abi.SNDRV_PCM_MMAP_OFFSET_STATUS, size); err != nil {
		return err
	}
	for i, offset := range []int64{abi.SNDRV_PCM_MMAP_OFFSET_CONTROL, abi.SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW} {
		if n.controls[i], err = p.view(offset, size); err != nil {
			return err
		}
	}
	return nil
}

// views are all that are mapped.
func (n *narrowPages) views() []*[]byte { return []*[]byte{&n.status, &n.controls[0], &n.controls[1]} }

// pick returns a word of a control page.
type pick func(*abi32.MmapControl) *abi32.Uframes

func narrowAppl(c *abi32.MmapControl) *abi32.Uframes { return &c.ApplPtr }
func narrowMin(c *abi32.MmapControl) *abi32.Uframes  { return &c.AvailMin }

// words are those that the program may have written.
func (n *narrowPages) words(p pick) (all []*uint32) {
	for _, page := range n.controls {
		if page != nil {
			all = append(all, (*uint32)(p((*abi32.MmapControl)(unsafe.Pointer(unsafe.SliceData(page))))))
		}
	}
	return all
}

// load reads what the program wrote last: it uses one of the pages, and the other
// follows.
func (n *narrowPages) load(p pick) abi.Uframes {
	for _, word := range n.words(p) {
		if v := abi32.Uframes(atomic.LoadUint32(word)); v != *p(&n.control) {
			n.store(p, abi.Uframes(v))
			break
		}
	}
	return abi.Uframes(*p(&n.control))
}

// store sets a word on both pages. What the program has just written there is not
// touched.
func (n *narrowPages) store(p pick, v abi.Uframes) {
	*p(&n.control) = abi32.Uframes(v)
	for _, word := range n.words(p) {
		if atomic.LoadUint32(word) != uint32(v) {
			atomic.StoreUint32(word, uint32(v))
		}
	}
}

// publish shows the stream at the old offset.
func (n *narrowPages) publish(p *pages, s *abi.MmapStatus) {
	var narrow abi32.MmapStatus
	abi32.Convert(&narrow, s)
	if n.status == nil {
		b := unsafe.Slice((*byte)(unsafe.Pointer(&narrow)), unsafe.Sizeof(narrow))
		_, _ = unix.Pwrite(p.fd, b, abi.SNDRV_PCM_MMAP_OFFSET_STATUS) // sealed by now: then nobody looks
		return
	}
	page := (*abi32.MmapStatus)(unsafe.Pointer(unsafe.SliceData(n.status)))
	storeTime32(&page.Tstamp, narrow.Tstamp)
	storeTime32(&page.AudioTstamp, narrow.AudioTstamp)
	atomic.StoreUint32((*uint32)(&page.HwPtr), uint32(narrow.HwPtr))
	atomic.StoreInt32((*int32)(&page.SuspendedState), int32(narrow.SuspendedState))
	atomic.StoreInt32((*int32)(&page.State), int32(narrow.State))
}

func storeTime32(to *abi32.Timespec, t abi32.Timespec) {
	atomic.StoreInt32(&to.Sec, t.Sec)
	atomic.StoreInt32(&to.Nsec, t.Nsec)
}
