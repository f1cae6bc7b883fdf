package hwparams

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// paramCount is one more than the highest parameter.
const paramCount = abi.SNDRV_PCM_HW_PARAM_LAST_INTERVAL + 1

// maxPasses bounds how often the rules are gone through, at a fifth of a
// microsecond each. Programs need a handful of passes. Where parameters fit
// badly, such as periods into a buffer of a prime number of bytes, it takes
// twice the square root of that number, and some absurd requests lose one number
// in each pass. The kernel follows those to the end; here they are refused.
const maxPasses = 200_000

// Refine takes from p what the substream cannot do, as far as p.Rmask marks it
// as changed, and clears p.Rmask: snd_pcm_hw_refine of sound/core/pcm_native.c.
// What it narrowed is added to p.Cmask. It returns [syscall.EINVAL] if nothing
// is left; p has no meaning then. No request makes it panic, or run for more
// than a fraction of a second.
func (c *Constraints) Refine(p *abi.HwParams) error {
	p.Info = 0
	p.FifoSize = 0
	if requested(p, sampleBits) {
		p.Msbits = 0
	}
	if requested(p, rate) {
		p.RateNum, p.RateDen = 0, 0
	}
	if err := c.refineMasks(p); err != nil {
		return err
	}
	if err := c.refineIntervals(p); err != nil {
		return err
	}
	if err := c.applyRules(p); err != nil {
		return err
	}
	p.Rmask = 0
	return nil
}

// requested reports whether the program marked param as changed.
func requested(p *abi.HwParams, param abi.Param) bool {
	return p.Rmask&(1<<param) != 0
}

// refineMasks applies the static sets. An empty set is refused even where the
// program did not mark it.
func (c *Constraints) refineMasks(p *abi.HwParams) error {
	for param := abi.SNDRV_PCM_HW_PARAM_FIRST_MASK; param <= abi.SNDRV_PCM_HW_PARAM_LAST_MASK; param++ {
		if maskBits(p.Mask(param)) == 0 {
			return syscall.EINVAL
		}
		if !requested(p, param) {
			continue
		}
		changed, err := RefineMask(p.Mask(param), maskBits(c.space.Mask(param)))
		if err != nil {
			return err
		}
		if changed {
			p.Cmask |= 1 << param
		}
	}
	return nil
}

// refineIntervals applies the static intervals. An empty interval is refused
// even where the program did not mark it.
func (c *Constraints) refineIntervals(p *abi.HwParams) error {
	for param := abi.SNDRV_PCM_HW_PARAM_FIRST_INTERVAL; param <= abi.SNDRV_PCM_HW_PARAM_LAST_INTERVAL; param++ {
		if p.Interval(param).Flags&abi.IntervalEmpty != 0 {
			return syscall.EINVAL
		}
		if !requested(p, param) {
			continue
		}
		changed, err := RefineInterval(p.Interval(param), *c.space.Interval(param))
		if err != nil {
			return err
		}
		if changed {
			p.Cmask |= 1 << param
		}
	}
	return nil
}

// stamps tell which rules have to run. Every run of a rule has a number; a rule
// is due when a parameter it depends on was changed by a later run than the
// rule's own last one.
type stamps struct {
	next    uint32
	changed [paramCount]uint32 // the run that changed the parameter last
	ran     []uint32           // the last run of the rule
}

// newStamps makes the parameters that the program marked newer than any rule.
func newStamps(rmask uint32, rules int) *stamps {
	s := &stamps{next: 2, ran: make([]uint32, rules)}
	for param := range s.changed {
		s.changed[param] = rmask >> param & 1
	}
	return s
}

// due reports whether rule number n, which is r, has to run.
func (s *stamps) due(n int, r *Rule) bool {
	for _, param := range r.Deps {
		if s.changed[param] > s.ran[n] {
			return true
		}
	}
	return false
}

// applyRules goes through the rules until a pass changes nothing:
// constrain_params_by_rules of sound/core/pcm_native.c.
func (c *Constraints) applyRules(p *abi.HwParams) error {
	s := newStamps(p.Rmask, len(c.rules))
	for range maxPasses {
		again, err := c.pass(p, s)
		if err != nil || !again {
			return err
		}
	}
	return syscall.EINVAL
}

// pass runs the rules that are due, in order, and reports whether one of them
// changed its target.
func (c *Constraints) pass(p *abi.HwParams, s *stamps) (again bool, err error) {
	for n := range c.rules {
		r := &c.rules[n]
		if r.When != 0 && r.When&p.Flags == 0 || !s.due(n, r) {
			continue
		}
		changed, err := r.Apply(p)
		if err != nil {
			return false, err
		}
		if changed && r.Target != NoTarget {
			p.Cmask |= 1 << r.Target
			s.changed[r.Target] = s.next
			again = true
		}
		s.ran[n] = s.next
		s.next++
	}
	return again, nil
}
