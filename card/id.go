package card

import (
	"fmt"
	"strings"
)

// maxIDLen is the longest card id: 15 characters and a NUL in struct
// snd_ctl_card_info.
const maxIDLen = 15

// reserved are the names of /proc/asound that no card's directory can have
// (snd_info_check_reserved_words).
var reserved = []string{
	"version", "meminfo", "memdebug", "detect", "devices", "oss", "cards", "timers", "synth", "pcm", "seq",
}

// validID makes an id of letters, digits and nothing else out of s, as
// sound/core/init.c does. One that begins with a digit gets a D in front, so that
// it cannot be taken for a card's number; an empty one, or one that could be taken
// for a card's directory, becomes "Default".
func validID(s string) string {
	id := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
	if id != "" && id[0] <= '9' {
		id = "D" + id
	}
	id = id[:min(len(id), maxIDLen)]
	if id == "" || strings.HasPrefix(id, "card") {
		return "Default"
	}
	return id
}

// numberedID is the nth other name for an id that is taken: base_1, base_2.
func numberedID(base string, n int) string {
	suffix := fmt.Sprintf("_%X", n)
	return base[:min(len(base), maxIDLen-len(suffix))] + suffix
}
