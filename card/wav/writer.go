package wav

import (
	"errors"
	"fmt"
	"os"
)

// pendingBytes is how much a Writer gathers before it flushes by itself.
const pendingBytes = 64 << 10

// Writer keeps one stream as a WAV file. From [Create] on the file is valid at
// any time, and it holds all that was written before the latest [Writer.Flush],
// so a server that is killed leaves a file that plays. One goroutine at a time
// may use a Writer.
//
// The sizes in the header stop at 4 GiB while samples go on being stored.
type Writer struct {
	file        *os.File
	stream      Spec // of what is written
	kept        Spec // of the file
	headerBytes uint64
	dataBytes   uint64 // samples on disk
	pending     []byte // samples not on disk yet, as the file has them
	err         error  // what ended the file; every later call returns it
}

// Create makes, or empties, the file at path for a stream of spec s, which must
// pass [Spec.Check]. Errors name the path; on a full disk no file is left.
func Create(path string, s Spec) (*Writer, error) {
	if err := s.Check(); err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	header := appendHeader(nil, s.inFile(), 0)
	w := &Writer{file: file, stream: s, kept: s.inFile(), headerBytes: uint64(len(header))}
	if _, err := file.Write(header); err != nil {
		return nil, errors.Join(err, discard(file)) // it is no WAV file
	}
	return w, nil
}

// discard closes a file and removes it, unless it is no file but a device, say, that
// was there before.
func discard(file *os.File) error {
	info, err := file.Stat()
	if err == nil && info.Mode().IsRegular() {
		err = os.Remove(file.Name())
	}
	return errors.Join(err, file.Close())
}

// Write takes whole frames in the stream's own format. Now and then it flushes;
// an error is then that of [Writer.Flush].
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	if n := w.stream.frameBytes(); len(p)%n != 0 {
		return 0, fmt.Errorf("write %s: %d bytes are no whole frames of %d bytes", w.file.Name(), len(p), n)
	}
	before := w.Frames()
	w.pending = appendRepacked(w.pending, p, w.stream.layout(), w.kept.layout())
	if len(w.pending) < pendingBytes {
		return len(p), nil
	}
	err := w.Flush()
	taken := max(w.Frames(), before) - before
	return int(taken) * w.stream.frameBytes(), err
}

// Frames is how many frames were written. After a write error it is how many
// of them are on disk.
func (w *Writer) Frames() uint64 {
	return (w.dataBytes + uint64(len(w.pending))) / uint64(w.kept.frameBytes())
}

// Flush brings data and header to the file (not to the platter: there is no
// fsync). After an error, such as a full disk, the file holds the frames that
// found room under a header that counts them, nothing more can be written, and
// the error, which names the path, is returned again by every later call.
func (w *Writer) Flush() error {
	if w.err != nil || len(w.pending) == 0 {
		return w.err
	}
	if err := errors.Join(w.flushData(), w.flushHeader()); err != nil {
		w.err = fmt.Errorf("%w (%d frames are kept)", err, w.Frames())
	}
	return w.err
}

// Close flushes and closes the file. A Writer is closed once.
func (w *Writer) Close() error {
	err := errors.Join(w.Flush(), w.file.Close())
	w.err = fmt.Errorf("write %s: %w", w.file.Name(), os.ErrClosed)
	return err
}

// flushData moves w.pending to the end of the file, of which only whole frames
// and the pad byte of an odd chunk stay. The file offset stays before the pad, so
// the next flush overwrites it. (WriteAt would not do: when the disk fills up, it
// does not tell how much it has written.)
func (w *Writer) flushData() error {
	n, err := w.file.Write(w.pending)
	w.pending = w.pending[:0]
	w.dataBytes += uint64(n)
	surplus := w.dataBytes % uint64(w.kept.frameBytes())
	w.dataBytes -= surplus
	if surplus == 0 && w.dataBytes%2 == 0 {
		return err
	}
	return errors.Join(err, w.truncate(w.dataBytes), w.truncate(padded(w.dataBytes)))
}

// truncate makes the file end after dataBytes of data, with zeros where it grows.
func (w *Writer) truncate(dataBytes uint64) error {
	return w.file.Truncate(int64(w.headerBytes + dataBytes))
}

// flushHeader writes the header anew, in place, which needs no room on the disk.
func (w *Writer) flushHeader() error {
	_, err := w.file.WriteAt(appendHeader(nil, w.kept, w.dataBytes), 0)
	return err
}
