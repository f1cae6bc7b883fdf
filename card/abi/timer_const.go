package abi

// TimerClass is the dev_class of struct snd_timer_id.
type TimerClass int32

// The classes of timers.
const (
	SNDRV_TIMER_CLASS_NONE TimerClass = iota - 1
	SNDRV_TIMER_CLASS_SLAVE
	SNDRV_TIMER_CLASS_GLOBAL
	SNDRV_TIMER_CLASS_CARD
	SNDRV_TIMER_CLASS_PCM
	SNDRV_TIMER_CLASS_LAST = SNDRV_TIMER_CLASS_PCM
)

// TimerSclass is the dev_sclass of struct snd_timer_id.
type TimerSclass int32

// The classes of slave timers.
const (
	SNDRV_TIMER_SCLASS_NONE TimerSclass = iota
	SNDRV_TIMER_SCLASS_APPLICATION
	SNDRV_TIMER_SCLASS_SEQUENCER
	SNDRV_TIMER_SCLASS_OSS_SEQUENCER
	SNDRV_TIMER_SCLASS_LAST = SNDRV_TIMER_SCLASS_OSS_SEQUENCER
)

// The device numbers of global timers.
const (
	SNDRV_TIMER_GLOBAL_SYSTEM  = 0
	SNDRV_TIMER_GLOBAL_RTC     = 1
	SNDRV_TIMER_GLOBAL_HPET    = 2
	SNDRV_TIMER_GLOBAL_HRTIMER = 3
)

// TimerFlags are the flags of struct snd_timer_info and snd_timer_ginfo.
type TimerFlags uint32

// SNDRV_TIMER_FLG_SLAVE marks a timer that cannot be controlled.
const SNDRV_TIMER_FLG_SLAVE TimerFlags = 1 << 0

// TimerParamsFlags are the flags of struct snd_timer_params.
type TimerParamsFlags uint32

// How a timer instance runs.
const (
	SNDRV_TIMER_PSFLG_AUTO        TimerParamsFlags = 1 << 0
	SNDRV_TIMER_PSFLG_EXCLUSIVE   TimerParamsFlags = 1 << 1
	SNDRV_TIMER_PSFLG_EARLY_EVENT TimerParamsFlags = 1 << 2
)

// TimerEvent is what happened, in struct snd_timer_tread.
type TimerEvent int32

// The events of a timer. Those with an M come from the master of a slave.
const (
	SNDRV_TIMER_EVENT_RESOLUTION TimerEvent = iota
	SNDRV_TIMER_EVENT_TICK
	SNDRV_TIMER_EVENT_START
	SNDRV_TIMER_EVENT_STOP
	SNDRV_TIMER_EVENT_CONTINUE
	SNDRV_TIMER_EVENT_PAUSE
	SNDRV_TIMER_EVENT_EARLY
	SNDRV_TIMER_EVENT_SUSPEND
	SNDRV_TIMER_EVENT_RESUME
	SNDRV_TIMER_EVENT_MSTART    = SNDRV_TIMER_EVENT_START + 10
	SNDRV_TIMER_EVENT_MSTOP     = SNDRV_TIMER_EVENT_STOP + 10
	SNDRV_TIMER_EVENT_MCONTINUE = SNDRV_TIMER_EVENT_CONTINUE + 10
	SNDRV_TIMER_EVENT_MPAUSE    = SNDRV_TIMER_EVENT_PAUSE + 10
	SNDRV_TIMER_EVENT_MSUSPEND  = SNDRV_TIMER_EVENT_SUSPEND + 10
	SNDRV_TIMER_EVENT_MRESUME   = SNDRV_TIMER_EVENT_RESUME + 10
)
