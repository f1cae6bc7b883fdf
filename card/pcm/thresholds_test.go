package pcm

import (
	"math"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestAPlaybackStartsWhenTheThresholdIsQueued(t *testing.T) {
	for name, tc := range map[string]struct {
		threshold abi.Uframes
		frames    int
		want      abi.State
	}{
		"0, with the first frame":           {0, 1, abi.SNDRV_PCM_STATE_RUNNING},
		"1, with the first frame":           {1, 1, abi.SNDRV_PCM_STATE_RUNNING},
		"one frame too few":                 {100, 99, abi.SNDRV_PCM_STATE_PREPARED},
		"just enough":                       {100, 100, abi.SNDRV_PCM_STATE_RUNNING},
		"the whole ring":                    {buffer, buffer, abi.SNDRV_PCM_STATE_RUNNING},
		"more than the ring can hold":       {buffer + 1, buffer, abi.SNDRV_PCM_STATE_PREPARED},
		"LONG_MAX, never":                   {math.MaxInt64, buffer, abi.SNDRV_PCM_STATE_PREPARED},
		"ULONG_MAX, which is -1, at once":   {math.MaxUint64, 1, abi.SNDRV_PCM_STATE_RUNNING},
		"LONG_MIN, which is less, at once":  {1 << 63, 1, abi.SNDRV_PCM_STATE_RUNNING},
		"the boundary, never":               {boundaryOf(buffer), buffer, abi.SNDRV_PCM_STATE_PREPARED},
		"nothing starts without any frames": {0, 0, abi.SNDRV_PCM_STATE_PREPARED},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.prepare(startAt(tc.threshold))
				c.queue(tc.frames)
				c.expectState(tc.want, 0, abi.Uframes(tc.frames))
			})
		})
	}
}

func TestACaptureStartsWhenARequestIsLargeEnough(t *testing.T) {
	for name, tc := range map[string]struct {
		threshold abi.Uframes
		frames    int
		want      abi.State
	}{
		"0":                        {0, 1, abi.SNDRV_PCM_STATE_RUNNING},
		"a smaller request":        {100, 99, abi.SNDRV_PCM_STATE_PREPARED},
		"an equal request":         {100, 100, abi.SNDRV_PCM_STATE_RUNNING},
		"a larger request":         {100, 1000, abi.SNDRV_PCM_STATE_RUNNING},
		"ULONG_MAX, not as signed": {math.MaxUint64, 1000, abi.SNDRV_PCM_STATE_PREPARED},
		"a request for nothing":    {0, 0, abi.SNDRV_PCM_STATE_PREPARED},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.capture()
				c.nonblock = true
				c.prepare(startAt(tc.threshold))
				_, _, err := c.readi(tc.frames)
				if tc.frames > 0 {
					c.expect("READI", err, syscall.EAGAIN)
				}
				c.expectState(tc.want, 0, 0)
			})
		})
	}
}

func TestAStreamStopsWhenAvailReachesTheThreshold(t *testing.T) {
	for name, tc := range map[string]struct {
		threshold abi.Uframes
		passed    uint64 // of 3000 frames that are queued
		want      abi.State
	}{
		"a frame before it":                  {buffer, 2999, abi.SNDRV_PCM_STATE_RUNNING},
		"the ring is empty":                  {buffer, 3000, abi.SNDRV_PCM_STATE_XRUN},
		"long after":                         {buffer, 100_000, abi.SNDRV_PCM_STATE_XRUN},
		"a threshold before the end":         {2000, 904, abi.SNDRV_PCM_STATE_XRUN},
		"not yet before the end":             {2000, 903, abi.SNDRV_PCM_STATE_RUNNING},
		"a threshold larger than the ring":   {buffer + 500, 3499, abi.SNDRV_PCM_STATE_RUNNING},
		"late by more than that":             {buffer + 500, 3500, abi.SNDRV_PCM_STATE_XRUN},
		"0, at once":                         {0, 1, abi.SNDRV_PCM_STATE_XRUN},
		"the boundary, never":                {boundaryOf(buffer), 1 << 40, abi.SNDRV_PCM_STATE_RUNNING},
		"LONG_MAX, never":                    {math.MaxInt64, 1 << 40, abi.SNDRV_PCM_STATE_RUNNING},
		"ULONG_MAX, never":                   {math.MaxUint64, 1 << 40, abi.SNDRV_PCM_STATE_RUNNING},
		"just below the boundary, in theory": {boundaryOf(buffer) - 1, 1 << 40, abi.SNDRV_PCM_STATE_RUNNING},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.prepare(freeRunning)
				c.queue(3000)
				p := usual.swParams()
				p.StopThreshold = tc.threshold
				c.must("SW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_SW_PARAMS, p))
				c.start()
				c.elapse(tc.passed)
				if got := c.look().Status.State; got != tc.want {
					t.Errorf("got %v, want %v", got, tc.want)
				}
			})
		})
	}
}

func TestACaptureOverrunsWhenTheRingIsFull(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare()
		c.start()
		c.elapse(buffer - 1)
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, buffer-1, 0)
		c.elapse(1)
		c.expectState(abi.SNDRV_PCM_STATE_XRUN, buffer, 0)
	})
}

func TestSwParamsOfARunningStreamAreJudgedAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		p := usual.swParams()
		p.StopThreshold = buffer - 1000
		c.expect("SW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_SW_PARAMS, p), syscall.EPIPE)
		if p.Boundary != boundaryOf(buffer) {
			t.Errorf("boundary %d did not come back with the error", p.Boundary)
		}
		c.expectState(abi.SNDRV_PCM_STATE_XRUN, 0, 1000)
	})
}

func TestSwParamsThatMakeNoSense(t *testing.T) {
	boundary := boundaryOf(buffer)
	for name, tc := range map[string]struct {
		change func(*abi.SwParams)
		want   syscall.Errno
	}{
		"tstamp_mode of 2":                      {func(p *abi.SwParams) { p.TstampMode = 2 }, syscall.EINVAL},
		"tstamp_mode of -1":                     {func(p *abi.SwParams) { p.TstampMode = -1 }, syscall.EINVAL},
		"tstamp_type of 3":                      {func(p *abi.SwParams) { p.TstampType = 3 }, syscall.EINVAL},
		"tstamp_type of 3 by a very new one":    {func(p *abi.SwParams) { p.TstampType, p.Proto = 3, -1 }, syscall.EINVAL},
		"tstamp_type of 3 by an old program":    {func(p *abi.SwParams) { p.TstampType, p.Proto = 3, 0 }, 0},
		"avail_min of 0":                        {func(p *abi.SwParams) { p.AvailMin = 0 }, syscall.EINVAL},
		"a huge avail_min":                      {func(p *abi.SwParams) { p.AvailMin = math.MaxUint64 }, 0},
		"silence everywhere, with a threshold":  {silent(boundary, 1), syscall.EINVAL},
		"silence everywhere":                    {silent(boundary, 0), 0},
		"more silence than its threshold":       {silent(2, 1), syscall.EINVAL},
		"a silence threshold beyond the ring":   {silent(1, buffer+1), syscall.EINVAL},
		"a silence threshold of the whole ring": {silent(1, buffer), 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.setUp(usual)
				p := usual.swParams()
				tc.change(p)
				c.expect("SW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_SW_PARAMS, p), tc.want)
			})
		})
	}
}
