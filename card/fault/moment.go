package fault

import (
	"fmt"
	"strconv"
	"time"
)

// Moment is when a fault happens. The zero value is at once.
type Moment struct {
	// After is how long after it was given. On a card without a clock that is
	// how much sound has passed.
	After time.Duration
	// Frames is how many frames a stream has passed since it was opened, Of which
	// streams count; that is meant if ByFrames says so.
	ByFrames bool
	Frames   uint64
	Of       Where
}

// AtOnce reports whether there is nothing to wait for.
func (m Moment) AtOnce() bool { return m == Moment{} }

// String is how the moment is written, with its at.
func (m Moment) String() string {
	switch {
	case m.AtOnce():
		return ""
	case !m.ByFrames:
		return "at " + m.After.String()
	case m.Of == "":
		return fmt.Sprintf("at %d frames", m.Frames)
	}
	return fmt.Sprintf("at %d frames of %s", m.Frames, m.Of)
}

// ParseMoment reads TIME, FRAMES frames, or FRAMES frames of STREAM.
func ParseMoment(words []string) (Moment, error) {
	switch {
	case len(words) == 1:
		after, err := parseTime(words[0])
		return Moment{After: after}, err
	case len(words) == 2 && words[1] == "frames", len(words) == 4 && words[1] == "frames" && words[2] == "of":
		return parseFrames(words)
	}
	return Moment{}, fmt.Errorf("a moment is written as TIME or as FRAMES frames of STREAM, such as 1.5s or 48000 frames of pcmC0D0p")
}

func parseFrames(words []string) (m Moment, err error) {
	m.ByFrames = true
	if m.Frames, err = parseNumber(words[0], 0); err != nil || len(words) == 2 {
		return m, err
	}
	m.Of, err = parseWhere(words[3])
	return m, err
}

// maxTime is more than anybody waits, and far from where times overflow.
const maxTime = 1000 * time.Hour

func parseTime(word string) (time.Duration, error) {
	d, err := time.ParseDuration(word)
	if err != nil || d < 0 || d > maxTime {
		return 0, fmt.Errorf("%q is no time: write a number with its unit, such as 1.5s or 200ms", word)
	}
	return d, nil
}

// maxNumber is more frames, or calls, than a stream ever has.
const maxNumber = 1 << 50

func parseNumber(word string, least uint64) (uint64, error) {
	n, err := strconv.ParseUint(word, 10, 64)
	if err != nil || n < least || n > maxNumber {
		return 0, fmt.Errorf("%q is no number from %d on", word, least)
	}
	return n, nil
}
