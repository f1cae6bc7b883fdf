package abi32

import (
	"structs"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Uframes and Sframes are snd_pcm_uframes_t and snd_pcm_sframes_t.
type (
	Uframes uint32
	Sframes int32
)

// Timespec is struct timespec of programs whose time_t has four bytes.
type Timespec struct {
	_    structs.HostLayout
	Sec  int32
	Nsec int32
}

// HwParams is struct snd_pcm_hw_params.
type HwParams struct {
	_         structs.HostLayout
	Flags     abi.HwParamsFlags
	Masks     [3]abi.Mask
	Mres      [5]abi.Mask
	Intervals [12]abi.Interval
	Ires      [9]abi.Interval
	Rmask     uint32
	Cmask     uint32
	Info      abi.PcmInfoFlags
	Msbits    uint32
	RateNum   uint32
	RateDen   uint32
	FifoSize  Uframes
	Sync      [16]byte
	Reserved  [48]byte
}

// SwParams is struct snd_pcm_sw_params.
type SwParams struct {
	_                structs.HostLayout
	TstampMode       abi.TstampMode
	PeriodStep       uint32
	SleepMin         uint32
	AvailMin         Uframes
	XferAlign        Uframes
	StartThreshold   Uframes
	StopThreshold    Uframes
	SilenceThreshold Uframes
	SilenceSize      Uframes
	Boundary         Uframes
	Proto            abi.Protocol
	TstampType       abi.TstampType
	Reserved         [56]byte
}

// Status is struct snd_pcm_status.
type Status struct {
	_                   structs.HostLayout
	State               abi.State
	TriggerTstamp       Timespec
	Tstamp              Timespec
	ApplPtr             Uframes
	HwPtr               Uframes
	Delay               Sframes
	Avail               Uframes
	AvailMax            Uframes
	Overrange           Uframes
	SuspendedState      abi.State
	AudioTstampData     uint32
	AudioTstamp         Timespec
	DriverTstamp        Timespec
	AudioTstampAccuracy uint32
	Reserved            [36]byte
}

// StatusTime64 is struct snd_pcm_status of programs whose time_t has eight bytes.
type StatusTime64 struct {
	_                   structs.HostLayout
	State               abi.State
	_                   [4]byte // pad1 in C
	TriggerTstamp       abi.Timespec
	Tstamp              abi.Timespec
	ApplPtr             Uframes
	HwPtr               Uframes
	Delay               Sframes
	Avail               Uframes
	AvailMax            Uframes
	Overrange           Uframes
	SuspendedState      abi.State
	AudioTstampData     uint32
	AudioTstamp         abi.Timespec
	DriverTstamp        abi.Timespec
	AudioTstampAccuracy uint32
	Reserved            [20]byte
}

// MmapStatus is struct snd_pcm_mmap_status. Programs whose time_t has eight bytes
// map the one of package abi.
type MmapStatus struct {
	_              structs.HostLayout
	State          abi.State
	_              [4]byte // pad1 in C
	HwPtr          Uframes
	Tstamp         Timespec
	SuspendedState abi.State
	AudioTstamp    Timespec
}

// MmapControl is struct snd_pcm_mmap_control, at whose end there are four bytes
// more where time_t has eight.
type MmapControl struct {
	_        structs.HostLayout
	ApplPtr  Uframes
	AvailMin Uframes
}

// SyncPtr is struct snd_pcm_sync_ptr. In C the two pages are unions with 64
// reserved bytes.
type SyncPtr struct {
	_       structs.HostLayout
	Flags   abi.SyncPtrFlags
	Status  MmapStatus
	_       [32]byte // rest of the union
	Control MmapControl
	_       [56]byte // rest of the union
}

// SyncPtrTime64 is struct snd_pcm_sync_ptr of programs whose time_t has eight
// bytes. The header means the control page to be laid out as a 64-bit program's,
// and misses (snd_pcm_ioctl_sync_ptr_buggy).
type SyncPtrTime64 struct {
	_       structs.HostLayout
	Flags   abi.SyncPtrFlags
	_       [4]byte // C aligns status to 8
	Status  abi.MmapStatus
	_       [8]byte // rest of the union
	Control MmapControl
	_       [56]byte // rest of the union
}

// ChannelInfo is struct snd_pcm_channel_info.
type ChannelInfo struct {
	_       structs.HostLayout
	Channel uint32
	Offset  int32
	First   uint32
	Step    uint32
}

// Xferi is struct snd_xferi, and laid out as struct snd_xfern is.
type Xferi struct {
	_      structs.HostLayout
	Result Sframes
	Buf    uint32
	Frames Uframes
}

// TimerGparams is struct snd_timer_gparams.
type TimerGparams struct {
	_         structs.HostLayout
	Tid       abi.TimerId
	PeriodNum uint32
	PeriodDen uint32
	Reserved  [32]byte
}

// TimerInfo is struct snd_timer_info.
type TimerInfo struct {
	_          structs.HostLayout
	Flags      abi.TimerFlags
	Card       int32
	ID         [64]byte
	Name       [80]byte
	Reserved0  uint32
	Resolution uint32
	Reserved   [64]byte
}

// TimerTread is struct snd_timer_tread of programs whose time_t has four bytes.
type TimerTread struct {
	_      structs.HostLayout
	Event  abi.TimerEvent
	Tstamp Timespec
	Val    uint32
}
