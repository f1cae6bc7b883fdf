package devres_test

import (
	"fmt"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

func TestEventString(t *testing.T) {
	tests := map[string]devres.Event{
		"add clock":     {Op: devres.OpAdd, Name: "clock"},
		"remove clock":  {Op: devres.OpRemove, Name: "clock"},
		"release clock": {Op: devres.OpRelease, Name: "clock"},
		"replace clock": {Op: devres.OpReplace, Name: "clock"},
		"Op(7) clock":   {Op: devres.Op(7), Name: "clock"},
	}
	for want, event := range tests {
		if got := fmt.Sprint(event); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTheReleaseEventComesBeforeAReleaseThatNeverEnds(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	mustAdd(t, r, &d, "card memory")
	asleep, wake, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	mustAddAction(t, r, "trigger", func() {
		close(asleep)
		<-wake
	})
	d = nil
	go func() {
		defer close(done)
		r.ReleaseAll()
	}()
	<-asleep
	d.expect(t, "release trigger")
	close(wake)
	<-done
	d.expect(t, "release card memory", "run card memory")
}
