// Package abi is the ALSA user ABI: the structs, constants and ioctl numbers
// that a program exchanges with the nodes of /dev/snd. It holds bytes only;
// what they mean is the business of the packages that import it.
//
// The layouts are those of a 64-bit program on a little-endian machine, as
// include/uapi/sound/asound.h declares them. Constants keep their kernel
// spelling. Structs have Go names with the C name in the comment, start with
// [structs.HostLayout], and spell out the padding that a C compiler adds.
// testdata/layout.c prints sizes, offsets and ioctl numbers from the installed
// header, and the tests compare every one of them; they need cc and the
// kernel's user headers (packages gcc and linux-libc-dev).
//
// [Decode] and [Encode] copy between a struct and the bytes of a request.
package abi

//go:generate go test -run TestLayoutOfTheInstalledHeader -update
