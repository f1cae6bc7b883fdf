package fs

import (
	"path"
	"slices"
	"strings"
	"syscall"
)

// linkFolders are the folders in which udev keeps other names of control nodes.
var linkFolders = []string{"by-id", "by-path"}

// linksOf returns the links that a folder has: their names, and where they lead. Of
// two cards with one name the first has it.
func (s *Server) linksOf(folder string) map[string]string {
	links := make(map[string]string)
	for _, c := range slices.Backward(s.core.Cards()) {
		for _, l := range c.Links {
			if dir, name := path.Split(l); path.Clean(dir) == folder {
				links[name] = "../" + c.ControlName()
			}
		}
	}
	return links
}

// linkFolder is such a folder; ok is false when there is nothing in it.
func (s *Server) linkFolder(name string) (d directory, ok bool) {
	links := s.linksOf(name)
	folder := newStaticDir(attr{})
	for name, target := range links {
		folder.add(name, nodeLink{target})
	}
	slices.SortFunc(folder.order, strings.Compare)
	return folder, len(links) > 0
}

// A linker is an entry that leads elsewhere.
type linker interface {
	entry
	target() string
}

// nodeLink is another name of a node.
type nodeLink struct{ to string }

func (l nodeLink) attr() attr        { return attr{mode: syscall.S_IFLNK | 0o777, size: uint64(len(l.to))} }
func (l nodeLink) same(e entry) bool { return e == entry(l) }
func (l nodeLink) target() string    { return l.to }
