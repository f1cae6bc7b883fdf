// Package abi32 is the ALSA user ABI as 32-bit programs have it on a 64-bit
// kernel: the structs in which a long or a pointer has four bytes, and the ioctls
// whose numbers differ by their size (sound/core/pcm_compat.c,
// timer_compat.c and control_compat.c). A struct is turned into its counterpart
// of package abi and back field by field.
package abi32
