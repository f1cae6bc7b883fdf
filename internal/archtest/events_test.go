package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The log is for programs too: docs/lifecycle.md lists every event, and no other.
func TestEveryEventOfTheLogIsListed(t *testing.T) {
	listed, written := listedEvents(t), writtenEvents(t)
	for _, format := range written {
		if !slices.ContainsFunc(listed, func(row string) bool { return writes(format.text, row) }) {
			t.Errorf("%s: the list of events in docs/lifecycle.md has not %q", format.at, format.text)
		}
	}
	for _, row := range listed {
		if !slices.ContainsFunc(written, func(f format) bool { return writes(f.text, row) }) {
			t.Errorf("docs/lifecycle.md lists %q, which nothing writes", row)
		}
	}
}

// verb is what a format has in place of a value.
var verb = regexp.MustCompile(`%[a-z]`)

// writes reports whether a format can write an event.
func writes(format, event string) bool {
	parts := verb.Split(format, -1)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".+") + "$").MatchString(event)
}

// listedEvents are the rows of the list: what stands between the first two bars
// in backquotes.
func listedEvents(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs/lifecycle.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, list, ok := strings.Cut(string(text), "\n## Every event\n")
	if !ok {
		t.Fatal(`docs/lifecycle.md has no "Every event"`)
	}
	list, _, _ = strings.Cut(list, "\n## ")
	var rows []string
	for _, match := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(list, -1) {
		rows = append(rows, match[1])
	}
	return rows
}

// format is one that an event is written with.
type format struct{ text, at string }

// writtenEvents are the formats with which the card and what is below it write to
// the log.
func writtenEvents(t *testing.T) []format {
	t.Helper()
	var all []format
	for _, s := range sources(t) {
		if s.isTest() || !strings.HasPrefix(s.path, "card/") {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && callsLog(call) {
				if text, ok := literal(call.Args[0]); ok {
					all = append(all, format{text, s.path + ":" + strconv.Itoa(s.line(n))})
				}
			}
			return true
		})
	}
	return all
}

// callsLog reports whether a call is of a method, or of a field, that writes a
// formatted event.
func callsLog(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && strings.EqualFold(sel.Sel.Name, "logf") && len(call.Args) > 0
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
