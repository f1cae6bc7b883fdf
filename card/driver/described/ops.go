package described

import (
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// opsOf are the callbacks of an element, which keep its values. changed hears of new
// ones.
func opsOf(e model.Element, changed func(now []int64)) control.Ops {
	stored := control.Stored{
		Range: e.Range(), Limit: limitOf(e), Each: e.Write == model.Each || e.Write == model.EachLong, Changed: changed,
		Now: slices.Repeat(e.Values, int(e.Template.Count)),
	}
	if e.Notify == model.AllChange {
		return &allOrNothing{stored}
	}
	return &stored
}

// limitOf is what becomes of values that are written. The drivers of integers keep
// them in an int of C.
func limitOf(e model.Element) func(*control.Range, int64) (int64, error) {
	limit := map[model.Write]func(*control.Range, int64) (int64, error){
		model.Refuse: control.Refuse, model.Each: control.Refuse, model.EachLong: control.Refuse,
		model.Clamp: control.Clamp, model.LowBit: control.Bit,
	}[e.Write]
	if e.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER64 || e.Write == model.EachLong {
		return limit
	}
	return func(r *control.Range, value int64) (int64, error) { return limit(r, int64(int32(value))) }
}

// allOrNothing are elements that say they have changed only if every value has, as
// snd_dummy_capsrc_put does.
type allOrNothing struct{ control.Stored }

// Put is of control.Ops.
func (s *allOrNothing) Put(n int, v *abi.CtlElemValue) (bool, error) {
	kept := s.Kept()
	before := slices.Clone(s.Now[n*kept:][:kept])
	_, err := s.Stored.Put(n, v)
	for i, value := range s.Now[n*kept:][:kept] {
		if value == before[i] {
			return false, err
		}
	}
	return true, err
}
