package hwparams_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// The language of test/conformance/probes/refine.cases and the transcripts: fields of
// struct snd_pcm_hw_params as NAME=VALUE, only those that differ from a base.

// field is one field of the language.
type field struct {
	name string
	read func(p *abi.HwParams, text string) error

	// write returns the text of p's field, "" if it is the same in base.
	write func(p, base *abi.HwParams) string
}

// fields are all fields, in the order in which they are written.
var fields = func() []field {
	list := []field{wordField("flags", "0x%x", func(p *abi.HwParams) *uint32 { return (*uint32)(&p.Flags) })}
	for param := abi.SNDRV_PCM_HW_PARAM_FIRST_MASK; param <= abi.SNDRV_PCM_HW_PARAM_LAST_MASK; param++ {
		list = append(list, maskField(param))
	}
	for param := abi.SNDRV_PCM_HW_PARAM_FIRST_INTERVAL; param <= abi.SNDRV_PCM_HW_PARAM_LAST_INTERVAL; param++ {
		list = append(list, intervalField(param))
	}
	return append(
		list,
		wordField("rmask", "0x%x", func(p *abi.HwParams) *uint32 { return &p.Rmask }),
		wordField("cmask", "0x%x", func(p *abi.HwParams) *uint32 { return &p.Cmask }),
		wordField("info", "0x%x", func(p *abi.HwParams) *uint32 { return (*uint32)(&p.Info) }),
		wordField("msbits", "%d", func(p *abi.HwParams) *uint32 { return &p.Msbits }),
		wordField("rate_num", "%d", func(p *abi.HwParams) *uint32 { return &p.RateNum }),
		wordField("rate_den", "%d", func(p *abi.HwParams) *uint32 { return &p.RateDen }),
		wordField("fifo_size", "%d", func(p *abi.HwParams) *abi.Uframes { return &p.FifoSize }),
		structField("mres", func(p *abi.HwParams) any { return &p.Mres }),
		structField("ires", func(p *abi.HwParams) any { return &p.Ires }),
		bytesField("sync", func(p *abi.HwParams) []byte { return p.Sync[:] }),
		bytesField("reserved", func(p *abi.HwParams) []byte { return p.Reserved[:] }),
	)
}()

// wordField is a number.
func wordField[T ~uint32 | ~uint64](name, format string, of func(*abi.HwParams) *T) field {
	return field{
		name,
		func(p *abi.HwParams, text string) error {
			_, err := fmt.Sscan(text, of(p))
			return err
		},
		func(p, base *abi.HwParams) string {
			if *of(p) == *of(base) {
				return ""
			}
			return fmt.Sprintf(format, *of(p))
		},
	}
}

// bytesField is a row of bytes in hexadecimal.
func bytesField(name string, of func(*abi.HwParams) []byte) field {
	return field{
		name,
		func(p *abi.HwParams, text string) error {
			_, err := hex.Decode(of(p), []byte(text))
			return err
		},
		func(p, base *abi.HwParams) string {
			if slices.Equal(of(p), of(base)) {
				return ""
			}
			return hex.EncodeToString(of(p))
		},
	}
}

// structField is the bytes of something larger.
func structField(name string, of func(*abi.HwParams) any) field {
	return field{
		name,
		func(p *abi.HwParams, text string) error {
			raw, err := hex.DecodeString(text)
			if err != nil {
				return err
			}
			_, err = binary.Decode(raw, binary.LittleEndian, of(p))
			return err
		},
		func(p, base *abi.HwParams) string {
			if reflect.DeepEqual(of(p), of(base)) {
				return ""
			}
			raw, _ := binary.Append(nil, binary.LittleEndian, of(p))
			return hex.EncodeToString(raw)
		},
	}
}

