package control

import (
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Jack is an element that tells whether a plug is in: struct snd_jack_kctl. A phantom
// jack, which a driver cannot look at, is one that is in and never reported.
type Jack struct {
	Range
	set *Set
	in  atomic.Bool
}

// AddJack gives the card the element of a jack: its name with Jack behind it, unless it
// ends so, and the first index that is free (snd_kctl_jack_new).
func (ctl *Control) AddJack(name string, in bool) (*Jack, error) {
	j := &Jack{Range: Range{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Channels: 1}}
	j.in.Store(in)
	if !strings.HasSuffix(name, " Jack") {
		name += " Jack"
	}
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	j.set = newSet(ctl, Template{Iface: abi.SNDRV_CTL_ELEM_IFACE_CARD, Name: name, Access: abi.SNDRV_CTL_ELEM_ACCESS_READ, Ops: j})
	for ctl.list.find(&j.set.id) != nil {
		j.set.id.Index++
	}
	return j, ctl.addLocked(j.set)
}

// Report says where the plug is, and subscribers are told if that is another place
// than before (snd_kctl_jack_report). It may be called from anywhere.
func (j *Jack) Report(in bool) {
	if j.in.Swap(in) != in {
		j.set.Notify(abi.SNDRV_CTL_EVENT_MASK_VALUE, 0)
	}
}

// Get is of Ops.
func (j *Jack) Get(_ int, v *abi.CtlElemValue) error {
	var value int64
	if j.in.Load() {
		value = 1
	}
	j.Fill(v, value)
	return nil
}

// Put is of Ops.
func (*Jack) Put(int, *abi.CtlElemValue) (bool, error) { return false, syscall.EPERM }
