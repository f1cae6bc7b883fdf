package fault_test

import (
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/models"
	"github.com/vsndfs/vsndfs/card/fault"
	"github.com/vsndfs/vsndfs/card/panel"
	"github.com/vsndfs/vsndfs/card/timer"
)

// rig is a headset without a clock that fails as its plan says.
type rig struct {
	t     testing.TB
	core  card.Core
	slot  *bus.Slot
	plan  *fault.Plan
	panel *panel.Panel

	mu  sync.Mutex
	log []string
}

// newRig plugs the headset in. The clock may be of the world outside a bubble: nothing
// waits for it here.
func newRig(t testing.TB, c *clock.Clock, sound *fault.Sound) *rig {
	t.Helper()
	r := &rig{t: t}
	r.plan, r.panel = fault.New(c, sound, r.logf), panel.New(r.logf)
	headset, err := models.Find(models.Default)
	if err != nil {
		t.Fatal(err)
	}
	settings, err := headset.ParseSettings([]string{"clock=free"})
	if err != nil {
		t.Fatal(err)
	}
	env := driver.Environment{Core: &r.core, Clock: c, Timers: timer.NewService(&r.core), Faults: r.plan}
	r.slot = bus.New(func(string, string) {}).AddSlot("headset.0", headset.New(env, settings))
	r.plan.SetSlot(r.slot)
	r.plan.SetPanel(r.panel)
	if err := r.slot.Plug(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.slot.Unplug() }) // a test may have done it
	return r
}

// inBubble runs a test on a rig in testing/synctest's time.
func inBubble(t *testing.T, test func(*testing.T, *rig)) {
	t.Helper()
	c, err := clock.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	synctest.Test(t, func(t *testing.T) { test(t, newRig(t, c, new(fault.Sound))) })
}

func (r *rig) logf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = append(r.log, fmt.Sprintf(format, args...))
}

func (r *rig) logged() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.log, "\n")
}

func (r *rig) add(text string) {
	r.t.Helper()
	if err := r.plan.Add(text); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) expectPlan(want string) {
	r.t.Helper()
	if got := r.plan.String(); got != want {
		r.t.Errorf("the plan tells %q, want %q", got, want)
	}
}

func caller() *card.Call {
	return &card.Call{Killed: func() bool { return false }, LiveNonblock: func() (bool, bool) { return false, true }}
}

// open opens a node of the card that is there, if one is.
func (r *rig) open(node string) (*card.File, error) {
	n, ok := r.core.Node(node)
	if !ok {
		return nil, syscall.ENOENT
	}
	return n.Open(caller(), card.OpenFlags{})
}

func (r *rig) mustOpen(node string) *card.File {
	r.t.Helper()
	f, err := r.open(node)
	if err != nil {
		r.t.Fatal(err)
	}
	return f
}

// release closes a file as the file system does.
func release(f *card.File) {
	if m, ok := f.Mapper(); ok {
		m.Closing()
	}
	f.Release()
}

// play writes a second of silence, as a shell does.
func play(f *card.File) error {
	for rest := make([]byte, 48000*4); len(rest) > 0; {
		n, err := f.Write(caller(), rest)
		if err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// inBackground runs fn as another program; the channel brings what it answered.
func inBackground(fn func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- fn() }()
	return done
}

// still expects that somebody waits, and nothing but time will pass.
func still(t *testing.T, what string, done <-chan error) {
	t.Helper()
	synctest.Wait()
	if len(done) > 0 {
		t.Fatalf("%s has not waited: %v", what, <-done)
	}
}

func TestCallsAreCounted(t *testing.T) {
	for faults, want := range map[string]string{
		"fail open 1 EIO":                       "EIO ok ok ok ok; done 1 fail open 1 EIO",
		"fail open 3 ENOMEM":                    "ok ok ENOMEM ok ok; done 1 fail open 3 ENOMEM",
		"fail open 2..3 EIO":                    "ok EIO EIO ok ok; done 2 fail open 2..3 EIO",
		"fail open 4.. EIO":                     "ok ok ok EIO EIO; active 2 fail open 4.. EIO",
		"fail open 2 EIO on playback":           "ok EIO ok ok ok; done 1 fail open 2 EIO on playback",
		"fail open 1.. EIO on capture":          "ok ok ok ok ok; active 0 fail open 1.. EIO on capture",
		"fail open 6 EIO":                       "ok ok ok ok ok; active 0 fail open 6 EIO",
		"fail open 2 EIO at 1h":                 "ok ok ok ok ok; waiting 0 fail open 2 EIO at 1h0m0s",
		"fail hw_params EIO":                    "ok ok ok ok ok; active 0 fail hw_params 1 EIO",
		"fail open 2.. EIO\nfail open 3 ENOMEM": "ok EIO ENOMEM EIO EIO; active 3 fail open 2.. EIO; done 1 fail open 3 ENOMEM",
	} {
		t.Run(faults, func(t *testing.T) {
			inBubble(t, func(_ *testing.T, r *rig) {
				r.add(faults)
				var answers []string
				for range 5 {
					f, err := r.open("pcmC0D0p")
					if err != nil {
						answers = append(answers, errnoName(err))
						continue
					}
					answers = append(answers, "ok")
					release(f)
				}
				got := strings.Join(answers, " ") + "; " + strings.ReplaceAll(strings.TrimSpace(r.plan.String()), "\n", "; ")
				if got != want {
					r.t.Errorf("got  %s\nwant %s", got, want)
				}
			})
		})
	}
}

func errnoName(err error) string {
	for name, errno := range map[string]syscall.Errno{"EIO": syscall.EIO, "ENOMEM": syscall.ENOMEM} {
		if err == errno {
			return name
		}
	}
	return err.Error()
}

func TestNoneOfAWrongTextIsTaken(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		if err := r.plan.Add("stall\n\nexplode\n"); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("a wrong line is answered with %v, want one line", err)
		}
		r.expectPlan("")
	})
}

