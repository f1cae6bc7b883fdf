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
	var way []string
	inside := ""
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		name, ours := strings.CutPrefix(f.Function, module)
		if !ours {
			continue
		}
		if !strings.HasPrefix(name, "card") && !strings.HasPrefix(name, "devres") {
			break
		}
		pkg, function, _ := strings.Cut(path.Base(name), ".")
		if strings.HasPrefix(function, "init.") {
			continue // an entry of a table of functions
		}
		if pkg == inside {
			way = way[:len(way)-1]
		}
		way = append(way, pkg+"."+plain.Replace(function))
		inside = pkg
	}
	return strings.Join(way, " < ")
}

// plain takes away from a function's name what the compiler adds to it.
var plain = strings.NewReplacer("(*", "", ")", "", "[...]", "", "-fm", "")
