// Package bus is the device model around a card: devices in slots, drivers that
// are bound to them and unbound, references, and hot plug. It follows Linux's
// driver core (drivers/base/dd.c, bus.c, core.c) in what it promises:
//
//   - Binding runs the driver's probe; everything that probe acquires is a
//     managed resource of the device. A probe that fails leaves nothing behind.
//   - Unbinding releases those resources in reverse order. A driver whose probe
//     acquires everything that way needs no remove function.
//   - Unplugging is unbinding, and then the device is gone. Its slot stays, and
//     what is plugged in next is a new device.
//   - One lock per slot makes a second unbind, or a bind, wait for the one
//     under way.
package bus
