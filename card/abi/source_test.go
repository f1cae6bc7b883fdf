package abi_test

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// sourcePackage returns the package as the type checker sees its source, so
// that the tests cannot overlook a struct or a constant.
func sourcePackage(t *testing.T) *types.Package {
	t.Helper()
	pkg, err := checkSource()
	if err != nil {
		t.Fatalf("type-check the package: %v", err)
	}
	return pkg
}

var checkSource = sync.OnceValues(func() (*types.Package, error) {
	// The source of Go is where the go command says: a test built with -trimpath
	// does not know.
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	build.Default.GOROOT = strings.TrimSpace(string(root))
	names, err := filepath.Glob("*.go")
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	conf := types.Config{
		Importer: importer.ForCompiler(fset, "source", nil),
		Sizes:    types.SizesFor("gc", "amd64"),
	}
	return conf.Check("abi", fset, files, nil)
})

// exportedStructs returns the exported struct types by name.
func exportedStructs(pkg *types.Package) map[string]*types.Struct {
	found := make(map[string]*types.Struct)
	for _, name := range pkg.Scope().Names() {
		obj, isType := pkg.Scope().Lookup(name).(*types.TypeName)
		if !isType || !obj.Exported() {
			continue
		}
		if s, isStruct := obj.Type().Underlying().(*types.Struct); isStruct {
			found[name] = s
		}
	}
	return found
}

func TestEveryStructIsInTheTable(t *testing.T) {
	listed := make(map[string]bool)
	for _, s := range abiStructs {
		listed[s.typ.Name()] = true
	}
	for name := range exportedStructs(sourcePackage(t)) {
		if !listed[name] {
			t.Errorf("struct %s is not in abiStructs, so its layout is not compared with C", name)
		}
	}
}

func TestEveryStructStartsWithHostLayout(t *testing.T) {
	for name, s := range exportedStructs(sourcePackage(t)) {
		first := s.Field(0)
		if got := first.Type().String(); first.Name() != "_" || got != "structs.HostLayout" {
			t.Errorf("%s starts with %s %s, want _ structs.HostLayout", name, first.Name(), got)
		}
	}
}

func TestNoStructHasHiddenPadding(t *testing.T) {
	sizes := types.SizesFor("gc", "amd64")
	for name, s := range exportedStructs(sourcePackage(t)) {
		var sum int64
		for field := range s.Fields() {
			sum += sizes.Sizeof(field.Type())
		}
		if got := sizes.Sizeof(s); got != sum {
			t.Errorf("%s has %d bytes, want the %d of its fields", name, got, sum)
		}
	}
}

func TestEveryFieldHasAFixedWidth(t *testing.T) {
	for name, s := range exportedStructs(sourcePackage(t)) {
		for field := range s.Fields() {
			if !fixedWidth(field.Type()) {
				t.Errorf("%s.%s is a %s, whose width depends on the machine", name, field.Name(), field.Type())
			}
		}
	}
}

// fixedWidth reports whether values of typ have the same bytes everywhere but
// for their order.
func fixedWidth(typ types.Type) bool {
	switch u := typ.Underlying().(type) {
	case *types.Array:
		return fixedWidth(u.Elem())
	case *types.Struct:
		return true // checked by itself
	case *types.Basic:
		switch u.Kind() {
		case types.Int8, types.Int16, types.Int32, types.Int64,
			types.Uint8, types.Uint16, types.Uint32, types.Uint64:
			return true
		}
	}
	return false
}