func TestClearForgetsWhateverThereIs(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		f := r.mustOpen("pcmC0D0p")
		r.add("stall\nshorten 1\ndelay transfer 1h\nfail transfer 1.. EIO\ndrift 100000\nsuspend\nxrun at 1h\nunplug at 100 frames\nclear")
		r.expectPlan("")
		if err := play(f); err != nil {
			t.Errorf("write: %v", err)
		}
		release(f)
		if got := r.slot.State(); got != "bound" {
			t.Errorf("the device is %s", got)
		}
	})
}

// A call that is slow when its delay ends takes its time, and nobody else does.
func TestClearWhileACallIsSlow(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		f, began := r.mustOpen("pcmC0D0p"), time.Now()
		r.add("delay transfer 1h")
		slow := inBackground(func() error { return play(f) })
		still(t, "the slow write", slow)
		r.add("clear")
		g := r.mustOpen("pcmC0D0c")
		if _, err := g.Read(caller(), make([]byte, 4000)); err != nil || time.Since(began) > 0 {
			t.Errorf("a read after clear: %v, after %v", err, time.Since(began))
		}
		if err := <-slow; err != nil || time.Since(began) != time.Hour {
			t.Errorf("the slow write: %v, after %v", err, time.Since(began))
		}
		release(f)
		release(g)
	})
}

// A device that is unplugged waits for nobody who is slow, asleep or stands still.
func TestUnplugEndsWhoeverAFaultKeepsWaiting(t *testing.T) {
	ioctl := func(f *card.File) error {
		return f.Ioctl(caller(), &card.Ioctl{Cmd: uint32(abi.SNDRV_PCM_IOCTL_HWSYNC)})
	}
	for name, tc := range map[string]struct {
		faults string
		call   func(*card.File) error
	}{
		"a slow write": {"delay transfer 1h", play},
		"a slow prepare": {"delay prepare 1h", func(f *card.File) error {
			return f.Ioctl(caller(), &card.Ioctl{Cmd: uint32(abi.SNDRV_PCM_IOCTL_PREPARE)})
		}},
		"a machine asleep": {"suspend", ioctl},
		"a shell, asleep":  {"suspend", play},
		"standing still":   {"stall", play},
		"at a frame":       {"suspend at 1000 frames", play},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				r.add(tc.faults)
				f, began := r.mustOpen("pcmC0D0p"), time.Now()
				waits := inBackground(func() error { return tc.call(f) })
				still(t, "the call", waits)
				unplugged := inBackground(r.slot.Unplug)
				if err := <-waits; err == nil {
					t.Error("the call went well on a card that is gone")
				}
				release(f)
				if err := <-unplugged; err != nil || time.Since(began) > 0 {
					t.Errorf("unplug: %v, after %v", err, time.Since(began))
				}
				r.add("resume\nclear")
			})
		})
	}
}

// An open that is slow ends too, and opens nothing.
func TestUnplugEndsASlowOpen(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.add("delay open 1h")
		began := time.Now()
		opens := inBackground(func() error { _, err := r.open("pcmC0D0p"); return err })
		still(t, "the open", opens)
		if err := r.slot.Unplug(); err != nil {
			t.Error(err)
		}
		if err := <-opens; err != syscall.ENODEV || time.Since(began) > 0 {
			t.Errorf("open: %v, after %v, want ENODEV at once", err, time.Since(began))
		}
	})
}

func TestClearWakesTheMachineUp(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		f := r.mustOpen("pcmC0D0p")
		r.add("suspend")
		writes := inBackground(func() error { return play(f) })
		still(t, "the write", writes)
		r.add("clear")
		if err := <-writes; err != nil {
			t.Errorf("write: %v", err)
		}
		release(f)
	})
}

