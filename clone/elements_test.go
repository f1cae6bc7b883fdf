package clone

import (
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// What a driver can say of an element, and a description cannot.
func TestAnElementThatNoDescriptionCanSay(t *testing.T) {
	for want, change := range map[string]func(*element){
		"no items":                    func(e *element) { e.info.Type = abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED },
		"ends before it begins: 5..1": func(e *element) { *e.info.Integer() = abi.CtlElemRange{Min: 5, Max: 1} },
		"with 0 values":               func(e *element) { e.info.Count = 0 },
		"its type 9":                  func(e *element) { e.info.Type = 9 },
		"value too large":             func(e *element) { e.info.Type, e.info.Count = abi.SNDRV_CTL_ELEM_TYPE_BYTES, 513 },
		"printable":                   func(e *element) { e.id.Name[0] = 0xff },
		"needs a name":                func(e *element) { e.id.Name[0] = 0 },
	} {
		t.Run(want, func(t *testing.T) {
			e := &element{access: abi.SNDRV_CTL_ELEM_ACCESS_READWRITE}
			e.id.Iface = abi.SNDRV_CTL_ELEM_IFACE_MIXER
			abi.SetString(e.id.Name[:], "Volume")
			e.info.Type, e.info.Count = abi.SNDRV_CTL_ELEM_TYPE_INTEGER, 1
			e.info.Integer().Max = 31
			change(e)
			c := &cloner{Clone: Clone{Description: new(model.Description)}}
			got, err := c.describe(e)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %+v, error %v, want one with %q", got, err, want)
			}
		})
	}
}
