package hwparams_test

import (
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

func BenchmarkRefineAny(b *testing.B) {
	c, err := openAloop()
	if err != nil {
		b.Fatal(err)
	}
	space := *hwparams.Any()
	b.ReportAllocs()
	for b.Loop() {
		p := space
		if err := c.Refine(&p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRefineOneParameter(b *testing.B) {
	c, err := openAloop()
	if err != nil {
		b.Fatal(err)
	}
	space := *hwparams.Any()
	if err := c.Refine(&space); err != nil {
		b.Fatal(err)
	}
	*space.Interval(abi.SNDRV_PCM_HW_PARAM_RATE) = abi.Interval{Min: 48000, Max: 48000}
	space.Rmask = 1 << abi.SNDRV_PCM_HW_PARAM_RATE
	b.ReportAllocs()
	for b.Loop() {
		p := space
		if err := c.Refine(&p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChoose(b *testing.B) {
	c, err := openAloop()
	if err != nil {
		b.Fatal(err)
	}
	space := *hwparams.Any()
	b.ReportAllocs()
	for b.Loop() {
		p := space
		if err := c.Choose(&p); err != nil {
			b.Fatal(err)
		}
	}
}
