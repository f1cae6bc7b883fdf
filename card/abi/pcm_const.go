package abi

// Stream is the direction of a PCM stream.
type Stream int32

// The directions of a stream.
const (
	SNDRV_PCM_STREAM_PLAYBACK Stream = iota
	SNDRV_PCM_STREAM_CAPTURE
	SNDRV_PCM_STREAM_LAST = SNDRV_PCM_STREAM_CAPTURE
)

// State is snd_pcm_state_t.
type State int32

// The states of a stream.
const (
	SNDRV_PCM_STATE_OPEN State = iota
	SNDRV_PCM_STATE_SETUP
	SNDRV_PCM_STATE_PREPARED
	SNDRV_PCM_STATE_RUNNING
	SNDRV_PCM_STATE_XRUN
	SNDRV_PCM_STATE_DRAINING
	SNDRV_PCM_STATE_PAUSED
	SNDRV_PCM_STATE_SUSPENDED
	SNDRV_PCM_STATE_DISCONNECTED
	SNDRV_PCM_STATE_LAST = SNDRV_PCM_STATE_DISCONNECTED
)

// Access is snd_pcm_access_t.
type Access int32

// The ways to move frames between a program and the buffer.
const (
	SNDRV_PCM_ACCESS_MMAP_INTERLEAVED Access = iota
	SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED
	SNDRV_PCM_ACCESS_MMAP_COMPLEX
	SNDRV_PCM_ACCESS_RW_INTERLEAVED
	SNDRV_PCM_ACCESS_RW_NONINTERLEAVED
	SNDRV_PCM_ACCESS_LAST = SNDRV_PCM_ACCESS_RW_NONINTERLEAVED
)

// Subformat is snd_pcm_subformat_t.
type Subformat int32

// The subformats. Those after STD came with protocol 2.0.16.
const (
	SNDRV_PCM_SUBFORMAT_STD Subformat = iota
	SNDRV_PCM_SUBFORMAT_MSBITS_MAX
	SNDRV_PCM_SUBFORMAT_MSBITS_20
	SNDRV_PCM_SUBFORMAT_MSBITS_24
)

// PcmClass is the dev_class of struct snd_pcm_info.
type PcmClass int32

// The classes of a PCM device.
const (
	SNDRV_PCM_CLASS_GENERIC PcmClass = iota
	SNDRV_PCM_CLASS_MULTI
	SNDRV_PCM_CLASS_MODEM
	SNDRV_PCM_CLASS_DIGITIZER
)

// PcmSubclass is the dev_subclass of struct snd_pcm_info.
type PcmSubclass int32

// The subclasses of a PCM device.
const (
	SNDRV_PCM_SUBCLASS_GENERIC_MIX PcmSubclass = iota
	SNDRV_PCM_SUBCLASS_MULTI_MIX
)

// Param is snd_pcm_hw_param_t: one dimension of the configuration space.
type Param int32

// The parameters. The first three are sets, the others intervals.
const (
	SNDRV_PCM_HW_PARAM_ACCESS Param = iota
	SNDRV_PCM_HW_PARAM_FORMAT
	SNDRV_PCM_HW_PARAM_SUBFORMAT
)

// The interval parameters; times are in microseconds, sizes in frames.
const (
	SNDRV_PCM_HW_PARAM_SAMPLE_BITS Param = 8 + iota
	SNDRV_PCM_HW_PARAM_FRAME_BITS
	SNDRV_PCM_HW_PARAM_CHANNELS
	SNDRV_PCM_HW_PARAM_RATE
	SNDRV_PCM_HW_PARAM_PERIOD_TIME
	SNDRV_PCM_HW_PARAM_PERIOD_SIZE
	SNDRV_PCM_HW_PARAM_PERIOD_BYTES
	SNDRV_PCM_HW_PARAM_PERIODS
	SNDRV_PCM_HW_PARAM_BUFFER_TIME
	SNDRV_PCM_HW_PARAM_BUFFER_SIZE
	SNDRV_PCM_HW_PARAM_BUFFER_BYTES
	SNDRV_PCM_HW_PARAM_TICK_TIME
)

// The ends of the two kinds of parameters.
const (
	SNDRV_PCM_HW_PARAM_FIRST_MASK     = SNDRV_PCM_HW_PARAM_ACCESS
	SNDRV_PCM_HW_PARAM_LAST_MASK      = SNDRV_PCM_HW_PARAM_SUBFORMAT
	SNDRV_PCM_HW_PARAM_FIRST_INTERVAL = SNDRV_PCM_HW_PARAM_SAMPLE_BITS
	SNDRV_PCM_HW_PARAM_LAST_INTERVAL  = SNDRV_PCM_HW_PARAM_TICK_TIME
)

// HwParamsFlags are the flags of struct snd_pcm_hw_params.
type HwParamsFlags uint32

// What a program may ask for in struct snd_pcm_hw_params.
const (
	SNDRV_PCM_HW_PARAMS_NORESAMPLE       HwParamsFlags = 1 << 0
	SNDRV_PCM_HW_PARAMS_EXPORT_BUFFER    HwParamsFlags = 1 << 1
	SNDRV_PCM_HW_PARAMS_NO_PERIOD_WAKEUP HwParamsFlags = 1 << 2
	SNDRV_PCM_HW_PARAMS_NO_DRAIN_SILENCE HwParamsFlags = 1 << 3 // since protocol 2.0.16
)

// PcmInfoFlags say what a PCM device can do.
type PcmInfoFlags uint32

