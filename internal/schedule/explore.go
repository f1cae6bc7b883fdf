package schedule

import (
	"flag"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

var (
	// scheduleFlag is printed with a failure.
	scheduleFlag = flag.String("schedule", "", "the one order of goroutines to play, such as 0,2,1")
	ordersFlag   = flag.Int("orders", 0, "how many orders of goroutines to play, if not the test's own number")
)

// Limits say how far Explore goes.
type Limits struct {
	Preemptions int // how often a goroutine that could go on has to wait for another
	Orders      int // to play, at most; the flag -orders takes its place
}

// Explore plays the orders of a scenario. The scenario makes a world anew, adds its
// goroutines to the play, and returns what checks the world when they have ended.
// Explore returns how many orders were played, and whether they were all that there
// are within the limits.
func Explore(t *testing.T, l Limits, scenario func(*Play) (check func() error)) (orders int, all bool) {
	t.Helper()
	if *scheduleFlag != "" {
		playOne(t, &Play{bound: 1 << 30, planned: parse(t, *scheduleFlag)}, scenario)
		return 1, false
	}
	if *ordersFlag > 0 {
		l.Orders = *ordersFlag
	}
	var planned []int
	for orders = 0; orders < l.Orders/2; orders++ {
		p := &Play{bound: l.Preemptions, planned: planned}
		playOne(t, p, scenario)
		if planned = p.next(); planned == nil {
			return orders + 1, true
		}
	}
	for ; orders < l.Orders; orders++ {
		playOne(t, &Play{bound: 1 << 30, random: rand.New(rand.NewPCG(uint64(orders), 0))}, scenario)
	}
	return orders, false
}

func playOne(t *testing.T, p *Play, scenario func(*Play) func() error) {
	t.Helper()
	check := scenario(p)
	err := p.play()
	if err == nil {
		err = check()
	}
	if err != nil {
		t.Fatalf("%v\nplay it again with -run '^%s$' -schedule %s", err, t.Name(), p)
	}
}

func parse(t *testing.T, text string) []int {
	t.Helper()
	var all []int
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(word)
		if err != nil {
			t.Fatalf("-schedule: %v", err)
		}
		all = append(all, n)
	}
	return all
}
