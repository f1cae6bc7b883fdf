package abi

import "fmt"

// Protocol is the version of a node's protocol, as the PVERSION ioctls report
// it: SNDRV_PROTOCOL_VERSION of include/uapi/sound/asound.h.
type Protocol int32

// The protocols of Linux 6.12. Their structs are those of Linux 6.1, but for what
// was reserved then.
const (
	SNDRV_CTL_VERSION   Protocol = 2<<16 | 0<<8 | 9
	SNDRV_PCM_VERSION   Protocol = 2<<16 | 0<<8 | 18
	SNDRV_TIMER_VERSION Protocol = 2<<16 | 0<<8 | 8
)

// Version returns protocol major.minor.micro.
func Version(major, minor, micro uint8) Protocol {
	return Protocol(major)<<16 | Protocol(minor)<<8 | Protocol(micro)
}

// String returns the version with dots, such as 2.0.18.
func (p Protocol) String() string {
	return fmt.Sprintf("%d.%d.%d", p>>16&0xffff, p>>8&0xff, p&0xff)
}