// A device that is plugged in while the machine sleeps, as all are that a server begins
// with, sleeps too.
func TestADeviceThatComesToAMachineAsleepSleeps(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		if err := r.slot.Unplug(); err != nil {
			t.Fatal(err)
		}
		r.add("suspend")
		if err := r.slot.Plug(); err != nil {
			t.Fatal(err)
		}
		f := r.mustOpen("pcmC0D0p")
		writes := inBackground(func() error { return play(f) })
		still(t, "the write", writes)
		r.add("resume")
		if err := <-writes; err != nil {
			t.Errorf("write: %v", err)
		}
		release(f)
	})
}

// Faults that are over are told of for a while: a server that is made to fail day and
// night does not grow by it.
func TestFaultsThatAreOverAreForgottenInTime(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.add("fail open 7.. EIO")
		r.add(strings.Repeat("xrun\n", 1000))
		lines := strings.Split(strings.TrimSpace(r.plan.String()), "\n")
		if lines[0] != "active 0 fail open 7.. EIO" || len(lines) != 101 {
			t.Errorf("the plan has %d lines, the first is %q; want the active one and the last 100", len(lines), lines[0])
		}
	})
}

// What follows on another device at the same moment strikes that one's streams.
func TestAStepOnAnotherDeviceStrikesItsStreams(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		other := newRig(t, nil, new(fault.Sound))
		first, err := fault.Parse("shorten off at 1000 frames")
		if err != nil {
			t.Fatal(err)
		}
		then, err := fault.Parse("xrun")
		if err != nil {
			t.Fatal(err)
		}
		happened := make(chan error, 1)
		r.plan.Give(first, fault.Context{}, func(c fault.Context) {
			other.plan.Give(then, c, func(fault.Context) { happened <- nil })
		})
		f := r.mustOpen("pcmC0D0p")
		if err := play(f); err != nil {
			t.Errorf("write: %v", err)
		}
		<-happened
		release(f)
		if strings.Contains(other.logged(), "fault xrun on") {
			t.Errorf("the other device has no stream, and its log tells %q", other.logged())
		}
	})
}

// Who writes faults, reads them and plays meets others who do; race detectors watch.
func TestManyWriteFaultsAtOnce(t *testing.T) {
	texts := []string{
		"stall\nstall off", "delay transfer 1ms\ndelay transfer off", "xrun\nxrun on capture at 10 frames", "suspend\nresume", "clear",
		"shorten 3\nshorten off", "fail transfer 1..2 EIO", "drift 500\ndrift off at 10ms", "fail prepare 3 EIO at 100 frames of playback", "unplug\nplug",
	}
	inBubble(t, func(t *testing.T, r *rig) {
		var all []<-chan error
		for _, text := range texts {
			all = append(all, inBackground(func() error {
				for range 20 {
					r.add(text)
					_ = r.plan.String()
				}
				return nil
			}))
		}
		all = append(all, inBackground(func() error {
			for range 50 {
				if f, err := r.open("pcmC0D0p"); err == nil {
					_ = play(f) // a fault may strike it
					release(f)
				}
			}
			return nil
		}))
		for _, done := range all {
			<-done
		}
		synctest.Wait()
		if r.plan.Busy() {
			t.Error("a fault is still under way, and nobody has the device open")
		}
		r.add("clear")
		_ = r.slot.Plug() // it may be there
		f := r.mustOpen("pcmC0D0p")
		if err := play(f); err != nil {
			t.Errorf("after all of it a write ends with %v", err)
		}
		release(f)
	})
}

// A hand moves a plug at the very frame: what is played waits there.
func TestAPlugIsPulledAtAFrame(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		let := make(chan struct{})
		err := r.panel.AddJack(r.slot.Device(), "Headphone", true, func(in bool) {
			if !in {
				<-let
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		f := r.mustOpen("pcmC0D0p")
		r.add("jack Headphone out at 24000 frames")
		played := inBackground(func() error { return play(f) })
		still(t, "a player whose plug is on its way", played)
		if got := r.core.Cards()[0].Streams()[0]; got.HwPtr != 24000 {
			t.Errorf("the stream is at %d", got.HwPtr)
		}
		close(let)
		if err := <-played; err != nil {
			t.Errorf("write: %v", err)
		}
		release(f)
		r.expectPlan("done 1 jack Headphone out at 24000 frames\n")
		if got, want := r.logged(), "fault jack Headphone out\njack Headphone out"; got != want {
			t.Errorf("the log tells %q, want %q", got, want)
		}
	})
}

func TestAKeyThatIsNotThereFailsInTheLog(t *testing.T) {
	inBubble(t, func(_ *testing.T, r *rig) {
		r.add("key play-pause")
		synctest.Wait()
		if want := "fault key play-pause\nfault key play-pause failed: there is no key play-pause"; !strings.HasPrefix(r.logged(), want) {
			r.t.Errorf("the log tells %q, want %q", r.logged(), want)
		}
	})
}
