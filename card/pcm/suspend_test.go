package pcm

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// resumable is hardware that goes on where it was.
func resumable(c *Config) {
	for _, d := range []**Direction{&c.Playback, &c.Capture} {
		own := **d
		own.Hardware.Info |= abi.SNDRV_PCM_INFO_RESUME
		*d = &own
	}
}

// suspend is what the machine does to a stream when it goes to sleep.
func (c *client) suspend() {
	s := c.stream()
	s.Locked(func() { s.Suspend(clock.Now()) })
}

// inEveryState brings a stream into each state in turn.
func inEveryState(t *testing.T, test func(*testing.T, scene), change ...func(*Config)) {
	t.Helper()
	for name := range settings {
		for _, stream := range []string{"playback", "capture"} {
			t.Run(stream+" "+name, func(t *testing.T) {
				inBubble(t, func(t *testing.T, r *rig) { test(t, r.bring(stream, name)) }, change...)
			})
		}
	}
}

// suspends says which states a sleep changes (snd_pcm_pre_suspend).
func suspends(s abi.State) bool { return s != abi.SNDRV_PCM_STATE_SETUP && !unset(s) }

func TestASleepSuspendsWhatHasSomethingToLose(t *testing.T) {
	inEveryState(t, func(t *testing.T, c scene) {
		before, ran := *c.onPage(), c.isRunning()
		c.engine().took()
		told := notified(c.client)
		for range 2 { // the second finds nothing to do
			c.suspend()
		}
		after := *c.onPage()
		if !suspends(before.State) {
			if after != before || told.Load() != 0 || c.engine().took() != nil {
				t.Errorf("a stream that is %v has become %+v", before.State, after)
			}
			return
		}
		if after.State != abi.SNDRV_PCM_STATE_SUSPENDED || after.SuspendedState != before.State || after.HwPtr != before.HwPtr {
			t.Errorf("the page shows %+v after a sleep in %+v", after, before)
		}
		if stopped := slices.Contains(c.engine().took(), "Stop"); stopped != ran {
			t.Errorf("the hardware was stopped: %v, it ran: %v", stopped, ran)
		}
		if told.Load() == 0 {
			t.Error("who polls was not told")
		}
	}, strict)
}

// suspendedAnswers is what calls answer on a stream that is suspended, as
// pcm_native.c reads, and the state that they leave.
var suspendedAnswers = []struct {
	operation string
	want      string
	after     abi.State
}{
	{"INFO", "0", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"STATUS", "0", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"SYNC_PTR get", "0", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"SYNC_PTR hwsync", "ESTRPIPE", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"HWSYNC", "ESTRPIPE", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"DELAY", "ESTRPIPE", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"REWIND 0", "0", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"REWIND 8", "ESTRPIPE", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"FORWARD 8", "ESTRPIPE", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"START", "EBADFD", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"XRUN", "EBADFD", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"DRAIN", "EBADFD", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"HW_PARAMS", "EBADFD", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"HW_FREE", "EBADFD", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"SW_PARAMS", "0", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"RESUME", "ENOSYS", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"PAUSE 1", "ENOSYS", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"RESET", "0", abi.SNDRV_PCM_STATE_SUSPENDED},
	{"PREPARE", "0", abi.SNDRV_PCM_STATE_PREPARED},
	{"DROP", "0", abi.SNDRV_PCM_STATE_SETUP},
}

func TestWhatASuspendedStreamAnswers(t *testing.T) {
	inEveryState(t, func(t *testing.T, c scene) {
		if !suspends(c.onPage().State) {
			return
		}
		for _, a := range suspendedAnswers {
			c.suspend()
			_, err := operations[a.operation](c)
			if name(err) != a.want {
				t.Errorf("%s: %s, want %s", a.operation, name(err), a.want)
			}
			if got := c.onPage().State; got != a.after {
				t.Errorf("%s leaves %v, want %v", a.operation, got, a.after)
			}
		}
	}, strict)
}

func TestASuspendedStreamMovesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		p, c := r.bring("playback", "running"), r.bring("capture", "running")
		p.suspend()
		c.suspend()
		for _, operation := range []string{"WRITEI 8", "write 32"} {
			expectAnswer(t, p, operation, "ESTRPIPE")
		}
		for _, operation := range []string{"READI 8", "read 32"} {
			expectAnswer(t, c, operation, "ESTRPIPE")
		}
		expectAnswer(t, p, "poll", "0 10c")
		expectAnswer(t, c, "poll", "0 49")
		// The hardware is out of reach: what its clock does meanwhile is nothing.
		before := *p.onPage()
		p.elapse(probedPeriod)
		p.stream().Locked(func() { p.stream().Rearm(clock.Now()) })
		if after := *p.onPage(); after != before {
			t.Errorf("the page shows %+v after an interrupt, it was %+v", after, before)
		}
	}, strict)
}

