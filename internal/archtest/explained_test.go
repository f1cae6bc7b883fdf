package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

func TestEveryExportedNameIsExplained(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() || s.ast.Name.Name == "main" {
			continue
		}
		for _, d := range s.ast.Decls {
			for _, name := range unexplained(d) {
				t.Errorf("%s:%d: %s has no comment", s.path, s.line(name), name.Name)
			}
		}
	}
}

func TestNamesWithoutACommentAreFound(t *testing.T) {
	for name, tc := range map[string]struct {
		code string
		want []string
	}{
		"a function":                      {"func F() {}", []string{"F"}},
		"a function with a comment":       {"// F does.\nfunc F() {}", nil},
		"a function of this package":      {"func f() {}", nil},
		"a method":                        {"func (t *T) M() {}", []string{"M"}},
		"a method of a generic type":      {"func (t *T[A, B]) M() {}", []string{"M"}},
		"a method of a hidden type":       {"func (t *t[A]) M() {}", nil},
		"a type":                          {"type T int", []string{"T"}},
		"constants":                       {"const (\nA = 1\nb = 2\n)", []string{"A"}},
		"constants, one with a comment":   {"const (\nA = 1 // one\nB = 2\n)", []string{"B"}},
		"constants with a common comment": {"// Some.\nconst (\nA = 1\nB = 2\n)", nil},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+tc.code, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, ident := range unexplained(file.Decls[0]) {
				got = append(got, ident.Name)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// unexplained are the exported names of a declaration that no comment is about.
// One comment above a group, or at the end of a line, is enough for what it
// covers.
func unexplained(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Doc == nil {
			return unexplainedSpecs(d.Specs)
		}
	}
	return nil
}

func unexplainedSpecs(specs []ast.Spec) []*ast.Ident {
	var all []*ast.Ident
	for _, spec := range specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Doc == nil && s.Name.IsExported() {
				all = append(all, s.Name)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if s.Doc == nil && s.Comment == nil && name.IsExported() {
					all = append(all, name)
				}
			}
		}
	}
	return all
}

// exportedReceiver reports whether a function is one that other packages can
// name: no method, or one of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return false
		}
	}
}
