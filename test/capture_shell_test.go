package test

import (
	"bytes"
	"testing"
	"time"
)

func TestHeadRecordsASecondOfSilence(t *testing.T) {
	t.Parallel()
	s := mount(t)
	start := time.Now()
	got := s.shell(`head -c 192000 /dev/snd/pcmC0D0c`)
	between(t, "a second of recording", time.Since(start), 900*time.Millisecond, 10*time.Second)
	sameSound(t, []byte(got), make([]byte, 192000))
}

func TestHeadRecordsWhatTheCardIsFed(t *testing.T) {
	t.Parallel()
	fed := mono.noise(0.5)
	s := mount(t, "--play", mono.writeWAV(t, fed))
	got := s.shell(`head -c 96000 /dev/snd/pcmC0D0c`)
	sameSound(t, []byte(got), doubled(fed))
}

func TestEveryRecordingHearsTheFileFromItsStart(t *testing.T) {
	t.Parallel()
	fed := mono.noise(0.2)
	s := mount(t, "--play", mono.writeWAV(t, fed))
	for range 2 {
		got := s.shell(`head -c 38400 /dev/snd/pcmC0D0c`)
		sameSound(t, []byte(got), doubled(fed))
	}
}

func TestDdRecordsInBlocksOfAnySize(t *testing.T) {
	t.Parallel()
	fed := mono.noise(0.5)
	s := mount(t, "--play", mono.writeWAV(t, fed))
	got := s.shell(`dd if=/dev/snd/pcmC0D0c bs=1001 count=90 status=none`)
	sameSound(t, []byte(got), doubled(fed)[:len(got)])
	if len(got) != 90*1001 {
		t.Errorf("dd got %d bytes in 90 blocks of 1001", len(got))
	}
}

// doubled is a mono sound, S16_LE, as a shell gets it: on both channels.
func doubled(p []byte) []byte {
	var b bytes.Buffer
	for i := 0; i < len(p); i += 2 {
		b.Write([]byte{p[i], p[i+1], p[i], p[i+1]})
	}
	return b.Bytes()
}
