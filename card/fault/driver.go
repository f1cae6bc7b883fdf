package fault

import (
	"time"

	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// driver is a driver that fails as its plan says.
type driver struct {
	pcm.Driver
	plan *Plan
}

// Wrap makes a driver fail as the plan says.
func (p *Plan) Wrap(d pcm.Driver) pcm.Driver {
	if p == nil {
		return d
	}
	return &driver{d, p}
}

// TakesOpen is how long an open takes.
func (d *driver) TakesOpen(node string) time.Duration { return d.plan.takes(pcm.CallOpen, node) }

func (d *driver) Open(s *pcm.Substream) (pcm.Engine, []hwparams.Constraint, error) {
	if err := d.plan.call(pcm.CallOpen, s.Node()); err != nil {
		return nil, nil, err
	}
	inner, own, err := d.Driver.Open(s)
	if err != nil {
		return nil, nil, err
	}
	e := engine{Engine: inner, plan: d.plan, stream: s, node: s.Node()}
	if free, ok := inner.(pcm.FreeEngine); ok {
		f := &freeEngine{engine: e, free: free}
		d.plan.opened(&f.engine)
		return f, own, nil
	}
	d.plan.opened(&e)
	return &e, own, nil
}
