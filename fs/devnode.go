package fs

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
)

// nodeSize is the size of a device node. It is a regular file to the kernel, and
// a write that stays inside a file's size does not lock the others out.
const nodeSize = 1 << 62

// devNode is a node of a card.
type devNode struct {
	root *rootDir
	node *card.Node
}

// isDevice reports whether n is a device node, and no file of the directory vsndfs.
func isDevice(n *inode) bool {
	_, ok := n.entry.(*devNode)
	return ok
}

func (d *devNode) attr() attr {
	o := d.root.server.options
	a := attr{mode: syscall.S_IFREG | o.Mode, uid: o.Uid, gid: o.Gid, size: nodeSize, unlinked: d.gone()}
	d.root.changeOf(d.node.Name).apply(&a)
	return a
}

func (d *devNode) same(e entry) bool {
	other, ok := e.(*devNode)
	return ok && other.node == d.node
}

// gone reports whether the node's name is no more, or another card's: then only
// open files still lead here.
func (d *devNode) gone() bool {
	n, ok := d.root.server.core.Node(d.node.Name)
	return !ok || n != d.node
}

func (d *devNode) open(c *card.Call, flags card.OpenFlags) (handle, error) {
	c.Narrow = d.node.Mapped && narrow(c.Tid)
	f, err := d.node.Open(c, flags)
	if err != nil {
		return nil, err
	}
	f.Opened(callerOf(c.Tid))
	h := &devHandle{server: d.root.server, file: f}
	f.OnNotify(h.waker.notify(d.root.server))
	return h, nil
}

// change applies chmod and chown.
func (d *devNode) change(with func(*modeChange)) { d.root.change(d.node.Name, with) }
