package wav

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// decoder walks the chunks of a WAV file, front to back, so a pipe will do.
type decoder struct {
	r         *bufio.Reader
	riffBytes uint32 // what the RIFF header claims to follow it
	offset    int64  // of the chunk that comes next
	spec      Spec   // from the fmt chunk; zero before it
}

// decode reads a file up to the end of its samples. It needs no more memory
// than the samples that are really there, whatever the headers claim.
func decode(r io.Reader) (*Clip, error) {
	d := &decoder{r: bufio.NewReader(r)}
	if err := d.readFileHeader(); err != nil {
		return nil, err
	}
	for {
		id, size, err := d.readChunkHeader()
		if err != nil {
			return nil, err
		}
		if id == "data" {
			return d.readData(size)
		}
		if err := d.readChunk(id, int64(size)); err != nil {
			return nil, err
		}
	}
}

// readFileHeader reads what makes a file a WAV file.
func (d *decoder) readFileHeader() error {
	var b [12]byte
	n, err := io.ReadFull(d.r, b[:])
	if err != nil && !isEOF(err) {
		return err
	}
	if n < len(b) || string(b[:4]) != "RIFF" || string(b[8:]) != "WAVE" {
		return fmt.Errorf("%w: it starts with %q", ErrNotWAV, b[:n])
	}
	d.riffBytes = binary.LittleEndian.Uint32(b[4:])
	d.offset = int64(len(b))
	return nil
}

// readChunkHeader reads a chunk's name and how many bytes it claims to have.
func (d *decoder) readChunkHeader() (id string, size uint32, err error) {
	var b [chunkHeaderBytes]byte
	if _, err := io.ReadFull(d.r, b[:]); err != nil {
		return "", 0, truncated(err)
	}
	size = binary.LittleEndian.Uint32(b[4:])
	d.offset += chunkHeaderBytes + int64(padded(uint64(size)))
	return string(b[:4]), size, nil
}

// readChunk takes what is of use from a chunk before the data and passes over
// the rest of it and its pad byte.
func (d *decoder) readChunk(id string, size int64) error {
	rest := int64(padded(uint64(size)))
	if id == "fmt " {
		var b [fmtExtensibleBytes]byte
		n, err := io.ReadFull(d.r, b[:min(size, fmtExtensibleBytes)])
		if err != nil {
			return truncated(err)
		}
		if d.spec, err = parseFmt(b[:n]); err != nil {
			return err
		}
		rest -= int64(n)
	}
	if _, err := io.CopyN(io.Discard, d.r, rest); err != nil {
		return truncated(err)
	}
	return nil
}

// readData reads the whole frames of a data chunk as far as the file has them.
func (d *decoder) readData(size uint32) (*Clip, error) {
	if d.spec == (Spec{}) {
		return nil, fmt.Errorf("%w: no fmt chunk before its data", ErrNotWAV)
	}
	if d.isPlaceholder(size) {
		size = math.MaxUint32
	}
	samples, err := io.ReadAll(io.LimitReader(d.r, int64(size)))
	if err != nil {
		return nil, err
	}
	surplus := len(samples) % d.spec.frameBytes()
	return &Clip{spec: d.spec, samples: samples[:len(samples)-surplus]}, nil
}

// isPlaceholder reports whether size is the 0 of a writer that never came back to
// correct it. A data chunk is really empty if the file goes on after it by the
// RIFF header's own account.
func (d *decoder) isPlaceholder(size uint32) bool {
	riffEnd := chunkHeaderBytes + int64(d.riffBytes)
	goesOn := riffEnd > d.offset && d.riffBytes != math.MaxUint32
	return size == 0 && !goesOn
}

// truncated turns the end of the file into ErrTruncated.
func truncated(err error) error {
	if isEOF(err) {
		return ErrTruncated
	}
	return err
}

func isEOF(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
