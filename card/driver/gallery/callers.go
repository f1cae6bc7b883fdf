package gallery

import (
	"path"
	"runtime"
	"strings"
)

const module = "github.com/vsndfs/vsndfs/"

// callers is the way that led here, innermost first: of each package that was
// passed through the function by which it was entered. It ends where the card does:
// above are the file system, or the clock's thread.
func callers() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	var w way
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		name, ours := strings.CutPrefix(f.Function, module)
		if ours && !strings.HasPrefix(name, "card") && !strings.HasPrefix(name, "devres") {
			break
		}
		if ours {
			w.add(name)
		}
	}
	return strings.Join(w.functions, " < ")
}

// way is what callers returns, as far as it is known.
type way struct {
	functions []string
	inside    string // the package of the last
}

// add adds a function, named as card/pcm.(*Substream).onInterrupt. It takes the place of
// the one that it has called in its own package.
func (w *way) add(name string) {
	pkg, function, _ := strings.Cut(path.Base(name), ".")
	if strings.HasPrefix(function, "init.") || pkg == "fault" {
		return // an entry of a table of functions, or what fails on demand: it only passes on
	}
	if pkg == w.inside {
		w.functions = w.functions[:len(w.functions)-1]
	}
	w.functions = append(w.functions, pkg+"."+plain.Replace(function))
	w.inside = pkg
}

// plain takes away from a function's name what the compiler adds to it.
var plain = strings.NewReplacer("(*", "", ")", "", "[...]", "", "-fm", "")
