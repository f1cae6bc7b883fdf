package fs

import (
	"slices"
	"sync"
	"syscall"

	"github.com/vsndfs/vsndfs/card/bus"
)

// controlDir is the one name in the root that a /dev/snd does not have.
const controlDir = "vsndfs"

// rootDir is the /dev/snd.
type rootDir struct {
	server *Server

	mu      sync.Mutex
	changes map[string]modeChange // by node name
}

func (s *Server) root() *rootDir {
	return &rootDir{server: s, changes: make(map[string]modeChange)}
}

func (d *rootDir) attr() attr        { return attr{mode: syscall.S_IFDIR | 0o755} }
func (d *rootDir) same(e entry) bool { _, ok := e.(*rootDir); return ok }

func (d *rootDir) names() []string {
	var all []string
	for _, n := range d.server.core.Nodes() {
		all = append(all, n.Name)
	}
	for _, folder := range linkFolders {
		if len(d.server.linksOf(folder)) > 0 {
			all = append(all, folder)
		}
	}
	return append(all, controlDir)
}

func (d *rootDir) find(name string) (entry, bool) {
	if name == controlDir {
		return d.server.controlDir(), true
	}
	if slices.Contains(linkFolders, name) {
		return d.server.linkFolder(name)
	}
	n, ok := d.server.core.Node(name)
	if !ok {
		return nil, false
	}
	return &devNode{d, n}, true
}

func (s *Server) ownerAttr(mode uint32) attr {
	return attr{mode: mode, uid: s.options.OwnerUid, gid: s.options.OwnerGid}
}

// controlDir is the directory vsndfs.
func (s *Server) controlDir() directory {
	d := newStaticDir(s.ownerAttr(0))
	d.add("devices", &devicesDir{s})
	d.add("log", &logFile{s})
	d.add("status", s.textFile(s.statusJSON))
	d.add(asoundName, s.infoEntry(s.core.Info()))
	return d
}

// devicesDir lists the slots of the bus.
type devicesDir struct{ server *Server }

func (d *devicesDir) attr() attr        { return d.server.ownerAttr(syscall.S_IFDIR | 0o755) }
func (d *devicesDir) same(e entry) bool { _, ok := e.(*devicesDir); return ok }

func (d *devicesDir) names() []string {
	var all []string
	for _, slot := range d.server.bus.Slots() {
		all = append(all, slot.Name())
	}
	return all
}

func (d *devicesDir) find(name string) (entry, bool) {
	slot, ok := d.server.bus.Slot(name)
	if !ok {
		return nil, false
	}
	return d.server.deviceDir(slot), true
}

// deviceDir is the directory of one slot.
func (s *Server) deviceDir(slot *bus.Slot) directory {
	d := newStaticDir(s.ownerAttr(0))
	d.add("state", s.textFile(func() string { return slot.State() + "\n" }))
	d.add("unplug", s.triggerFile(slot, "unplug the device", slot.Unplug))
	d.add("plug", s.triggerFile(slot, "plug a device in", slot.Plug))
	d.add("unbind", s.bindFile(slot, "unbind the driver", slot.Unbind))
	d.add("bind", s.bindFile(slot, "bind the driver", slot.Bind))
	d.add("devres", s.textFile(func() string { return devresText(slot) }))
	d.add("holders", s.textFile(func() string { return s.holdersText(slot) }))
	if f := slot.Faults(); f != nil {
		d.add("fault", s.lineFile(slot, "fault", f.String, f.Add))
	}
	if p := slot.Panel(); p != nil {
		d.add("jack", s.lineFile(slot, "jack", func() string { return lines(p.Jacks()) }, p.MoveJacks))
		d.add("key", s.lineFile(slot, "key", func() string { return lines(p.Keys()) }, p.PressKeys))
	}
	d.add("refs", s.textFile(func() string { return refsText(slot) }))
	return d
}

// change remembers what chmod or chown made of a device node.
func (d *rootDir) change(name string, with func(*modeChange)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := d.changes[name]
	with(&m)
	d.changes[name] = m
}

func (d *rootDir) changeOf(name string) modeChange {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changes[name]
}
