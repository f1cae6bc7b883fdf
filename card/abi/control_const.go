package abi

// SNDRV_CTL_ELEM_ID_NAME_MAXLEN is the room for an element's name, in bytes.
const SNDRV_CTL_ELEM_ID_NAME_MAXLEN = 44

// CtlElemType is snd_ctl_elem_type_t.
type CtlElemType int32

// The types of control elements.
const (
	SNDRV_CTL_ELEM_TYPE_NONE CtlElemType = iota
	SNDRV_CTL_ELEM_TYPE_BOOLEAN
	SNDRV_CTL_ELEM_TYPE_INTEGER
	SNDRV_CTL_ELEM_TYPE_ENUMERATED
	SNDRV_CTL_ELEM_TYPE_BYTES
	SNDRV_CTL_ELEM_TYPE_IEC958
	SNDRV_CTL_ELEM_TYPE_INTEGER64
	SNDRV_CTL_ELEM_TYPE_LAST = SNDRV_CTL_ELEM_TYPE_INTEGER64
)

// CtlElemIface is snd_ctl_elem_iface_t.
type CtlElemIface int32

// The interfaces that control elements belong to.
const (
	SNDRV_CTL_ELEM_IFACE_CARD CtlElemIface = iota
	SNDRV_CTL_ELEM_IFACE_HWDEP
	SNDRV_CTL_ELEM_IFACE_MIXER
	SNDRV_CTL_ELEM_IFACE_PCM
	SNDRV_CTL_ELEM_IFACE_RAWMIDI
	SNDRV_CTL_ELEM_IFACE_TIMER
	SNDRV_CTL_ELEM_IFACE_SEQUENCER
	SNDRV_CTL_ELEM_IFACE_LAST = SNDRV_CTL_ELEM_IFACE_SEQUENCER
)

// CtlElemAccess says what may be done with a control element.
type CtlElemAccess uint32

// The access bits of control elements.
const (
	SNDRV_CTL_ELEM_ACCESS_READ          CtlElemAccess = 1 << 0
	SNDRV_CTL_ELEM_ACCESS_WRITE         CtlElemAccess = 1 << 1
	SNDRV_CTL_ELEM_ACCESS_READWRITE                   = SNDRV_CTL_ELEM_ACCESS_READ | SNDRV_CTL_ELEM_ACCESS_WRITE
	SNDRV_CTL_ELEM_ACCESS_VOLATILE      CtlElemAccess = 1 << 2
	SNDRV_CTL_ELEM_ACCESS_TLV_READ      CtlElemAccess = 1 << 4
	SNDRV_CTL_ELEM_ACCESS_TLV_WRITE     CtlElemAccess = 1 << 5
	SNDRV_CTL_ELEM_ACCESS_TLV_READWRITE               = SNDRV_CTL_ELEM_ACCESS_TLV_READ | SNDRV_CTL_ELEM_ACCESS_TLV_WRITE
	SNDRV_CTL_ELEM_ACCESS_TLV_COMMAND   CtlElemAccess = 1 << 6
	SNDRV_CTL_ELEM_ACCESS_INACTIVE      CtlElemAccess = 1 << 8
	SNDRV_CTL_ELEM_ACCESS_LOCK          CtlElemAccess = 1 << 9
	SNDRV_CTL_ELEM_ACCESS_OWNER         CtlElemAccess = 1 << 10
	SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK  CtlElemAccess = 1 << 28
	SNDRV_CTL_ELEM_ACCESS_USER          CtlElemAccess = 1 << 29
)

// The power states of a card, as SNDRV_CTL_IOCTL_POWER_STATE reports them.
const (
	SNDRV_CTL_POWER_D0     = 0x0000
	SNDRV_CTL_POWER_D1     = 0x0100
	SNDRV_CTL_POWER_D2     = 0x0200
	SNDRV_CTL_POWER_D3     = 0x0300
	SNDRV_CTL_POWER_D3hot  = SNDRV_CTL_POWER_D3
	SNDRV_CTL_POWER_D3cold = SNDRV_CTL_POWER_D3 | 0x0001
)

// CtlEventType is the type of struct snd_ctl_event.
type CtlEventType int32

// SNDRV_CTL_EVENT_ELEM is the only type of control event.
const SNDRV_CTL_EVENT_ELEM CtlEventType = 0

// CtlEventMask says what happened to a control element.
type CtlEventMask uint32

// What happened to a control element. REMOVE has every bit: compare it before
// testing the others.
const (
	SNDRV_CTL_EVENT_MASK_VALUE  CtlEventMask = 1 << 0
	SNDRV_CTL_EVENT_MASK_INFO   CtlEventMask = 1 << 1
	SNDRV_CTL_EVENT_MASK_ADD    CtlEventMask = 1 << 2
	SNDRV_CTL_EVENT_MASK_TLV    CtlEventMask = 1 << 3
	SNDRV_CTL_EVENT_MASK_REMOVE CtlEventMask = 1<<32 - 1
)
