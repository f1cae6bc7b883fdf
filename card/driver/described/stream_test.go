package described_test

import (
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/models"
	"github.com/vsndfs/vsndfs/card/timer"
)

// text is what a text of a card says, that is plugged in for this.
func text(t *testing.T, model, name string) string {
	t.Helper()
	core := new(card.Core)
	env := driver.Environment{Core: core, Timers: timer.NewService(core)}
	m, err := models.Find(model)
	if err != nil {
		t.Fatal(err)
	}
	slot := bus.New(func(string, string) {}).AddSlot(model+".0", m.New(env, driver.Settings{}))
	if err := slot.Plug(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slot.Unplug() })
	folder, _ := core.Info().Find("card0")
	e, ok := folder.Find(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	return e.Read()
}

func TestWhereAHeadsetIs(t *testing.T) {
	for name, want := range map[string]string{"usbbus": "001/002\n", "usbid": "1209:0001\n"} {
		if got := text(t, "usb-headset", name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// Names with the same beginning are of one unit, between two terminals.
func TestTheUnitsOfAHeadset(t *testing.T) {
	got := text(t, "usb-headset", "usbmixer")
	want := `USB Mixer: usb_id=0x12090001, ctrlif=0, ctlerr=0
Card: vsndfs USB Headset at usb-headset.0, full speed
  Unit: 2
    Control: name="PCM Playback Volume", index=0
    Info: id=2, control=2, cmask=0x3, channels=2, type="S16"
    Volume: min=-16256, max=0, dBmin=-6350, dBmax=0
  Unit: 2
    Control: name="PCM Playback Switch", index=0
    Info: id=2, control=1, cmask=0x0, channels=1, type="INV_BOOLEAN"
    Volume: min=0, max=1, dBmin=0, dBmax=0
  Unit: 5
    Control: name="Mic Capture Volume", index=0
    Info: id=5, control=2, cmask=0x0, channels=1, type="S16"
    Volume: min=-3072, max=5888, dBmin=-1200, dBmax=2300
  Unit: 5
    Control: name="Mic Capture Switch", index=0
    Info: id=5, control=1, cmask=0x0, channels=1, type="INV_BOOLEAN"
    Volume: min=0, max=1, dBmin=0, dBmax=0
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestTheStreamsOfAHeadset(t *testing.T) {
	got := text(t, "usb-headset", "stream0")
	want := `vsndfs USB Headset at usb-headset.0, full speed : USB Audio

Playback:
  Status: Stop
  Interface 1
    Altset 1
    Format: S8
    Channels: 2
    Endpoint: 0x01 (1 OUT) (SYNC)
    Rates: 8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000
    Bits: 8
    Channel map: FL FR
  Interface 1
    Altset 2
    Format: U8
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s", got)
	}
	if n := strings.Count(got, "    Altset "); n != 7 {
		t.Errorf("got %d alternate settings, want 4 and 3", n)
	}
}

// The last alternate setting of a converter carries DSD; packets come each 125 µs, as
// many as the converter asks for.
func TestTheStreamsOfAConverter(t *testing.T) {
	got := text(t, "usb-dac", "stream0")
	want := `
  Interface 1
    Altset 3
    Format: DSD_U32_BE
    Channels: 2
    Endpoint: 0x01 (1 OUT) (ASYNC)
    Rates: 88200, 176400, 352800
    Data packet interval: 125 us
    Bits: 32
    DSD raw: DOP=0, bitrev=0
    Channel map: FL FR
    Sync Endpoint: 0x81 (1 IN)
    Sync EP Interface: 1
    Sync EP Altset: 3
    Implicit Feedback Mode: No
`
	if !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s", got)
	}
}
