package gallery

import (
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
		dir, function, _ := strings.Cut(name[strings.LastIndex(name, "/")+1:], ".")
		if !strings.HasPrefix(name, "card/") && !strings.HasPrefix(name, "card.") && !strings.HasPrefix(name, "devres.") {
			break
		}
		if dir == inside {
			way = way[:len(way)-1]
		}
		way = append(way, dir+"."+plain(function))
		inside = dir
	}
	return strings.Join(way, " < ")
}

// plain is a function's name without what the compiler adds to it.
func plain(function string) string {
	return strings.NewReplacer("(*", "", ")", "", "[...]", "", "-fm", "").Replace(function)
}
