package doctor

import (
	"errors"
	"fmt"
	"os"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
	"github.com/vsndfs/vsndfs/server"
)

// soundDir is about the directory where programs look for cards.
func soundDir() Finding {
	f := Finding{Verdict: OK, What: server.DefaultDir}
	names, err := os.ReadDir(f.What)
	_, mounted, mountErr := fuseconn.FindMount(f.What, server.Subtype)
	switch {
	case mountErr == nil && mounted && err != nil:
		f.Verdict, f.Says = Less, "has what a killed server left there"
		f.Advice = "vsndfs umount " + f.What
	case mountErr == nil && mounted:
		f.Says = "is a vsndfs: see vsndfs status " + f.What
	case errors.Is(err, os.ErrNotExist):
		f.Says = "is not there yet: vsndfs mount makes it, and run has one of its own"
	case err != nil:
		f.Verdict, f.Says = Less, fmt.Sprintf("cannot be read: %v", err)
	case len(names) > 0:
		f.Verdict = Less
		f.Says = fmt.Sprintf("has %d nodes of the kernel's, which a mount would hide; run hides them from its program alone", len(names))
		f.Advice = "to mount there all the same, vsndfs mount -o nonempty " + f.What
	default:
		f.Says = "is empty: vsndfs can be mounted there"
	}
	return f
}

// procAsound is about the kernel's own list of cards, which some programs read.
func procAsound() Finding {
	f := Finding{Verdict: OK, What: server.ProcAsound}
	_, err := os.Stat(f.What)
	_, mounted, mountErr := fuseconn.FindMount(f.What, server.Subtype)
	switch {
	case err != nil:
		f.Says = "is not there, and nothing can be added to /proc: who reads it finds no card; the same is in vsndfs/asound of a mount"
	case mountErr == nil && mounted:
		f.Says = "is that of a vsndfs"
	default:
		f.Verdict = Less
		f.Says = "has the kernel's cards, not those that vsndfs mount makes: programs that read it see these; run covers it"
		f.Advice = fmt.Sprintf("mount --bind %s/vsndfs/asound %s, and umount that first", server.DefaultDir, f.What)
	}
	return f
}