func expectAnswer(t *testing.T, c scene, operation, want string) {
	t.Helper()
	told, err := operations[operation](c)
	if err != nil {
		told = ""
	}
	if got := name(err) + told; got != want {
		t.Errorf("%s answers %s, want %s", operation, got, want)
	}
}

// Hardware that resumes takes the stream back to what it was, and is started if it
// ran (snd_pcm_do_resume, snd_pcm_post_resume).
func TestResumeTakesTheStreamBack(t *testing.T) {
	inEveryState(t, func(t *testing.T, c scene) {
		before, ran := *c.onPage(), c.isRunning()
		c.suspend()
		c.engine().took()
		want := syscall.Errno(0)
		if !suspends(before.State) {
			want = syscall.EBADFD
		}
		c.expect("RESUME", c.plain(abi.SNDRV_PCM_IOCTL_RESUME), want)
		if after := *c.onPage(); after.State != before.State || after.HwPtr != before.HwPtr {
			t.Errorf("the page shows %+v after RESUME, it was %+v", after, before)
		}
		if started := slices.Contains(c.engine().took(), "Start"); started != ran {
			t.Errorf("the hardware was started: %v, it ran: %v", started, ran)
		}
		c.expect("a second RESUME", c.plain(abi.SNDRV_PCM_IOCTL_RESUME), syscall.EBADFD)
	}, strict, resumable)
}

// What was queued is played after the sleep, each frame once.
func TestAResumedPlaybackLosesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(buffer)
		c.elapse(period)
		c.suspend()
		c.must("RESUME", c.plain(abi.SNDRV_PCM_IOCTL_RESUME))
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, period, buffer)
		c.elapse(buffer)
		expectBytes(t, "heard", c.engine().heard(), tape(0, buffer*frameBytes))
	}, resumable)
}

// Hardware that cannot be started again leaves the stream suspended.
func TestAResumeThatFails(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.bring("playback", "running")
		c.suspend()
		c.engine().refuse = syscall.EIO
		c.expect("RESUME", c.plain(abi.SNDRV_PCM_IOCTL_RESUME), syscall.EIO)
		c.expectState(abi.SNDRV_PCM_STATE_SUSPENDED, passed, few)
		c.engine().refuse = nil
		c.expect("RESUME", c.plain(abi.SNDRV_PCM_IOCTL_RESUME), 0)
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, passed, few)
	}, strict, resumable)
}

// A PREPARE that fails leaves the state as it was, and a suspended stream in SETUP,
// for it has been stopped before (snd_pcm_prepare).
func TestAPrepareThatFails(t *testing.T) {
	inEveryState(t, func(t *testing.T, c scene) {
		before, ran := c.onPage().State, c.isRunning()
		if unset(before) || ran {
			return // it does not come to the hardware
		}
		c.engine().refuse = syscall.EIO
		c.expect("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE), syscall.EIO)
		if got := c.onPage().State; got != before {
			t.Errorf("a stream that was %v is %v", before, got)
		}
		c.suspend()
		c.expect("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE), syscall.EIO)
		if got := c.onPage().State; got != abi.SNDRV_PCM_STATE_SETUP {
			t.Errorf("one that was suspended is %v, want SETUP", got)
		}
	}, strict)
}

// The stop comes first, even where a transfer that still copies makes it EBUSY.
func TestAPrepareOfASuspendedStreamThatIsBusy(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.bring("playback", "running")
		c.suspend()
		s := c.stream()
		s.Locked(func() { s.accesses++ })
		c.expect("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE), syscall.EBUSY)
		s.Locked(func() { s.accesses-- })
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, passed, few)
	}, strict)
}

func TestAnXrunOnDemandStopsWhatRuns(t *testing.T) {
	inEveryState(t, func(t *testing.T, c scene) {
		before, ran := c.onPage().State, c.isRunning()
		s, stopped := c.stream(), false
		s.Locked(func() { stopped = s.StopXrun(clock.Now()) })
		want := before
		if ran {
			want = abi.SNDRV_PCM_STATE_XRUN
		}
		if got := c.onPage().State; stopped != ran || got != want {
			t.Errorf("a stream that was %v: stopped %v, and is %v", before, stopped, got)
		}
	}, strict)
}

