package main

import (
	"fmt"
	"math"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// How the streams are set up.
const (
	rateHz      = 48000
	channels    = 2
	frameBytes  = 2 * channels
	periodSize  = 1024             // frames
	bufferSize  = 128 * periodSize // frames: nearly three seconds
	bufferBytes = bufferSize * frameBytes
)

// stream is an open PCM node. Of a mapped one, appl is where the program is, for
// the device to see, and hw where the device is.
type stream struct {
	fd       int
	moves    *mover
	ring     []byte
	appl, hw *uint64
}

// mover is a way to move frames.
type mover struct {
	access abi.Access
	write  func(s *stream, p []byte) error
	read   func(s *stream) ([]byte, error)
}

// access are the ways to move frames, by their names.
var access = map[string]*mover{
	"rw":   {abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED, (*stream).writei, (*stream).readi},
	"mmap": {abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, (*stream).writeMapped, (*stream).readMapped},
}

func (s *stream) write(p []byte) error  { return s.moves.write(s, p) }
func (s *stream) read() ([]byte, error) { return s.moves.read(s) }
func (s *stream) start() error          { return ioctl(s.fd, abi.SNDRV_PCM_IOCTL_START, nil) }

// open opens a node and prepares it.
func open(path string, moves *mover) (*stream, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	s := &stream{fd: fd, moves: moves}
	if err := s.configure(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

func (s *stream) configure() error {
	p := hwParams(s.moves.access)
	if err := ioctl(s.fd, abi.SNDRV_PCM_IOCTL_HW_PARAMS, unsafe.Pointer(p)); err != nil {
		return err
	}
	sw := abi.SwParams{PeriodStep: 1, AvailMin: periodSize, StartThreshold: math.MaxInt64, StopThreshold: bufferSize}
	if err := ioctl(s.fd, abi.SNDRV_PCM_IOCTL_SW_PARAMS, unsafe.Pointer(&sw)); err != nil {
		return err
	}
	if err := ioctl(s.fd, abi.SNDRV_PCM_IOCTL_PREPARE, nil); err != nil {
		return err
	}
	if s.moves.access == abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED {
		return s.mapMemory()
	}
	return nil
}

// hwParams asks for one configuration.
func hwParams(access abi.Access) *abi.HwParams {
	p := &abi.HwParams{Rmask: math.MaxUint32}
	for i := range p.Intervals {
		p.Intervals[i].Max = math.MaxUint32
	}
	for param, bit := range map[abi.Param]uint{
		abi.SNDRV_PCM_HW_PARAM_ACCESS:    uint(access),
		abi.SNDRV_PCM_HW_PARAM_FORMAT:    uint(abi.SNDRV_PCM_FORMAT_S16_LE),
		abi.SNDRV_PCM_HW_PARAM_SUBFORMAT: 0,
	} {
		p.Mask(param).Bits[0] = 1 << bit
	}
	for param, n := range map[abi.Param]uint32{
		abi.SNDRV_PCM_HW_PARAM_CHANNELS:    channels,
		abi.SNDRV_PCM_HW_PARAM_RATE:        rateHz,
		abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE: periodSize,
		abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE: bufferSize,
	} {
		*p.Interval(param) = abi.Interval{Min: n, Max: n, Flags: abi.IntervalInteger}
	}
	return p
}

// mapMemory maps the ring and both pages.
func (s *stream) mapMemory() (err error) {
	const rw = unix.PROT_READ | unix.PROT_WRITE
	if s.ring, err = unix.Mmap(s.fd, abi.SNDRV_PCM_MMAP_OFFSET_DATA, bufferBytes, rw, unix.MAP_SHARED); err != nil {
		return fmt.Errorf("mmap the ring: %w", err)
	}
	status, err := unix.Mmap(s.fd, abi.SNDRV_PCM_MMAP_OFFSET_STATUS, unix.Getpagesize(), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("mmap the status: %w", err)
	}
	control, err := unix.Mmap(s.fd, abi.SNDRV_PCM_MMAP_OFFSET_CONTROL, unix.Getpagesize(), rw, unix.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("mmap the control: %w", err)
	}
	s.hw = (*uint64)(unsafe.Pointer(&status[unsafe.Offsetof(abi.MmapStatus{}.HwPtr)]))
	s.appl = (*uint64)(unsafe.Pointer(&control[unsafe.Offsetof(abi.MmapControl{}.ApplPtr)]))
	return nil
}

// writei gives the device frames by a call.
func (s *stream) writei(p []byte) error {
	x := abi.Xferi{Buf: address(p), Frames: abi.Uframes(len(p) / frameBytes)}
	return ioctl(s.fd, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, unsafe.Pointer(&x))
}

// readi waits for a period and takes it by a call.
func (s *stream) readi() ([]byte, error) {
	p := make([]byte, periodSize*frameBytes)
	x := abi.Xferi{Buf: address(p), Frames: periodSize}
	err := ioctl(s.fd, abi.SNDRV_PCM_IOCTL_READI_FRAMES, unsafe.Pointer(&x))
	return p[:int(x.Result)*frameBytes], err
}

// address is where bytes are, which stay there: they are on the heap.
func address(p []byte) uint64 { return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(p)))) }

// writeMapped lays frames into the ring, which has room for them, and tells the
// device by no call.
func (s *stream) writeMapped(p []byte) error {
	at := atomic.LoadUint64(s.appl) * frameBytes % bufferBytes
	if n := copy(s.ring[at:], p); n != len(p) {
		return fmt.Errorf("%d bytes have no room in the ring", len(p)-n)
	}
	atomic.AddUint64(s.appl, uint64(len(p)/frameBytes))
	return nil
}

// readMapped waits for a period and takes what has come, up to the ring's end.
func (s *stream) readMapped() ([]byte, error) {
	fds := []unix.PollFd{{Fd: int32(s.fd), Events: unix.POLLIN}}
	if _, err := unix.Poll(fds, -1); err != nil && err != unix.EINTR {
		return nil, fmt.Errorf("poll: %w", err)
	}
	if fds[0].Revents&unix.POLLERR != 0 {
		return nil, fmt.Errorf("poll says %#x", fds[0].Revents)
	}
	appl := atomic.LoadUint64(s.appl)
	at := appl * frameBytes % bufferBytes
	size := min((atomic.LoadUint64(s.hw)-appl)*frameBytes, bufferBytes-at)
	p := append([]byte(nil), s.ring[at:at+size]...)
	atomic.AddUint64(s.appl, size/frameBytes)
	return p, nil
}

func ioctl(fd int, cmd abi.Cmd, arg unsafe.Pointer) error {
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), uintptr(cmd), uintptr(arg)); errno != 0 {
		return fmt.Errorf("%v: %w", cmd, errno)
	}
	return nil
}
