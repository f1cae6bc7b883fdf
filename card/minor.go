package card

// freeMinorLocked is the number that a node has in /proc/asound/devices: its own,
// or the lowest that is free of those that no other node may need
// (snd_find_free_minor).
func (c *Core) freeMinorLocked(n *Node) int {
	if n.Minor != 0 {
		return n.Minor
	}
	taken := make(map[int]bool)
	for _, other := range c.nodes {
		taken[other.minor] = true
	}
	minor := 0
	for isReserved(minor) || taken[minor] {
		minor++
	}
	return minor
}

// The numbers of nodes that are of no card. They and every thirty-second are kept
// free, as those by which modules were once loaded.
const (
	MinorSequencer = 1
	MinorTimer     = 33
)

func isReserved(minor int) bool {
	return minor%32 == 0 || minor == MinorSequencer || minor == MinorTimer
}
