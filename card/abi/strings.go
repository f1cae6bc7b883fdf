package abi

import "fmt"

// name returns names[v], or the type and number of a v without a name.
func name[T ~int32](names []string, v T) string {
	if v < 0 || int(v) >= len(names) || names[v] == "" {
		return fmt.Sprintf("%T(%d)", v, int32(v))
	}
	return names[v]
}

var stateNames = []string{
	SNDRV_PCM_STATE_OPEN:         "OPEN",
	SNDRV_PCM_STATE_SETUP:        "SETUP",
	SNDRV_PCM_STATE_PREPARED:     "PREPARED",
	SNDRV_PCM_STATE_RUNNING:      "RUNNING",
	SNDRV_PCM_STATE_XRUN:         "XRUN",
	SNDRV_PCM_STATE_DRAINING:     "DRAINING",
	SNDRV_PCM_STATE_PAUSED:       "PAUSED",
	SNDRV_PCM_STATE_SUSPENDED:    "SUSPENDED",
	SNDRV_PCM_STATE_DISCONNECTED: "DISCONNECTED",
}

// String returns the kernel's name without its prefix, such as RUNNING.
func (s State) String() string { return name(stateNames, s) }

var streamNames = []string{
	SNDRV_PCM_STREAM_PLAYBACK: "PLAYBACK",
	SNDRV_PCM_STREAM_CAPTURE:  "CAPTURE",
}

// String returns PLAYBACK or CAPTURE.
func (s Stream) String() string { return name(streamNames, s) }

var accessNames = []string{
	SNDRV_PCM_ACCESS_MMAP_INTERLEAVED:    "MMAP_INTERLEAVED",
	SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED: "MMAP_NONINTERLEAVED",
	SNDRV_PCM_ACCESS_MMAP_COMPLEX:        "MMAP_COMPLEX",
	SNDRV_PCM_ACCESS_RW_INTERLEAVED:      "RW_INTERLEAVED",
	SNDRV_PCM_ACCESS_RW_NONINTERLEAVED:   "RW_NONINTERLEAVED",
}

// String returns the kernel's name without its prefix, such as RW_INTERLEAVED.
func (a Access) String() string { return name(accessNames, a) }

var subformatNames = []string{
	SNDRV_PCM_SUBFORMAT_STD:        "STD",
	SNDRV_PCM_SUBFORMAT_MSBITS_MAX: "MSBITS_MAX",
	SNDRV_PCM_SUBFORMAT_MSBITS_20:  "MSBITS_20",
	SNDRV_PCM_SUBFORMAT_MSBITS_24:  "MSBITS_24",
}

// String returns the kernel's name without its prefix, such as STD.
func (s Subformat) String() string { return name(subformatNames, s) }

var paramNames = []string{
	SNDRV_PCM_HW_PARAM_ACCESS:       "ACCESS",
	SNDRV_PCM_HW_PARAM_FORMAT:       "FORMAT",
	SNDRV_PCM_HW_PARAM_SUBFORMAT:    "SUBFORMAT",
	SNDRV_PCM_HW_PARAM_SAMPLE_BITS:  "SAMPLE_BITS",
	SNDRV_PCM_HW_PARAM_FRAME_BITS:   "FRAME_BITS",
	SNDRV_PCM_HW_PARAM_CHANNELS:     "CHANNELS",
	SNDRV_PCM_HW_PARAM_RATE:         "RATE",
	SNDRV_PCM_HW_PARAM_PERIOD_TIME:  "PERIOD_TIME",
	SNDRV_PCM_HW_PARAM_PERIOD_SIZE:  "PERIOD_SIZE",
	SNDRV_PCM_HW_PARAM_PERIOD_BYTES: "PERIOD_BYTES",
	SNDRV_PCM_HW_PARAM_PERIODS:      "PERIODS",
	SNDRV_PCM_HW_PARAM_BUFFER_TIME:  "BUFFER_TIME",
	SNDRV_PCM_HW_PARAM_BUFFER_SIZE:  "BUFFER_SIZE",
	SNDRV_PCM_HW_PARAM_BUFFER_BYTES: "BUFFER_BYTES",
	SNDRV_PCM_HW_PARAM_TICK_TIME:    "TICK_TIME",
}

// String returns the kernel's name without its prefix, such as PERIOD_SIZE.
func (p Param) String() string { return name(paramNames, p) }
