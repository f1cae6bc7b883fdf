package wav

// appendRepacked appends to b the samples in p, which are laid out as in, in the
// layout out: little-endian, without unused bytes, of as many bits as in.
func appendRepacked(b, p []byte, in, out layout) []byte {
	if in == out {
		return append(b, p...)
	}
	var flip uint64
	if in.unsigned != out.unsigned {
		flip = in.signBit()
	}
	for ; len(p) > 0; p = p[in.widthBytes:] {
		u := in.bits(p) ^ flip
		for i := range out.widthBytes {
			b = append(b, byte(u>>(8*i)))
		}
	}
	return b
}
