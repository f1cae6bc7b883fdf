package fault

import (
	"fmt"
	"regexp"
)

// Where is which streams a fault strikes: "playback", "capture" or the name of a
// node; empty for all.
type Where string

var nodeName = regexp.MustCompile(`^pcmC\d+D\d+[pc]$`)

func parseWhere(word string) (Where, error) {
	if word == "playback" || word == "capture" || nodeName.MatchString(word) {
		return Where(word), nil
	}
	return "", fmt.Errorf("%q is no stream: write playback, capture, or a node such as pcmC0D0p", word)
}

// strikes reports whether a node is among the streams.
func (w Where) strikes(node string) bool {
	switch w {
	case "":
		return true
	case "playback":
		return node[len(node)-1] == 'p'
	case "capture":
		return node[len(node)-1] == 'c'
	}
	return string(w) == node
}
