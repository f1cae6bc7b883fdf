package abi_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestDecodeRefusesTooFewBytes(t *testing.T) {
	v, err := abi.Decode[abi.SwParams](make([]byte, abi.Sizeof[abi.SwParams]()-1))
	if v != nil || !errors.Is(err, abi.ErrShort) {
		t.Errorf("got %v, %v, want nil and ErrShort", v, err)
	}
}

func TestDecodeCopies(t *testing.T) {
	b := []byte{1, 0, 0, 0, 2, 0, 0, 0}
	v, err := abi.Decode[abi.TimerRead](b)
	if err != nil {
		t.Fatal(err)
	}
	b[0] = 9
	if v.Resolution != 1 || v.Ticks != 2 {
		t.Errorf("got resolution %d and ticks %d, want 1 and 2", v.Resolution, v.Ticks)
	}
}

func TestEncodeLeavesATooSmallBufferAlone(t *testing.T) {
	dst := []byte{7, 7, 7, 7, 7, 7, 7}
	err := abi.Encode(dst, &abi.TimerRead{Resolution: 1})
	if !errors.Is(err, abi.ErrShort) {
		t.Errorf("got error %v, want ErrShort", err)
	}
	if want := bytes.Repeat([]byte{7}, 7); !bytes.Equal(dst, want) {
		t.Errorf("got %v, want %v", dst, want)
	}
}

func TestEncodeOfAnInteger(t *testing.T) {
	dst := make([]byte, 4)
	version := abi.SNDRV_PCM_VERSION
	if err := abi.Encode(dst, &version); err != nil {
		t.Fatal(err)
	}
	if want := []byte{18, 0, 2, 0}; !bytes.Equal(dst, want) {
		t.Errorf("got %v, want %v", dst, want)
	}
}

func TestSetString(t *testing.T) {
	tests := []struct {
		name string
		s    string
		want string
	}{
		{"a short string is padded with zeros", "ab", "ab\x00\x00"},
		{"a string that just fits keeps its end", "abc", "abc\x00"},
		{"a long string is cut before the last byte", "abcdef", "abc\x00"},
		{"no string is all zeros", "", "\x00\x00\x00\x00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dst := []byte("wxyz")
			abi.SetString(dst, tt.s)
			if string(dst) != tt.want {
				t.Errorf("got %q, want %q", dst, tt.want)
			}
		})
	}
	abi.SetString(nil, "no room at all")
}

func TestGetString(t *testing.T) {
	tests := []struct{ name, bytes, want string }{
		{"the text ends at the first zero", "ab\x00cd\x00", "ab"},
		{"without a zero all bytes are text", "abcd", "abcd"},
		{"no bytes are no text", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := abi.GetString([]byte(tt.bytes)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	if got, want := abi.Version(2, 0, 18), abi.SNDRV_PCM_VERSION; got != want {
		t.Errorf("Version(2, 0, 18) is %#x, want %#x", int32(got), int32(want))
	}
	if got, want := abi.Version(1, 2, 3).String(), "1.2.3"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
