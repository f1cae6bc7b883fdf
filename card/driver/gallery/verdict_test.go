package gallery

import "testing"

func TestCheckFindsWhatALogLacks(t *testing.T) {
	e := Exhibit{Log: []string{"unbind", "close pcmC0D0p", "free regs"}, Oopses: []string{"regs by close"}}
	good := []string{"plug", "unbind", "oops use after release of regs by close", "close pcmC0D0p pid=7", "free regs"}
	for name, tt := range map[string]struct {
		events []string
		ok     bool
	}{
		"all":             {good, true},
		"another order":   {[]string{good[3], good[1], good[2], good[4]}, false},
		"an event less":   {good[:4], false},
		"an oops less":    {[]string{good[1], good[3], good[4]}, false},
		"an oops more":    {append([]string{"oops use after release of regs by hw_free"}, good...), false},
		"of another part": {append([]string{"oops use after release of buffer by pointer"}, good...), false},
		"by an interrupt": {append([]string{"oops use after release of regs by pointer"}, good...), true},
		"nothing":         {nil, false},
		"only a likeness": {[]string{good[1], good[2], "close pcmC0D0p2", good[4]}, false},
	} {
		if err := e.Check(tt.events); (err == nil) != tt.ok {
			t.Errorf("%s: got error %v, want none: %v", name, err, tt.ok)
		}
	}
}
