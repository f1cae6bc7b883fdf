package clone

import (
	"errors"
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// readPCMs reads the card's devices for digital audio.
func (c *cloner) readPCMs() error {
	device := int32(-1)
	for {
		last := device
		if err := ask(c.control, "list the PCMs of", abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, &device); err != nil {
			return err
		}
		if device <= last {
			return nil
		}
		if err := c.readPCM(uint32(device)); err != nil {
			return err
		}
	}
}

func (c *cloner) readPCM(device uint32) error {
	p := model.PCM{Device: int(device)}
	for direction, to := range []**model.Stream{&p.Playback, &p.Capture} {
		info := abi.PcmInfo{Device: device, Stream: abi.Stream(direction)}
		err := ask(c.control, "ask for the PCMs of", abi.SNDRV_CTL_IOCTL_PCM_INFO, &info)
		if errors.Is(err, syscall.ENOENT) {
			continue
		}
		if err != nil {
			return err
		}
		p.ID, p.Name = text(info.ID[:]), text(info.Name[:])
		if *to, err = c.readStream(&info); err != nil {
			return err
		}
	}
	if p.Playback == nil && p.Capture == nil {
		return nil
	}
	p.Shorten()
	c.Description.PCMs = append(c.Description.PCMs, p)
	return nil
}

// readStream finds out what a stream can do. It is nil if a description cannot say it.
func (c *cloner) readStream(info *abi.PcmInfo) (*model.Stream, error) {
	name := fmt.Sprintf("pcmC%dD%d%c", c.number, info.Device, "pc"[info.Stream])
	n, err := openNode(unix.O_RDWR, c.dir, name)
	if err != nil {
		return nil, err
	}
	defer n.close()
	s, err := Stream(n)
	if errors.Is(err, errNothing) {
		c.miss("%s: %v", name, err)
		return nil, nil
	}
	if err != nil {
		return nil, &nodeError{"ask for the limits of", n.path, err}
	}
	s.Substreams = int(info.SubdevicesCount)
	s.Shorten()
	return s, c.prove(name, n, s)
}

// prove asks the stream and its description the same, and notes whether the answers are.
func (c *cloner) prove(name string, n *node, s *model.Stream) error {
	hw, own, err := s.Limits()
	if err != nil {
		c.miss("%s: %v", name, err)
		return nil
	}
	if s.Sync {
		hw.Sync = hwparams.CardSync(c.number)
	}
	described, err := hwparams.New(hw, own...)
	if err != nil {
		c.miss("%s: %v", name, err)
		return nil
	}
	wrong, all, err := Prove(n, constraints{described})
	if err != nil {
		return &nodeError{"ask for the limits of", n.path, err}
	}
	if wrong > 0 {
		c.miss("%s: %d of %d requests for parameters are answered otherwise", name, wrong, all)
	}
	return nil
}
