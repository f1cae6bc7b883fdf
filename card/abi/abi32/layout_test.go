package abi32

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/vsndfs/vsndfs/card/abi"
)

// described are the structs by their C names, for a time_t of four bytes and of
// eight.
var described = map[string]map[string]reflect.Type{
	"": {
		"snd_pcm_hw_params":    reflect.TypeFor[HwParams](),
		"snd_pcm_sw_params":    reflect.TypeFor[SwParams](),
		"snd_pcm_status":       reflect.TypeFor[Status](),
		"snd_pcm_mmap_status":  reflect.TypeFor[MmapStatus](),
		"snd_pcm_mmap_control": reflect.TypeFor[MmapControl](),
		"snd_pcm_sync_ptr":     reflect.TypeFor[SyncPtr](),
		"snd_pcm_channel_info": reflect.TypeFor[ChannelInfo](),
		"snd_xferi":            reflect.TypeFor[Xferi](),
		"snd_ctl_elem_list":    reflect.TypeFor[CtlElemList](),
		"snd_ctl_elem_info":    reflect.TypeFor[CtlElemInfo](),
		"snd_ctl_elem_value":   reflect.TypeFor[CtlElemValue](),
		"snd_timer_gparams":    reflect.TypeFor[TimerGparams](),
		"snd_timer_info":       reflect.TypeFor[TimerInfo](),
		"snd_timer_tread":      reflect.TypeFor[TimerTread](),
	},
	"-D_TIME_BITS=64 -D_FILE_OFFSET_BITS=64": {
		"snd_pcm_hw_params":   reflect.TypeFor[HwParams](),
		"snd_pcm_status":      reflect.TypeFor[StatusTime64](),
		"snd_pcm_mmap_status": reflect.TypeFor[abi.MmapStatus](),
		"snd_pcm_mmap_control": reflect.TypeFor[struct {
			MmapControl
			Pad4 [4]byte
		}](),
		"snd_pcm_sync_ptr": reflect.TypeFor[SyncPtrTime64](),
	},
}

// TestLayoutIsThatOfCForA32BitProgram needs cc -m32 and the kernel's user headers
// (packages gcc-multilib and linux-libc-dev).
func TestLayoutIsThatOfCForA32BitProgram(t *testing.T) {
	for flags, types := range described {
		var source strings.Builder
		source.WriteString("#include <stddef.h>\n#include <stdio.h>\n#include <time.h>\n#include <sound/asound.h>\nint main(void) {\n")
		var want strings.Builder
		for name, typ := range types {
			fmt.Fprintf(&source, "printf(\"%s %%zu\\n\", sizeof(struct %s));\n", name, name)
			fmt.Fprintf(&want, "%s %d\n", name, typ.Size())
			for _, f := range reflect.VisibleFields(typ) {
				if field := cField(name, f.Name); field != "" {
					fmt.Fprintf(&source, "printf(\"%s.%s %%zu\\n\", offsetof(struct %s, %s));\n", name, field, name, field)
					fmt.Fprintf(&want, "%s.%s %d\n", name, field, f.Offset)
				}
			}
		}
		source.WriteString("return 0; }\n")
		if got := runC(t, source.String(), strings.Fields(flags)); got != want.String() {
			t.Errorf("cc -m32 %s: C has\n%s\nand Go\n%s", flags, got, want.String())
		}
	}
}

// cField is the C name of a field, "" for padding and for what only newer headers
// have.
func cField(of, name string) string {
	switch {
	case name == "_", name == "MmapControl", name == "Indirect", name == "Pad4", of == "snd_pcm_hw_params" && (name == "Sync" || name == "Reserved"):
		return ""
	case of == "snd_pcm_sync_ptr" && name == "Status":
		return "s.status"
	case of == "snd_pcm_sync_ptr" && name == "Control":
		return "c.control"
	case name == "ID":
		return "id"
	}
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// runC compiles a 32-bit program and returns what it prints.
func runC(t *testing.T, source string, flags []string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "layout")
	if err := os.WriteFile(program+".c", []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-m32", "-static", "-o", program, program + ".c"}, flags...)
	if out, err := exec.Command("cc", args...).CombinedOutput(); err != nil {
		t.Fatalf("compile a 32-bit program (needs gcc-multilib and linux-libc-dev): %v\n%s", err, out)
	}
	out, err := exec.Command(program).Output()
	if err != nil {
		t.Fatalf("run a 32-bit program (the kernel must be able to): %v", err)
	}
	return string(out)
}

// Each ioctl has the number that the C compiler gives it in a 32-bit program.
func TestTheNumbersOf32BitPrograms(t *testing.T) {
	for _, tc := range []struct {
		number abi.Cmd
		wide   abi.Cmd
	}{
		{0xc25c4110, abi.SNDRV_PCM_IOCTL_HW_REFINE},
		{0xc25c4111, abi.SNDRV_PCM_IOCTL_HW_PARAMS},
		{0xc0684113, abi.SNDRV_PCM_IOCTL_SW_PARAMS},
		{0x806c4120, abi.SNDRV_PCM_IOCTL_STATUS},
		{0x80804120, abi.SNDRV_PCM_IOCTL_STATUS},
		{0xc06c4124, abi.SNDRV_PCM_IOCTL_STATUS_EXT},
		{0xc0804124, abi.SNDRV_PCM_IOCTL_STATUS_EXT},
		{0x80044121, abi.SNDRV_PCM_IOCTL_DELAY},
		{0xc0844123, abi.SNDRV_PCM_IOCTL_SYNC_PTR},
		{0xc0884123, abi.SNDRV_PCM_IOCTL_SYNC_PTR},
		{0x80104132, abi.SNDRV_PCM_IOCTL_CHANNEL_INFO},
		{0x40044146, abi.SNDRV_PCM_IOCTL_REWIND},
		{0x40044149, abi.SNDRV_PCM_IOCTL_FORWARD},
		{0x400c4150, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES},
		{0x800c4151, abi.SNDRV_PCM_IOCTL_READI_FRAMES},
		{0x400c4152, abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES},
		{0x800c4153, abi.SNDRV_PCM_IOCTL_READN_FRAMES},
		{0xc0485510, abi.SNDRV_CTL_IOCTL_ELEM_LIST},
		{0xc1105511, abi.SNDRV_CTL_IOCTL_ELEM_INFO},
		{0xc2c45512, abi.SNDRV_CTL_IOCTL_ELEM_READ},
		{0xc2c45513, abi.SNDRV_CTL_IOCTL_ELEM_WRITE},
		{0xc1105517, abi.SNDRV_CTL_IOCTL_ELEM_ADD},
		{0xc1105518, abi.SNDRV_CTL_IOCTL_ELEM_REPLACE},
		{0x403c5404, abi.SNDRV_TIMER_IOCTL_GPARAMS},
		{0x80e05411, abi.SNDRV_TIMER_IOCTL_INFO},
	} {
		l, ok := Find(tc.number)
		if !ok || l == nil || l.Cmd != tc.wide || l.Size() != tc.number.Size() {
			t.Errorf("%#x is not %v", uint32(tc.number), tc.wide)
		}
		if tc.wide == abi.SNDRV_PCM_IOCTL_SYNC_PTR || tc.wide == tc.number {
			continue // one of the two, or the one, has the number of 64-bit programs
		}
		if _, ok := Find(tc.wide); ok {
			t.Errorf("%v can be used with the number of 64-bit programs", tc.wide)
		}
	}
	if l, ok := Find(abi.SNDRV_PCM_IOCTL_PREPARE); !ok || l != nil {
		t.Error("PREPARE is not the same for all programs")
	}
}
