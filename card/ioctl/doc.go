// Package ioctl turns the bytes of an ioctl into the struct that its handler
// takes, and back. A device type lists its ioctls in a Table, one line each.
package ioctl
