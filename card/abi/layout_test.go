package abi_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/types"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/vsndfs/vsndfs/card/abi"
)

const goldenFile = "testdata/layout.golden"

var update = flag.Bool("update", false, "write testdata/layout.golden from the installed header")

// TestLayoutOfTheInstalledHeader needs cc and the kernel's user headers
// (packages gcc and linux-libc-dev).
func TestLayoutOfTheInstalledHeader(t *testing.T) {
	got := printLayout(t)
	if *update {
		if err := os.WriteFile(goldenFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the installed header prints\n%s\nwant what %s has", got, goldenFile)
	}
}

// printLayout compiles testdata/layout.c and returns what it prints.
func printLayout(t *testing.T) []byte {
	t.Helper()
	program := filepath.Join(t.TempDir(), "layout")
	if out, err := exec.Command("cc", "-Wall", "-Werror", "-o", program, "testdata/layout.c").CombinedOutput(); err != nil {
		t.Fatalf("compile testdata/layout.c (needs gcc and linux-libc-dev): %v\n%s", err, out)
	}
	out, err := exec.Command(program).Output()
	if err != nil {
		t.Fatalf("run the compiled testdata/layout.c: %v", err)
	}
	return out
}

func TestLayoutIsThatOfC(t *testing.T) {
	got := make(map[string]string)
	for _, s := range abiStructs {
		maps.Copy(got, s.layout())
	}
	maps.Copy(got, elemInfoViews())
	maps.Copy(got, elemValueViews())
	maps.Copy(got, constants(sourcePackage(t)))
	want := readGolden(t)
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if got[key] != want[key] {
			t.Errorf("%s: got %q, want %q", key, got[key], want[key])
		}
		delete(want, key)
	}
	for key, value := range want {
		t.Errorf("%s: missing in Go, %q in C", key, value)
	}
}

// readGolden returns the golden lines, the last words keyed by the first two.
func readGolden(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	lines := make(map[string]string)
	for line := range strings.Lines(string(text)) {
		words := strings.SplitN(strings.TrimSpace(line), " ", 3)
		lines[words[0]+" "+words[1]] = words[2]
	}
	return lines
}

// layout returns what C prints of s, as Go sees it.
func (s abiStruct) layout() map[string]string {
	if s.cName == "" {
		return nil // a member of a union, seen through a view
	}
	lines := map[string]string{"sizeof " + s.cName: fmt.Sprint(s.typ.Size())}
	for f := range s.typ.Fields() {
		if name, ok := s.cField(f); ok {
			lines["field "+s.cName+"."+name] = fmt.Sprint(f.Offset, f.Type.Size())
		}
	}
	return lines
}

// elemInfoViews returns the members of the union of snd_ctl_elem_info.
func elemInfoViews() map[string]string {
	var info abi.CtlElemInfo
	start := unsafe.Pointer(&info)
	lines := fieldsOf("snd_ctl_elem_info.value.integer.", start, unsafe.Pointer(info.Integer()), reflect.TypeFor[abi.CtlElemRange]())
	maps.Copy(lines, fieldsOf("snd_ctl_elem_info.value.integer64.", start, unsafe.Pointer(info.Integer()), reflect.TypeFor[abi.CtlElemRange]()))
	maps.Copy(lines, fieldsOf("snd_ctl_elem_info.value.enumerated.", start, unsafe.Pointer(info.Enumerated()), reflect.TypeFor[abi.CtlElemItem]()))
	return lines
}

// fieldsOf returns the fields of a typ that is at view, counted from start.
func fieldsOf(prefix string, start, view unsafe.Pointer, typ reflect.Type) map[string]string {
	lines := make(map[string]string)
	for f := range typ.Fields() {
		if f.Name != "_" {
			lines["field "+prefix+snakeCase(f.Name)] = fmt.Sprint(uintptr(view)-uintptr(start)+f.Offset, f.Type.Size())
		}
	}
	return lines
}

// elemValueViews returns the members of the union of snd_ctl_elem_value.
func elemValueViews() map[string]string {
	var v abi.CtlElemValue
	at := func(view unsafe.Pointer, size uintptr) string {
		return fmt.Sprint(uintptr(view)-uintptr(unsafe.Pointer(&v)), size)
	}
	const union = "field snd_ctl_elem_value.value."
	return map[string]string{
		union + "integer64.value": at(unsafe.Pointer(&v.Value), unsafe.Sizeof(v.Value)/2), // C has half as many
		union + "enumerated.item": at(unsafe.Pointer(v.Enumerated()), unsafe.Sizeof(*v.Enumerated())),
		union + "bytes.data":      at(unsafe.Pointer(v.Bytes()), unsafe.Sizeof(*v.Bytes())),
		union + "iec958":          at(unsafe.Pointer(v.Iec958()), unsafe.Sizeof(*v.Iec958())),
	}
}

// newerThanHeader are the constants that Linux 6.1 does not have yet.
var newerThanHeader = map[string]bool{
	"SNDRV_PCM_SUBFORMAT_MSBITS_MAX":       true,
	"SNDRV_PCM_SUBFORMAT_MSBITS_20":        true,
	"SNDRV_PCM_SUBFORMAT_MSBITS_24":        true,
	"SNDRV_PCM_HW_PARAMS_NO_DRAIN_SILENCE": true,
	"SNDRV_PCM_INFO_PERFECT_DRAIN":         true,
}

// constants returns the kernel's constants that are the same in every header.
func constants(pkg *types.Package) map[string]string {
	lines := make(map[string]string)
	for _, name := range pkg.Scope().Names() {
		c, isConst := pkg.Scope().Lookup(name).(*types.Const)
		switch {
		case !isConst, !c.Exported(), newerThanHeader[name], strings.HasSuffix(name, "_VERSION"):
		case types.TypeString(c.Type(), (*types.Package).Name) == "abi.Cmd":
			lines["ioctl "+name] = hexadecimal(c.Val().ExactString())
		case strings.HasPrefix(name, "SNDRV_"):
			lines["const "+name] = c.Val().ExactString()
		}
	}
	return lines
}

// hexadecimal returns a decimal ioctl number as C prints it.
func hexadecimal(decimal string) string {
	var number uint32
	if _, err := fmt.Sscan(decimal, &number); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("0x%08x", number)
}
