package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// root is the module's, seen from here.
const root = "../.."

// source is one Go file.
type source struct {
	path string // below the root
	ast  *ast.File
	fset *token.FileSet
}

func (s source) dir() string  { return filepath.Dir(s.path) }
func (s source) name() string { return filepath.Base(s.path) }
func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }
func (s source) line(n ast.Node) int {
	return s.fset.Position(n.Pos()).Line
}

// sources are the Go files of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (d.Name()[0] == '.' || d.Name() == "testdata"):
			return fs.SkipDir
		case filepath.Ext(path) != ".go":
			return nil
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		all = append(all, source{rel, file, fset})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("found no Go file")
	}
	return all
}

func TestUnsafeIsWhereTheNameSaysSo(t *testing.T) {
	for _, s := range sources(t) {
		if s.mayBeUnsafe() {
			continue
		}
		for _, i := range s.ast.Imports {
			if i.Path.Value == `"unsafe"` {
				t.Errorf("%s:%d: unsafe belongs in card/abi and in files named *_unsafe.go", s.path, s.line(i))
			}
		}
	}
}

func (s source) mayBeUnsafe() bool {
	name := strings.TrimSuffix(strings.TrimSuffix(s.path, ".go"), "_test")
	return s.dir() == "card/abi" || strings.HasSuffix(name, "_unsafe")
}

// A test that sleeps is either too slow or too quick for some machine: wait for
// what is to happen, or use testing/synctest.
func TestNoTestSleeps(t *testing.T) {
	for _, s := range sources(t) {
		if !s.isTest() {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Sleep" {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" {
					t.Errorf("%s:%d: a test sleeps", s.path, s.line(n))
				}
			}
			return true
		})
	}
}

// A package says once what it is: in doc.go, in a command's main.go, or in the
// only file that it has.
func TestEveryPackageSaysOnceWhatItIs(t *testing.T) {
	files, told := make(map[string]int), make(map[string][]string)
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		files[s.dir()]++
		if s.ast.Doc != nil {
			told[s.dir()] = append(told[s.dir()], s.name())
		}
	}
	for dir, n := range files {
		where := told[dir]
		if len(where) != 1 {
			t.Errorf("%s has %d package comments %q, want 1", dir, len(where), where)
			continue
		}
		if where[0] != "doc.go" && where[0] != "main.go" && n > 1 {
			t.Errorf("%s: the package comment is in %s, want it in doc.go", dir, where[0])
		}
	}
}
