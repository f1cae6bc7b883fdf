package abi

import "structs"

// TimerId is struct snd_timer_id.
type TimerId struct {
	_         structs.HostLayout
	DevClass  TimerClass
	DevSclass TimerSclass
	Card      int32
	Device    int32
	Subdevice int32
}

// TimerGinfo is struct snd_timer_ginfo.
type TimerGinfo struct {
	_             structs.HostLayout
	Tid           TimerId
	Flags         TimerFlags
	Card          int32
	ID            [64]byte
	Name          [80]byte
	_             [4]byte // C aligns reserved0 to 8
	Reserved0     uint64
	Resolution    uint64 // nanoseconds, as the two below
	ResolutionMin uint64
	ResolutionMax uint64
	Clients       uint32
	Reserved      [32]byte
	_             [4]byte // C rounds the size up to 8
}

// TimerGparams is struct snd_timer_gparams.
type TimerGparams struct {
	_         structs.HostLayout
	Tid       TimerId
	_         [4]byte // C aligns period_num to 8
	PeriodNum uint64  // seconds, numerator
	PeriodDen uint64  // seconds, denominator
	Reserved  [32]byte
}

// TimerGstatus is struct snd_timer_gstatus.
type TimerGstatus struct {
	_             structs.HostLayout
	Tid           TimerId
	_             [4]byte // C aligns resolution to 8
	Resolution    uint64  // nanoseconds
	ResolutionNum uint64  // seconds, numerator
	ResolutionDen uint64  // seconds, denominator
	Reserved      [32]byte
}

// TimerSelect is struct snd_timer_select.
type TimerSelect struct {
	_        structs.HostLayout
	ID       TimerId
	Reserved [32]byte
}

// TimerInfo is struct snd_timer_info.
type TimerInfo struct {
	_          structs.HostLayout
	Flags      TimerFlags
	Card       int32
	ID         [64]byte
	Name       [80]byte
	Reserved0  uint64
	Resolution uint64 // nanoseconds
	Reserved   [64]byte
}

// TimerParams is struct snd_timer_params.
type TimerParams struct {
	_         structs.HostLayout
	Flags     TimerParamsFlags
	Ticks     uint32
	QueueSize uint32
	Reserved0 uint32
	Filter    uint32 // one bit for each TimerEvent
	Reserved  [60]byte
}

// TimerStatus is struct snd_timer_status.
type TimerStatus struct {
	_          structs.HostLayout
	Tstamp     Timespec
	Resolution uint32 // nanoseconds
	Lost       uint32
	Overrun    uint32
	Queue      uint32
	Reserved   [64]byte
}

// TimerRead is struct snd_timer_read, what a read returns until TREAD asks for
// more.
type TimerRead struct {
	_          structs.HostLayout
	Resolution uint32 // nanoseconds
	Ticks      uint32
}

// TimerTread is struct snd_timer_tread, what a read returns after TREAD.
type TimerTread struct {
	_      structs.HostLayout
	Event  TimerEvent
	_      [4]byte // pad1 in C
	Tstamp Timespec
	Val    uint32
	_      [4]byte // pad2 in C
}
