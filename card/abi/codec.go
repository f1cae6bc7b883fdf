package abi

import (
	"bytes"
	"errors"
	"fmt"
	"unsafe"
)

// ErrShort reports a byte slice smaller than the struct it should hold.
var ErrShort = errors.New("buffer shorter than the struct")

// Sizeof returns the size of T in bytes.
func Sizeof[T any]() int {
	var v T
	return int(unsafe.Sizeof(v))
}

// Decode copies the first bytes of b into a new T, which must be a struct of
// this package or an integer of fixed width. Bytes beyond its size are ignored;
// fewer are [ErrShort].
func Decode[T any](b []byte) (*T, error) {
	v := new(T)
	if len(b) < Sizeof[T]() {
		return nil, fmt.Errorf("decode %T: %d of %d bytes: %w", *v, len(b), Sizeof[T](), ErrShort)
	}
	copy(bytesOf(v), b)
	return v, nil
}

// Encode copies v to the start of dst; T is as for [Decode]. A dst that is too
// small stays as it is and gives [ErrShort].
func Encode[T any](dst []byte, v *T) error {
	if len(dst) < Sizeof[T]() {
		return fmt.Errorf("encode %T: %d of %d bytes: %w", *v, len(dst), Sizeof[T](), ErrShort)
	}
	copy(dst, bytesOf(v))
	return nil
}

// bytesOf returns the memory of v.
func bytesOf[T any](v *T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
}

// SetString fills dst with s and zeros. A string that is too long is cut so
// that one zero byte remains, as strscpy of the kernel does.
func SetString(dst []byte, s string) {
	clear(dst)
	if len(dst) > 0 {
		copy(dst[:len(dst)-1], s)
	}
}

// GetString returns the text in b up to the first zero byte, or all of b if
// there is none.
func GetString(b []byte) string {
	text, _, _ := bytes.Cut(b, []byte{0})
	return string(text)
}
