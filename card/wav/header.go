package wav

import (
	"encoding/binary"
	"math"
)

// appendHeader appends all that comes before the samples in a file of spec s
// that holds dataBytes of them: the classic 44 bytes where those suffice.
//
// RIFF counts in 32 bits. A size that does not fit is 0xFFFFFFFF, which ffmpeg
// and this package take for "up to the end of the file" (here for the first
// 4 GiB, as a clip is held in memory).
func appendHeader(b []byte, s Spec, dataBytes uint64) []byte {
	start := len(b)
	b = appendChunkHeader(b, "RIFF", 0)
	b = append(b, "WAVE"...)
	b = appendChunk(b, "fmt ", appendFmt(nil, s))
	if !s.isPlain() {
		frames := dataBytes / uint64(s.frameBytes())
		b = appendChunk(b, "fact", binary.LittleEndian.AppendUint32(nil, saturated(frames)))
	}
	b = appendChunkHeader(b, "data", dataBytes)
	riffBytes := uint64(len(b)-start-chunkHeaderBytes) + padded(dataBytes)
	binary.LittleEndian.PutUint32(b[start+4:], saturated(riffBytes))
	return b
}

// chunkHeaderBytes is the size of a chunk's name and size.
const chunkHeaderBytes = 8

func appendChunkHeader(b []byte, id string, size uint64) []byte {
	return binary.LittleEndian.AppendUint32(append(b, id...), saturated(size))
}

// appendChunk appends a chunk whose content has an even size.
func appendChunk(b []byte, id string, content []byte) []byte {
	return append(appendChunkHeader(b, id, uint64(len(content))), content...)
}

// padded is what a chunk's content of n bytes occupies: RIFF aligns to 2 bytes.
func padded(n uint64) uint64 { return n + n%2 }

// saturated is n, or what 32 bits can hold of it.
func saturated(n uint64) uint32 { return uint32(min(n, math.MaxUint32)) }
