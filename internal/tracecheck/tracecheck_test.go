package tracecheck_test

import (
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/internal/tracecheck"
)

// names are the metadata of the row that the events below are on.
const names = `{"name":"process_name","ph":"M","ts":0,"pid":1,"tid":2,"args":{"name":"a.0"}},
	{"name":"thread_name","ph":"M","ts":0,"pid":1,"tid":2,"args":{"name":"row"}}`

const outer = `{"name":"outer","ph":"X","ts":10,"dur":10,"pid":1,"tid":2}`

func TestOnlyTracesAreTaken(t *testing.T) {
	for name, tc := range map[string]struct {
		events string
		wrong  string // in the error
	}{
		"a span":                       {outer, ""},
		"a span in it":                 {outer + `,{"name":"inner","ph":"X","ts":15,"dur":5,"pid":1,"tid":2}`, ""},
		"a span after it":              {outer + `,{"name":"next","ph":"X","ts":20,"dur":5,"pid":1,"tid":2}`, ""},
		"a span that goes beyond":      {outer + `,{"name":"inner","ph":"X","ts":15,"dur":6,"pid":1,"tid":2}`, "nest"},
		"an outer span that comes 2nd": {`{"name":"inner","ph":"X","ts":12,"dur":1,"pid":1,"tid":2},` + outer, "nest"},
		"a span without an end":        {`{"name":"x","ph":"X","ts":1,"pid":1,"tid":2}`, "fields"},
		"a span that ends before":      {`{"name":"x","ph":"X","ts":1,"dur":-1,"pid":1,"tid":2}`, "lasts"},
		"an instant":                   {`{"name":"x","ph":"i","s":"t","ts":1,"pid":1,"tid":2}`, ""},
		"an instant without a scope":   {`{"name":"x","ph":"i","ts":1,"pid":1,"tid":2}`, "scope"},
		"no time":                      {`{"name":"x","ph":"i","s":"t","pid":1,"tid":2}`, "time"},
		"no name":                      {`{"ph":"i","s":"t","ts":1,"pid":1,"tid":2}`, "name"},
		"no phase":                     {`{"name":"x","ts":1,"pid":1,"tid":2}`, "phase"},
		"a field that is none":         {`{"name":"x","ph":"i","s":"t","ts":1,"pid":1,"tid":2,"time":1}`, "unknown field"},
		"a row without a name":         {`{"name":"x","ph":"i","s":"t","ts":1,"pid":1,"tid":3}`, "no name"},
		"a color that is none":         {`{"name":"x","ph":"i","s":"t","ts":1,"pid":1,"tid":2,"cname":"pink"}`, "color"},
		"a flow": {outer + `,{"name":"f","cat":"c","ph":"s","id":1,"ts":10,"pid":1,"tid":2},
			{"name":"f","cat":"c","ph":"f","bp":"e","id":1,"ts":12,"pid":1,"tid":2}`, ""},
		"a flow that does not end":   {outer + `,{"name":"f","cat":"c","ph":"s","id":1,"ts":10,"pid":1,"tid":2}`, "do not end"},
		"a flow that is in no span":  {`{"name":"f","cat":"c","ph":"s","id":1,"ts":10,"pid":1,"tid":2}`, "in no span"},
		"a flow that does not begin": {outer + `,{"name":"f","cat":"c","ph":"f","bp":"e","id":1,"ts":12,"pid":1,"tid":2}`, "begin"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tracecheck.Parse([]byte(`{"displayTimeUnit":"ms","traceEvents":[` + names + `,` + tc.events + `]}`))
			if tc.wrong == "" && err != nil {
				t.Error(err)
			}
			if tc.wrong != "" && (err == nil || !strings.Contains(err.Error(), tc.wrong)) {
				t.Errorf("got %v, want an error with %q", err, tc.wrong)
			}
		})
	}
}
