package archtest

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const (
	module = "github.com/vsndfs/vsndfs"
	goFuse = "github.com/hanwen/go-fuse/v2/fuse"
)

// arrows are those of docs/architecture.md: what the packages of a folder may
// import, besides the standard library, golang.org/x/sys and each other. A
// folder inside a folder may have a line of its own. Like everywhere in Go,
// /... is a folder with all that is in it.
var arrows = map[string][]string{
	"devres": {},

	"card":              {"card/bus", "card/info", "devres", "internal/ordered"},
	"card/abi":          {},
	"card/abi/abi32":    {"card/abi"},
	"card/bus":          {"devres"},
	"card/clock":        {"internal/nonblock"},
	"card/control":      {"card", "card/abi", "card/clock", "card/ioctl", "internal/ordered"},
	"card/driver":       {"card/...", "devres"},
	"card/fault":        {"card", "card/abi", "card/bus", "card/clock", "card/panel", "card/pcm", "card/pcm/hwparams"},
	"card/driver/model": {"card/abi", "card/control", "card/pcm/hwparams", "go.yaml.in/yaml/v3"}, // data, and no card
	"card/info":         {},
	"card/ioctl":        {"card", "card/abi", "card/abi/abi32"},
	"card/mixerstate":   {"card", "card/abi", "card/bus", "card/control", "go.yaml.in/yaml/v3"},
	"card/panel":        {"card/bus"},
	"card/pcm":          {"card", "card/abi", "card/abi/abi32", "card/clock", "card/ioctl", "card/pcm/hwparams", "card/timer", "card/wav"},
	"card/pcm/hwparams": {"card/abi"},
	"card/timer":        {"card", "card/abi", "card/abi/abi32", "card/clock", "card/ioctl"},
	"card/wav":          {"card/abi"},

	"fs":          {"card", "card/bus", "card/info", "devres", "fs/...", goFuse},
	"fs/eventlog": {"internal/nonblock"},
	"fs/fuseconn": {goFuse, "github.com/moby/sys/mountinfo", "internal/nonblock"},

	"server":          {"card/...", "fs/...", "server/..."},
	"server/scenario": {"card/fault", "go.yaml.in/yaml/v3"},
	"clone":           {"card/abi", "card/driver/model", "card/pcm/hwparams", "go.yaml.in/yaml/v3"},
	"cmd":             {"card/...", "clone", "fs/...", "server/...", "internal/timeline", "github.com/spf13/cobra"},

	"bench":    {},
	"internal": {},
	"test":     {"card/abi", "internal/lifelog", "internal/tracecheck"}, // to speak ioctl and read logs; all else it does to the binary

	"test/conformance/scripted": {"card/...", "devres", "fs", "server"}, // a server with a driver of its own
}

func TestPackagesImportOnlyWhatTheArrowsAllow(t *testing.T) {
	for _, pkg := range packages(t, "Imports") {
		for _, wrong := range pkg.strangers() {
			t.Error(wrong)
		}
	}
}

// The tests in the folder test start the real binary. If they could also reach
// into it, sooner or later they would.
func TestIntegrationTestsSeeTheBinaryOnly(t *testing.T) {
	for _, list := range []string{"TestImports", "XTestImports"} {
		for _, pkg := range packages(t, list) {
			if folderOf(pkg.dir) != "test" {
				continue
			}
			pkg.imports = slices.DeleteFunc(pkg.imports, func(path string) bool { return !below(path, module) })
			for _, wrong := range pkg.strangers() {
				t.Error(wrong)
			}
		}
	}
}

func TestAWrongArrowIsFound(t *testing.T) {
	for name, tc := range map[string]struct {
		pkg, imports string
		strangers    int
	}{
		"devres knows the standard library": {"devres", "sync", 0},
		"devres knows the card":             {"devres", module + "/card", 1},
		"devres knows a library":            {"devres", "pgregory.net/rapid", 1},
		"the card knows a PCM":              {"card", module + "/card/pcm", 1},
		"a PCM knows the card":              {"card/pcm", module + "/card", 0},
		"a PCM knows its own rules":         {"card/pcm", module + "/card/pcm/hwparams", 0},
		"a PCM knows FUSE":                  {"card/pcm", goFuse, 1},
		"a driver knows the file system":    {"card/driver/loopback", module + "/fs", 1},
		"a driver knows what drivers share": {"card/driver/loopback", module + "/card/driver/virtual", 0},
		"the file system knows a PCM":       {"fs", module + "/card/pcm", 1},
		"the connection knows the card":     {"fs/fuseconn", module + "/card", 1},
		"the server knows the command":      {"server", module + "/cmd/vsndfs", 1},
		"a new folder has no arrows yet":    {"midi", module + "/card", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := listed{dir: tc.pkg, imports: []string{tc.imports}}
			if got := p.strangers(); len(got) != tc.strangers {
				t.Errorf("got %q, want %d", got, tc.strangers)
			}
		})
	}
}

// listed is a package of this module.
type listed struct {
	dir     string // below the module's root
	imports []string
}

// strangers are the imports that the arrows do not allow.
func (p listed) strangers() []string {
	var wrong []string
	for _, imported := range p.imports {
		if !p.mayImport(imported) {
			wrong = append(wrong, fmt.Sprintf("%s imports %s: see the arrows in docs/architecture.md", p.dir, imported))
		}
	}
	return wrong
}

func (p listed) mayImport(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	if !strings.Contains(first, ".") || below(path, "golang.org/x/sys") {
		return true
	}
	folder, dir := folderOf(p.dir), strings.TrimPrefix(path, module+"/")
	if folder != "" && folder == folderOf(dir) {
		return true
	}
	return slices.ContainsFunc(arrows[folder], func(pattern string) bool {
		all, found := strings.CutSuffix(pattern, "/...")
		return dir == pattern || found && below(dir, all)
	})
}

// folderOf is the folder of arrows that a package belongs to, the innermost.
func folderOf(dir string) string {
	folder := ""
	for f := range arrows {
		if below(dir, f) && len(f) > len(folder) {
			folder = f
		}
	}
	return folder
}

// below reports whether path is folder or in it.
func below(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// packages are those of this module, with one of go list's lists of imports.
func packages(t *testing.T, imports string) []listed {
	t.Helper()
	format := fmt.Sprintf(`{{.ImportPath}} {{join .%s " "}}`, imports)
	out, err := exec.Command("go", "list", "-f", format, module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		all = append(all, listed{strings.TrimPrefix(words[0], module+"/"), words[1:]})
	}
	return all
}
