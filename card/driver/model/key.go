package model

import (
	"maps"
	"slices"
	"strings"

	"github.com/vsndfs/vsndfs/card/abi"
)

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// checkKey looks whether a key's element is one that it can change: volume keys a
// number, the others a switch.
func (d *Description) checkKey(key, name string) error {
	if !slices.Contains(keyNames, key) {
		return problemf(nil, "there is no key %q; there are %s", key, strings.Join(keyNames, ", "))
	}
	c := d.Control(name)
	if c == nil {
		return problemf(nil, "there is no element %q", name)
	}
	e, err := c.Element()
	if err != nil {
		return err
	}
	want, what := abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, "a switch"
	if strings.HasPrefix(key, "volume-") {
		want, what = abi.SNDRV_CTL_ELEM_TYPE_INTEGER, "an integer"
	}
	if e.Type != want {
		return problemf(nil, "%q is not %s", name, what)
	}
	return nil
}
