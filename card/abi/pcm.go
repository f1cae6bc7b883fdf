package abi

import "structs"

// Uframes counts frames: snd_pcm_uframes_t.
type Uframes uint64

// Sframes counts frames, or holds a negative errno: snd_pcm_sframes_t.
type Sframes int64

// Timespec is struct timespec.
type Timespec struct {
	_    structs.HostLayout
	Sec  int64
	Nsec int64
}

// PcmInfo is struct snd_pcm_info.
type PcmInfo struct {
	_               structs.HostLayout
	Device          uint32
	Subdevice       uint32
	Stream          Stream
	Card            int32
	ID              [64]byte
	Name            [80]byte
	Subname         [32]byte
	DevClass        PcmClass
	DevSubclass     PcmSubclass
	SubdevicesCount uint32
	SubdevicesAvail uint32
	Sync            [16]byte
	Reserved        [64]byte
}

// ChannelInfo is struct snd_pcm_channel_info.
type ChannelInfo struct {
	_       structs.HostLayout
	Channel uint32
	_       [4]byte // C aligns offset to 8
	Offset  int64   // of the mapping, in bytes
	First   uint32  // bits before the channel's first sample
	Step    uint32  // bits from one sample of the channel to the next
}

// Status is struct snd_pcm_status.
type Status struct {
	_                   structs.HostLayout
	State               State
	_                   [4]byte // pad1 in C
	TriggerTstamp       Timespec
	Tstamp              Timespec
	ApplPtr             Uframes
	HwPtr               Uframes
	Delay               Sframes
	Avail               Uframes
	AvailMax            Uframes
	Overrange           Uframes
	SuspendedState      State
	AudioTstampData     uint32
	AudioTstamp         Timespec
	DriverTstamp        Timespec
	AudioTstampAccuracy uint32 // in nanoseconds
	Reserved            [20]byte
}

// MmapStatus is struct snd_pcm_mmap_status, the page that a program maps to
// read.
type MmapStatus struct {
	_              structs.HostLayout
	State          State
	_              [4]byte // pad1 in C
	HwPtr          Uframes
	Tstamp         Timespec
	SuspendedState State
	_              [4]byte // C aligns audio_tstamp to 8
	AudioTstamp    Timespec
}

// MmapControl is struct snd_pcm_mmap_control, the page that a program maps to
// read and write.
type MmapControl struct {
	_        structs.HostLayout
	ApplPtr  Uframes
	AvailMin Uframes
}

// SyncPtr is struct snd_pcm_sync_ptr. In C the two pages are unions with 64
// reserved bytes.
type SyncPtr struct {
	_       structs.HostLayout
	Flags   SyncPtrFlags
	_       [4]byte // C aligns status to 8
	Status  MmapStatus
	_       [8]byte // rest of the union
	Control MmapControl
	_       [48]byte // rest of the union
}

// Xferi is struct snd_xferi: a transfer of interleaved frames.
type Xferi struct {
	_      structs.HostLayout
	Result Sframes
	Buf    uint64 // address in the program's memory
	Frames Uframes
}

// Xfern is struct snd_xfern: a transfer with one buffer per channel.
type Xfern struct {
	_      structs.HostLayout
	Result Sframes
	Bufs   uint64 // address, in the program's memory, of the buffers' addresses
	Frames Uframes
}
