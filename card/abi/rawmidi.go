package abi

import "structs"

// RawmidiInfo is struct snd_rawmidi_info.
type RawmidiInfo struct {
	_               structs.HostLayout
	Device          uint32
	Subdevice       uint32
	Stream          int32
	Card            int32
	Flags           uint32
	ID              [64]byte
	Name            [80]byte
	Subname         [32]byte
	SubdevicesCount uint32
	SubdevicesAvail uint32
	Reserved        [64]byte
}
