// Package fs is the mounted tree: a /dev/snd whose nodes are those of the cards,
// and the directory vsndfs beside them, through which the cards are plugged,
// unplugged and watched. It turns names into nodes and opens into files; it
// knows no ioctl and no audio.
package fs
