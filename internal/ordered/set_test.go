package ordered_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/internal/ordered"
)

// A set is what a slice of its elements would be, from which they are taken out.
func TestASetIsAsASliceWouldBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set ordered.Set[int]
		var slice []int
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				v := rapid.IntRange(0, 9).Draw(t, "v")
				set.Add(v)
				if !slices.Contains(slice, v) {
					slice = append(slice, v)
				}
			},
			"remove": func(t *rapid.T) {
				v := rapid.IntRange(0, 9).Draw(t, "v")
				set.Remove(v)
				slice = slices.DeleteFunc(slice, func(u int) bool { return u == v })
			},
			"": func(t *rapid.T) {
				if got := slices.Collect(set.All()); !slices.Equal(got, slice) || set.Len() != len(slice) {
					t.Fatalf("the set is %v, want %v", got, slice)
				}
			},
		})
	})
}

func TestAllStopsWhenNobodyWantsMore(t *testing.T) {
	var set ordered.Set[string]
	set.Add("a")
	set.Add("b")
	for v := range set.All() {
		if v != "a" {
			t.Errorf("got %q after who looks has stopped", v)
		}
		break
	}
}
