package clone

import (
	"errors"
	"math/rand/v2"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// constraints answer as the driver of a description does.
type constraints struct{ *hwparams.Constraints }

// Refine is of Refiner.
func (c constraints) Refine(p *abi.HwParams) error {
	if err := c.Constraints.Refine(p); err != nil {
		return err
	}
	return c.FillInfo(p)
}

// Prove asks two streams the same, and says how often they answered otherwise, of how
// many times. Errors are those of the first.
func Prove(original, copied Refiner) (wrong, all int, err error) {
	for _, question := range questions() {
		of := &search{stream: original}
		answer, ok := of.refine(clone(question))
		if of.err != nil {
			return 0, 0, of.err
		}
		p := clone(question)
		refused := copied.Refine(p)
		if refused != nil && !errors.Is(refused, syscall.EINVAL) {
			return 0, 0, refused
		}
		all++
		if ok != (refused == nil) || ok && !sameAnswer(*answer, *p) {
			wrong++
		}
	}
	return wrong, all, nil
}

func clone(p *abi.HwParams) *abi.HwParams { again := *p; return &again }

// sameAnswer compares two, but for what no card here can do.
func sameAnswer(a, b abi.HwParams) bool {
	for _, p := range []*abi.HwParams{&a, &b} {
		p.Info &^= impossible
	}
	return a == b
}

// randomQuestions are how many of them are made up.
const randomQuestions = 400

// questions are requests for parameters: each alone, and with one more and more random
// limits.
func questions() []*abi.HwParams {
	all := []*abi.HwParams{hwparams.Any()}
	for param := abi.SNDRV_PCM_HW_PARAM_FIRST_MASK; param <= abi.SNDRV_PCM_HW_PARAM_LAST_INTERVAL; param++ {
		if param > abi.SNDRV_PCM_HW_PARAM_LAST_MASK && param < abi.SNDRV_PCM_HW_PARAM_FIRST_INTERVAL {
			continue
		}
		p := hwparams.Any()
		p.Rmask = 1 << param
		all = append(all, p)
	}
	for f := abi.SNDRV_PCM_FORMAT_FIRST; f <= abi.SNDRV_PCM_FORMAT_LAST; f++ {
		p := hwparams.Any()
		setFormats(p, hwparams.FormatSet(f))
		all = append(all, p)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range randomQuestions {
		all = append(all, randomQuestion(r))
	}
	return all
}

// likely are numbers that programs ask for, by parameter.
var likely = map[abi.Param][]uint32{
	channels:    {1, 2, 4, 6, 8},
	rate:        {8000, 11025, 16000, 22050, 44100, 48000, 96000, 192000},
	periodTime:  {1000, 5000, 21333, 100000, 125000},
	periodSize:  {48, 64, 100, 256, 1024, 4800},
	periodBytes: {64, 100, 1000, 4096, 16384},
	periods:     {1, 2, 3, 4, 16},
	bufferTime:  {2000, 20000, 500000, 2000000},
	bufferSize:  {96, 1000, 4096, 16384, 48000},
	bufferBytes: {384, 4096, 10000, 65536},
	sampleBits:  {8, 16, 24, 32},
	frameBits:   {8, 16, 32, 64},
}

// order are the keys of likely: a map has none, and questions are the same every time.
var order = []abi.Param{
	channels, rate, periodTime, periodSize, periodBytes, periods, bufferTime, bufferSize, bufferBytes, sampleBits, frameBits,
}

func randomQuestion(r *rand.Rand) *abi.HwParams {
	p := hwparams.Any()
	for range 1 + r.IntN(3) {
		param := order[r.IntN(len(order))]
		numbers := likely[param]
		number := numbers[r.IntN(len(numbers))]
		switch r.IntN(3) {
		case 0:
			p.Interval(param).Min = number
		case 1:
			p.Interval(param).Max = number
		default:
			only(param, number)(p)
		}
	}
	if r.IntN(4) == 0 { // as if the others had not changed
		p.Rmask = r.Uint32()
	}
	return p
}
