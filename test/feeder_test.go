package test

import (
	"encoding/binary"
	"math/rand/v2"
	"sync/atomic"
)

// feeder is a program that plays for as long as the test wants: its standard input,
// raw like the sound stereo, has no end before.
type feeder struct {
	*program
	taken  atomic.Int64 // bytes
	enough atomic.Bool  // no more is wanted
	fed    chan []byte
}

// startFeeder feeds a program silence at first, where it may come too late, and then
// loud sound.
func startFeeder(p *program, seed uint64) *feeder {
	f := &feeder{program: p, fed: make(chan []byte, 1)}
	go f.feedLoud(seed)
	return f
}

// feedLoud feeds until it is enough, or until the program has ended, which the
// test will find.
func (f *feeder) feedLoud(seed uint64) {
	defer f.stdin.Close()
	source := rand.New(rand.NewPCG(seed, 0))
	var fed []byte
	for chunk := make([]byte, stereo.rateHz); ; chunk = bytesOf(loud(source, stereo.rateHz/10)) {
		_, err := f.stdin.Write(chunk)
		fed = append(fed, chunk...)
		f.taken.Store(int64(len(fed)))
		if err != nil || f.enough.Load() {
			f.fed <- fed
			return
		}
	}
}

// pipeBytes is what the pipe to a program holds, which it has not taken yet.
const pipeBytes = 64 << 10

// waitTakes waits until that many more bytes are in its pipe.
func (f *feeder) waitTakes(bytes int) {
	f.t.Helper()
	enough := f.taken.Load() + int64(bytes)
	waitFor(f.t, f.name+" to take more", func() bool { return f.taken.Load() > enough || !f.running() })
}

// finish lets it play to the end what it has been fed, and returns that.
func (f *feeder) finish() []byte {
	f.t.Helper()
	f.enough.Store(true)
	fed := <-f.fed
	f.succeed()
	return fed
}

// loud are that many samples, none of which is near silence. The sum of two never
// saturates, that of three often does.
func loud(source *rand.Rand, n int) []int16 {
	all := make([]int16, n)
	for i := range all {
		all[i] = int16(9000 + source.IntN(7000))
		if source.IntN(2) == 0 {
			all[i] = -all[i]
		}
	}
	return all
}

// bytesOf is S16_LE.
func bytesOf(samples []int16) []byte {
	p := make([]byte, 0, 2*len(samples))
	for _, v := range samples {
		p = binary.LittleEndian.AppendUint16(p, uint16(v))
	}
	return p
}

// samplesOf reads S16_LE.
func samplesOf(p []byte) []int16 {
	samples := make([]int16, 0, len(p)/2)
	for ; len(p) >= 2; p = p[2:] {
		samples = append(samples, int16(binary.LittleEndian.Uint16(p)))
	}
	return samples
}
