package described

import (
	"sync"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// addJack adds a jack's element, and the jack to the device's panel unless nobody can tell
// what is in it.
func (x *mixer) addJack(j model.Jack) error {
	in := j.State != model.Out
	element, err := x.Control.AddJack(j.ElementName(), in)
	if err != nil || j.State == model.Phantom {
		return err
	}
	p := x.plugs[j.Name]
	return x.panel.AddJack(x.Parent(), j.Name, in, func(in bool) {
		p.move(in) // first what is in the jack, and then that something is (hdmi_present_sense)
		element.Report(in)
	})
}

// plug is that of a jack: whether it is in, and the elements that go with it.
type plug struct {
	mu   sync.Mutex
	in   bool
	sets []*control.Set // of one element each
}

func (p *plug) isIn() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.in
}

func (p *plug) add(s *control.Set) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sets = append(p.sets, s)
}

// move moves the plug, and tells who has subscribed to the elements that go with it
// (update_eld).
func (p *plug) move(in bool) {
	p.mu.Lock()
	moved := p.in != in
	p.in = in
	sets := p.sets
	p.mu.Unlock()
	for _, s := range sets {
		if moved {
			s.Notify(abi.SNDRV_CTL_EVENT_MASK_VALUE|abi.SNDRV_CTL_EVENT_MASK_INFO, 0)
		}
	}
}

// plugged is an element that has values only while a plug is in
// (hdmi_eld_ctl_info, hdmi_eld_ctl_get).
type plugged struct {
	control.Ops
	plug *plug
}

// Info is of Ops.
func (p *plugged) Info(n int, info *abi.CtlElemInfo) error {
	err := p.Ops.Info(n, info)
	if !p.plug.isIn() {
		info.Count = 0
	}
	return err
}

// Get is of Ops.
func (p *plugged) Get(n int, v *abi.CtlElemValue) error {
	if p.plug.isIn() {
		return p.Ops.Get(n, v)
	}
	clear(v.Value[:])
	return nil
}
