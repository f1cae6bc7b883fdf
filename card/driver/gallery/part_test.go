package gallery

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
)

// newBuffer is a buffer of a device, and what the device logs.
func newBuffer() (*buffer, *[]string) {
	var events []string
	s := bus.New(func(_, event string) { events = append(events, event) }).AddSlot("gallery.0", &handDriver{})
	_ = s.Plug() // its probe does nothing
	events = nil
	k := chip{}
	k.env.Core = new(card.Core)
	return k.dmaAlloc(s.Device()), &events
}

type handDriver struct{ chip }

func (*handDriver) Probe(*bus.Device) error { return nil }

func TestAPartIsUsedAsLongAsItIsHeld(t *testing.T) {
	b, events := newBuffer()
	sound := bytes.Repeat([]byte{1, 2, 3}, bufferBytes/2)
	b.write("copy", sound)
	if got, want := b.memory[:b.at], sound[bufferBytes:]; !bytes.Equal(got, want) {
		t.Error("the buffer does not hold what was written last")
	}
	if len(*events) > 0 {
		t.Errorf("got log %q, want none", *events)
	}
}

func TestAReleasedPartIsOverwrittenAndStaysSo(t *testing.T) {
	b, _ := newBuffer()
	b.write("copy", []byte("sound"))
	b.Free()
	b.write("copy", []byte("sound"))
	b.clear("hw_free")
	if !bytes.Equal(b.memory, bytes.Repeat([]byte{0x6b}, bufferBytes)) {
		t.Errorf("the buffer begins with % x, want only 6b", b.memory[:16])
	}
}

// The report of docs/gallery.md.
func TestATouchAfterReleaseIsReportedOncePerOperation(t *testing.T) {
	b, events := newBuffer()
	b.Free()
	for range 2 {
		b.clear("hw_free")
		b.write("copy", nil)
	}
	at := regexp.MustCompile(`at \d+\.\d{6} in`)
	for i, event := range *events {
		(*events)[i] = at.ReplaceAllString(event, "at T in")
	}
	want := []string{
		"free buffer",
		"oops use after release of buffer by hw_free",
		"oops touched in gallery.TestATouchAfterReleaseIsReportedOncePerOperation",
		"oops released at T in gallery.TestATouchAfterReleaseIsReportedOncePerOperation",
		"oops use after release of buffer by copy",
		"oops touched in gallery.TestATouchAfterReleaseIsReportedOncePerOperation",
		"oops released at T in gallery.TestATouchAfterReleaseIsReportedOncePerOperation",
	}
	if !slices.Equal(*events, want) {
		t.Errorf("got log %q, want %q", *events, want)
	}
}

func TestASecondReleaseIsReported(t *testing.T) {
	b, events := newBuffer()
	b.Free()
	b.Release()
	if len(*events) < 2 || (*events)[1] != "oops use after release of buffer by release" {
		t.Errorf("got log %q, want a use after release by release", *events)
	}
}

func TestTimesAreWrittenAsTheLogDoes(t *testing.T) {
	if got, want := seconds(clock.Time(12_000_034_567)), "12.000034"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAReportTellsTheWayAndWhoHasTheCardOpen(t *testing.T) {
	visit(t, mixedWrongExhibit, func(r *rig) {
		r.plug()
		r.unplugWhilePlaying(Waits)
		got := strings.Join(r.logged(), "\n")
		for _, want := range []string{
			"by pointer\noops touched in gallery.stream.Moved < pcm.file.hwsync < ioctl.Table.Do < pcm.file.Ioctl < card.File.Ioctl < ", // the program's own call
			"by trigger STOP\noops touched in gallery.stream.Stop < pcm.PCM.Disconnect < card.Card.Free < devres.Resources.ReleaseAll < bus.Slot.Unplug < ",
			"by private_free\noops touched in gallery.registers.switchOff < card.File.Release < ", // its close
			"oops while open pcmC0D0p pid=7 comm=cat\n",
			" in gallery.mixedWrong.Remove < bus.Slot.Unplug < ",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is not in\n%s", want, got)
			}
		}
	})
}