// maskField is a mask as words in hexadecimal, up to the last that differs.
func maskField(param abi.Param) field {
	return field{
		strings.ToLower(param.String()),
		func(p *abi.HwParams, text string) error {
			for n, word := range strings.Split(text, ".") {
				v, err := strconv.ParseUint(word, 16, 32)
				if err != nil {
					return err
				}
				p.Mask(param).Bits[n] = uint32(v)
			}
			return nil
		},
		func(p, base *abi.HwParams) string {
			var words []string
			length := 0
			for n, word := range p.Mask(param).Bits {
				words = append(words, strconv.FormatUint(uint64(word), 16))
				if word != base.Mask(param).Bits[n] {
					length = n + 1
				}
			}
			return strings.Join(words[:length], ".")
		},
	}
}

// intervalField is an interval as [MIN,MAX], with a round bracket for an open
// end, i for integer, e for empty and +HEX for flags without a meaning.
func intervalField(param abi.Param) field {
	return field{
		strings.ToLower(param.String()),
		func(p *abi.HwParams, text string) (err error) {
			*p.Interval(param), err = readInterval(text)
			return err
		},
		func(p, base *abi.HwParams) string {
			if *p.Interval(param) == *base.Interval(param) {
				return ""
			}
			return writeInterval(*p.Interval(param))
		},
	}
}

// intervalMarks are the flags that have a sign of their own.
var intervalMarks = []struct {
	sign string
	flag abi.IntervalFlags
}{
	{"(", abi.IntervalOpenMin},
	{")", abi.IntervalOpenMax},
	{"i", abi.IntervalInteger},
	{"e", abi.IntervalEmpty},
}

func readInterval(text string) (i abi.Interval, err error) {
	text, more, hasMore := strings.Cut(text, "+")
	if hasMore {
		flags, err := strconv.ParseUint(more, 16, 32)
		if err != nil {
			return i, err
		}
		i.Flags = abi.IntervalFlags(flags)
	}
	for _, mark := range intervalMarks {
		if strings.Contains(text, mark.sign) {
			i.Flags |= mark.flag
		}
	}
	_, err = fmt.Sscanf(strings.Trim(text, "[]()ie"), "%d,%d", &i.Min, &i.Max)
	return i, err
}

func writeInterval(i abi.Interval) string {
	low, high, marks := "[", "]", ""
	if i.Flags&abi.IntervalOpenMin != 0 {
		low = "("
	}
	if i.Flags&abi.IntervalOpenMax != 0 {
		high = ")"
	}
	if i.Flags&abi.IntervalInteger != 0 {
		marks += "i"
	}
	if i.Flags&abi.IntervalEmpty != 0 {
		marks += "e"
	}
	if more := i.Flags &^ 0xf; more != 0 {
		marks += fmt.Sprintf("+%x", uint32(more))
	}
	return fmt.Sprintf("%s%d,%d%s%s", low, i.Min, i.Max, high, marks)
}

// readFields sets the fields of p that the words name.
func readFields(p *abi.HwParams, words []string) error {
	for _, word := range words {
		name, text, _ := strings.Cut(word, "=")
		n := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
		if n < 0 {
			return fmt.Errorf("no field %s", name)
		}
		if err := fields[n].read(p, text); err != nil {
			return fmt.Errorf("%s: %w", word, err)
		}
	}
	return nil
}

// writeDifference returns the fields in which p differs from base, each after a
// space.
func writeDifference(p, base *abi.HwParams) string {
	var b strings.Builder
	for _, f := range fields {
		if text := f.write(p, base); text != "" {
			fmt.Fprintf(&b, " %s=%s", f.name, text)
		}
	}
	return b.String()
}

func TestLanguageReadsWhatItWrites(t *testing.T) {
	const want = " flags=0x5 access=1b format=4.0.7 channels=[1,2)e+fffffff0 rate=(44100,48000]i" +
		" rmask=0x800 info=0x40103 rate_num=7 fifo_size=64 sync=000102030405060708090a0b0c0d0e0f"
	var p abi.HwParams
	if err := readFields(&p, strings.Fields(want)); err != nil {
		t.Fatal(err)
	}
	if got := writeDifference(&p, &abi.HwParams{}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
