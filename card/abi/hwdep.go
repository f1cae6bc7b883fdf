package abi

import "structs"

// HwdepInfo is struct snd_hwdep_info.
type HwdepInfo struct {
	_        structs.HostLayout
	Device   uint32
	Card     int32
	ID       [64]byte
	Name     [80]byte
	Iface    int32
	Reserved [64]byte
}
