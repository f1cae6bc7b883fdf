package abi_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/vsndfs/vsndfs/card/abi"
)

// abiStruct ties a struct of package abi to its C declaration.
type abiStruct struct {
	typ       reflect.Type
	cName     string
	cFields   map[string]string // where the C name is not the Go name in small letters; "" has none
	roundTrip func(*testing.T, []byte)
}

// describe returns the entry of T; fields alternates Go and C names.
func describe[T any](cName string, fields ...string) abiStruct {
	cFields := make(map[string]string)
	for i := 0; i < len(fields); i += 2 {
		cFields[fields[i]] = fields[i+1]
	}
	return abiStruct{reflect.TypeFor[T](), cName, cFields, roundTrip[T]}
}

var abiStructs = []abiStruct{
	describe[abi.PcmInfo]("snd_pcm_info"),
	describe[abi.ChannelInfo]("snd_pcm_channel_info"),
	describe[abi.Status]("snd_pcm_status"),
	describe[abi.MmapStatus]("snd_pcm_mmap_status"),
	describe[abi.MmapControl]("snd_pcm_mmap_control"),
	describe[abi.SyncPtr]("snd_pcm_sync_ptr", "Status", "s.status", "Control", "c.control"),
	describe[abi.Xferi]("snd_xferi"),
	describe[abi.Xfern]("snd_xfern"),
	describe[abi.Timespec]("timespec", "Sec", "tv_sec", "Nsec", "tv_nsec"),
	describe[abi.Mask]("snd_mask"),
	describe[abi.Interval]("snd_interval", "Flags", ""),
	describe[abi.HwParams]("snd_pcm_hw_params", "Sync", "", "Reserved", ""),
	describe[abi.SwParams]("snd_pcm_sw_params"),
	describe[abi.CtlCardInfo]("snd_ctl_card_info", "Reserved", "reserved_"),
	describe[abi.CtlElemId]("snd_ctl_elem_id"),
	describe[abi.CtlElemList]("snd_ctl_elem_list"),
	describe[abi.CtlElemInfo]("snd_ctl_elem_info", "Value", "value.reserved"),
	describe[abi.CtlElemRange](""),
	describe[abi.CtlElemItem](""),
	describe[abi.CtlElemValue]("snd_ctl_elem_value", "Indirect", "", "Value", "value.integer.value"),
	describe[abi.AesIec958]("snd_aes_iec958"),
	describe[abi.CtlTlv]("snd_ctl_tlv"),
	describe[abi.CtlEvent]("snd_ctl_event", "Mask", "data.elem.mask", "ID", "data.elem.id"),
	describe[abi.HwdepInfo]("snd_hwdep_info"),
	describe[abi.RawmidiInfo]("snd_rawmidi_info"),
	describe[abi.TimerId]("snd_timer_id"),
	describe[abi.TimerGinfo]("snd_timer_ginfo"),
	describe[abi.TimerGparams]("snd_timer_gparams"),
	describe[abi.TimerGstatus]("snd_timer_gstatus"),
	describe[abi.TimerSelect]("snd_timer_select"),
	describe[abi.TimerInfo]("snd_timer_info"),
	describe[abi.TimerParams]("snd_timer_params"),
	describe[abi.TimerStatus]("snd_timer_status"),
	describe[abi.TimerRead]("snd_timer_read"),
	describe[abi.TimerTread]("snd_timer_tread"),
}

// cField returns the C name of a field and whether it has one.
func (s abiStruct) cField(f reflect.StructField) (string, bool) {
	if f.Name == "_" {
		return "", false
	}
	if name, ok := s.cFields[f.Name]; ok {
		return name, name != ""
	}
	return snakeCase(f.Name), true
}

// snakeCase turns SubdevicesCount into subdevices_count and ID into id.
func snakeCase(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			b.WriteByte('_')
		}
		lower = !unicode.IsUpper(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// roundTrip requires that the bytes of a T survive Decode and Encode.
func roundTrip[T any](t *testing.T, data []byte) {
	t.Helper()
	size := abi.Sizeof[T]()
	in := make([]byte, size+1) // the last byte does not belong to T
	copy(in, data)
	v, err := abi.Decode[T](in)
	if err != nil {
		t.Fatalf("Decode of %d bytes: %v", len(in), err)
	}
	out := bytes.Repeat([]byte{0xa5}, size+1)
	if err := abi.Encode(out, v); err != nil {
		t.Fatalf("Encode into %d bytes: %v", len(out), err)
	}
	if !bytes.Equal(out[:size], in[:size]) {
		t.Errorf("%T came back as %x, want %x", *v, out[:size], in[:size])
	}
	if out[size] != 0xa5 {
		t.Errorf("Encode of %T wrote beyond its %d bytes", *v, size)
	}
}

func TestEveryStructSurvivesARoundTrip(t *testing.T) {
	data := make([]byte, 2048)
	for i := range data {
		data[i] = byte(i*7 + 1)
	}
	for _, s := range abiStructs {
		t.Run(s.typ.Name(), func(t *testing.T) { s.roundTrip(t, data) })
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0xff}, 2048))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, s := range abiStructs {
			s.roundTrip(t, data)
		}
	})
}
