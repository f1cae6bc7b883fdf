package pcm

import (
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// The fields of the shared pages are read and written as atomic words: a program
// reads and writes them at the same time.

func (p *pages) statusPage() *abi.MmapStatus {
	return (*abi.MmapStatus)(unsafe.Pointer(unsafe.SliceData(p.status)))
}

func (p *pages) controlPage() *abi.MmapControl {
	return (*abi.MmapControl)(unsafe.Pointer(unsafe.SliceData(p.control)))
}

func word(p *abi.Uframes) *uint64 { return (*uint64)(p) }

// applPtr and availMin read what the program wrote last.
func (p *pages) applPtr() abi.Uframes {
	p.grow()
	if p.narrow != nil {
		return p.narrow.load(narrowAppl)
	}
	if p.control == nil {
		return 0
	}
	return abi.Uframes(atomic.LoadUint64(word(&p.controlPage().ApplPtr)))
}

func (p *pages) availMin() abi.Uframes {
	p.grow()
	if p.narrow != nil {
		return p.narrow.load(narrowMin)
	}
	if p.control == nil {
		return 0
	}
	return abi.Uframes(atomic.LoadUint64(word(&p.controlPage().AvailMin)))
}

func (p *pages) setApplPtr(v abi.Uframes) {
	p.grow()
	if p.narrow != nil {
		p.narrow.store(narrowAppl, v)
	}
	if p.control != nil {
		atomic.StoreUint64(word(&p.controlPage().ApplPtr), uint64(v))
	}
}

func (p *pages) setAvailMin(v abi.Uframes) {
	p.grow()
	if p.narrow != nil {
		p.narrow.store(narrowMin, v)
	}
	if p.control != nil {
		atomic.StoreUint64(word(&p.controlPage().AvailMin), uint64(v))
	}
}

// publish shows the stream to programs that read the status page and make no
// call. The time stamps go first: a program that sees a new hw_ptr sees its
// time stamp too.
func (p *pages) publish(s *abi.MmapStatus) {
	if p.small && *s == (abi.MmapStatus{}) {
		return // what a new file shows by itself
	}
	p.grow()
	if p.narrow != nil {
		p.narrow.publish(p, s)
	}
	if p.status == nil {
		p.publishDetached(s)
		return
	}
	page := p.statusPage()
	storeTime(&page.Tstamp, s.Tstamp)
	storeTime(&page.AudioTstamp, s.AudioTstamp)
	atomic.StoreUint64(word(&page.HwPtr), uint64(s.HwPtr))
	atomic.StoreInt32((*int32)(&page.SuspendedState), int32(s.SuspendedState))
	atomic.StoreInt32((*int32)(&page.State), int32(s.State))
}

func storeTime(to *abi.Timespec, t abi.Timespec) {
	atomic.StoreInt64(&to.Sec, t.Sec)
	atomic.StoreInt64(&to.Nsec, t.Nsec)
}

// publishDetached shows the stream to a program that has closed it and kept a
// mapping.
func (p *pages) publishDetached(s *abi.MmapStatus) {
	b := unsafe.Slice((*byte)(unsafe.Pointer(s)), unsafe.Sizeof(*s))
	_, _ = unix.Pwrite(p.fd, b, p.statusOffset()) // sealed by now: then nobody looks
}
