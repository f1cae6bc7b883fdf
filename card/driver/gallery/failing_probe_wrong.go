package gallery

import "github.com/vsndfs/vsndfs/card/bus"

var failingProbeWrongExhibit = Exhibit{
	Name:    "failing-probe-wrong",
	Caption: "a probe that fails before it registers the card: what is newer than the card goes before it",
	Story: `The order that is right for unbinding is wrong for a probe that fails before it has registered the card: there is no
trigger yet, so the buffer, which is newer than the card, is released before the card is freed, and private_free uses it. Some forty
of Linux's drivers had to be corrected for that in 2022, by the one call that failing-probe has and this one lacks.`,
	Visit: Fails,
	Log: []string{
		"probe failed: codec: input/output error", "devres release buffer", "devres release snd_card_release", "card 0 disconnect",
		"card 0 free", "private_free", "oops use after release of buffer by private_free", "devres release regs",
		"open pcmC0D0p", "probe failed: calibration: input/output error", "devres release trigger_card_free", "card 0 disconnect",
		"card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free", "devres release buffer",
	},
	Oopses: []string{"buffer by private_free"},
	new:    func(k chip) bus.Driver { return &failingProbeWrong{failingProbe{chip: k}} },
}

// failingProbeWrong is failingProbe without snd_card_free_on_error.
type failingProbeWrong struct{ failingProbe }

// Probe leaves a failure to devres.
func (f *failingProbeWrong) Probe(d *bus.Device) error { return f.probe(d) }
