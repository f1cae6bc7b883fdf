package control_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// meant is the element that a name and an index mean among sets that were added one
// after the other: the kernel looks for it in that order.
func meant(sets []*control.Set, counts map[*control.Set]uint32, index uint32) (abi.CtlElemId, bool) {
	for _, s := range sets {
		if first := s.ID(0).Index; index >= first && index < first+counts[s] {
			return s.ID(int(index - first)), true
		}
	}
	return abi.CtlElemId{}, false
}

// Sets of one name may overlap: only the first element of a new one must not be there.
func TestElementsOfOneNameAreFoundByIndexAsIfTheyStoodInAList(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := plug(t, nil)
		f := h.open(t, 1)
		var sets []*control.Set
		counts := make(map[*control.Set]uint32)
		index := rapid.Uint32Range(0, 12)
		r.Repeat(map[string]func(*rapid.T){
			"add": func(r *rapid.T) {
				template := volume("Master")
				template.Index, template.Count = index.Draw(r, "index"), rapid.Uint32Range(1, 4).Draw(r, "count")
				_, taken := meant(sets, counts, template.Index)
				s, err := h.control.Add(template)
				if (err != nil) != taken {
					r.Fatalf("add %d from index %d on: %v, taken: %v", template.Count, template.Index, err, taken)
				}
				if err == nil {
					sets, counts[s] = append(sets, s), template.Count
				}
			},
			"remove": func(r *rapid.T) {
				if len(sets) == 0 {
					r.Skip("there is none")
				}
				n := rapid.IntRange(0, len(sets)-1).Draw(r, "which")
				h.control.Remove(sets[n])
				sets = slices.Delete(sets, n, n+1)
			},
			"": func(r *rapid.T) {
				for index := range uint32(20) {
					want, there := meant(sets, counts, index)
					info := abi.CtlElemInfo{ID: mixerID("Master", index)}
					err := do(f, abi.SNDRV_CTL_IOCTL_ELEM_INFO, &info)
					if (err == nil) != there || there && info.ID != want {
						r.Fatalf("index %d: got %+v, %v, want %+v, there: %v", index, info.ID, err, want, there)
					}
				}
			},
		})
	})
}