func TestASleepEndsABlockedTransfer(t *testing.T) {
	endBlockedTransfers(t, syscall.ESTRPIPE, func(p, c *client) {
		p.suspend()
		c.suspend()
	})
}

// A drain finds no stream that drains any more, and that is no error (snd_pcm_drain).
func TestASleepEndsADrain(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		done, failed := c.drainInBackground()
		synctest.Wait()
		c.suspend()
		<-done
		c.expect("DRAIN", *failed, 0)
		c.expectState(abi.SNDRV_PCM_STATE_SUSPENDED, 0, 1000)
		c.must("RESUME", c.plain(abi.SNDRV_PCM_IOCTL_RESUME))
		c.expectState(abi.SNDRV_PCM_STATE_DRAINING, 0, 1000)
		c.elapse(period)
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, period, 1000)
	}, resumable)
}

// A program that knows nothing of ALSA writes on when the machine has woken up.
func TestAShellSleepsThroughASleep(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		var err error
		done := inBackground(func() { err = c.writeAll(tape(0, 3*shellBuffer*shellFrame), 5000) })
		synctest.Wait()
		r.card.SetPower(false)
		c.suspend()
		synctest.Wait()
		if over(done) {
			t.Fatalf("the write has not waited: %v", err)
		}
		r.card.SetPower(true)
		c.playedBy(done)
		c.expect("write", err, 0)
	})
}

func TestWhatEndsAWaitForPower(t *testing.T) {
	for name, tc := range map[string]struct {
		happens func(*client)
		want    syscall.Errno
	}{
		"the machine wakes up":      {func(c *client) { c.card.SetPower(true) }, 0},
		"the card goes":             {func(c *client) { c.card.Disconnect() }, syscall.ENODEV},
		"the mount ends":            {func(c *client) { close(c.ended) }, syscall.EINTR},
		"a signal that kills":       {func(c *client) { c.call.Killed = func() bool { return true }; close(c.interrupt) }, syscall.EINTR},
		"a signal, and the card":    {func(c *client) { close(c.interrupt); synctest.Wait(); c.card.Disconnect() }, syscall.ENODEV},
		"a signal, and it wakes up": {func(c *client) { close(c.interrupt); synctest.Wait(); c.card.SetPower(true) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(buffer)
				r.card.SetPower(false)
				c.suspend()
				var err error
				done := inBackground(func() { err = c.plain(abi.SNDRV_PCM_IOCTL_PREPARE) })
				synctest.Wait()
				if over(done) {
					t.Fatalf("PREPARE has not waited: %v", err)
				}
				tc.happens(c)
				<-done
				c.expect("PREPARE", err, tc.want)
			})
		})
	}
}

// A card that is unplugged in its sleep goes, whoever waits, and can be closed.
func TestACardGoesInItsSleep(t *testing.T) {
	inEveryState(t, func(t *testing.T, c scene) {
		c.card.SetPower(false)
		c.suspend()
		var all []<-chan struct{}
		for range 3 {
			all = append(all, inBackground(func() { _ = c.plain(abi.SNDRV_PCM_IOCTL_STATUS) }))
		}
		synctest.Wait()
		c.card.Disconnect()
		for _, done := range all {
			<-done
		}
		if got := c.onPage().State; got != abi.SNDRV_PCM_STATE_DISCONNECTED {
			t.Errorf("the stream is %v", got)
		}
		c.suspend()
		c.card.SetPower(true)
		if got := c.onPage().State; got != abi.SNDRV_PCM_STATE_DISCONNECTED {
			t.Errorf("after a second sleep the stream is %v", got)
		}
		c.close()
	})
}

// An open does not wait for power: snd_pcm_open asks nobody.
func TestASleepingCardCanBeOpened(t *testing.T) {
	inBubble(t, func(_ *testing.T, r *rig) {
		r.card.SetPower(false)
		r.open(playbackNode, card.OpenFlags{}).close()
	})
}

// The timer of a stream tells of its sleep too.
func TestTheTimerTellsOfASleep(t *testing.T) {
	inBubble(t, func(_ *testing.T, r *rig) {
		c := r.playback()
		l := r.listen(abi.SNDRV_PCM_STREAM_PLAYBACK)
		c.play(buffer)
		l.expect(fmt.Sprint("MSTART ", periodNs))
		c.suspend()
		l.expect("MSUSPEND 0")
		c.must("RESUME", c.plain(abi.SNDRV_PCM_IOCTL_RESUME))
		l.expect(fmt.Sprint("MRESUME ", periodNs))
	}, resumable)
}
