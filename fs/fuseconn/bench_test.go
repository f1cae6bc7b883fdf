package fuseconn

import (
	"fmt"
	"strconv"
	"testing"
)

// BenchmarkRoundTrip is one ioctl of another process, there and back.
func BenchmarkRoundTrip(b *testing.B) {
	_, file := serve(b, &testFS{})
	client := startChild(b, "loop", file, strconv.Itoa(b.N))
	client.expect("ready")
	b.ResetTimer()
	client.tell()
	client.expect("over")
}

// BenchmarkStream is a write or read of 1 MiB by another process, with data that
// nobody looks at, for several sizes of a single request.
func BenchmarkStream(b *testing.B) {
	for _, direction := range []string{"write", "read"} {
		for _, kib := range []int{16, 32, 48, 64, 128, 1024} {
			b.Run(fmt.Sprintf("%s/%dKiB", direction, kib), func(b *testing.B) {
				_, file := serve(b, &testFS{}, func(o *Options) { o.MaxWrite = kib << 10 })
				client := startChild(b, "stream", file, strconv.Itoa(b.N), direction)
				client.expect("ready")
				b.SetBytes(1 << 20)
				b.ResetTimer()
				client.tell()
				client.expect("over")
			})
		}
	}
}
