package loopback

import (
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/info"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// cableText is what the text of cable#0 of some cables says.
func cableText(all cables) string {
	folder := info.NewFolder("card0")
	all.addTexts(folder)
	e, _ := folder.Find("cable#0")
	return e.Read()
}

func expectField(t *testing.T, text, want string) {
	t.Helper()
	if !strings.Contains(text, "\n"+want+"\n") {
		t.Errorf("there is no %q in\n%s", want, text)
	}
}

// As the kernel's, whose cards have eight substreams at most.
func TestTheTextOfCablesThatNobodyUses(t *testing.T) {
	for substreams, want := range map[int]int{1: 8, 8: 8, 12: 12} {
		text := cableText(newCables(substreams, hardware, nil))
		if got := strings.Count(text, ":\n  inactive\n"); got != want || !strings.HasPrefix(text, "Cable 0 substream 0:\n") {
			t.Errorf("%d substreams: got\n%s", substreams, text)
		}
	}
}

func TestTheTextOfACable(t *testing.T) {
	all := newCables(1, hardware, nil)
	k := all[0][0]
	playback := end{stream: new(pcm.Substream), params: pcm.Params{
		Format: abi.SNDRV_PCM_FORMAT_S16_LE, Channels: 2, RateHz: 8000, PeriodSize: 100, BufferSize: 400, FrameBytes: 4,
	}}
	capture := playback
	k.play, k.capture = playback, capture

	expectField(t, cableText(all), "  valid: 0")
	k.prepare(&k.capture, &k.play)
	text := cableText(all)
	expectField(t, text, "  valid: 2")
	expectField(t, text, "    silent_size:\t1600")

	k.prepare(&k.play, &k.capture)
	if err := k.start(&k.play, &k.capture, clock.Now()); err != nil {
		t.Fatal(err)
	}
	k.play.done = 450
	text = cableText(all)
	for _, field := range []string{
		"  valid: 3", "  running: 1", "    buffer_size:\t1600", "    buffer_pos:\t\t200", "    period_size:\t400", "    bytes_per_sec:\t32000",
		"    sample_align:\t4", "    rate_shift:\t\t100000", "    irq_pos:\t\t50000", "    period_frac:\t100000",
	} {
		expectField(t, text, field)
	}
	k.close(&k.play)
	expectField(t, cableText(all), "  Playback\n    inactive")
}
