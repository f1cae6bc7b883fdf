package control

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// powered makes an ioctl that comes to the hardware wait until the machine is awake,
// before anything of it is looked at (snd_power_ref_and_wait). What only the card's
// own books are needed for does not wait: lists, locks, elements that programs add.
func powered(do ioctl.Handler[*file]) ioctl.Handler[*file] {
	return func(f *file, c *card.Call, i *card.Ioctl) error {
		if err := f.file.AwaitPower(c); err != nil {
			return err
		}
		return do(f, c, i)
	}
}
