package pcm

import (
	"strings"
	"testing"
)

// text is what a text of the card says.
func (r *rig) text(path string) string {
	r.t.Helper()
	e := r.core.Info()
	for name := range strings.SplitSeq(path, "/") {
		var ok bool
		if e, ok = e.Find(name); !ok {
			r.t.Fatalf("there is no %s of %s", name, path)
		}
	}
	return e.Read()
}

func (r *rig) expectText(path string, want ...string) {
	r.t.Helper()
	if got := r.text(path); got != strings.Join(want, "\n")+"\n" {
		r.t.Errorf("%s: got\n%swant\n%s", path, got, strings.Join(want, "\n"))
	}
}

func TestTheTextsOfAStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		const sub = "card0/pcm0p/sub0/"
		for _, name := range []string{"hw_params", "sw_params", "status"} {
			r.expectText(sub+name, "closed")
		}
		c := r.playback()
		for _, name := range []string{"hw_params", "sw_params"} {
			r.expectText(sub+name, "no setup")
		}
		if got := r.text(sub + "status"); !strings.HasPrefix(got, "state: OPEN\nowner_pid   : ") {
			t.Errorf("status of a stream without parameters: %s", got)
		}
		c.play(3000)
		c.elapse(period)
		r.expectText(sub+"hw_params", "access: RW_INTERLEAVED", "format: S16_LE", "subformat: STD", "channels: 2",
			"rate: 48000 (48000/1)", "period_size: 1024", "buffer_size: 4096")
		r.expectText(sub+"sw_params", "tstamp_mode: NONE", "period_step: 1", "avail_min: 1024", "start_threshold: 9223372036854775807",
			"stop_threshold: 4096", "silence_threshold: 0", "silence_size: 0", "boundary: 4611686018427387904")
		status := r.text(sub + "status")
		before, _, _ := strings.Cut(status, "trigger_time: ")
		end := strings.Index(status, "tstamp      : ")
		if got, want := before+status[end:], strings.Join([]string{
			"state: RUNNING", "owner_pid   : 0", "tstamp      : 0.000000000",
			"delay       : 1976", "avail       : 2120", "avail_max   : 2120", "-----", "hw_ptr      : 1024", "appl_ptr    : 3000", "",
		}, "\n"); got != want {
			t.Errorf("status: got\n%swant\n%s", got, want)
		}
		r.expectText("card0/pcm0p/info", "card: 0", "device: 0", "subdevice: 0", "stream: PLAYBACK", "id: Fake", "name: Fake PCM",
			"subname: subdevice #0", "class: 0", "subclass: 0", "subdevices_count: 1", "subdevices_avail: 0")
	})
}

// Reading status is the ioctl STATUS: it takes notice of the most that was available.
func TestReadingStatusForgetsTheMostThatWasAvailable(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(3000)
		c.elapse(period)
		c.queue(1000)
		if got := r.text("card0/pcm0p/sub0/status"); !strings.Contains(got, "\navail_max   : 2120\n") {
			t.Errorf("status: %s", got)
		}
		if got := c.status().AvailMax; got != buffer-2976 {
			t.Errorf("avail_max is %d, want %d", got, buffer-2976)
		}
	})
}

func TestTheListOfPCMs(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		AddList(&r.core)
		r.expectText("pcm", "00-00: Fake : Fake PCM : playback 1 : capture 1")
		r.pcm.Disconnect() // the first that a card does when it goes
		if got := r.text("pcm"); got != "" {
			t.Errorf("pcm: got %q after Disconnect", got)
		}
	})
}