// The abilities of a PCM device.
const (
	SNDRV_PCM_INFO_MMAP                        PcmInfoFlags = 0x00000001
	SNDRV_PCM_INFO_MMAP_VALID                  PcmInfoFlags = 0x00000002
	SNDRV_PCM_INFO_DOUBLE                      PcmInfoFlags = 0x00000004
	SNDRV_PCM_INFO_BATCH                       PcmInfoFlags = 0x00000010
	SNDRV_PCM_INFO_SYNC_APPLPTR                PcmInfoFlags = 0x00000020
	SNDRV_PCM_INFO_PERFECT_DRAIN               PcmInfoFlags = 0x00000040 // since protocol 2.0.16
	SNDRV_PCM_INFO_INTERLEAVED                 PcmInfoFlags = 0x00000100
	SNDRV_PCM_INFO_NONINTERLEAVED              PcmInfoFlags = 0x00000200
	SNDRV_PCM_INFO_COMPLEX                     PcmInfoFlags = 0x00000400
	SNDRV_PCM_INFO_BLOCK_TRANSFER              PcmInfoFlags = 0x00010000
	SNDRV_PCM_INFO_OVERRANGE                   PcmInfoFlags = 0x00020000
	SNDRV_PCM_INFO_RESUME                      PcmInfoFlags = 0x00040000
	SNDRV_PCM_INFO_PAUSE                       PcmInfoFlags = 0x00080000
	SNDRV_PCM_INFO_HALF_DUPLEX                 PcmInfoFlags = 0x00100000
	SNDRV_PCM_INFO_JOINT_DUPLEX                PcmInfoFlags = 0x00200000
	SNDRV_PCM_INFO_SYNC_START                  PcmInfoFlags = 0x00400000
	SNDRV_PCM_INFO_NO_PERIOD_WAKEUP            PcmInfoFlags = 0x00800000
	SNDRV_PCM_INFO_HAS_WALL_CLOCK              PcmInfoFlags = 0x01000000
	SNDRV_PCM_INFO_HAS_LINK_ATIME              PcmInfoFlags = 0x01000000
	SNDRV_PCM_INFO_HAS_LINK_ABSOLUTE_ATIME     PcmInfoFlags = 0x02000000
	SNDRV_PCM_INFO_HAS_LINK_ESTIMATED_ATIME    PcmInfoFlags = 0x04000000
	SNDRV_PCM_INFO_HAS_LINK_SYNCHRONIZED_ATIME PcmInfoFlags = 0x08000000
	SNDRV_PCM_INFO_EXPLICIT_SYNC               PcmInfoFlags = 0x10000000
	SNDRV_PCM_INFO_NO_REWINDS                  PcmInfoFlags = 0x20000000
	SNDRV_PCM_INFO_DRAIN_TRIGGER               PcmInfoFlags = 0x40000000 // never leaves the kernel
	SNDRV_PCM_INFO_FIFO_IN_FRAMES              PcmInfoFlags = 0x80000000 // never leaves the kernel
)

// SyncPtrFlags are the flags of struct snd_pcm_sync_ptr.
type SyncPtrFlags uint32

// What SNDRV_PCM_IOCTL_SYNC_PTR does besides reading the status. The last two
// turn a write of the control values into a read.
const (
	SNDRV_PCM_SYNC_PTR_HWSYNC    SyncPtrFlags = 1 << 0
	SNDRV_PCM_SYNC_PTR_APPL      SyncPtrFlags = 1 << 1
	SNDRV_PCM_SYNC_PTR_AVAIL_MIN SyncPtrFlags = 1 << 2
)

// TstampMode is the tstamp_mode of struct snd_pcm_sw_params.
type TstampMode int32

// Whether the position is stamped with a time.
const (
	SNDRV_PCM_TSTAMP_NONE TstampMode = iota
	SNDRV_PCM_TSTAMP_ENABLE
	SNDRV_PCM_TSTAMP_LAST = SNDRV_PCM_TSTAMP_ENABLE
)

// TstampType is the clock that timestamps are taken from.
type TstampType uint32

// The clocks of timestamps.
const (
	SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY TstampType = iota
	SNDRV_PCM_TSTAMP_TYPE_MONOTONIC
	SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW
	SNDRV_PCM_TSTAMP_TYPE_LAST = SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW
)

// AudioTstampType is the kind of time in audio_tstamp of struct
// snd_pcm_status.
type AudioTstampType uint32

// The kinds of audio timestamps.
const (
	SNDRV_PCM_AUDIO_TSTAMP_TYPE_COMPAT AudioTstampType = iota
	SNDRV_PCM_AUDIO_TSTAMP_TYPE_DEFAULT
	SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK
	SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK_ABSOLUTE
	SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK_ESTIMATED
	SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK_SYNCHRONIZED
	SNDRV_PCM_AUDIO_TSTAMP_TYPE_LAST = SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK_SYNCHRONIZED
)

// The offsets, in bytes, at which the parts of a PCM node are mapped.
const (
	SNDRV_PCM_MMAP_OFFSET_DATA        = 0x00000000
	SNDRV_PCM_MMAP_OFFSET_STATUS_OLD  = 0x80000000
	SNDRV_PCM_MMAP_OFFSET_CONTROL_OLD = 0x81000000
	SNDRV_PCM_MMAP_OFFSET_STATUS_NEW  = 0x82000000
	SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW = 0x83000000
	SNDRV_PCM_MMAP_OFFSET_STATUS      = SNDRV_PCM_MMAP_OFFSET_STATUS_OLD
	SNDRV_PCM_MMAP_OFFSET_CONTROL     = SNDRV_PCM_MMAP_OFFSET_CONTROL_OLD
)
