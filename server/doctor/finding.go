package doctor

// Verdict is how a finding ends.
type Verdict string

const (
	OK   Verdict = "ok"   // works
	Less Verdict = "less" // something will not work, as the finding says
	No   Verdict = "no"   // there is no sound card without this
)

// Finding is what was found out about one thing.
type Finding struct {
	Verdict Verdict
	What    string // the thing, in a word or two
	Says    string // how it is, and what that means for programs
	Advice  string // what to do about it; "" if there is nothing
}

// Worst is the verdict of them all.
func Worst(all []Finding) Verdict {
	worst := OK
	for _, f := range all {
		if f.Verdict == No || f.Verdict == Less && worst == OK {
			worst = f.Verdict
		}
	}
	return worst
}
