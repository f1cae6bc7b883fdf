package hwparams

import (
	"fmt"
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
)

// NoTarget is the target of a rule that changes no parameter, or one whose
// change other rules need not hear of.
const NoTarget abi.Param = -1

// Rule narrows one parameter by what others allow: struct snd_pcm_hw_rule of
// include/sound/pcm.h. It runs when one of Deps has changed since its last run.
type Rule struct {
	Target abi.Param
	Deps   []abi.Param

	// When limits the rule to requests that have one of these flags; 0 is every
	// request.
	When abi.HwParamsFlags

	// Apply narrows Target in p and tells whether that changed it; it must
	// never widen it. It returns EINVAL if nothing is left. It is called by
	// many goroutines at once.
	Apply func(p *abi.HwParams) (changed bool, err error)
}

// constrain adds the rule.
func (r Rule) constrain(c *Constraints) error {
	if r.Target != NoTarget && !isParam(r.Target) {
		return fmt.Errorf("rule for %v, which is no parameter", r.Target)
	}
	if i := slices.IndexFunc(r.Deps, isNoParam); i >= 0 {
		return fmt.Errorf("rule that depends on %v, which is no parameter", r.Deps[i])
	}
	c.rules = append(c.rules, r)
	return nil
}

// isMask reports whether p is one of the sets.
func isMask(p abi.Param) bool {
	return p >= abi.SNDRV_PCM_HW_PARAM_FIRST_MASK && p <= abi.SNDRV_PCM_HW_PARAM_LAST_MASK
}

// isInterval reports whether p is one of the intervals.
func isInterval(p abi.Param) bool {
	return p >= abi.SNDRV_PCM_HW_PARAM_FIRST_INTERVAL && p <= abi.SNDRV_PCM_HW_PARAM_LAST_INTERVAL
}

func isParam(p abi.Param) bool { return isMask(p) || isInterval(p) }

func isNoParam(p abi.Param) bool { return !isParam(p) }
